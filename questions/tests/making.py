"""Questions for tests, made through the bank's own writer."""

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from questions.documents import read_path
from questions.documents.reading import Reading
from questions.library import begin_synonyms, store
from questions.models import Question
from questions.rubric import Draft, Kind, Level, Point, Status

SECRET_ANSWER = "The glacier hums in seven keys."
SECRET_POINT = "Names the seventh key of the glacier"


def draft(ref: str = "one", **changes) -> Draft:
    """A whole draft, published; `changes` replaces fields."""
    whole = Draft(
        ref=ref,
        title=f"Title of {ref}",
        prompt=f"What is *{ref}*?",
        topic="Storage",
        level=Level.FRESHER,
        minutes=5,
        model_answer=f"{SECRET_ANSWER} This is {ref}.",
        points=(
            Point(f"{SECRET_POINT} in {ref}", Kind.ESSENTIAL, 3),
            Point(f"Gives a reason in {ref}", Kind.GOOD, 1),
            Point(f"Adds a story in {ref}", Kind.BONUS, 1),
        ),
        tags=("Amazon S3",),
        follow_ups=(f"And what if {ref} melts?",),
        red_flags=(f"{ref} is made of cheese",),
        references=("https://example.org/glacier",),
        corrections=(),
        last_checked=date(2026, 1, 31),
        status=Status.PUBLISHED,
    )
    return replace(whole, **changes)


def question(ref: str = "one", **changes) -> Question:
    """A question in the bank."""
    store([draft(ref, **changes)])
    return Question.objects.get(ref=ref)


def questions(count: int, **changes) -> list[Question]:
    """`count` questions in the bank, `q-001` and so on."""
    refs = [f"q-{number:03}" for number in range(1, count + 1)]
    store([draft(ref, **changes) for ref in refs])
    return list(Question.objects.filter(ref__in=refs))


@cache
def bank() -> Reading:
    """The bank that comes with the app, read once for all who look at it and change nothing."""
    return read_path(Path(settings.BASE_DIR) / "fixtures" / "aws")


def store_bank() -> None:
    """What `import_questions fixtures/aws` stores, without reading its files again."""
    store(bank().drafts)
    begin_synonyms(bank().synonyms)
