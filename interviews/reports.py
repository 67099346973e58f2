"""What a report holds: everything for the panel, what the lead chose for the candidate."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from interviews.clock import GRACE, minutes
from interviews.models import AskedQuestion, Consensus, Debrief, Event, Interview, Mark, Rating, Reveal, Scorecard, Seat
from interviews.roles import Role
from interviews.scoring import (
    RECOMMENDATIONS,
    Recommendation,
    Score,
    Total,
    coverage,
    suggested_rating,
    total,
    totals_by_topic,
)
from interviews.states import PASSED_OVER, QuestionState
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

    @property
    def said(self) -> str:
        return self.mark.replace("_", " ") or "not marked"


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
    anchor: str
    not_observed: bool = False
    flags: Sequence[str] = ()

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
    hints_rule: str = ""  # of the wording hints that were shown to whoever judged; no candidate reads of it

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
    submitted = Event.objects.filter(interview=interview, seat=seat, verb="submit").order_by("-id").first()
    rule = submitted.detail.get("hints", "") if submitted else ""
    return replace(_report(interview, card, frozenset(SHARES)), hints_rule=rule)


def candidate_report(interview: Interview) -> Report:
    """The lead's report with what was not shared left out; what a panel agreed on and decided stands in it instead.

    Red flags are the panel's alone.
    """
    card = Scorecard.objects.filter(interview=interview, seat__role=Role.LEAD).first()
    report = _report(interview, card, frozenset(interview.share) & frozenset(shares_possible(interview)))
    report = replace(report, lines=[replace(line, flags=()) for line in report.lines])
    debrief = Debrief.objects.filter(interview=interview, decided_at__isnull=False).first()
    return _as_agreed(report, debrief) if debrief else report


def _as_agreed(report: Report, debrief: Debrief) -> Report:
    agreed = {item.asked_id: item for item in Consensus.objects.filter(asked__interview=report.interview)}
    if "ratings" in report.shows:
        anchors = report.interview.rating_anchors
        report = _with_totals(
            report, [_line_as_agreed(line, agreed.get(line.asked.pk), anchors) for line in report.lines]
        )
    return replace(report, recommendation=debrief.decision if "recommendation" in report.shows else "")


def _line_as_agreed(line: Line, agreed: Consensus | None, anchors: dict[int, str]) -> Line:
    value = agreed.value if agreed else None
    return replace(line, rating=value, anchor=anchors.get(value or 0, ""), not_observed=bool(agreed) and value is None)


def _report(interview: Interview, card: Scorecard | None, shows: frozenset[str]) -> Report:
    seats = list(interview.seats.all())
    report = Report(
        interview=interview,
        candidate=", ".join(seat.name for seat in seats if seat.role in (Role.CANDIDATE, Role.SOLO)),
        interviewers=[seat.name for seat in seats if seat.role in (Role.LEAD, Role.PANELLIST)],
        shows=shows,
        lines=[],
        overall=total("All questions", []),
        topics=[],
        recommendation=card.recommendation if card and "recommendation" in shows else "",
        summary=card.summary if card and "summary" in shows else "",
        submitted_at=card.submitted_at if card else None,
    )
    return _with_totals(report, list(_lines(interview, card, shows)))


def _with_totals(report: Report, lines: list[Line]) -> Report:
    put = [line for line in lines if line.asked.state not in PASSED_OVER]
    scores = [Score(line.asked.topic, line.coverage, line.rating, line.asked.weight) for line in put]
    return replace(report, lines=lines, overall=total("All questions", scores), topics=totals_by_topic(scores))


def _lines(interview: Interview, card: Scorecard | None, shows: frozenset[str]) -> Iterable[Line]:
    ratings = {rating.asked_id: rating for rating in Rating.objects.filter(scorecard=card)} if card else {}
    marks: dict[int, dict[int, str]] = {}
    for mark in Mark.objects.filter(scorecard=card) if card else ():
        marks.setdefault(mark.asked_id, {})[mark.point] = mark.value
    for asked in interview.asked.exclude(state=QuestionState.QUEUED).select_related("asker"):
        yield _line(asked, ratings.get(asked.pk), marks.get(asked.pk, {}), shows, interview.rating_anchors)


def _line(
    asked: AskedQuestion,
    rating: Rating | None,
    marks: dict[int, str],
    shows: frozenset[str],
    anchors: dict[int, str],
) -> Line:
    points = asked.points
    rated = "ratings" in shows
    counted = {} if rating and rating.not_observed else marks
    return Line(
        asked=asked,
        used=asked.used(asked.closed_at),
        allowed=asked.clock.allowed,
        rating=rating.value if rating and rated else None,
        coverage=coverage(points, counted) if rated else None,
        suggested=suggested_rating(points, counted) if rated else None,
        note=rating.note if rating and "notes" in shows else "",
        points=[MarkedPoint(p, marks.get(i, "")) for i, p in enumerate(points)] if "marks" in shows else [],
        model_answer_html=asked.model_answer_html if "model_answers" in shows else "",
        anchor=anchors.get(rating.value or 0, "") if rating and rated else "",
        not_observed=bool(rating and rating.not_observed and rated),
        flags=[asked.red_flags[index] for index in rating.flags] if rating and "marks" in shows else [],
    )
