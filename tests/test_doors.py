"""Every address, times every kind of person: who gets in, who does not, and that nobody reads an answer too early."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from interviews import inviting, sharing
from interviews.access import SESSION_KEY
from interviews.models import Reveal, Seat
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, editor, interviewer, person
from questions import library
from questions.documents.reading import Reading
from questions.documents.stored import frozen
from questions.models import Import, Revision
from questions.tests.making import SECRET_ANSWER, SECRET_POINT, draft

pytestmark = pytest.mark.django_db

# Who comes, and at which moment: before, during or after the sitting, with the lead's scorecard submitted, or with the
# report shared.
PEOPLE = """
anonymous@during stranger@during interviewer@during editor@during admin@during
candidate@before candidate@during candidate@after candidate@shared guest@during revoked@during
lead@before lead@during lead@after lead@submitted
panellist@during panellist@after observer@during observer@after
""".split()

MOMENTS = ("before", "during", "after", "submitted", "shared")
KEPT_FROM_ANSWERS = ("anonymous", "stranger", "candidate", "guest", "revoked")

# 302 is a redirect to where the person belongs, log is a redirect to the log-in.
DOORS = """
home                      GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
try                       POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
questions:list            GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200
questions:detail          GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200
questions:new             GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:new             POST log 403 403 422 422 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:preview         POST log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:health          GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:bulk            POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:edit            GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:edit            POST log 403 403 422 422 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:move            POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:history         GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:revert          POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:export          GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:sheet           GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:bring           GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:bring           POST log 403 403 422 422 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:import          GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:import          POST log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:import-columns  POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:import-undo     POST log 403 403 404 404 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:import-discard  POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403
questions:import-problems GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403
interviews:list           GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200
interviews:new            GET  log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403
interviews:new            POST log 403 422 403 422 403 403 403 403 log log 422 422 422 422 403 403 403 403
interviews:preview        POST log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403
interviews:picker         GET  log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403
interviews:show           GET  log 404 404 404 404 200 200 200 200 200 log 200 200 302 302 200 302 200 200
interviews:parts          GET  log 404 404 404 404 200 200 200 200 200 log 200 200 200 200 200 200 200 200
interviews:start          POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:pause          POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:resume         POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:end            POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:cancel         POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:extend         POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:open           POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:skip           POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:close          POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403
interviews:answer         GET  log 404 404 404 404 403 302 302 302 302 log 403 403 403 403 403 403 403 403
interviews:answer         POST log 404 404 404 404 403 302 302 302 302 log 403 403 403 403 403 403 403 403
interviews:note           POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403
interviews:rate           POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403
interviews:mark           POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403
interviews:invite         POST log 404 404 404 404 403 403 403 403 403 log 302 302 403 403 403 403 403 403
interviews:revoke         POST log 404 404 404 404 403 403 403 403 403 log 302 302 403 403 403 403 403 403
interviews:scorecard      GET  log 404 404 404 404 403 403 403 403 403 log 403 403 200 200 403 200 403 403
interviews:recommend      POST log 404 404 404 404 403 403 403 403 403 log 403 403 302 302 403 302 403 403
interviews:summary        POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403
interviews:submit         POST log 404 404 404 404 403 403 403 403 403 log 403 403 302 302 403 302 403 403
interviews:report         GET  log 404 404 404 404 403 403 403 200 403 log 403 403 403 200 403 403 403 403
interviews:report-csv     GET  log 404 404 404 404 403 403 403 200 403 log 403 403 403 200 403 403 403 403
interviews:report-json    GET  log 404 404 404 404 403 403 403 200 403 log 403 403 403 200 403 403 403 403
interviews:share          POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 302 403 403 403 403
join                      GET  200 410 410 410 410 302 302 302 302 302 410 200 200 410 410 200 410 200 410
join                      POST 302 410 410 410 410 302 302 302 302 302 410 200 200 410 410 200 410 200 410
login                     GET  200 302 302 302 302 302 302 302 302 200 200 302 302 302 302 302 302 302 302
login                     POST 200 302 302 302 302 302 302 302 302 200 200 302 302 302 302 302 302 302 302
logout                    POST log 302 302 302 302 302 302 302 302 log log 302 302 302 302 302 302 302 302
"""


def _parse(table: str) -> dict[tuple[str, str], list[str]]:
    rows = [line.split() for line in table.strip().splitlines()]
    return {(row[0], row[1]): row[2:] for row in rows if row}


ARGUMENTS = {
    "interview_id": lambda c: c.interview.pk,
    "position": lambda c: 1,
    "point": lambda c: 0,
    "ref": lambda c: "q-001",
    "revision_id": lambda c: Revision.objects.filter(question__ref="q-001").first().pk,
    "import_id": lambda c: Import.objects.get().pk,
    "token": lambda c: inviting.token_of(c.candidate),
}
FORMS = {
    "questions:import": {"import": ""},
    "interviews:extend": {"minutes": "5"},
    "interviews:answer": {"text": "words", "base": "0", "writer": "w", "edit": "1"},
    "interviews:note": {"text": "words", "base": "0", "writer": "w", "edit": "1"},
    "interviews:summary": {"text": "words", "base": "0", "writer": "w", "edit": "1"},
    "interviews:mark": {"mark": "covered"},
    "interviews:rate": {"rating": "4"},
    "interviews:recommend": {"recommendation": "yes"},
    "interviews:submit": {"recommendation": "yes", "gaps_are_meant": "on"},
    "interviews:share": {"show": ["ratings", "notes", "summary", "recommendation"]},
}


def _patterns(resolver: URLResolver, namespace: str = "") -> Iterator[tuple[str, URLPattern]]:
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _patterns(entry, inner)
        else:
            yield f"{namespace}{entry.name}", entry


NAMED = dict(_patterns(get_resolver()))
ADDRESSES = {name: pattern for name, pattern in NAMED.items() if not name.startswith("admin:")}


class World:
    """The same people in five interviews, one at each moment."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {
            "stranger": person("sten"),
            "interviewer": interviewer("ivo"),
            "editor": editor(),
            "admin": person("ada", is_superuser=True, is_staff=True),
            "candidate": person("cleo"),
            "panellist": person("pia"),
            "observer": person("olaf"),
            "lead": interviewer("lena"),
        }
        library.bring("questions.csv", "csv", frozen(Reading([draft("brought")])), self.users["editor"])
        self.at = {moment: self._interview(moment) for moment in MOMENTS}

    def _interview(self, moment: str) -> Cast:
        made = cast(lead=self.users["lead"], candidate=self.users["candidate"], reveal=Reveal.NEVER)
        for role in (Role.PANELLIST, Role.OBSERVER):
            Seat.objects.create(interview=made.interview, user=self.users[role], role=role, name=role)
        if moment != "before":
            made.started().opened()
        if moment in ("after", "submitted", "shared"):
            made.ended()
        if moment in ("submitted", "shared"):
            made.submitted()
        if moment == "shared":
            sharing.share(made.interview, made.lead, NOW, ["ratings", "marks", "model_answers"])
        return made

    def client_of(self, who: str, made: Cast) -> Client:
        client = Client()
        if who in ("guest", "revoked"):
            Seat.objects.filter(pk=made.candidate.pk).update(user=None)
            session = client.session
            session[SESSION_KEY] = {str(made.candidate.pk): made.candidate.invitation_nonce}
            session.save()
        if who == "revoked":
            inviting.revoke(made.candidate, NOW, made.lead)
        if who in self.users:
            client.force_login(self.users[who])
        return client


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


