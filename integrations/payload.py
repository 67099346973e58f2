"""What a webhook says: that something happened to an interview, and where to look. Never what anybody judged."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime


@dataclass(frozen=True)
class Kind:
    """One type of event: the verb that is recorded of it, what it leaves the interview in, its name for people."""

    type: str
    verb: str
    state: str
    label: str


KINDS = (
    Kind("interview.scheduled", "schedule", "scheduled", "An interview is scheduled"),
    Kind("interview.cancelled", "cancel", "cancelled", "An interview is cancelled"),
    Kind("interview.ended", "end", "ended", "An interview has ended"),
    Kind("scorecard.submitted", "submit", "ended", "A scorecard is submitted"),
    Kind("report.shared", "share", "ended", "A report is shared with its candidate"),
)
OF_VERB = {kind.verb: kind for kind in KINDS}
OF_TYPE = {kind.type: kind for kind in KINDS}


@dataclass(frozen=True)
class Facts:
    """What is told of an interview. No title and no name: people write all kinds of things into those."""

    interview: int
    at: datetime
    link: str
    seat: str | None
    times: Mapping[str, datetime | None]


def body_of(kind: Kind, facts: Facts) -> str:
    """The body, the same whenever it is made; an interview that was just scheduled has not begun."""
    times = dict(facts.times) | ({"started_at": None, "ended_at": None} if kind.state == "scheduled" else {})
    data = {"interview": facts.interview, "state": kind.state, "seat": facts.seat}
    data |= {name: _iso(at) for name, at in times.items()} | {"link": facts.link}
    return json.dumps({"type": kind.type, "timestamp": _iso(facts.at), "data": data}, separators=(",", ":"))


def _iso(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z") if at else None
