"""Script in every text: no page, part, export or feed lets any of it run, and none of them asks another site."""

import json
import re
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse

from integrations.models import Token
from questions.models import Question, Revision
from tests.attacks.forms import QUERIES, WHOLE
from tests.attacks.fuzzing import LET_IN, fittest, pairs
from tests.attacks.hostile import ATTACK, MARK, SHORT, Hostile, hostile
from tests.attacks.pages import Page, harm_in
from tests.attacks.world import Attacked
from tests.test_doors import ADDRESSES, ADMIN, TABLE

pytestmark = pytest.mark.django_db

HARMLESS = ("text/csv", "text/calendar", "text/plain", "application/octet-stream", "application/problem+json", "audio/")
WITH_QUESTION = ("interviews:show", "interviews:parts", "interviews:debrief", "interviews:debrief-parts")
READ = [name for name, method in TABLE if method == "GET"]


@pytest.fixture(scope="module")
def bad(held: Attacked, django_db_blocker) -> Hostile:
    with django_db_blocker.unblock():
        return hostile()


def arguments_of(name: str, bad: Hostile) -> list[dict]:
    """Every hostile thing that this address can be about."""
    known = {
        "interview_id": [made.interview.pk for made in (bad.running, bad.shared, bad.debriefed)],
        "position": [1],
        "point": [0],
        "seat_id": [bad.running.candidate.pk],
        "plan_id": [bad.new_plan],
        "ref": ["bad", "bad-2"],
        "revision_id": [Revision.objects.filter(question__ref="bad").first().pk],
        "import_id": [document.pk for document in bad.imports],
        "token_id": [Token.objects.filter(user=bad.lead).first().pk],
        "attempt_id": [attempt.pk for attempt in bad.attempts],
        "candidate_id": [bad.candidate.pk],
        "interviewer_id": [bad.lead.pk],
        "token": [ATTACK.replace("/", ""), bad.running.invitation.split("/")[2]],
        "key": ["<script>"],
        "rest": [ATTACK],
    }
    found: list[dict] = [{}]
    for argument in ADDRESSES[name].arguments:
        found = [{**one, argument: value} for one in found for value in known[argument]]
    return found


def visitors(bad: Hostile) -> list[Client]:
    people = [bad.lead, bad.candidate, User.objects.get(username="ed"), User.objects.get(username="ada")]
    clients = [Client() for _ in [*people, None]]
    for client, user in zip(clients, people):
        client.force_login(user)
    return clients


@pytest.fixture(scope="module")
def browsers(bad: Hostile, django_db_blocker) -> list[Client]:
    with django_db_blocker.unblock():
        return visitors(bad)


@pytest.mark.parametrize("name", READ)
def test_nothing_that_was_written_runs(name: str, bad: Hostile, browsers: list[Client]) -> None:
    reflected = dict.fromkeys(QUERIES.get(name, {}), ATTACK)
    queries = [{}, *([reflected] if reflected else []), *([{"question": "1"}] if name in WITH_QUESTION else [])]
    for arguments in arguments_of(name, bad):
        for query in queries:
            for client in browsers:
                with transaction.atomic():
                    assert harm_of(client.get(reverse(name, kwargs=arguments), query)) == [], (name, arguments, query)
                    transaction.set_rollback(True)


def harm_of(response) -> list[str]:
    """What would run in a browser that got this answer."""
    kind, body = response.get("Content-Type", ""), b"".join(response)
    if kind.startswith("text/html"):
        html = body.decode()
        third = [link for link in Page(html).links if "evil.example" in link and not link.startswith("https://evil")]
        return harm_in(html) + third + (["template"] if "=49" in html or ">49\u202e" in html else [])
    if kind.startswith("application/json"):
        json.loads(body)
        return []
    allowed = (
        "text/csv",
        "text/calendar",
        "application/octet-stream",
        "application/problem+json",
        "audio/",
        "text/plain",
    )
    return [] if kind.startswith(allowed) or not body or "attachment" in response["Content-Disposition"] else [kind]


