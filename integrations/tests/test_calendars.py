"""Calendar files: what was put in is read out again, whatever people call their interviews."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from integrations.calendars import Appointment, calendar_of, one_line
from interviews.tests.making import NOW

PLAIN = Appointment(
    number=12,
    made_at=NOW,
    title="Senior AWS",
    about="45 minutes, with Cleo",
    link="https://interviews.example.org/interviews/12/",
    starts_at=NOW + timedelta(days=3),
    length=timedelta(minutes=45),
    changed_at=NOW + timedelta(hours=1),
    changes=0,
    cancelled=False,
)


def read(content: bytes) -> Event:
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    return event


def test_it_says_when_what_and_where() -> None:
    event = read(calendar_of([PLAIN]))
    assert event.decoded("dtstart") == PLAIN.starts_at
    assert event.decoded("dtend") == PLAIN.starts_at + PLAIN.length
    assert event.decoded("dtstamp") == event.decoded("last-modified") == PLAIN.changed_at
    assert event.decoded("created") == PLAIN.made_at
    assert (event["sequence"], event["status"], event["url"]) == (0, "CONFIRMED", PLAIN.link)
    assert str(event["description"]) == f"{PLAIN.about}\n{PLAIN.link}"


def test_a_cancelled_one_stays_the_same_event_and_says_so() -> None:
    before, after = (
        read(calendar_of([appointment])) for appointment in (PLAIN, replace(PLAIN, cancelled=True, changes=1))
    )
    assert before["uid"] == after["uid"]
    assert (after["status"], after["sequence"]) == ("CANCELLED", 1)


def test_two_interviews_are_never_the_same_event() -> None:
    assert PLAIN.uid != replace(PLAIN, number=13).uid
    assert PLAIN.uid != replace(PLAIN, made_at=NOW + timedelta(microseconds=1)).uid


@settings(deadline=None)
@given(st.timezones(), st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1)))
def test_times_are_written_in_utc(zone, moment: datetime) -> None:
    starts_at = moment.replace(microsecond=0, tzinfo=zone)
    content = calendar_of([replace(PLAIN, starts_at=starts_at)])
    assert f"DTSTART:{starts_at.astimezone(UTC):%Y%m%dT%H%M%SZ}".encode() in content
    assert b"TZID" not in content
    event = read(content)
    assert event.decoded("dtstart") == starts_at.astimezone(UTC)
    assert event.decoded("dtend") - event.decoded("dtstart") == PLAIN.length


def test_summer_time_moves_nothing() -> None:
    summer = replace(PLAIN, starts_at=datetime(2026, 7, 1, 9, 0, tzinfo=timezone(timedelta(hours=2))))
    assert b"DTSTART:20260701T070000Z" in calendar_of([summer])


@settings(deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_any_title_and_name_is_escaped_folded_and_read_back(title: str, about: str) -> None:
    content = calendar_of([replace(PLAIN, title=title, about=about)], "Interviews")
    lines = content.split(b"\r\n")
    assert all(len(line) <= 75 for line in lines)
    assert not any(b"\n" in line or b"\r" in line for line in lines)
    event = read(content)
    assert str(event.get("summary", "")) == one_line(title)
    assert str(event["description"]) == f"{one_line(about)}\n{PLAIN.link}"
    assert str(event["uid"]) == PLAIN.uid


def test_the_same_appointments_give_the_same_bytes() -> None:
    assert calendar_of([PLAIN], "Interviews") == calendar_of([PLAIN], "Interviews")


def test_an_empty_calendar_is_one() -> None:
    assert Calendar.from_ical(calendar_of([])).walk("VEVENT") == []
