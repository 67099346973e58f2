"""Guessed passwords, planted sessions, redirects elsewhere, hosts that are not ours."""

import pytest
from django.contrib.auth.models import User
from django.test import Client

from interviews import inviting
from interviews.tests.making import cast, interviewer
from tests.attacks.world import Attacked
from tests.test_settings import setting

pytestmark = pytest.mark.django_db

PASSWORD = "gh-82-kl-91"


@pytest.fixture
def nina(held: Attacked, settings) -> User:
    settings.AXES_ENABLED = True
    return User.objects.create_user("nina", password=PASSWORD)


def tries(username: str, password: str, address: str = "127.0.0.1", path: str = "/login/", **headers: str):
    fields = {"username": username, "password": password}
    return Client().post(path, fields, REMOTE_ADDR=address, headers=headers)


def test_whoever_guesses_is_locked_out_even_with_the_right_word(nina: User, settings) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        answer = tries("nina", "wrong")
    assert answer.status_code == 429
    assert tries("nina", PASSWORD).status_code == 429
    assert tries("nina", PASSWORD, path="/admin/login/").status_code == 429
    # The lock is on the pair: others at the same address, and she herself elsewhere, get in.
    assert tries("nina", PASSWORD, address="10.0.0.9").status_code == 302


def test_the_pages_of_log_in_and_admin_count_together(nina: User, settings) -> None:
    for number in range(settings.AXES_FAILURE_LIMIT):
        answer = tries("nina", "wrong", path=("/login/", "/admin/login/")[number % 2])
    assert answer.status_code == 429


@pytest.mark.parametrize("header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP"])
def test_a_header_does_not_make_another_address(header: str, nina: User, settings) -> None:
    for number in range(settings.AXES_FAILURE_LIMIT):
        tries("nina", "wrong", **{header: f"10.0.0.{number}"})
    assert tries("nina", PASSWORD, **{header: "10.9.9.9"}).status_code == 429


@pytest.mark.parametrize("spelled", ["\uff4eina", " nina ", "nina\u200b", "NINA"])
def test_another_spelling_of_a_name_is_no_way_round_the_lock(spelled: str, nina: User, settings) -> None:
    for _ in range(settings.AXES_FAILURE_LIMIT):
        tries("nina", "wrong")
    assert tries(spelled, PASSWORD).status_code != 302


def test_the_answer_does_not_tell_whether_there_is_such_an_account(nina: User, settings) -> None:
    def told(username: str) -> list[str]:
        answers = [tries(username, "wrong") for _ in range(settings.AXES_FAILURE_LIMIT + 1)]
        return [f"{a.status_code} {_without_fleeting(a.content.decode().replace(username, '…'))}" for a in answers]

    assert told("nina") == told("nobody")


def _without_fleeting(html: str) -> str:
    return "\n".join(line for line in html.splitlines() if "csrf" not in line.lower())


def test_an_account_that_is_closed_is_answered_like_none(nina: User) -> None:
    User.objects.filter(pk=nina.pk).update(is_active=False)
    assert "nina" not in Client().get("/login/").content.decode()
    assert tries("nina", PASSWORD).status_code == 200


def test_a_planted_session_does_not_become_the_one_that_is_logged_in(nina: User) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value
    client.post("/login/", {"username": "nina", "password": PASSWORD})
    assert client.cookies["sessionid"].value != planted
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get("/practice/").status_code == 302


def test_a_planted_session_does_not_become_that_of_a_new_account(held: Attacked) -> None:
    client = Client()
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value
    form = {"username": "newcomer", "first_name": "N", "password1": PASSWORD, "password2": PASSWORD}
    assert client.post("/sign-up/", form).status_code == 302
    assert client.cookies["sessionid"].value != planted


def test_after_log_out_the_old_session_opens_nothing(nina: User) -> None:
    client = Client()
    client.post("/login/", {"username": "nina", "password": PASSWORD})
    stolen = client.cookies["sessionid"].value
    client.post("/logout/")
    thief = Client()
    thief.cookies["sessionid"] = stolen
    assert thief.get("/practice/").status_code == 302