def _address(name: str, cast: Cast) -> str:
    names = ADDRESSES[name].pattern.converters
    return reverse(name, kwargs={key: ARGUMENTS[key](cast) for key in names})


def _visit(world: World, visitor: str, name: str, method: str) -> tuple[str, str]:
    """How the visit ended and what the visitor got to read; whatever it did is undone."""
    who, moment = visitor.split("@")
    made = world.at[moment]
    with transaction.atomic():
        address = _address(name, made)
        response = getattr(world.client_of(who, made), method.lower())(address, FORMS.get(name, {}))
        transaction.set_rollback(True)
    to_login = response.status_code == 302 and response.url.startswith("/login/")
    return "log" if to_login else str(response.status_code), response.content.decode()


TABLE = _parse(DOORS)


def test_every_address_has_a_row() -> None:
    assert {name for name, _ in TABLE} == set(ADDRESSES)


@pytest.mark.parametrize(("name", "method"), TABLE)
def test_who_gets_in(name: str, method: str, world: World, time) -> None:
    time.now = NOW + timedelta(minutes=1)
    expected = TABLE[name, method]
    visits = {visitor: _visit(world, visitor, name, method) for visitor in PEOPLE}
    assert {visitor: outcome for visitor, (outcome, _) in visits.items()} == dict(zip(PEOPLE, expected, strict=True))
    read = {visitor: text for visitor, (_, text) in visits.items() if visitor.split("@")[0] in KEPT_FROM_ANSWERS}
    assert [visitor for visitor, text in read.items() if SECRET_ANSWER in text or SECRET_POINT in text] == []


ADMIN = [name for name in NAMED if name.startswith("admin:") and NAMED[name].name]


def _admin_address(name: str) -> str | None:
    """The address with made-up arguments; the admin's catch-all has no name."""
    made_up = {"object_id": "1", "app_label": "questions", "content_type_id": 1, "id": "1"}
    pattern = NAMED[name].pattern
    names = pattern.converters or pattern.regex.groupindex
    return reverse(name, kwargs={key: made_up[key] for key in names})


@pytest.mark.parametrize("name", [name for name in ADMIN if name not in ("admin:login", "admin:logout")])
@pytest.mark.parametrize("who", ["anonymous", "stranger", "interviewer", "candidate", "lead"])
def test_the_admin_is_closed_to_all_who_are_not_staff(name: str, who: str, world: World) -> None:
    client = world.client_of(who, world.at["during"])
    method = client.post if name == "admin:questions_question_preview" else client.get
    with transaction.atomic():
        response = method(_admin_address(name))
        transaction.set_rollback(True)
    assert response.status_code == 302
    assert "login" in response.url


@pytest.mark.parametrize("name", ["auth_user", "auth_group", "interviews_interview", "axes_accessattempt"])
def test_an_editor_reaches_nothing_but_the_bank_in_the_admin(name: str, world: World) -> None:
    client = world.client_of("editor", world.at["during"])
    assert client.get(reverse("admin:questions_question_changelist")).status_code == 200
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403
