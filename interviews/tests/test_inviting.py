from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import Client

from interviews import inviting
from interviews.inviting import NotValid, Unusable
from interviews.models import Seat
from interviews.tests.making import NOW, Cast, cast, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(time) -> Cast:
    return cast()


def why_not(token: str, now=NOW) -> Unusable:
    with pytest.raises(NotValid) as refusal:
        inviting.seat_invited(token, now)
    return refusal.value.reason


def test_a_link_names_its_seat(made: Cast) -> None:
    assert inviting.seat_invited(inviting.token_of(made.candidate), NOW) == made.candidate


def test_a_forged_or_mangled_link_is_none_of_ours(made: Cast) -> None:
    token = inviting.token_of(made.candidate)
    other = f"{made.lead.pk}:{token.split(':', 1)[1]}"
    for broken in ("", "x", token[:-1], token + "x", token.upper(), other):
        assert why_not(broken) == Unusable.FORGED


def test_a_link_expires(made: Cast) -> None:
    token, end = inviting.token_of(made.candidate), made.candidate.invitation_expires_at
    assert end == NOW + timedelta(days=14)
    assert inviting.seat_invited(token, end)
    assert why_not(token, end + timedelta(seconds=1)) == Unusable.EXPIRED


def test_a_new_link_and_a_revoked_one_end_the_old(made: Cast) -> None:
    old = inviting.token_of(made.candidate)
    renewed = inviting.invite(made.candidate, NOW, made.lead)
    assert why_not(old) == Unusable.REVOKED
    new = inviting.token_of(renewed)
    inviting.revoke(renewed, NOW, made.lead)
    assert why_not(new) == Unusable.REVOKED


def test_a_seat_is_taken_once(made: Cast) -> None:
    inviting.accept(made.candidate, None, NOW)
    with pytest.raises(NotValid):
        inviting.accept(made.candidate, None, NOW)


def test_a_link_to_what_is_over_says_so(made: Cast) -> None:
    made.started().ended()
    assert why_not(inviting.token_of(made.candidate)) == Unusable.OVER


def test_looking_at_an_invitation_does_not_use_it_up(made: Cast, client: Client) -> None:
    for _ in range(2):
        page = client.get(made.invitation)
        assert page.status_code == 200
    assert "Cleo, you are invited" in page.content.decode()
    assert Seat.objects.get(pk=made.candidate.pk).invitation_used_at is None


def test_a_guest_sits_down_without_an_account_and_comes_back(made: Cast, client: Client) -> None:
    room = f"/interviews/{made.interview.pk}/"
    assert client.post(made.invitation).url == room
    assert client.get(room).status_code == 200
    assert client.get(made.invitation).url == room
    assert isinstance(client.get(room).wsgi_request.user, AnonymousUser)


def test_a_session_that_was_planted_is_not_the_one_that_holds_the_seat(made: Cast, client: Client) -> None:
    client.get("/login/")
    session = client.session
    session["planted"] = True
    session.save()
    planted = client.cookies["sessionid"].value if "sessionid" in client.cookies else session.session_key
    client.post(made.invitation)
    assert client.cookies["sessionid"].value != planted


def test_somebody_elses_browser_cannot_use_a_used_link(made: Cast, client: Client) -> None:
    client.post(made.invitation)
    page = Client().get(made.invitation)
    assert page.status_code == 410
    assert "has been used already" in page.content.decode()


def test_an_account_takes_the_seat_for_good(made: Cast, client: Client) -> None:
    cleo = person("cleo")
    client.force_login(cleo)
    client.post(made.invitation)
    elsewhere = Client()
    elsewhere.force_login(cleo)
    assert elsewhere.get(f"/interviews/{made.interview.pk}/").status_code == 200


def test_a_link_for_another_account_says_so(time, client: Client) -> None:
    made = cast(candidate=person("cleo"))
    client.force_login(person("sten"))
    for ask in (client.get, client.post):
        page = ask(made.invitation)
        assert page.status_code == 410
        assert "another account" in page.content.decode()


def test_a_lead_who_follows_the_link_keeps_their_seat_and_leaves_it_unused(made: Cast, client: Client) -> None:
    client.force_login(made.lead.user)
    assert "private window" in client.get(made.invitation).content.decode()
    client.post(made.invitation)
    assert Seat.objects.get(pk=made.candidate.pk).invitation_used_at is None


def test_who_came_by_a_link_that_was_taken_back_is_out(made: Cast, client: Client) -> None:
    client.post(made.invitation)
    inviting.invite(Seat.objects.get(pk=made.candidate.pk), NOW, made.lead)
    assert client.get(f"/interviews/{made.interview.pk}/").status_code == 302
