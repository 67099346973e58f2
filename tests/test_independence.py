"""Until the debrief begins, nothing that one of the panel judges reaches another: the same request is answered with the
same bytes, whatever the others have judged. Every address is a channel; a new one is held to it by being there.
"""

import re
import secrets
from collections.abc import Iterator
from types import SimpleNamespace

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from interviews import clock, debriefing, marking
from interviews.autosave import Typed
from interviews.models import Scorecard, Seat
from interviews.tests.making import NOW, Panel, panel
from tests.test_doors import ADDRESSES

pytestmark = pytest.mark.django_db

# What differs from one request to the next by itself.
FLEETING = re.compile(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"|data-stream="[^"]*"')
ARGUMENTS = {
    "interview_id": lambda held: held.interview.pk,
    "position": lambda held: 1,
    "point": lambda held: 0,
    "flag": lambda held: 0,
}
# These files hold the second in which they were made, and nothing but one's own practice.
NOT_COMPARABLE = {"practice:misses", "practice:mine-zip"}
CHANNELS = [
    name for name, found in ADDRESSES.items() if set(found.arguments) <= set(ARGUMENTS) and name not in NOT_COMPARABLE
]
ADDRESS_OF_PART = ["interviews:show", "interviews:parts"]


def judge(seat: Seat, which: int) -> None:
    """Two ways to judge that differ in everything that can be judged, as often and as far."""
    ratings, mark, words = [((5, 4, 3), "covered", "Loud."), ((1, 2, 2), "missed", "Quite other words.")][which]
    for position, rating in enumerate(ratings, start=1):
        asked = seat.interview.asked.get(position=position)
        marking.rate(seat, asked, rating)
        marking.mark(seat, asked, 0, mark)
        note, _ = marking.Rating.objects.get_or_create(scorecard__seat=seat, asked=asked)
        marking.save_note(seat, asked, Typed(words, note.note_version, f"w{which}", 1))
    card = Scorecard.objects.get(seat=seat)
    marking.save_summary(seat, Typed(words, card.summary_version, f"w{which}", 1))
    marking.recommend(seat, ("strong_yes", "no")[which])


@pytest.fixture(scope="module")
def held(kept: None) -> Panel:
    return panel()


def client_of(seat: Seat) -> Client:
    client = Client()
    client.force_login(seat.user)
    return client


def answers(held: Panel, client: Client, name: str) -> Iterator[tuple[int, str, str]]:
    names = ADDRESSES[name].arguments
    address = reverse(name, kwargs={key: ARGUMENTS[key](held) for key in names})
    queries = ["", "?question=1", "?question=3"] if name in ADDRESS_OF_PART else [""]
    for query in queries:
        response = client.get(address + query)
        text = b"".join(response).decode(errors="replace")
        yield response.status_code, FLEETING.sub("", text), response.get("Location", "")


Heard = dict[tuple[str, str, bool], list[list[tuple[int, str, str]]]]


@pytest.fixture(scope="module")
def heard(held: Panel, django_db_blocker) -> Heard:
    """What each address answers to a judge while the others judge in one way, and in the other."""
    found: Heard = {}
    lead, pia, paul = held.judges
    with django_db_blocker.unblock(), transaction.atomic(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(clock, "timezone", SimpleNamespace(now=lambda: NOW))
        # What a page draws by chance is the same each time.
        patch.setattr(secrets, "randbelow", lambda _: 7)
        for reader, others in ((pia, (lead, paul)), (lead, (pia, paul))):
            for submitted in (False, True):
                if submitted:
                    held.made.judged(reader, NOW)
                client = client_of(reader)
                for which in (0, 1):
                    for other in others:
                        judge(other, which)
                    for name in CHANNELS:
                        found.setdefault((name, reader.name, submitted), []).append(list(answers(held, client, name)))
            Scorecard.objects.update(submitted_at=None)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("submitted", [False, True], ids=["judging", "submitted"])
@pytest.mark.parametrize("name", CHANNELS)
def test_what_another_judges_changes_no_answer(name: str, submitted: bool, heard: Heard) -> None:
    for reader in ("pia", "lena"):
        first, second = heard[name, reader, submitted]
        assert first == second, reader


def test_the_test_can_fail_once_the_debrief_has_begun_others_are_read(held: Panel, time) -> None:
    time.now = NOW
    for seat in held.judges:
        judge(seat, 0)
        marking.submit(seat, NOW)
    debriefing.open_debrief(held.interview, held.made.lead, NOW, close_the_rest=False)
    status, page, _ = next(answers(held, client_of(held.pia), "interviews:debrief"))
    assert status == 200
    assert page.count("Loud.") >= 3


def test_the_stream_counts_no_mark(held: Panel) -> None:
    """The stream says a number alone; it must not count up when somebody marks."""
    before = held.made.reload().version
    judge(held.pia, 1)
    judge(held.paul, 0)
    assert held.made.reload().version == before
