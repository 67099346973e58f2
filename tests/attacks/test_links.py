"""Links, streams and keys: forged, cut, expired, taken back, used, of another kind, of another person."""

import asyncio
from datetime import timedelta

import pytest
from django.contrib.auth.models import User
from django.core import signing
from django.test import Client

from integrations import tokens
from integrations.doors import FAILURES
from integrations.models import BANK, REPORTS, Token
from interviews import inviting, live, presence
from interviews.models import Seat
from interviews.tests.making import NOW, Cast, cast, interviewer, person
from tests.attacks.traces import rows
from tests.attacks.world import Attacked, outcome

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(held: Attacked) -> Cast:
    return cast(lead=interviewer("olga"), starts_at=NOW + timedelta(days=3))


def forged(seat: Seat) -> list[str]:
    """Links that name the seat and were not made for it by the inviting itself."""
    token, pair = inviting.token_of(seat), f"{seat.pk}:{seat.invitation_nonce}"
    signature = token.rpartition(":")[2]
    salts = ["interviews.live", "django.core.signing", "", "integrations.endpoint", "interviews.invitation.x"]
    return [
        *(signing.Signer(salt=salt).sign(pair) for salt in salts),
        signing.Signer(key="another key", salt="interviews.invitation").sign(pair),
        signing.dumps([seat.interview_id, seat.pk], salt="interviews.live"),
        pair,
        f"{pair}:",
        f"{seat.pk}::{signature}",
        f"{seat.pk + 1}:{seat.invitation_nonce}:{signature}",
        f" {token}",
        f"{token}%00",
        f"{token}\u0663",
        *(token[:length] for length in (1, 10, len(token) - 1)),
        "9" * 5_000,
    ]


def test_a_link_that_was_not_made_by_us_seats_nobody(made: Cast) -> None:
    before = rows()
    for token in forged(made.candidate):
        for visitor in (Client(), _as(person(f"sten-{len(token)}-{hash(token)}"))):
            for ask in (visitor.get, visitor.post):
                assert ask(f"/join/{token}/").status_code in (404, 410), token
    User.objects.filter(username__startswith="sten-").delete()
    assert rows() == before


@pytest.mark.parametrize("why", ["expired", "revoked", "renewed", "used", "over", "cancelled"])
def test_a_link_that_is_not_good_any_more_seats_nobody(why: str, made: Cast, time) -> None:
    link = made.invitation
    if why == "expired":
        time.passes(days=15)
    if why == "revoked":
        inviting.revoke(made.candidate, NOW, made.lead)
    if why == "renewed":
        inviting.invite(made.candidate, NOW, made.lead)
    if why == "used":
        Client().post(link)
    if why in ("over", "cancelled"):
        _as(made.lead.user).post(f"/interviews/{made.interview.pk}/{'start' if why == 'over' else 'cancel'}/")
        _as(made.lead.user).post(f"/interviews/{made.interview.pk}/end/")
    browser = Client()
    assert browser.post(link).status_code == 410
    assert outcome(browser.get(f"/interviews/{made.interview.pk}/")) == "log"


@pytest.mark.parametrize("with_account", [True, False], ids=["account", "guest"])
@pytest.mark.parametrize("steps", [("renew",), ("revoke",), ("revoke", "renew")], ids="-".join)
def test_whoever_came_by_a_link_is_out_once_it_is_taken_back(with_account: bool, steps: tuple, made: Cast) -> None:
    browser = _as(person("wrong")) if with_account else Client()
    room = f"/interviews/{made.interview.pk}/"
    assert browser.post(made.invitation).url == room
    for step in steps:
        seat = Seat.objects.get(pk=made.candidate.pk)
        inviting.invite(seat, NOW, made.lead) if step == "renew" else inviting.revoke(seat, NOW, made.lead)
    assert outcome(browser.get(room)) == ("404" if with_account else "log")
    if steps[-1] == "renew":
        made.reload()
        assert _as(person("right")).post(made.invitation).url == room