def test_a_new_password_ends_every_session(nina: User) -> None:
    client = Client()
    client.post("/login/", {"username": "nina", "password": PASSWORD})
    nina.set_password("other-91-kl")
    nina.save()
    assert client.get("/practice/").status_code == 302


ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "https:evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "http:///evil.example",
    "/%09/evil.example\t",
    "\thttps://evil.example",
    "https://testserver@evil.example/",
    "https://testserver.evil.example/",
    "/a\r\nSet-Cookie: a=b",
]


def _leads_elsewhere(location: str) -> bool:
    return not location.startswith("/") or location.startswith(("//", "/\\")) or any(c in location for c in "\r\n\t")


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_elsewhere_after_the_log_in(target: str, nina: User) -> None:
    for path in ("/login/", "/admin/login/"):
        for where in ("query", "form"):
            client = Client()
            form = {"username": "nina", "password": PASSWORD} | ({"next": target} if where == "form" else {})
            query = {"next": target} if where == "query" else {}
            answer = client.post(path, form, query_params=query)
            assert not _leads_elsewhere(answer.get("Location", "/")), (path, where)
    known = Client()
    known.force_login(nina)
    assert not _leads_elsewhere(known.get("/login/", {"next": target}).get("Location", "/"))
    assert not _leads_elsewhere(known.post("/logout/", {"next": target}).get("Location", "/"))


@pytest.mark.parametrize("target", ELSEWHERE)
def test_nobody_is_sent_elsewhere_by_a_form_that_goes_back(target: str, held: Attacked) -> None:
    client, made = held.client_of("editor@during")
    for back in (target, f"/questions/?{target}"):
        answer = client.post("/questions/bulk/", {"refs": ["q-001"], "topic": "Ice", "back": back})
        assert answer.status_code in (302, 400)
        assert not _leads_elsewhere(answer.get("Location", "/"))
    client, made = held.client_of("candidate@during")
    answer = client.post(
        f"/interviews/{made.interview.pk}/questions/1/answer/", {"text": "x", "base": 0, "back": target}
    )
    assert not _leads_elsewhere(answer["Location"])


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "127.0.0.1@evil.example", "a b", "[::1"])
def test_a_host_that_is_not_ours_is_refused_and_makes_no_link(host: str, held: Attacked, settings) -> None:
    settings.ALLOWED_HOSTS = ["testserver"]
    client, made = held.client_of("lead@before")
    page = client.get(f"/interviews/{made.interview.pk}/", headers={"Host": host, "X-Forwarded-Host": "evil.example"})
    assert page.status_code == 400
    assert "evil.example" not in page.content.decode()


def test_a_forwarded_host_makes_no_link(held: Attacked) -> None:
    client, made = held.client_of("lead@before")
    page = client.get(f"/interviews/{made.interview.pk}/", headers={"X-Forwarded-Host": "evil.example"})
    assert "/join/" in page.content.decode()
    assert "evil.example" not in page.content.decode()


def test_cookies_go_over_https_alone_once_it_is_in_use() -> None:
    assert setting("s.SESSION_COOKIE_SECURE and s.CSRF_COOKIE_SECURE and s.SECURE_SSL_REDIRECT") == "True"
    assert int(setting("s.SECURE_HSTS_SECONDS")) >= 31_536_000


def test_the_cookies_of_a_log_in_have_their_flags(nina: User, settings) -> None:
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True
    client = Client()
    client.get("/login/", secure=True)
    client.post("/login/", {"username": "nina", "password": PASSWORD}, secure=True)
    session, csrf = client.cookies["sessionid"], client.cookies["csrftoken"]
    assert (session["httponly"], session["secure"], session["samesite"]) == (True, True, "Lax")
    assert (csrf["secure"], csrf["samesite"]) == (True, "Lax")
    assert session["domain"] == csrf["domain"] == ""


def test_a_guest_who_takes_a_seat_gets_a_new_session(held: Attacked) -> None:
    made = cast(lead=interviewer("olga"))
    client = Client()
    client.get("/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value
    client.post(f"/join/{inviting.token_of(made.candidate)}/")
    thief = Client()
    thief.cookies["sessionid"] = planted
    assert thief.get(f"/interviews/{made.interview.pk}/").status_code == 302
    assert client.get(f"/interviews/{made.interview.pk}/").status_code == 200
