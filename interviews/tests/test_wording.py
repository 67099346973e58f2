"""What the panel is told of an answer's wording, and nobody else."""

import json
import re
from dataclasses import replace
from html import unescape

import pytest
from django.test import Client

from interviews import answering, marking, sharing, wording
from interviews.autosave import Typed
from interviews.hints import VERSION, Band
from interviews.models import Event, Interview, Mark, Reveal, Seat
from interviews.planning import Choice, Recipe, begin_alone, copies
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, person
from interviews.wording import Piece, compared, marker_of, wording_of
from questions.library import keep_synonyms, store
from questions.models import Question
from questions.rubric import Point
from questions.tests.making import draft, questions

pytestmark = pytest.mark.django_db

ANSWER = "First, it names the seventh key of the glacier in q-001. A story comes last."
LIMITS = "This compares words. It cannot tell right from wrong."
SAYS = [
    "key words",
    "some words found",
    "read this sentence",
    "two sentences",
    "no matching wording",
    "compares words",
    "data-points",
]


@pytest.fixture
def made(time) -> Cast:
    made = cast(candidate=person("cleo"), reveal=Reveal.AFTER_EACH).started().opened()
    return answered(made, ANSWER)


def answered(made: Cast, text: str) -> Cast:
    asked = made.asked(1)
    answering.save_answer(
        asked.interview, asked.position, Typed(text, asked.answer_version, "a", asked.answer_version + 1), False, NOW
    )
    return made


def page(user, made: Cast, path: str = "") -> str:
    client = Client()
    client.force_login(user)
    return client.get(f"/interviews/{made.interview.pk}/{path}").content.decode()


def markers(html: str) -> list[str]:
    found = re.findall(r'<p class="hint" id="hint-\d+">(.*?)</p>', html, re.DOTALL)
    return [unescape(re.sub("<[^>]*>", "", marker)).strip() for marker in found]


def seated(made: Cast, role: Role) -> Seat:
    return Seat.objects.create(interview=made.interview, user=person(role), role=role, name=role)


def test_a_panel_reads_a_marker_at_each_key_point_and_once_what_it_is_worth(made: Cast) -> None:
    html = page(made.lead.user, made)
    assert markers(html) == [
        "6 of 6 key words, in this sentence",
        "no matching wording; it may be said in other words",
        "some words found: read these two sentences",
    ]
    assert html.count(LIMITS) == 1


def test_a_marker_says_whether_it_means_one_sentence_or_two(made: Cast) -> None:
    answered(made, "It names the seventh key. Of the glacier in q-001. A reason.")
    assert markers(page(made.lead.user, made))[0] == "6 of 6 key words, in these two sentences"
    point, said = Point("Deployments stay small and frequent"), "Small ones, our deployments. And frequent."
    marker = marker_of(0, compared("", [point], said)[0])
    assert (marker.says, marker.shows) == ("some words found:", "read these two sentences")


def test_a_marker_says_which_words_it_means(made: Cast) -> None:
    found = wording_of(made.asked(1))
    assert found.markers[0].why == "Found: Names, seventh, key, glacier, q, 001."
    assert found.rule == VERSION


def test_the_places_are_marked_in_the_answer_and_change_no_letter_of_it(made: Cast) -> None:
    text = "\n<b>It names\r\nthe seventh key</b> of the glacier & 🧊."
    answered(made, text)
    asked = made.asked(1)
    assert "".join(piece.text for piece in wording_of(asked).pieces) == asked.answer
    assert "<b>" not in re.search(r'<pre class="candidate-words".*?</pre>', page(made.lead.user, made), re.DOTALL)[0]


def test_places_that_overlap_are_cut_where_they_cross() -> None:
    assert wording._pieces("abcdef", {0: (0, 4), 2: (2, 6)}) == [
        Piece("ab", (0,), (0,)),
        Piece("cd", (0, 2), (2,)),
        Piece("ef", (2,), ()),
    ]
    assert wording._pieces("", {}) == []


@pytest.mark.parametrize("text", ["", " \n "])
def test_of_an_answer_that_was_spoken_nothing_is_said(made: Cast, text: str) -> None:
    html = page(made.lead.user, answered(made, text))
    assert [words for words in SAYS if words in html] == []
    assert markers(html) == ["", "", ""]


@pytest.mark.parametrize("role", [Role.PANELLIST, Role.OBSERVER])
def test_who_sits_with_the_lead_reads_the_same(made: Cast, role: Role) -> None:
    seat = seated(made, role)
    assert markers(page(seat.user, made)) == markers(page(made.lead.user, made))


def test_after_the_sitting_they_stand_in_the_review(made: Cast) -> None:
    made.ended()
    html = page(made.lead.user, made, "?question=1")
    assert markers(html)[0] == "6 of 6 key words, in this sentence"
    assert LIMITS in html


def test_nothing_of_it_judges_and_nothing_is_marked(made: Cast) -> None:
    told = page(made.lead.user, made, "parts/?have=")
    part = re.search(r'<div id="hints".*?</div>\s*</div>', told, re.DOTALL)[0]
    assert re.findall(r"missed|correct|right(?! from wrong)|%|\bgood\b|\bbad\b|checked", part) == []
    assert " checked" not in re.search(r'<section id="points".*?</section>', told, re.DOTALL)[0]
    assert Mark.objects.count() == 0


