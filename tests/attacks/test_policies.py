"""What every answer says to the browser, the admin's included; and that no form is taken from another site."""

import re

import pytest
from django.conf import settings as configured
from django.db import transaction
from django.http import HttpResponse
from django.test import Client

from tests.attacks.forms import WHOLE
from tests.attacks.fuzzing import LET_IN, fittest
from tests.attacks.pages import harm_in
from tests.attacks.traces import rows
from tests.attacks.world import Attacked, outcome
from tests.test_doors import ADMIN, TABLE

pytestmark = pytest.mark.django_db

# Words for machines, answered before all else; no browser shows them as a page.
FOR_PROBES = ("healthz", "readyz", "metrics")
READ = [(name, method) for name, method in TABLE if method == "GET" and name not in FOR_PROBES]
WRITTEN = [(name, method) for name, method in TABLE if method == "POST"]
# A program keeps what it has read and asks whether it is still so; only its token makes it readable.
KEPT_BY_PROGRAMS = ("integrations:feed", "integrations:api-")


def problems_of(response: HttpResponse, name: str) -> list[str]:
    """What an answer lacks of the policies that all have to hold."""
    policy = response.get("Content-Security-Policy", "")
    directives = dict(part.strip().partition(" ")[::2] for part in policy.split(";"))
    checks = {
        "unsafe": "unsafe" in policy,
        "foreign": bool(re.search(r"https?:|\*|data:", policy)),
        "default-src": directives.get("default-src") != "'none'",
        "object or base": directives.get("base-uri") != "'none'" or directives.get("frame-ancestors") != "'none'",
        "form-action": directives.get("form-action") != "'self'",
        "frame options": response.get("X-Frame-Options") != "DENY",
        "sniffing": response.get("X-Content-Type-Options") != "nosniff",
        "referrer": response.get("Referrer-Policy") != "same-origin",
        "opener": response.get("Cross-Origin-Opener-Policy") != "same-origin",
    }
    kept = "no-store" not in response.get("Cache-Control", "") and not name.startswith(KEPT_BY_PROGRAMS)
    checks["cached"] = kept or "public" in response.get("Cache-Control", "")
    found = [what for what, is_so in checks.items() if is_so]
    if response.get("Content-Type", "").startswith("text/html"):
        found += harm_in(b"".join(response).decode())
    return found


@pytest.mark.parametrize(("name", "method"), READ)
def test_every_page_holds_to_every_policy(name: str, method: str, held: Attacked) -> None:
    visitors = LET_IN[name, method] or ["editor@during"]
    for visitor in dict.fromkeys(["anonymous@during", "candidate@shared", visitors[-1], fittest(visitors)]):
        client, made = held.client_of(visitor)
        with transaction.atomic():
            response = client.get(held.address(name, made))
            assert problems_of(response, name) == [], visitor
            transaction.set_rollback(True)


@pytest.mark.parametrize("name", ADMIN)
def test_every_page_of_the_admin_holds_to_every_policy(name: str, held: Attacked) -> None:
    for visitor in ("admin@during", "anonymous@during"):
        client, made = held.client_of(visitor)
        with transaction.atomic():
            response = client.get(held.address(name, made))
            assert problems_of(response, name) == [], visitor
            transaction.set_rollback(True)
    assert response.status_code in (200, 302, 405)


def test_actions_of_the_admin_hold_to_every_policy(held: Attacked) -> None:
    client, _ = held.client_of("admin@during")
    for model, action in {"questions/question": "delete_selected", "auth/user": "delete_selected"}.items():
        response = client.post(f"/admin/{model}/", {"action": action, "_selected_action": ["1"]})
        assert response.status_code == 200
        assert problems_of(response, model) == []


@pytest.mark.parametrize("address", ["/nowhere/", "/questions/nothing/", "/static/nothing.css", "/admin/nothing/"])
def test_an_answer_that_is_an_error_holds_to_every_policy(address: str, held: Attacked) -> None:
    client, _ = held.client_of("admin@during")
    response = client.get(address)
    assert response.status_code == 404
    assert problems_of(response, address) == []


@pytest.mark.parametrize(("name", "method"), WRITTEN)
def test_no_form_is_taken_from_another_site(name: str, method: str, held: Attacked) -> None:
    visitor = fittest(LET_IN[name, method] or ["stranger@during"])
    client, made = held.client_of(visitor)
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    before = rows()
    response = strict.post(held.address(name, made), WHOLE.get(name, {}))
    assert response.status_code == 403
    assert problems_of(response, name) == []
    assert rows() == before


@pytest.mark.parametrize("name", [name for name in ADMIN if "change" in name or "add" in name or "delete" in name])
def test_no_form_of_the_admin_is_taken_from_another_site(name: str, held: Attacked) -> None:
    client, made = held.client_of("admin@during")
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = client.cookies
    response = strict.post(held.address(name, made), {"username": "smuggled"})
    assert response.status_code in (403, 405)


def test_the_api_takes_nothing_so_it_needs_no_token_of_a_form(held: Attacked) -> None:
    headers = {"Authorization": f"Bearer {held.key}"}
    for address in ("/api/v1/questions", "/api/v1/interviews", "/api/openapi.json", "/api/nothing"):
        response = Client(enforce_csrf_checks=True).post(address, {"a": "b"}, headers=headers)
        assert response.status_code == 405


def test_a_session_opens_nothing_in_the_api(held: Attacked) -> None:
    client, _ = held.client_of("admin@during")
    assert outcome(client.get("/api/v1/questions")) == "401"


def test_what_is_larger_than_any_form_is_refused_unread(held: Attacked) -> None:
    class Unread:
        def read(self, *_: int) -> bytes:
            raise AssertionError("It was read.")

        readline = read

    for length in (str(configured.LARGEST_REQUEST + 1), "9" * 30, "-1", "\u0663x"):
        response = Client().post("/login/", CONTENT_LENGTH=length, **{"wsgi.input": Unread()})
        assert response.status_code == 413
        assert problems_of(response, "") == []
