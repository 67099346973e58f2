"""Makes an interview from a recipe: which questions, how long, who sits where."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction

from interviews import flow, inviting
from interviews.clock import with_accommodation
from interviews.models import AskedQuestion, Interview, Reveal, Seat
from interviews.roles import Role
from questions.models import Question
from questions.picking import Draw, Entry, Rule, draw

MOST_QUESTIONS = 60


@dataclass(frozen=True)
class Recipe:
    """How an interview is to be made. `minutes_each` of None gives every question the time that the bank names."""

    title: str
    candidate_name: str
    minutes: int
    candidate: User | None = None
    refs: tuple[str, ...] = ()
    rules: tuple[Rule, ...] = ()
    seed: int = 0
    minutes_each: int | None = None
    extra_percent: int = 0
    reveal: str = Reveal.AT_END
    starts_at: datetime | None = None


@dataclass(frozen=True)
class Choice:
    """What a recipe draws, and what stands in the way of using it."""

    questions: Sequence[Question]
    minutes_each: int | None
    minutes: int
    problems: list[str] = field(default_factory=list)

    @property
    def minutes_needed(self) -> int:
        return sum(self.minutes_each or question.minutes for question in self.questions)


class Unplannable(Exception):
    """The recipe cannot be made into an interview; `problems` says why, in sentences."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def pool() -> list[Entry]:
    """Every published question, as little of it as a draw needs."""
    questions = Question.objects.published().only("ref", "topic", "level", "minutes").prefetch_related("tags")
    return [
        Entry(
            ref=question.ref,
            topic=question.topic,
            level=question.level,
            tags=frozenset(tag.name for tag in question.tags.all()),
            minutes=question.minutes,
        )
        for question in questions
    ]


def choose(recipe: Recipe) -> Choice:
    """The questions that the recipe's seed draws: those picked by hand first, then rule by rule."""
    entries = pool()
    known = {entry.ref for entry in entries}
    picked = tuple(ref for ref in recipe.refs if ref in known)
    drawn = draw(recipe.rules, entries, recipe.seed, already=picked)
    by_ref = {q.ref: q for q in Question.objects.published().filter(ref__in=picked + drawn.refs).for_list()}
    questions = [by_ref[ref] for ref in picked + drawn.refs]
    choice = Choice(questions, recipe.minutes_each, recipe.minutes)
    choice.problems.extend(_problems(recipe, choice, drawn, picked))
    return choice


def _problems(recipe: Recipe, choice: Choice, drawn: Draw, picked: tuple[str, ...]) -> list[str]:
    found = [f"There is no published question “{ref}” any more." for ref in recipe.refs if ref not in picked]
    found += [f"{shortage}" for shortage in drawn.shortages]
    if not choice.questions and not found:
        found.append("No question is chosen yet: pick some by hand, or add a rule that draws some.")
    if len(choice.questions) > MOST_QUESTIONS:
        found.append(
            f"{len(choice.questions)} questions are too many: an interview holds {MOST_QUESTIONS} at the most."
        )
    if choice.minutes_needed > recipe.minutes:
        found.append(
            f"The questions need {choice.minutes_needed} minutes and the sitting has {recipe.minutes}. "
            "Make it longer, give each question less time, or ask fewer."
        )
    return found


@transaction.atomic
def create(recipe: Recipe, lead: User, now: datetime) -> Interview:
    """Make the interview, its seats and its copies of the questions, ready to start.

    Raises Unplannable, with nothing written, where the recipe has problems.
    """
    choice = choose(recipe)
    if choice.problems:
        raise Unplannable(choice.problems)
    planned = timedelta(minutes=recipe.minutes)
    interview = Interview.objects.create(
        title=recipe.title,
        created_at=now,
        reveal=recipe.reveal,
        seed=recipe.seed,
        starts_at=recipe.starts_at,
        planned=planned,
        budget=with_accommodation(planned, recipe.extra_percent),
        extra_percent=recipe.extra_percent,
    )
    AskedQuestion.objects.bulk_create(copies(interview, choice))
    leads = Seat.objects.create(
        interview=interview, user=lead, role=Role.LEAD, name=lead.get_full_name() or lead.username
    )
    candidate = Seat.objects.create(
        interview=interview, user=recipe.candidate, role=Role.CANDIDATE, name=recipe.candidate_name
    )
    inviting.invite(candidate, now, by=leads)
    return flow.schedule(interview, leads, now)


def copies(interview: Interview, choice: Choice) -> list[AskedQuestion]:
    """What was asked stays what was asked: the bank may change, these do not."""
    full = {q.pk: q for q in Question.objects.filter(pk__in=[q.pk for q in choice.questions]).for_detail()}
    return [
        _copy(interview, position, full[question.pk], choice.minutes_each)
        for position, question in enumerate(choice.questions, start=1)
    ]


def _copy(interview: Interview, position: int, question: Question, minutes_each: int | None) -> AskedQuestion:
    budget = timedelta(minutes=minutes_each or question.minutes)
    return AskedQuestion(
        interview=interview,
        position=position,
        question=question,
        ref=question.ref,
        title=question.short_title[:80],
        topic=question.topic,
        level=question.level,
        prompt_html=question.prompt_html,
        model_answer_html=question.model_answer_html,
        key_points=[
            {"text": point.text, "kind": point.kind, "weight": point.weight} for point in question.key_points.all()
        ],
        follow_ups=question.follow_ups,
        red_flags=question.red_flags,
        budget=with_accommodation(budget, interview.extra_percent),
    )
