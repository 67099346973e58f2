"""Thousands of interviews, most of them over: to see how lists, reports and figures bear them.

They are written past the verbs, many at once.
"""

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from itertools import chain

from django.contrib.auth.models import Group, User
from django.db import models, transaction

from interviews import demo, demo_words
from interviews.demo_sittings import QUESTIONS, Copy, People, Sitting, sitting
from interviews.keeping import sample_question
from interviews.models import AskedQuestion, Consensus, Debrief, Event, Interview, Mark, Rating, Scorecard, Seat
from questions.models import INTERVIEWERS, Question, copied_points
from questions.rubric import point_from

SPREAD = timedelta(days=730)
BATCH = 50
SAME = ("ref", "topic", "level", "prompt_html", "model_answer_html", "follow_ups", "red_flags")


class BankTooSmall(Exception):
    """There are not enough published questions to ask."""


def make_many(count: int, bank: Sequence[Copy], people: People, now: datetime, seed: int = 1) -> int:
    """Add so many interviews to those that are there, the oldest first, and return how many were there.

    The same seed, bank and number of those that are there make the same. Each batch is there as a whole or not at all.
    """
    there = Interview.objects.count()
    ages = sorted((random.Random(f"{seed}:{there + n}").random() for n in range(count)), reverse=True)
    for start in range(0, count, BATCH):
        numbers = range(start, min(start + BATCH, count))
        rngs = [random.Random(f"{seed}:{there + number}:sitting") for number in numbers]
        _store([sitting(rng, bank, people, now - SPREAD * ages[n], now) for n, rng in zip(numbers, rngs)])
    return there


def copies() -> list[Copy]:
    """What can be asked: all but the one that guests may try, for what is still to be asked is kept back from them.

    Raises BankTooSmall.
    """
    sample = sample_question()
    found = [_copy(question) for question in Question.objects.published().for_detail() if question != sample]
    if len(found) < QUESTIONS:
        raise BankTooSmall(f"Of the bank {len(found)} published questions could be asked, and {QUESTIONS} are needed.")
    return found


def _copy(question: Question) -> Copy:
    points = copied_points(question)
    fields = {name: getattr(question, name) for name in SAME}
    fields |= {"question_id": question.pk, "title": question.short_title[:80], "key_points": points}
    return Copy(fields, [point_from(point) for point in points], question.minutes)


@transaction.atomic
def _store(made: Sequence[Sitting]) -> None:
    """Each table in turn, for a row names those that stand above it."""
    Interview.objects.bulk_create(one.interview for one in made)
    tables: dict[type[models.Model], str] = {
        Seat: "seats",
        AskedQuestion: "asked",
        Scorecard: "cards",
        Rating: "ratings",
        Event: "events",
        Debrief: "debriefs",
        Consensus: "agreed",
    }
    for model, rows in tables.items():
        model.objects.bulk_create(chain.from_iterable(getattr(one, rows) for one in made))
    # They are most of all rows, and a third cheaper to make once the numbers that they hold are known.
    Mark.objects.bulk_create(
        Mark(scorecard_id=card.pk, asked_id=asked.pk, point=point, value=value)
        for card, asked, point, value in chain.from_iterable(one.marks for one in made)
    )


def demo_people() -> People:
    """The people of the demo, more interviewers, and candidates with accounts that nobody logs in to."""
    known = {user.username: user for user in demo.make_people()}
    rng = random.Random("people")
    more = [_account(f"interviewer-{number}", rng) for number in range(1, 9)]
    Group.objects.get(name=INTERVIEWERS).user_set.add(*more)
    candidates = [_account(f"candidate-{number:03}", rng) for number in range(1, 151)]
    # As often as that many others, so that somebody who can log in has thousands.
    return People([*[known["irene"]] * 5, *more], [known["ivan"], *more], candidates)


def _account(username: str, rng: random.Random) -> User:
    first, last = demo_words.full_name(rng).split(" ", 1)
    user, created = User.objects.get_or_create(username=username, defaults={"first_name": first, "last_name": last})
    if created:
        user.set_unusable_password()
        user.save(update_fields=["password"])
    return user
