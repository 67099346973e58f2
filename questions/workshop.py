"""What the pages of the workshop show: a question being written, its history, the health of the bank."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from config.numbers import number_in
from questions.alike import Prompts
from questions.checking import Health, Lack, health_of, lacks_of
from questions.markdown import LONGEST, render
from questions.matching import line_difference
from questions.models import Question, Revision, SynonymList, as_draft
from questions.rubric import STATUS_MOVES, Draft, Point

MOST_ALIKE = 3
PAGE = 20
LABELS = {
    "review": "Send to review",
    "return": "Back to draft",
    "publish": "Publish",
    "retire": "Retire",
    "revive": "Bring back as a draft",
}


@dataclass(frozen=True)
class Preview:
    """A question as it will look, what it lacks so far, and which ones ask nearly the same."""

    prompt_html: str
    model_answer_html: str
    alike: list[str]
    lacks: list[Lack]


def preview_of(draft: Draft, now: datetime) -> Preview:
    prompts = Prompts(Question.objects.order_by("ref").values_list("ref", "prompt"))
    return Preview(
        prompt_html=render(draft.prompt[:LONGEST]),
        model_answer_html=render(draft.model_answer[:LONGEST]),
        alike=[ref for ref, _ in prompts.nearest(draft.prompt, apart_from=draft.ref)[:MOST_ALIKE]],
        lacks=lacks_of(draft, now.date()),
    )


def moves_from(status: str) -> list[tuple[str, str]]:
    """The moves that lead on from a status, each with its label."""
    return [(verb, LABELS[verb]) for verb, (sources, _) in STATUS_MOVES.items() if status in sources]


def rearranged(points: Sequence[Point], wish: str) -> list[Point]:
    """Key points after one press of a button: `add`, or `up`, `down` or `remove` with a number, as in `up:2`."""
    points = list(points)
    verb, _, number = wish.partition(":")
    if verb == "add":
        return [*points, Point("")]
    index = number_in(number, digits=5)
    if index is None or index >= len(points):
        return points
    point = points.pop(index)
    if verb == "remove":
        return points
    points.insert(max(index - 1, 0) if verb == "up" else index + 1, point)
    return points


@dataclass(frozen=True)
class Change:
    """One revision, of a question or of the bank's synonyms, and the lines in which it differs from the one before."""

    revision: Revision | SynonymList
    lines: list[tuple[str, str]]


def changes_of(revisions: Sequence[Revision | SynonymList]) -> list[Change]:
    """Each revision but the last of these, which is there to be compared with; the newest comes first."""
    older = [*revisions[1:], None][: len(revisions)]
    return [
        Change(revision, line_difference(before.document, revision.document) if before else [])
        for revision, before in zip(revisions, older, strict=True)
    ][:PAGE]


def health_now(now: datetime) -> Health:
    return health_of([as_draft(question) for question in Question.objects.for_detail()], now.date())
