"""What a candidate takes home from a report: what was strong, and what to learn next, by topic."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from interviews.reports import Line, Report
from interviews.scoring import Mark
from questions.rubric import Kind


@dataclass(frozen=True)
class Lesson:
    """A key point of a question, and where its model answer stands in the report."""

    text: str
    position: int


@dataclass(frozen=True)
class Topic:
    name: str
    lessons: Sequence[Lesson]


@dataclass(frozen=True)
class Lessons:
    strengths: Sequence[Topic]
    to_learn: Sequence[Topic]


def lessons(report: Report) -> Lessons:
    """Essential points that were covered, and those that were missed or said by half; only from what was shared."""
    return Lessons(
        strengths=_by_topic(report.lines, {Mark.COVERED}), to_learn=_by_topic(report.lines, {Mark.MISSED, Mark.PARTLY})
    )


def _by_topic(lines: Iterable[Line], marks: set[Mark]) -> list[Topic]:
    found: dict[str, list[Lesson]] = {}
    for line in lines:
        for row in line.points:
            if row.point.kind == Kind.ESSENTIAL and row.mark in marks:
                found.setdefault(line.asked.topic, []).append(Lesson(row.point.text, line.asked.position))
    return [Topic(name, found[name]) for name in sorted(found)]
