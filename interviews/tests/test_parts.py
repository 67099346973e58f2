"""A page asks for what changed, and gets that and nothing else."""

import re

import pytest
from django.test import Client

from interviews import answering, flow, marking
from interviews.autosave import Typed
from interviews.tests.making import NOW, Cast, cast, person
from interviews.views import parts

pytestmark = pytest.mark.django_db


@pytest.fixture
def made(time) -> Cast:
    return cast(candidate=person("cleo")).started().opened()


class Page:
    """A page that is open in somebody's browser."""

    def __init__(self, made: Cast, seat) -> None:
        self.address = f"/interviews/{made.interview.pk}/"
        self.client = Client()
        self.client.force_login(seat.user)
        self.have = self._digests(self.client.get(self.address))

    @staticmethod
    def _digests(response) -> dict[str, str]:
        return dict(re.findall(r'id="([\w-]+)"[^>]*data-part="(\w+)"', response.content.decode()))

    def catches_up(self) -> set[str]:
        have = ",".join(f"{name}:{digest}" for name, digest in self.have.items())
        response = self.client.get(f"{self.address}parts/", {"have": have, "phase": "during"})
        changed = self._digests(response)
        self.have |= changed
        return set(changed)


def test_nothing_comes_where_nothing_changed(made: Cast) -> None:
    assert Page(made, made.lead).catches_up() == set()
    assert Page(made, made.candidate).catches_up() == set()


def test_a_typed_answer_swaps_only_what_shows_it(made: Cast) -> None:
    candidate, lead = Page(made, made.candidate), Page(made, made.lead)
    answering.save_answer(made.interview, 1, Typed("Words.", 0, "a", 1), False, NOW)
    assert lead.catches_up() == {"answer", "hints"}
    # The field in which they are typed is not among what is swapped.
    assert candidate.catches_up() == {"newest"}


def test_markers_change_without_the_points_that_they_stand_beside(made: Cast) -> None:
    lead = Page(made, made.lead)
    for version, words in enumerate(["Words.", "It names the seventh key of the glacier.", "It gives a reason."]):
        answering.save_answer(made.interview, 1, Typed(words, version, "a", version + 1), False, NOW)
        assert lead.catches_up() == {"answer", "hints"}
    # Other words that speak to no key point either leave the markers as they are.
    answering.save_answer(made.interview, 1, Typed("It gives a reason. Hm.", 3, "a", 4), False, NOW)
    assert lead.catches_up() == {"answer"}


def test_a_mark_swaps_the_suggestion_and_not_what_is_being_marked(made: Cast) -> None:
    candidate, lead = Page(made, made.candidate), Page(made, made.lead)
    marking.mark(made.lead, made.asked(1), 0, "covered")
    assert lead.catches_up() == {"suggestion"}
    assert candidate.catches_up() == set()


def test_the_next_question_swaps_the_field_of_the_candidate(made: Cast) -> None:
    candidate = Page(made, made.candidate)
    made.opened(2)
    assert {"progress", "writing"} <= candidate.catches_up()


def test_a_pause_covers_and_leaves_the_field_alone(made: Cast) -> None:
    candidate = Page(made, made.candidate)
    flow.pause(made.interview, made.lead, NOW)
    assert candidate.catches_up() == {"progress", "cover"}


def test_what_stands_for_the_token_never_leaves_and_the_token_does_its_work(made: Cast) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(made.lead.user)
    here = f"/interviews/{made.interview.pk}/"
    for address in (here, f"{here}parts/?have=points:old", f"/interviews/blind/{made.asked(1).ref}/"):
        page = client.get(address).content.decode()
        assert parts._TOKEN not in page
        for token in re.findall(r'name="csrfmiddlewaretoken" value="(\w+)"', page):
            sent = {"mark-0": "covered", "csrfmiddlewaretoken": token}
            assert client.post(f"{here}questions/1/marks/", sent).status_code == 302
    assert client.post(f"{here}questions/1/marks/", {"mark-0": "covered"}).status_code == 403


@pytest.mark.parametrize("have", ["", "clocks", "clocks:", ":,:,", "x:" * 500, "clocks:<script>"])
def test_a_garbled_list_of_parts_brings_all_of_them(made: Cast, have: str) -> None:
    client = Client()
    client.force_login(made.lead.user)
    response = client.get(f"/interviews/{made.interview.pk}/parts/", {"have": have})
    assert response.status_code == 200
    assert 'id="clocks"' in response.content.decode()


def test_a_page_of_a_phase_that_is_past_is_sent_to_the_interview(made: Cast) -> None:
    client = Client()
    client.force_login(made.candidate.user)
    made.ended()
    response = client.get(f"/interviews/{made.interview.pk}/parts/", {"phase": "during"})
    assert response["HX-Redirect"] == f"/interviews/{made.interview.pk}/"


@pytest.mark.parametrize("question", ["0", "99", "-1", "x", "1" * 50, "²"])
def test_an_unknown_question_in_the_address_shows_the_open_one(made: Cast, question: str) -> None:
    client = Client()
    client.force_login(made.lead.user)
    page = client.get(f"/interviews/{made.interview.pk}/", {"question": question})
    assert "What is <em>q-001</em>?" in page.content.decode()