def everything_of(seat: Seat, made: Cast) -> str:
    return " ".join(page(seat.user, made, path) for path in ("", "parts/", "report/", "report.json", "report.csv"))


def test_no_word_of_it_reaches_the_candidate(made: Cast) -> None:
    read = everything_of(made.candidate, made)
    made.opened(2)
    read += everything_of(made.candidate, made)
    made.ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["ratings", "notes", "summary", "marks", "model_answers"])
    read += everything_of(made.candidate, made)
    assert "This is q-001" in read
    assert [words for words in SAYS if words in read] == []
    assert VERSION not in read


def test_who_judges_their_own_answer_is_told_nothing(time) -> None:
    ada, refs = person("ada"), tuple(question.ref for question in questions(1))
    interview = begin_alone(Recipe("Mock", "Ada", 60, refs=refs), ada, NOW)
    seat = interview.seats.get()
    made = answered(Cast(interview, seat, seat), ANSWER)
    read = everything_of(seat, made)
    made.ended()
    review = page(ada, made, "?question=1")
    assert 'id="points"' in review
    assert [words for words in SAYS if words in read + review] == []


def test_an_interview_can_do_without(time) -> None:
    made = answered(cast(wording_hints=False).started().opened(), ANSWER)
    html = page(made.lead.user, made) + page(made.lead.user, made, "parts/")
    assert "the seventh key" in html
    assert [words for words in [*SAYS, "hints-on"] if words in html] == []


def test_the_rule_is_kept_with_what_was_shown(made: Cast) -> None:
    made.ended().submitted()
    told = {event.verb: event.detail.get("hints") for event in made.interview.events.all()}
    assert (told["start"], told["submit"], told["end"]) == (VERSION, VERSION, None)
    Event.objects.filter(verb="submit").update(detail={"hints": "words-0"})
    assert json.loads(page(made.lead.user, made, "report.json"))["hints"] == {"rule": "words-0"}


def test_where_none_were_shown_no_rule_is_kept(time) -> None:
    made = cast(wording_hints=False).started().ended().submitted()
    assert [event.detail for event in made.interview.events.all() if "hints" in event.detail] == []
    assert "hints" not in json.loads(page(made.lead.user, made, "report.json"))


def test_other_words_that_the_bank_accepts_are_looked_for_too() -> None:
    point = Point("Services fail independently", also_accept=("one goes down and the others carry on",))
    said = "If one goes down, the others carry on."
    alone, both = compared("Why?", [replace(point, also_accept=())], said), compared("Why?", [point], said)
    assert (alone[0].band, both[0].band) == (Band.NO_MATCH, Band.WORDS_FOUND)


def test_what_means_the_same_is_found_and_later_changes_of_it_reach_no_interview(time) -> None:
    keep_synonyms(["glacier = river of ice"])
    made = answered(cast().started().opened(), "It names the seventh note of the river of ice, in frozen q-001.")
    store([draft("q-001", synonyms=("key = note",))])
    keep_synonyms([])
    asked = made.asked(1)
    assert wording_of(asked).markers[0].why == "Found: Names, seventh, glacier, q, 001. Not found: key."
    (later,) = copies(made.interview, Choice(Question.objects.filter(ref="q-001"), None, 60))
    later.answer = asked.answer
    assert wording_of(later).markers[0].why == "Found: Names, seventh, key, q, 001. Not found: glacier."


def test_the_same_words_are_compared_once(monkeypatch: pytest.MonkeyPatch, made: Cast) -> None:
    calls = []
    monkeypatch.setattr(wording, "hints", lambda *args: calls.append(args) or [])
    wording._compared.cache_clear(), wording._wording.cache_clear()
    try:
        for _ in range(3):
            compared("Why?", [Point("Because")], "It is so because.")
        # A mark is no new word: the part in which it stands is drawn again, the answer is not read again.
        marking.mark(made.lead, made.asked(1), 0, "covered")
        assert len(calls) == 1
        compared("Why?", [Point("Because")], "It is so because. And.")
        compared("Why?", [Point("Because")], "It is so because. And.", ["SG = security group"])
        assert len(calls) == 3
    finally:
        wording._compared.cache_clear(), wording._wording.cache_clear()


def test_saving_an_answer_or_a_mark_compares_nothing(monkeypatch: pytest.MonkeyPatch, made: Cast) -> None:
    monkeypatch.setattr(wording, "hints", None)
    candidate, lead = Client(), Client()
    candidate.force_login(made.candidate.user)
    lead.force_login(made.lead.user)
    here = f"/interviews/{Interview.objects.get().pk}/questions/1/"
    typed = {"text": "Quite other words.", "base": made.asked(1).answer_version, "writer": "w", "edit": "1"}
    plain = {"accept": "application/json"}
    assert candidate.post(f"{here}answer/", typed, headers=plain).status_code == 200
    assert lead.post(f"{here}marks/", {"mark-0": "covered"}, headers=plain).status_code == 200
