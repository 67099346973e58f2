"""Everything of one person, to take away."""

import csv
import io
import json
import shutil
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryFile
from typing import IO
from zipfile import ZipFile

from django.contrib.auth.models import User
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Q
from django.forms.models import model_to_dict

from config.spreadsheets import cell
from interviews.keeping import free_for
from interviews.models import AskedQuestion
from interviews.roles import Role
from practice.models import Attempt, Card, Recording
from practice.practising import habit_of
from practice.schedule import Grade
from questions.documents.writing import WRITERS
from questions.models import as_draft

COLUMNS = "day question title topic level how seconds coverage grade answer next_time".split()


def as_json(user: User) -> dict:
    """The account, the habit, every attempt, every card, every answer given in an interview.

    A recording is named as `as_zip` names its file.
    """
    free = set(free_for(user).values_list("pk", flat=True))
    return {
        "schema": "rehearse/mine/1",
        "account": {
            name: getattr(user, name) for name in ("username", "first_name", "last_name", "email", "date_joined")
        },
        "habit": model_to_dict(habit_of(user), exclude=["id", "user"]),
        "attempts": [_attempt(attempt, free) for attempt in _attempts(user)],
        "cards": [_card(card) for card in Card.objects.filter(user=user, question__in=free).select_related("question")],
        "answers_in_interviews": [_asked(asked) for asked in _asked_of(user)],
    }


def _attempts(user: User) -> list[Attempt]:
    return list(Attempt.objects.filter(user=user).select_related("question", "recording").order_by("started_at"))


def _attempt(attempt: Attempt, free: set[int]) -> dict:
    marks = attempt.mark_of
    return {
        "question": attempt.question.ref,
        "started_at": attempt.started_at,
        "graded_at": attempt.graded_at,
        "how": attempt.how,
        "answer": attempt.answer,
        "recording": _recording(attempt),
        "seconds": attempt.seconds,
        "coverage": attempt.coverage,
        "grade": _grade(attempt),
        "next_time": attempt.next_time,
        "key_points": [point | {"mark": marks.get(index)} for index, point in enumerate(attempt.key_points)]
        if attempt.revealed_at and attempt.question_id in free
        else [],
    }


def _grade(attempt: Attempt) -> str | None:
    return Grade(attempt.grade).label if attempt.grade else None


def _card(card: Card) -> dict:
    facts = model_to_dict(card, fields=["state", "step", "stability", "difficulty", "due", "last_review", "missed"])
    return {"question": card.question.ref} | facts


def _asked_of(user: User) -> list[AskedQuestion]:
    seats = {"interview__seats__user": user, "interview__seats__role__in": [Role.CANDIDATE, Role.SOLO]}
    answered = AskedQuestion.objects.filter(**seats).exclude(answer="", recording=None)
    return list(answered.select_related("interview", "recording"))


def _asked(asked: AskedQuestion) -> dict:
    facts = {"interview": asked.interview.title, "started_at": asked.started_at}
    words = {"answer": asked.answer, "recording": _recording(asked)}
    return facts | {"question": asked.ref, "title": asked.title} | words


def _recording(answer: Attempt | AskedQuestion) -> str | None:
    kept = getattr(answer, "recording", None)
    return _name_of(kept) if kept else None


def _name_of(recording: Recording) -> str:
    return f"recordings/{Path(recording.file.name).name}"


def recordings_of(user: User) -> list[Recording]:
    in_mock = Q(asked__interview__seats__user=user, asked__interview__seats__role=Role.SOLO)
    return list(Recording.objects.filter(Q(attempt__user=user) | in_mock).order_by("pk"))


def as_zip(user: User) -> IO[bytes]:
    """The JSON, the CSV and the sound of every recording, in a file that is gone once it is closed."""
    file = TemporaryFile()  # noqa: SIM115  (whoever gets it closes it)
    with ZipFile(file, "w") as archive:
        text = json.dumps(as_json(user), cls=DjangoJSONEncoder, indent=2, ensure_ascii=False)
        archive.writestr("my-practice.json", text)
        archive.writestr("my-practice.csv", as_csv(user))
        for recording in recordings_of(user):
            if recording.file.storage.exists(recording.file.name):
                with recording.file.open() as sound, archive.open(_name_of(recording), "w") as out:
                    shutil.copyfileobj(sound, out)
    file.seek(0)
    return file


def as_csv(user: User) -> str:
    """A line an attempt. A cell that a spreadsheet would take for a formula is quoted."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(COLUMNS)
    for attempt in _attempts(user):
        writer.writerow([cell(value) for value in _values(attempt)])
    return out.getvalue()


def _values(attempt: Attempt) -> list:
    question = attempt.question
    share = "" if attempt.coverage is None else f"{attempt.coverage:.2f}"
    facts = [attempt.day or "", question.ref, question.short_title, question.topic, question.level, attempt.how]
    return [*facts, attempt.seconds, share, _grade(attempt) or "", attempt.answer, attempt.next_time]


def misses_as_anki(user: User) -> bytes:
    """A deck of the questions of which key points were missed last time, with those points as the answer."""
    missed = Card.objects.filter(user=user, most_missed__gte=1, question__in=free_for(user)).select_related("question")
    cards = missed.prefetch_related("question__tags", "question__key_points")
    drafts = [(as_draft(card.question), card.missed) for card in cards]
    short = [replace(d, points=tuple(p for p in d.points if p.text in texts), model_answer="") for d, texts in drafts]
    return WRITERS["anki"].write([draft for draft in short if draft.points])
