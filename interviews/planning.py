"""Makes an interview from a recipe: which questions, how long, who sits where."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.contrib.auth.models import User
from django.db import transaction
from django.db.models import QuerySet

from interviews import flow, inviting, seating
from interviews.calibrating import uncalibrated
from interviews.clock import with_accommodation
from interviews.models import AskedQuestion, Interview, Plan, Reveal, Seat
from interviews.roles import Role
from questions.models import Question, copied_points, synonyms_of_bank
from questions.picking import Draw, Entry, Rule, draw

MOST_QUESTIONS = 60
SAME_FORM_WITHIN = timedelta(minutes=1)


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
    wording_hints: bool = True
    panel: tuple[User, ...] = ()
    observers: tuple[User, ...] = ()
    takes_turns: bool = False
    plan: Plan | None = None


@dataclass(frozen=True)
class Choice:
    """What a recipe draws, and what stands in the way of using it."""

    questions: Sequence[Question]
    minutes_each: int | None
    minutes: int
    problems: list[str] = field(default_factory=list)
    weights: Mapping[str, int] = field(default_factory=dict)

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


def choose(recipe: Recipe, among: Collection[str] | None = None) -> Choice:
    """The questions that the recipe's seed draws: those picked by hand first, then rule by rule.

    `among` holds the refs that may be asked at all; None stands for every published one.
    """
    entries = [entry for entry in pool() if among is None or entry.ref in among]
    known = {entry.ref for entry in entries}
    picked = tuple(ref for ref in recipe.refs if ref in known)
    drawn = draw(recipe.rules, entries, recipe.seed, already=picked)
    by_ref = {q.ref: q for q in Question.objects.published().filter(ref__in=picked + drawn.refs).for_list()}
    questions = [by_ref[ref] for ref in picked + drawn.refs]
    weights = {ref: rule.weight for rule, refs in zip(recipe.rules, drawn.by_rule) for ref in refs}
    choice = Choice(questions, recipe.minutes_each, recipe.minutes, weights=weights)
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
def create(recipe: Recipe, lead: User, now: datetime, *, once: bool = False) -> Interview:
    """Make the interview, its seats and its copies of the questions, ready to start.

    `once` says that a form may have been sent twice: what it made a moment ago is then the answer.

    Raises Unplannable, with nothing written, where the recipe has problems, or somebody is to judge who has not
    calibrated although that is required.
    """
    if once and (made := _of_same_form(recipe, lead, now).filter(seats__name=recipe.candidate_name).first()):
        return made
    if missing := uncalibrated([lead, *recipe.panel]):
        raise Unplannable([f"“{user.username}” has not calibrated yet." for user in missing])
    interview = _made(recipe, choose(recipe), now)
    leads = seating.seat_for(interview, lead, Role.LEAD)
    seating.add(interview, recipe.panel, Role.PANELLIST, leads, now)
    seating.add(interview, recipe.observers, Role.OBSERVER, leads, now)
    if recipe.takes_turns:
        seating.take_turns(interview)
    candidate = Seat.objects.create(
        interview=interview, user=recipe.candidate, role=Role.CANDIDATE, name=recipe.candidate_name
    )
    inviting.invite(candidate, now, by=leads)
    return flow.schedule(interview, leads, now)


@transaction.atomic
def begin_alone(
    recipe: Recipe, person: User, now: datetime, among: Collection[str] | None = None, *, once: bool = False
) -> Interview:
    """Make a mock interview with one seat, start it, and open its first question.

    `among` holds the refs of the questions that this person may be asked; None stands for every published one.
    `once` is as in `create`.

    Raises Unplannable, with nothing written, where the recipe has problems.
    """
    if once and (made := _of_same_form(recipe, person, now).first()):
        return made
    interview = _made(replace(recipe, wording_hints=False), choose(recipe, among), now)
    seat = seating.seat_for(interview, person, Role.SOLO)
    started = flow.start(flow.schedule(interview, seat, now), seat, now)
    return flow.open_question(started, seat, now, 1)


def _of_same_form(recipe: Recipe, person: User, now: datetime) -> QuerySet[Interview]:
    """What the same form made a moment ago: each one draws a seed of its own.

    The person's row is held, so that of two at once the later one sees what the other made.
    """
    User.objects.select_for_update(no_key=True).get(pk=person.pk)
    recent = Interview.objects.filter(created_at__gt=now - SAME_FORM_WITHIN, title=recipe.title, seed=recipe.seed)
    return recent.filter(seats__user=person)


def _made(recipe: Recipe, choice: Choice, now: datetime) -> Interview:
    if choice.problems:
        raise Unplannable(choice.problems)
    planned = timedelta(minutes=recipe.minutes)
    interview = Interview.objects.create(
        title=recipe.title,
        plan=recipe.plan,
        anchors=recipe.plan.anchors if recipe.plan else {},
        created_at=now,
        reveal=recipe.reveal,
        seed=recipe.seed,
        starts_at=recipe.starts_at,
        wording_hints=recipe.wording_hints,
        planned=planned,
        budget=with_accommodation(planned, recipe.extra_percent),
        extra_percent=recipe.extra_percent,
    )
    AskedQuestion.objects.bulk_create(copies(interview, choice))
    return interview


def copies(interview: Interview, choice: Choice) -> list[AskedQuestion]:
    """What was asked stays what was asked: the bank may change, these do not."""
    full = {q.pk: q for q in Question.objects.filter(pk__in=[q.pk for q in choice.questions]).for_detail()}
    synonyms = synonyms_of_bank()
    return [
        _copy(interview, position, full[question.pk], choice, synonyms)
        for position, question in enumerate(choice.questions, start=1)
    ]


def _copy(
    interview: Interview, position: int, question: Question, choice: Choice, synonyms: list[str]
) -> AskedQuestion:
    budget = timedelta(minutes=choice.minutes_each or question.minutes)
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
        key_points=copied_points(question),
        follow_ups=question.follow_ups,
        red_flags=question.red_flags,
        weight=choice.weights.get(question.ref, 1),
        synonyms=[*synonyms, *question.synonyms],
        budget=with_accommodation(budget, interview.extra_percent),
    )
