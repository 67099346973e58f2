"""The pages of a drill, by htmx and without: nothing of the answer before the reveal, one point after the other."""

import re
from datetime import timedelta

import pytest
from django.test import Client

from interviews import marking, sharing
from interviews.models import Reveal
from interviews.tests.making import NOW, cast, person
from practice import practising
from practice.drill import LETTERS, drill_of
from practice.models import Attempt, Card, Habit
from practice.practising import begin
from practice.schedule import Grade, Model
from practice.tests.making import answered, graded
from questions.library import keep_synonyms, store
from questions.models import Question
from questions.rubric import Kind, Point
from questions.tests.making import SECRET_ANSWER, SECRET_POINT, draft, question, questions

pytestmark = pytest.mark.django_db


@pytest.fixture
def pat(client: Client, time):
    user = person("pat")
    client.force_login(user)
    return user


def text_of(client: Client, place: str) -> str:
    return client.get(place).content.decode()


def words_of(html: str) -> str:
    """The markup without what differs from page to page: the token of each form, and white space."""
    return " ".join(re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", html).split())


def begun(client: Client) -> str:
    return client.post("/practice/drill/").url


def test_nothing_of_the_answer_is_on_the_page_before_the_reveal(client: Client, pat) -> None:
    question("one")
    page = text_of(client, begun(client))
    assert "What is <em>one</em>?" in page
    assert SECRET_ANSWER not in page
    assert SECRET_POINT not in page


def test_the_words_that_come_with_the_button_are_saved_before_the_reveal(client: Client, pat) -> None:
    question("one")
    place = begun(client)
    client.post(f"{place}reveal/", {"how": "typed", "text": "Some\r\nwords", "base": "0"})
    assert Attempt.objects.get().answer == "Some\nwords"
    assert SECRET_POINT in text_of(client, place)


def test_without_an_answer_nothing_is_shown(client: Client, pat) -> None:
    question("one")
    place = begun(client)
    page = client.post(f"{place}reveal/", {"how": "typed", "text": "  ", "base": "0"}, follow=True).content.decode()
    assert "Answer first" in page
    assert SECRET_POINT not in page


def test_points_are_shown_one_by_one_and_the_model_answer_after_them(client: Client, pat) -> None:
    place = f"/practice/drill/{answered(pat, question('one')).pk}/"
    first = text_of(client, place)
    assert SECRET_POINT in first
    assert "Gives a reason" not in first
    assert SECRET_ANSWER not in first
    part = client.post(f"{place}marks/", {"point": "0", "mark": "covered"}, headers={"HX-Request": "true"})
    assert "Gives a reason" in part.content.decode()
    assert SECRET_ANSWER not in part.content.decode()
    part = client.post(f"{place}marks/", {"point": ["1", "2"], "mark": "missed"}, headers={"HX-Request": "true"})
    assert SECRET_ANSWER in part.content.decode()


def test_the_part_is_the_same_markup_as_in_the_page(client: Client, pat) -> None:
    place = f"/practice/drill/{answered(pat, question('one')).pk}/"
    part = client.post(f"{place}marks/", {"point": "0", "mark": "covered"}, headers={"HX-Request": "true"})
    page = text_of(client, place)
    assert words_of(part.content.decode()) in words_of(page)


def test_a_point_may_be_marked_again_until_the_grade(client: Client, pat) -> None:
    attempt = answered(pat, question("one"))
    place = f"/practice/drill/{attempt.pk}/"
    practising.mark(attempt, [0, 1, 2], "missed")
    assert SECRET_POINT in text_of(client, f"{place}?point=0")
    client.post(f"{place}marks/", {"point": "0", "mark": "covered"})
    assert Attempt.objects.get().marks["0"] == "covered"


def test_a_marked_point_has_a_letter_that_leads_back_to_it(client: Client, pat) -> None:
    attempt = answered(pat, question("one"))
    place = f"/practice/drill/{attempt.pk}/"
    practising.mark(attempt, [0, 1], "missed")
    page = text_of(client, place)
    assert re.findall(r'href="(\?point=\d)"[^>]*data-key="(\w)"', page) == [("?point=0", "a"), ("?point=1", "b")]
    assert page.index('<kbd class="kbd">d</kbd> Adds a story') > 0
    back = text_of(client, f"{place}?point=1")
    assert '<kbd class="kbd">b</kbd> Gives a reason' in back
    assert "marked missed" in back


def test_letters_are_no_other_key_of_the_page_and_each_leads_to_one_point(client: Client, pat) -> None:
    store([draft("long", points=tuple(Point(f"Point {n}", Kind.GOOD, 1) for n in range(20)))])
    attempt = answered(pat, Question.objects.get())
    practising.mark(attempt, range(20), "covered")
    keys = re.findall(r'data-key="(.)"', text_of(client, f"/practice/drill/{attempt.pk}/"))
    assert len(keys) == len(set(keys))
    assert not set("chmx?/1234") & set(LETTERS)
    assert {row.letter for row in drill_of(Attempt.objects.get(), Model(), NOW).rows[16:]} == {""}


def test_after_the_grade_no_letter_leads_back(client: Client, pat) -> None:
    place = f"/practice/drill/{graded(pat, question('one')).pk}/"
    assert "?point=" not in text_of(client, place)


def test_a_grade_leads_to_the_next_question(client: Client, pat) -> None:
    one, two = questions(2)
    attempt = answered(pat, one)
    practising.mark(attempt, [0, 1, 2], "covered")
    place = client.post(f"/practice/drill/{attempt.pk}/grade/", {"grade": "3"}).url
    assert Attempt.objects.get(pk=int(place.split("/")[-2])).question == two


def test_after_the_last_one_the_day_is_done(client: Client, pat) -> None:
    attempt = answered(pat, question("one"))
    practising.mark(attempt, [0, 1, 2], "covered")
    page = client.post(f"/practice/drill/{attempt.pk}/grade/", {"grade": "3"}, follow=True).content.decode()
    assert "That is all for today" in page


@pytest.mark.parametrize("value", ["0", "5", "x", ""])
def test_a_grade_that_is_none_is_refused(client: Client, pat, value: str) -> None:
    attempt = answered(pat, question("one"))
    practising.mark(attempt, [0, 1, 2], "covered")
    page = client.post(f"/practice/drill/{attempt.pk}/grade/", {"grade": value}, follow=True).content.decode()
    assert "again, hard, good or easy" in page
    assert not Card.objects.exists()


def test_a_stale_tab_gets_both_texts(client: Client, pat) -> None:
    question("one")
    place = begun(client)
    form = {"base": "0", "edit": "1"}
    json = {"Accept": "application/json"}
    client.post(f"{place}answer/", {"text": "Mine", "writer": "a", **form}, headers=json)
    answer = client.post(f"{place}answer/", {"text": "Other", "writer": "b", **form}, headers=json)
    assert answer.status_code == 409
    assert answer.json()["text"] == "Mine"


def test_undo_brings_back_the_last_attempt(client: Client, pat) -> None:
    attempt = graded(pat, question("one"))
    assert client.post("/practice/drill/undo/").url == f"/practice/drill/{attempt.pk}/"
    assert Attempt.objects.get().grade is None


def test_an_exam_shows_no_topic_before_the_reveal(client: Client, pat) -> None:
    Habit.objects.create(user=pat, exam_like=True)
    question("one", topic="Zeppelins")
    assert "Zeppelins" not in text_of(client, begun(client))


def test_a_clock_is_shown_to_those_who_want_one(client: Client, pat) -> None:
    question("one")
    assert "data-clock" not in text_of(client, begun(client))
    Attempt.objects.all().delete()
    Habit.objects.create(user=pat, timed=True)
    assert "data-clock" in text_of(client, begun(client))


def test_putting_it_back_leaves_nothing(client: Client, pat) -> None:
    question("one")
    client.post(f"{begun(client)}forget/")
    assert not Attempt.objects.exists()


def test_a_question_of_the_bank_can_be_chosen(client: Client, pat) -> None:
    questions(3)
    client.post("/practice/drill/", {"ref": "q-003"})
    assert Attempt.objects.get().question.ref == "q-003"
    assert client.post("/practice/drill/", {"ref": "nothing"}).status_code == 404


def test_what_to_say_next_time_is_shown_the_next_time(pat) -> None:
    one = question("one")
    first = graded(pat, one)
    Attempt.objects.filter(pk=first.pk).update(next_time="Name the limit")
    drill = drill_of(answered(pat, one, NOW + timedelta(days=3)), Model(), NOW)
    assert drill.note == "Name the limit"
    assert drill.past == [first]


def test_ones_own_marks_stand_beside_the_interviewers(pat) -> None:
    made = cast(1, candidate=pat, reveal=Reveal.AT_END).started().opened()
    marking.mark(made.lead, made.asked(1), 1, "covered")
    made.ended().submitted()
    attempt = answered(pat, made.asked(1).question, NOW + timedelta(hours=1))
    practising.mark(attempt, [0, 1], "covered")
    attempt.refresh_from_db()
    assert drill_of(attempt, Model(), NOW).judged == []  # nothing was shared yet
    sharing.share(made.interview, made.lead, NOW, ["ratings", "marks"])
    ((judged, apart),) = drill_of(attempt, Model(), NOW).judged
    assert (judged.coverage, apart) == (0.25, 75)


def test_words_that_stand_there_and_were_marked_missed_are_worth_another_look(pat) -> None:
    one = question("one")
    attempt = answered(pat, one, words="It names the seventh key of the glacier, in one. Then I stopped.")
    practising.mark(attempt, [0, 1, 2], "missed")
    attempt.refresh_from_db()
    drill = drill_of(attempt, Model(), NOW)
    assert [(point, sentence) for point, sentence in drill.look_again] == [
        (f"{SECRET_POINT} in one", "It names the seventh key of the glacier, in one")
    ]


def test_other_words_that_the_bank_accepts_are_worth_another_look_too(pat) -> None:
    point = Point("Services fail independently", also_accept=("one goes down and the others carry on",))
    one = question("one", points=(point,), model_answer="It depends.\n\nThe others carry on if one goes down.")
    attempt = answered(pat, one, words="Well. If one goes down, the others carry on.")
    practising.mark(attempt, [0], "missed")
    attempt.refresh_from_db()
    drill = drill_of(attempt, Model(), NOW)
    assert drill.look_again == [("Services fail independently", "If one goes down, the others carry on")]
    assert '<p class="said said-missed">The others carry on' in drill.model_answer


@pytest.mark.parametrize("where", ["question", "bank"])
def test_what_means_the_same_is_worth_another_look(pat, where: str) -> None:
    groups = ("standby = second copy",)
    keep_synonyms(groups if where == "bank" else ())
    one = question("one", points=(Point("A standby takes over"),), synonyms=groups if where == "question" else ())
    attempt = answered(pat, one, words="Then the second copy takes over.")
    practising.mark(attempt, [0], "missed")
    attempt.refresh_from_db()
    assert drill_of(attempt, Model(), NOW).look_again == [
        ("A standby takes over", "Then the second copy takes over"),
    ]


def test_each_grade_says_when_the_question_comes_back(pat) -> None:
    attempt = answered(pat, question("one"))
    practising.mark(attempt, [0, 1, 2], "covered")
    attempt.refresh_from_db()
    choices = drill_of(attempt, Model(), NOW).choices
    assert [choice.grade for choice in choices] == list(Grade)
    assert [choice.wait for choice in choices] == sorted(choice.wait for choice in choices)
    assert [choice.grade for choice in choices if choice.proposed] == [Grade.EASY]


def test_an_unfinished_attempt_comes_first(client: Client, pat) -> None:
    one, two = questions(2)
    attempt = begin(pat, two, NOW)
    assert begun(client) == f"/practice/drill/{attempt.pk}/"


def test_practice_of_a_question_closes_while_an_interview_is_to_ask_it(client: Client, pat) -> None:
    one = questions(1)[0]
    graded(pat, one, grade=1, mark="missed")
    done = graded(pat, one, NOW + timedelta(minutes=20), grade=1, mark="missed")
    place = f"/practice/drill/{done.pk}/"
    assert SECRET_ANSWER in text_of(client, place)
    made = cast(1, candidate=pat, reveal=Reveal.AT_END).started().opened()
    assert client.get(place).status_code == 403
    texts = {page: text_of(client, page) for page in (place, "/practice/", "/practice/mine.json", "/practice/mine.csv")}
    assert [page for page, text in texts.items() if SECRET_ANSWER in text or SECRET_POINT in text] == []
    made.ended()
    assert SECRET_ANSWER in text_of(client, place)
