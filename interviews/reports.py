"""What a report holds: everything for the panel, what the lead chose for the candidate."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from interviews.clock import GRACE, minutes
from interviews.models import AskedQuestion, Interview, Mark, Rating, Reveal, Scorecard, Seat
from interviews.roles import Role
from interviews.scoring import (
    ANCHORS,
    RECOMMENDATIONS,
    Recommendation,
    Score,
    Total,
    coverage,
    suggested_rating,
    total,
    totals_by_topic,
)
from interviews.states import QuestionState
from questions.rubric import Point

SHARES: dict[str, str] = {
    "ratings": "Ratings and coverage",
    "notes": "Your notes on each answer",
    "summary": "Your summary",
    "recommendation": "The overall recommendation",
    "marks": "Key points, each with its mark",
    "model_answers": "Model answers",
}
GIVES_ANSWERS_AWAY = frozenset({"marks", "model_answers"})


@dataclass(frozen=True)
class MarkedPoint:
    point: Point
    mark: str


@dataclass(frozen=True)
class Line:
    """One question of a report. What this reader may not see is None or empty."""

    asked: AskedQuestion
    used: timedelta
    allowed: timedelta
    rating: int | None
    coverage: float | None
    suggested: int | None
    note: str
    points: list[MarkedPoint]
    model_answer_html: str

    @property
    def anchor(self) -> str:
        return ANCHORS.get(self.rating or 0, "")

    @property
    def used_minutes(self) -> int:
        return minutes(self.used)

    @property
    def allowed_minutes(self) -> int:
        return minutes(self.allowed)

    @property
    def ran_over(self) -> bool:
        return self.used > self.allowed + GRACE


@dataclass(frozen=True)
class Report:
    interview: Interview
    candidate: str
    interviewers: list[str]
    shows: frozenset[str]
    lines: list[Line]
    overall: Total
    topics: list[Total]
    recommendation: str
    summary: str
    submitted_at: datetime | None

    @property
    def verdict(self) -> str:
        """How it went, in one line."""
        parts = [RECOMMENDATIONS[Recommendation(self.recommendation)]] if self.recommendation else []
        if self.overall.rating is not None:
            noun = "question" if self.overall.rated == 1 else "questions"
            parts.append(f"{self.overall.rating:.1f} of 5 on average over {self.overall.rated} rated {noun}")
        if self.overall.coverage is not None:
            parts.append(f"{self.overall.coverage:.0%} of the key points covered")
        return (
            ": ".join([parts[0], ", ".join(parts[1:])]) if len(parts) > 1 and self.recommendation else ", ".join(parts)
        )

    @property
    def used_minutes(self) -> int:
        return minutes(self.interview.clock.used(self.interview.ended_at))

    @property
    def allowed_minutes(self) -> int:
        return minutes(self.interview.clock.allowed)


def shares_possible(interview: Interview) -> dict[str, str]:
    """What the lead may choose to share: a plan that never reveals answers keeps its key points to itself too."""
    if interview.reveal != Reveal.NEVER:
        return SHARES
    return {name: label for name, label in SHARES.items() if name not in GIVES_ANSWERS_AWAY}


def panel_report(interview: Interview, seat: Seat) -> Report:
    """The whole report, on this seat's own scorecard."""
    card = Scorecard.objects.filter(seat=seat).first()
    return _report(interview, card, frozenset(SHARES))


def candidate_report(interview: Interview) -> Report:
    """The lead's report with what was not shared left out."""
    card = Scorecard.objects.filter(interview=interview, seat__role=Role.LEAD).first()
    return _report(interview, card, frozenset(interview.share) & frozenset(shares_possible(interview)))


def _report(interview: Interview, card: Scorecard | None, shows: frozenset[str]) -> Report:
    seats = list(interview.seats.all())
    lines = list(_lines(interview, card, shows))
    put = [line for line in lines if line.asked.state not in (QuestionState.QUEUED, QuestionState.SKIPPED)]
    scores = [Score(line.asked.topic, line.coverage, line.rating) for line in put]
    return Report(
        interview=interview,
        candidate=", ".join(seat.name for seat in seats if seat.role == Role.CANDIDATE),
        interviewers=[seat.name for seat in seats if seat.role in (Role.LEAD, Role.PANELLIST)],
        shows=shows,
        lines=lines,
        overall=total("All questions", scores),
        topics=totals_by_topic(scores),
        recommendation=card.recommendation if card and "recommendation" in shows else "",
        summary=card.summary if card and "summary" in shows else "",
        submitted_at=card.submitted_at if card else None,
    )