def test_the_attacks_are_there_to_be_read(bad: Hostile, browsers: list[Client]) -> None:
    """The pages hold the texts, as texts: else nothing was tried."""
    lead, candidate, editor, _, _ = browsers
    pages = {
        f"/interviews/{bad.running.interview.pk}/": lead,
        f"/interviews/{bad.shared.interview.pk}/report/": candidate,
        f"/interviews/{bad.debriefed.interview.pk}/debrief/": lead,
        "/questions/bad/": editor,
        "/questions/bad/history/": editor,
        "/plans/": lead,
        "/account/tokens/": lead,
        f"/practice/drill/{bad.attempts[0].pk}/": candidate,
        f"/questions/import/{bad.imports[0].pk}/": editor,
    }
    assert [address for address, client in pages.items() if MARK not in client.get(address).content.decode()] == []
    assert "{{7*7}}" in lead.get("/account/tokens/").content.decode()


@pytest.mark.parametrize("name", [name for name in ADMIN if "jsi18n" not in name])
def test_nothing_that_was_written_runs_in_the_admin(name: str, held: Attacked, bad: Hostile, browsers) -> None:
    admin = browsers[3]
    address = held.address(name, bad.running)
    question = Question.objects.get(ref="bad")
    rows = {"questions_question": question.pk, "interviews_interview": bad.running.interview.pk}
    rows |= {"auth_user": bad.lead.pk}
    for query in ({}, {"q": ATTACK, "_changelist_filters": ATTACK, "_popup": "1"}, {"o": ATTACK, "e": ATTACK}):
        assert harm_of(admin.get(address, query)) == []
    found = re.fullmatch(r"admin:(\w+?_\w+)_(change|history|delete)", name)
    if found and found[1] in rows:
        assert harm_of(admin.get(reverse(name, args=[rows[found[1]]]))) == []


@pytest.mark.parametrize("name", [name for name, method in TABLE if method == "POST" and LET_IN[name, method]])
def test_what_a_form_sends_back_does_not_run(name: str, held: Attacked) -> None:
    """All fields attacks, and each half of them, so that what is checked before it is shown is seen too."""
    client, made = held.client_of(fittest(LET_IN[name, "POST"]))
    form, address = WHOLE.get(name, {}), held.address(name, made)
    for attacked in (list(form), list(form)[::2], list(form)[1::2]):
        body = urlencode(pairs(form | dict.fromkeys(attacked, f"{SHORT}\n\n{ATTACK}")))
        with transaction.atomic():
            answer = client.post(address, body, "application/x-www-form-urlencoded")
            assert harm_of(answer) == [], attacked
            transaction.set_rollback(True)


def test_a_file_name_of_an_upload_is_a_text_like_any_other(held: Attacked) -> None:
    client, _ = held.client_of("editor@during")
    for name in (f"{ATTACK}.md", f"{SHORT}.md", "../../a.md", "a" * 300 + ".md", "a\u202emd.exe", "\u0000a.md"):
        answer = client.post("/questions/import/", {"file": SimpleUploadedFile(name, b"# What?\n\nYes\n")})
        assert answer.status_code in (302, 422)
        if answer.status_code == 302:
            assert harm_of(client.get(answer.url)) == []


@pytest.mark.parametrize(
    "username", [ATTACK, "<b>", "a\u202eb", "a b", "\u0000", "\uff1cscript\uff1e", "a/../b", "'--"]
)
def test_a_name_that_is_no_name_makes_no_account(username: str, held: Attacked) -> None:
    form = {"username": username, "first_name": "N", "password1": "gh-82-kl-91", "password2": "gh-82-kl-91"}
    answer = Client().post("/sign-up/", form)
    assert answer.status_code == 422
    assert harm_of(answer) == []
