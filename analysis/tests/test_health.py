import pytest

from analysis import health
from analysis.management.commands.measure_analysis import interviews, questions
from analysis.refreshing import refresh
from analysis.simulation import Truth
from analysis.tests.making import page_of
from interviews.models import Interview, Plan
from interviews.tests.making import NOW, editor, interviewer
from questions.models import Question
from questions.rubric import Kind, Point

pytestmark = pytest.mark.django_db

CORE = (Point("Says the core", Kind.ESSENTIAL, 3), Point("Says why", Kind.GOOD, 1))
HARD, PLAIN = Truth(9.0, 1.0, CORE), Truth(0.0, 1.0, CORE)


@pytest.fixture(scope="module")
def bank(kept: None) -> list[Question]:
    """Forty interviews over eleven questions, of which the last is far too hard."""
    known = [PLAIN] * 10 + [HARD]
    made = questions(known)
    panel = [interviewer("lena"), interviewer("paul")]
    interviews(40, known, made, panel, NOW)
    refresh(NOW)
    return made


def test_the_question_that_needs_it_most_comes_first_with_its_reason(bank, time) -> None:
    text = page_of(editor())
    assert text.index("Made 10") < text.index("Made 0")
    assert "Hardly anybody says any of it" in text
    assert "As of 2 March 2026" in text


def test_live_and_practice_do_not_mix(bank, time) -> None:
    rows = health.rows(NOW.date(), practice=True)
    assert {row.item.n for row in rows} == {0}
    assert {row.item.n > 0 for row in health.rows(NOW.date())} == {True}
    assert "marked by themselves" in page_of(editor(), "/analysis/questions/?kind=practice")


def test_a_level_and_a_period_narrow_it(bank, time) -> None:
    ed = editor()
    assert "Made 1<" not in page_of(ed, "/analysis/questions/?level=fresher")
    years = [period for period in health.periods() if len(period) == 4]
    by_year = [{row.question.ref: row.item.n for row in health.rows(NOW.date(), period=year)} for year in years]
    in_all = {row.question.ref: row.item.n for row in health.rows(NOW.date())}
    assert {ref: sum(year[ref] for year in by_year) for ref in in_all} == in_all
    assert "Made 10" in page_of(ed, f"/analysis/questions/?period={years[0]}")


@pytest.mark.parametrize("query", ["?period=nonsense&level=x&kind=y&page=z", "?period=1999"])
def test_a_filter_that_does_not_exist_is_none(query: str, bank, time) -> None:
    assert "11 published questions" in page_of(editor(), f"/analysis/questions/{query}")


def test_some_interviews_alone_add_up_as_all_of_them_do(bank) -> None:
    everything = health.rows_of_interviews(Interview.objects.all(), NOW.date())
    assert [row.item for row in everything] == [row.item for row in health.rows(NOW.date())]
    half = health.rows_of_interviews(Interview.objects.filter(pk__in=Interview.objects.all()[:20]), NOW.date())
    assert sum(row.item.n for row in half) == 200


def test_a_plan_narrows_it_to_the_interviews_made_with_it(bank, time) -> None:
    plan = Plan.objects.create(name="Seniors", minutes=45, created_at=NOW)
    some = Interview.objects.filter(pk__in=Interview.objects.all()[:12])
    some.update(plan=plan)
    rows = health.rows_of_interviews(plan.interviews.all(), NOW.date())
    assert sum(row.item.n for row in rows) == 12 * 10
    years = [period for period in health.periods() if len(period) == 4]
    by_year = [health.rows_of_interviews(plan.interviews.all(), NOW.date(), period=year) for year in years]
    assert sum(row.item.n for year in by_year for row in year) == 12 * 10
    ed = editor()
    assert f'value="{plan.pk}" selected' in page_of(ed, f"/analysis/questions/?plan={plan.pk}")
    assert "Made 10" in page_of(ed, "/analysis/questions/?plan=99999")


def test_one_question_shows_its_key_points(bank, time) -> None:
    text = page_of(editor(), "/analysis/questions/made-10/")
    assert "Says the core" in text
    assert "of a mark" in text


def test_nobody_is_named(bank, time) -> None:
    text = page_of(editor()) + page_of(editor("eve"), "/analysis/questions/made-10/")
    assert not [name for name in ("lena", "paul", "Cleo") if name in text]
