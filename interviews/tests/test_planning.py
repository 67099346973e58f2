import pytest
from django.db import connection

from interviews.models import AskedQuestion, Interview, Seat
from interviews.planning import MOST_QUESTIONS, Recipe, Unplannable, choose, create
from interviews.states import InterviewState
from interviews.tests.making import NOW, interviewer
from questions.library import keep_synonyms, retire, store
from questions.picking import Rule
from questions.rubric import Level, Point
from questions.tests.making import draft, question, questions

pytestmark = pytest.mark.django_db


def recipe(**changes) -> Recipe:
    return Recipe(**{"title": "Mock", "candidate_name": "Cleo", "minutes": 60, "seed": 3} | changes)


def test_what_is_chosen_is_what_is_made() -> None:
    questions(30)
    wanted = recipe(rules=(Rule(4), Rule(2, topic="Storage")), refs=("q-030",))
    chosen = [question.ref for question in choose(wanted).questions]
    assert chosen[0] == "q-030"
    assert len(set(chosen)) == 7
    assert list(create(wanted, interviewer(), NOW).asked.values_list("ref", flat=True)) == chosen


def test_another_seed_draws_otherwise() -> None:
    questions(30)
    draws = {tuple(q.ref for q in choose(recipe(rules=(Rule(5),), seed=seed)).questions) for seed in range(5)}
    assert len(draws) > 1


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({}, "No question is chosen yet"),
        ({"rules": (Rule(9, level="senior"),)}, "9 senior questions”"),
        ({"refs": ("gone",)}, "“gone”"),
        ({"rules": (Rule(5),), "minutes": 24}, "need 25 minutes and the sitting has 24"),
        ({"rules": (Rule(2),), "minutes_each": 31}, "need 62 minutes"),
    ],
)
def test_a_recipe_that_cannot_be_used_says_why_and_makes_nothing(changes: dict, says: str) -> None:
    questions(5)
    lead = interviewer()
    with pytest.raises(Unplannable, match=says):
        create(recipe(**changes), lead, NOW)
    assert (Interview.objects.count(), Seat.objects.count(), AskedQuestion.objects.count()) == (0, 0, 0)


def test_there_is_a_most_of_questions() -> None:
    made = questions(MOST_QUESTIONS + 1)
    refs = tuple(question.ref for question in made)
    assert "too many" in choose(recipe(refs=refs, minutes=480)).problems[0]


def test_only_what_is_published_is_drawn() -> None:
    drawn_from = questions(3)
    retire(drawn_from[0])
    store([draft("unfinished", status="draft")])
    refs = {question.ref for question in choose(recipe(rules=(Rule(2),))).questions}
    assert refs == {"q-002", "q-003"}
    assert choose(recipe(rules=(Rule(3),))).problems


def test_what_was_asked_stays_what_was_asked() -> None:
    melts = Point("Melts", also_accept=("turns to water",))
    question("one", points=(*draft("one").points[:2], melts), synonyms=("ice = frozen water",))
    keep_synonyms(["SG = security group"])
    interview = create(recipe(refs=("one",)), interviewer(), NOW)
    before = AskedQuestion.objects.values().get(interview=interview)
    store([draft("one", prompt="Quite another?", model_answer="Other.", topic="Compute", points=draft().points[:1])])
    question("one").delete()
    keep_synonyms([])
    after = AskedQuestion.objects.values().get(interview=interview)
    assert after == before | {"question_id": None}
    assert "What is <em>one</em>?" in after["prompt_html"]
    assert [point["also_accept"] for point in after["key_points"]] == [[], [], ["turns to water"]]
    assert after["synonyms"] == ["SG = security group", "ice = frozen water"]
    assert interview.asked.get().points[2].phrases == ("Melts", "turns to water")


def test_it_is_scheduled_with_its_people_and_an_invitation() -> None:
    questions(2)
    interview = create(recipe(rules=(Rule(2),)), interviewer(), NOW)
    assert interview.state == InterviewState.SCHEDULED
    assert dict(interview.seats.values_list("role", "name")) == {"lead": "lena", "candidate": "Cleo"}
    assert interview.seats.get(role="candidate").invitation_nonce
    assert list(interview.events.values_list("verb", flat=True)) == ["invite", "schedule"]


def test_fixed_minutes_and_an_accommodation_set_every_clock() -> None:
    questions(2)
    interview = create(recipe(rules=(Rule(2),), minutes_each=8, extra_percent=25), interviewer(), NOW)
    assert interview.planned.total_seconds() == 60 * 60
    assert interview.budget.total_seconds() == 75 * 60
    assert {asked.budget.total_seconds() for asked in interview.asked.all()} == {600}


def test_rules_that_overlap_are_filled_together_where_they_can_be() -> None:
    store([draft("senior-storage", level=Level.SENIOR), draft("senior-compute", level=Level.SENIOR, topic="Compute")])
    rules = (Rule(1, level="senior"), Rule(1, topic="Storage"))
    for seed in range(8):
        assert choose(recipe(rules=rules, seed=seed)).problems == []


def test_drawing_costs_the_same_from_a_large_bank(django_assert_max_num_queries) -> None:
    questions(200)
    with django_assert_max_num_queries(6):
        choose(recipe(rules=(Rule(5),)))
    assert connection.vendor in ("sqlite", "postgresql")