def test_a_candidate_who_was_named_keeps_the_seat_when_the_link_is_renewed(made: Cast) -> None:
    named = person("named")
    other = cast(lead=interviewer("omar"), candidate=named)
    Client().post(other.invitation)
    inviting.invite(Seat.objects.get(pk=other.candidate.pk), NOW, other.lead)
    assert _as(named).get(f"/interviews/{other.interview.pk}/").status_code == 200


def test_a_stream_opens_only_by_an_address_of_ours(made: Cast, monkeypatch) -> None:
    ids = [made.interview.pk, made.lead.pk, presence.standing_mark(made.lead)]
    good = live.stream_address(made.lead)
    assert _opens(good) == ids
    with_another_salt = signing.dumps(ids, salt="interviews.invitation")
    for address in (f"/live/{with_another_salt}/", good[:-9] + "/", good.upper(), "/live//", f"/live/{'9' * 5000}/"):
        assert _opens(address) is None, address
    monkeypatch.setattr(signing.time, "time", lambda: NOW.timestamp() + 10**9)
    assert _opens(good) is None


def _opens(address: str) -> list[int] | None:
    """The numbers of interview and seat for which a stream would be opened; None where it is refused."""
    opened: list[list[int]] = []
    said: list[dict] = []

    async def arrive(*ids: int | str) -> tuple[None, None]:
        opened.append(list(ids))
        return None, None

    async def send(message: dict) -> None:
        said.append(message)

    async def attempt() -> None:
        original, live.in_thread = live.in_thread, lambda function, *args: arrive(*args)
        try:
            await live.stream({"type": "http", "path": address}, None, send)
        finally:
            live.in_thread = original

    asyncio.run(attempt())
    assert said[0]["status"] == 403
    return opened[0] if opened else None


def test_a_key_opens_only_what_it_was_made_for(held: Attacked, made: Cast) -> None:
    olga = made.lead.user
    bank, feed = tokens.make(olga, "bank", [BANK], None, NOW), tokens.make_feed(olga, NOW)
    assert _reads("/api/v1/questions", bank) == 200
    assert _reads("/api/v1/interviews", bank) == 403
    assert _reads("/api/v1/questions", feed) == 403
    assert Client().get(f"/calendar/{feed}.ics").status_code == 200
    assert Client().get(f"/calendar/{bank}.ics").status_code == 404


@pytest.mark.parametrize("why", ["cut", "case", "digest", "expired", "revoked", "left", "replaced"])
def test_a_key_that_is_not_good_any_more_opens_nothing(why: str, made: Cast, time) -> None:
    olga = made.lead.user
    key, feed = tokens.make(olga, "a", [REPORTS], NOW + timedelta(days=1), NOW), tokens.make_feed(olga, NOW)
    tried = {"cut": key[:-1], "case": key.swapcase(), "digest": Token.objects.first().digest}.get(why, key)
    if why == "expired":
        time.passes(days=2)
    if why == "revoked":
        Token.objects.update(revoked_at=NOW)
    if why == "left":
        User.objects.filter(pk=olga.pk).update(is_active=False)
    if why == "replaced":
        tokens.make_feed(olga, NOW)
    else:
        assert _reads("/api/v1/interviews", tried) == 401
    if why in ("revoked", "left", "replaced"):
        assert Client().get(f"/calendar/{feed}.ics").status_code == 404


def test_who_guesses_keys_is_not_listened_to_whatever_the_headers_say(made: Cast) -> None:
    feed = tokens.make_feed(made.lead.user, NOW)
    for number in range(FAILURES.most):
        headers = {"X-Forwarded-For": f"10.0.0.{number}", "Forwarded": f"for=10.0.0.{number}"}
        Client().get(f"/calendar/guess-{number}.ics", headers=headers)
    assert _reads("/api/v1/questions", "rh_guess") == 429
    assert Client().get(f"/calendar/{feed}.ics", headers={"X-Forwarded-For": "10.1.1.1"}).status_code == 429


def _reads(address: str, key: str) -> int:
    return Client().get(address, headers={"Authorization": f"Bearer {key}"}).status_code


def _as(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client