def _lines(interview: Interview, card: Scorecard | None, shows: frozenset[str]) -> Iterable[Line]:
    ratings = {rating.asked_id: rating for rating in Rating.objects.filter(scorecard=card)} if card else {}
    marks: dict[int, dict[int, str]] = {}
    for mark in Mark.objects.filter(scorecard=card) if card else ():
        marks.setdefault(mark.asked_id, {})[mark.point] = mark.value
    for asked in interview.asked.exclude(state=QuestionState.QUEUED):
        yield _line(asked, ratings.get(asked.pk), marks.get(asked.pk, {}), shows)


def _line(asked: AskedQuestion, rating: Rating | None, marks: dict[int, str], shows: frozenset[str]) -> Line:
    points = asked.points
    rated = "ratings" in shows
    return Line(
        asked=asked,
        used=asked.used(asked.closed_at),
        allowed=asked.clock.allowed,
        rating=rating.value if rating and rated else None,
        coverage=coverage(points, marks) if rated else None,
        suggested=suggested_rating(points, marks) if rated else None,
        note=rating.note if rating and "notes" in shows else "",
        points=[MarkedPoint(p, marks.get(i, "")) for i, p in enumerate(points)] if "marks" in shows else [],
        model_answer_html=asked.model_answer_html if "model_answers" in shows else "",
    )


COLUMNS = (
    "position",
    "ref",
    "title",
    "topic",
    "level",
    "state",
    "used_minutes",
    "allowed_minutes",
    "coverage",
    "rating",
)


def as_rows(report: Report) -> list[list[str]]:
    """The report as a table, a header first. A cell that a spreadsheet would take for a formula is quoted."""
    header = [*COLUMNS, "note", "answer"]
    return [header] + [[_cell(value) for value in _values(line)] for line in report.lines]


def _values(line: Line) -> list:
    asked = line.asked
    share = "" if line.coverage is None else f"{line.coverage:.2f}"
    minutes_used, minutes_allowed = f"{line.used.total_seconds() / 60:.1f}", line.allowed_minutes
    facts = [asked.position, asked.ref, asked.title, asked.topic, asked.level, asked.state]
    return [*facts, minutes_used, minutes_allowed, share, line.rating or "", line.note, asked.answer]


def _cell(value: object) -> str:
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_json(report: Report) -> dict:
    """The report for machines; docs/scoring.md describes the fields."""
    interview = report.interview
    return {
        "schema": "rehearse/report/1",
        "title": interview.title,
        "candidate": report.candidate,
        "interviewers": report.interviewers,
        "started_at": interview.started_at,
        "ended_at": interview.ended_at,
        "minutes_used": report.used_minutes,
        "minutes_allowed": report.allowed_minutes,
        "recommendation": report.recommendation,
        "summary": report.summary,
        "overall": _total(report.overall),
        "topics": [_total(topic) for topic in report.topics],
        "questions": [_question(line) for line in report.lines],
    }


def _total(row: Total) -> dict:
    return {
        "topic": row.topic,
        "questions": row.questions,
        "rated": row.rated,
        "coverage": row.coverage,
        "rating": row.rating,
    }


def _question(line: Line) -> dict:
    asked = line.asked
    marks = [
        {"text": row.point.text, "kind": row.point.kind, "weight": row.point.weight, "mark": row.mark or None}
        for row in line.points
    ]
    return {
        **{name: getattr(asked, name) for name in COLUMNS[:6]},
        "seconds_used": int(line.used.total_seconds()),
        "seconds_allowed": int(line.allowed.total_seconds()),
        "coverage": line.coverage,
        "rating": line.rating,
        "note": line.note,
        "answer": asked.answer,
        "key_points": marks,
    }
