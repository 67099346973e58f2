"""Appointments as iCalendar (RFC 5545): plain values in, bytes out."""

import re
import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from icalendar import Calendar, Event

PRODUCT = "-//Rehearse//Interviews//EN"
ASK_AGAIN_AFTER = timedelta(hours=1)
NAMESPACE = uuid.UUID("6f1c1f5e-3a83-4b43-9d8e-0c0f2f4d7a11")


@dataclass(frozen=True)
class Appointment:
    """One interview as it stands in one person's calendar."""

    number: int
    made_at: datetime
    title: str
    about: str
    link: str
    starts_at: datetime
    length: timedelta
    changed_at: datetime
    changes: int
    cancelled: bool

    @property
    def uid(self) -> str:
        """The same for as long as the interview exists, under whatever address the app is reached."""
        return str(uuid.uuid5(NAMESPACE, f"{self.number} {self.made_at.astimezone(UTC).isoformat()}"))


def calendar_of(appointments: Iterable[Appointment], name: str = "") -> bytes:
    """A file of appointments, the same bytes for as long as nothing of them changes.

    It names no METHOD: it is no invitation to be answered. DTSTAMP then says when the event was last changed.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    if name:
        calendar.add("name", name)
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", ASK_AGAIN_AFTER, parameters={"VALUE": "DURATION"})
        calendar.add("x-published-ttl", "PT1H")
    for appointment in appointments:
        calendar.add_component(_event_of(appointment))
    return calendar.to_ical()


def _event_of(appointment: Appointment) -> Event:
    event = Event()
    event.add("uid", appointment.uid)
    event.add("dtstamp", appointment.changed_at.astimezone(UTC))
    event.add("created", appointment.made_at.astimezone(UTC))
    event.add("last-modified", appointment.changed_at.astimezone(UTC))
    event.add("sequence", appointment.changes)
    starts_at = appointment.starts_at.astimezone(UTC)
    event.add("dtstart", starts_at)
    event.add("dtend", starts_at + appointment.length)
    event.add("summary", one_line(appointment.title))
    event.add("description", f"{one_line(appointment.about)}\n{appointment.link}")
    event.add("url", appointment.link)
    event.add("status", "CANCELLED" if appointment.cancelled else "CONFIRMED")
    return event


def one_line(text: str) -> str:
    """A text without control characters, which a calendar file cannot hold."""
    return re.sub(r"[\x00-\x1f\x7f\x85\u2028\u2029\ud800-\udfff]+", " ", text).strip()
