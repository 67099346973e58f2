"""The report as files: a table for spreadsheets, JSON for machines."""

from config.spreadsheets import cell
from interviews.agreement import alpha
from interviews.debrief import DebriefRoom, Judge, Row
from interviews.reports import Line, Report
from interviews.scoring import Total

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


def as_rows(report: Report, room: DebriefRoom | None = None) -> list[list[str]]:
    """The report as a table, a header first. A cell that a spreadsheet would take for a formula is quoted.

    With a debrief to read, each judge's initial rating and the agreed one are columns too.
    """
    panel = _panel_columns(room) if room else {}
    names = [f"initial rating of {judge.seat.name}" for judge in room.judges] + ["agreed rating"] if room else []
    header = [cell(name) for name in [*COLUMNS, "note", "answer", *names]]
    blank = [""] * len(names)
    return [header] + [
        [cell(value) for value in [*_values(line), *panel.get(line.asked.pk, blank)]] for line in report.lines
    ]


def _panel_columns(room: DebriefRoom) -> dict[int, list]:
    return {row.asked.pk: [*(r or "" for r in row.ratings), _agreed(row) or ""] for row in room.rows}


def _agreed(row: Row) -> int | str | None:
    return None if row.agreed is None else row.agreed.value or "not observed"


def _values(line: Line) -> list:
    asked = line.asked
    share = "" if line.coverage is None else f"{line.coverage:.2f}"
    minutes_used, minutes_allowed = f"{line.used.total_seconds() / 60:.1f}", line.allowed_minutes
    facts = [asked.position, asked.ref, asked.title, asked.topic, asked.level, asked.state]
    return [*facts, minutes_used, minutes_allowed, share, line.rating or "", line.note, asked.answer]


def as_json(report: Report, room: DebriefRoom | None = None) -> dict:
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
        **({"hints": {"rule": report.hints_rule}} if report.hints_rule else {}),
        "overall": _total(report.overall),
        "topics": [_total(topic) for topic in report.topics],
        "questions": [_question(line) for line in report.lines],
        **({"panel": _panel(room)} if room else {}),
    }


def _panel(room: DebriefRoom) -> dict:
    return {
        "judges": [_judge(judge) for judge in room.judges],
        "questions": [_talk(room, row) for row in sorted(room.rows, key=lambda row: row.asked.position)],
        "initial": room.overall.initial.rating,
        "agreed": room.overall.agreed.rating,
        "alpha": alpha([row.ratings for row in room.rows]),
        "decision": room.debrief.decision,
        "reason": room.debrief.reason,
        "decided_at": room.debrief.decided_at,
    }


def _judge(judge: Judge) -> dict:
    return {
        "name": judge.seat.name,
        "role": judge.seat.role,
        "recommendation": judge.recommendation,
        "summary": judge.summary,
        "rating": judge.mean,
        "closed_by_lead": judge.closed_for_them,
        "reopened": [{"at": at, "reason": reason} for at, reason in judge.reopened],
    }


def _talk(room: DebriefRoom, row: Row) -> dict:
    return {
        "position": row.asked.position,
        "initial": [
            {
                "judge": judge.seat.name,
                "rating": given.value if given else None,
                "not_observed": bool(given and given.not_observed),
                "revised": given.revised if given else None,
                "note": given.note if given else "",
            }
            for judge, given in zip(room.judges, row.given)
        ],
        "agreed": _agreed(row),
        "note": row.agreed.note if row.agreed else "",
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
        "not_observed": line.not_observed,
        "weight": asked.weight,
        "note": line.note,
        "answer": asked.answer,
        "key_points": marks,
        "red_flags": list(line.flags),
    }
