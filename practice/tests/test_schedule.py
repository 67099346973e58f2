from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from fsrs import Card, Rating, Scheduler
from hypothesis import given, settings
from hypothesis import strategies as st

from practice.schedule import (
    STEPS,
    Grade,
    Memory,
    Model,
    _card,
    _memory,
    begin_of,
    day_of,
    missed_in_a_row,
    proposed_grade,
    spread,
)

TICK = timedelta.resolution
# Clocks changed by half an hour, at midnight, at four itself, by three hours, over a whole day; and never.
ZONES = (
    "UTC Europe/Berlin Europe/London America/New_York America/Sao_Paulo America/St_Johns America/Havana Asia/Kathmandu "
    "Asia/Hong_Kong Asia/Beirut Asia/Gaza Africa/Casablanca Africa/Cairo Australia/Lord_Howe Antarctica/Casey "
    "Antarctica/Troll Pacific/Chatham Pacific/Apia"
).split()
NEVER_WAS = ("Pacific/Apia", date(2011, 12, 30))

zones = st.sampled_from(ZONES).map(ZoneInfo)
moments = st.datetimes(datetime(1990, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))
lengths = st.one_of(
    st.timedeltas(timedelta(0), timedelta(minutes=30)),
    st.timedeltas(timedelta(0), timedelta(days=3)),
    st.timedeltas(timedelta(0), timedelta(days=400)),
)
retentions = st.sampled_from([0.7, 0.8, 0.9, 0.95, 0.97])
histories = st.lists(st.tuples(st.sampled_from(Grade), lengths, zones), min_size=1, max_size=12)


def _changes(zone: ZoneInfo, first: int, last: int) -> Iterator[datetime]:
    """The moments at which the clocks of a zone are changed, to the second."""
    at, end, step = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC), timedelta(days=15)
    while at < end:
        low, high = at, at + step
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low).total_seconds() // 2)
                same = middle.astimezone(zone).utcoffset() == low.astimezone(zone).utcoffset()
                low, high = (middle, high) if same else (low, middle)
            yield high
        at += step


@settings(max_examples=1000, deadline=None)
@given(histories, moments, retentions)
def test_schedules_equal_those_of_the_package_whatever_the_time_zone(
    history: list[tuple[Grade, timedelta, ZoneInfo]], at: datetime, retention: float
) -> None:
    theirs = Scheduler(desired_retention=retention, learning_steps=STEPS, relearning_steps=STEPS, enable_fuzzing=False)
    card, memory, model = Card(card_id=1, due=at), None, Model(retention)
    for grade, later, zone in history:
        at += later
        card = theirs.review_card(card, Rating(grade.value), at)[0]
        memory = model.after(memory, grade, at.astimezone(zone))
        assert memory == Memory(
            card.state.value, card.step, card.stability, card.difficulty, card.due, card.last_review
        )
        seen_at = (at + later).astimezone(zone)
        assert model.recall(memory, seen_at) == theirs.get_card_retrievability(card, at + later)


@pytest.mark.parametrize("name", ["Europe/Berlin", "America/New_York", "Australia/Lord_Howe"])
def test_a_night_in_which_the_clocks_change_is_as_long_as_it_is(name: str) -> None:
    """An interval counts hours that pass, not hours on the wall, and what a database gives back in UTC is equal."""
    zone, model = ZoneInfo(name), Model()
    for change in _changes(zone, 2025, 2027):
        evening, morning = change - timedelta(hours=12), change + timedelta(hours=12)
        known = model.after(None, Grade.EASY, evening.astimezone(zone))
        assert known.due - evening == timedelta(days=8)
        assert known == model.after(None, Grade.EASY, evening)
        assert model.recall(known, (morning - TICK).astimezone(zone)) == 1.0
        assert model.recall(known, morning.astimezone(zone)) < 1.0
        moved = Memory(**vars(known) | {"due": known.due.astimezone(zone), "last_review": evening.astimezone(zone)})
        assert model.after(moved, Grade.GOOD, morning) == model.after(known, Grade.GOOD, morning)


def test_parameters_of_ones_own_are_used() -> None:
    own = (*Scheduler().parameters[:3], 20.0, *Scheduler().parameters[4:])
    at = datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert Model(parameters=own).after(None, Grade.EASY, at).stability == 20.0
    assert Model().after(None, Grade.EASY, at).stability == Scheduler().parameters[3]


@given(
    st.sampled_from([(1, 0), (2, None), (3, 0)]),
    st.one_of(st.none(), st.floats(0.001, 36500)),
    st.one_of(st.none(), st.floats(1, 10)),
    moments,
    st.one_of(st.none(), moments),
)
def test_a_memory_and_a_card_of_the_package_say_the_same(
    state: tuple[int, int | None],
    stability: float | None,
    difficulty: float | None,
    due: datetime,
    last: datetime | None,
) -> None:
    memory = Memory(*state, stability, difficulty, due, last)
    assert _memory(_card(memory)) == memory
    card = _card(memory)
    assert _card(_memory(card)) == card
    assert Card.from_dict(card.to_dict()) == card


@settings(max_examples=500)
@given(moments, zones, st.integers(0, 12))
def test_a_moment_belongs_to_the_one_day_that_has_begun_and_not_ended(at: datetime, zone: ZoneInfo, hour: int) -> None:
    day = day_of(at, zone, hour)
    assert begin_of(day, zone, hour) <= at < begin_of(day + timedelta(days=1), zone, hour)
    assert day_of(at.astimezone(zone), zone, hour) == day_of(at.astimezone(ZoneInfo("Asia/Tokyo")), zone, hour) == day


def _days_near_changes(zone: ZoneInfo) -> Iterator[date]:
    for change in _changes(zone, 1990, 2030):
        today = change.astimezone(zone).date()
        yield from (today + timedelta(days=n) for n in (-1, 0, 1))


@pytest.mark.parametrize("hour", [0, 1, 2, 4])
@pytest.mark.parametrize("name", ZONES)
def test_a_day_begins_once_also_when_its_hour_is_left_out_or_comes_twice(name: str, hour: int) -> None:
    zone = ZoneInfo(name)
    for day in _days_near_changes(zone):
        begin = begin_of(day, zone, hour)
        if hour or NEVER_WAS not in {(name, day), (name, day - timedelta(days=1))}:
            assert day_of(begin, zone, hour) == day
            assert day_of(begin - TICK, zone, hour) == day - timedelta(days=1)
        elif (name, day) == NEVER_WAS:
            assert begin == begin_of(day + timedelta(days=1), zone, hour), "nothing belongs to a day that never was"


@pytest.mark.parametrize("name", ["America/St_Johns", "Asia/Hong_Kong", "Antarctica/Casey", "America/Havana"])
@pytest.mark.parametrize("hour", [0, 4])
def test_days_never_run_backwards(name: str, hour: int) -> None:
    zone, quarter = ZoneInfo(name), timedelta(minutes=15)
    years = (1946, 1950) if name == "Asia/Hong_Kong" else (2005, 2012)
    for change in _changes(zone, *years):
        days = [day_of(change + n * quarter, zone, hour) for n in range(-60, 60)]
        assert days == sorted(days)


@pytest.mark.parametrize(
    ("name", "day", "hour", "begins"),
    [
        ("Europe/Vienna", date(2026, 7, 1), 4, "2026-07-01T02:00+00:00"),
        # Two o'clock is left out in spring, and comes twice in autumn.
        ("Europe/Berlin", date(2026, 3, 29), 2, "2026-03-29T01:00+00:00"),
        ("Europe/Berlin", date(2026, 10, 25), 2, "2026-10-25T00:00+00:00"),
        # From 03:30 to 04:30, so that four never was; and back from 04:30 to 03:30.
        ("Asia/Hong_Kong", date(1947, 4, 13), 4, "1947-04-12T19:30+00:00"),
        ("Asia/Hong_Kong", date(1947, 11, 30), 4, "1947-11-29T19:00+00:00"),
        # From 02:00 to 05:00.
        ("Antarctica/Casey", date(2009, 10, 18), 4, "2009-10-17T18:00+00:00"),
        # From midnight to one.
        ("America/Sao_Paulo", date(2018, 11, 4), 0, "2018-11-04T03:00+00:00"),
        ("Asia/Kathmandu", date(2026, 1, 1), 4, "2025-12-31T22:15+00:00"),
    ],
)
def test_when_a_day_begins(name: str, day: date, hour: int, begins: str) -> None:
    assert begin_of(day, ZoneInfo(name), hour) == datetime.fromisoformat(begins)


@pytest.mark.parametrize(
    ("local", "day"),
    [
        ("2026-07-02T03:59:59.999999", date(2026, 7, 1)),
        ("2026-07-02T04:00:00", date(2026, 7, 2)),
        ("2026-07-01T23:30:00", date(2026, 7, 1)),
        ("2026-07-02T02:00:00", date(2026, 7, 1)),
    ],
)
def test_two_in_the_night_is_still_the_day_before(local: str, day: date) -> None:
    zone = ZoneInfo("Europe/Vienna")
    assert day_of(datetime.fromisoformat(local).replace(tzinfo=zone), zone) == day


@pytest.mark.parametrize(
    ("coverage", "missed", "grade"),
    [
        (None, False, Grade.AGAIN),
        (0.0, False, Grade.AGAIN),
        (0.399, False, Grade.AGAIN),
        (0.40, False, Grade.HARD),
        (0.1 + 0.3, False, Grade.HARD),
        (0.649, False, Grade.HARD),
        (0.65, False, Grade.GOOD),
        (0.899, False, Grade.GOOD),
        (0.90, False, Grade.EASY),
        (1.0, False, Grade.EASY),
        (0.0, True, Grade.AGAIN),
        (0.399, True, Grade.AGAIN),
        (0.65, True, Grade.HARD),
        (1.0, True, Grade.HARD),
    ],
)
def test_the_marks_speak_for_a_grade(coverage: float | None, missed: bool, grade: Grade) -> None:
    assert proposed_grade(coverage, missed) == grade


def test_just_under_a_threshold_by_the_last_bit_counts_as_on_it() -> None:
    assert proposed_grade(1 - 0.1 - 0.25 - 1e-16, False) == Grade.GOOD


@given(st.floats(0, 1), st.floats(0, 1), st.booleans())
def test_more_said_is_never_graded_lower_and_an_essential_missed_never_higher(a: float, b: float, missed: bool) -> None:
    less, more = sorted((a, b))
    assert proposed_grade(less, missed) <= proposed_grade(more, missed)
    assert proposed_grade(a, True) <= min(proposed_grade(a, False), Grade.HARD)


def test_grades_name_themselves_and_are_numbered_as_the_package_numbers_them() -> None:
    assert [grade.label for grade in Grade] == ["again", "hard", "good", "easy"]
    assert {grade.name.title(): grade.value for grade in Grade} == {r.name: r.value for r in Rating}


@pytest.mark.parametrize(
    ("days_left", "unseen", "a_day"),
    [(14, 60, 5), (14, 61, 6), (3, 7, 7), (2, 7, 7), (1, 7, 7), (0, 7, 7), (-5, 7, 7), (30, 0, 0), (100, 1, 1)],
)
def test_new_questions_are_spread_over_the_days_that_are_left(days_left: int, unseen: int, a_day: int) -> None:
    assert spread(days_left, unseen) == a_day


@given(st.integers(-10, 400), st.integers(0, 5000))
def test_everything_is_seen_two_days_before_and_no_day_does_more_than_it_must(days_left: int, unseen: int) -> None:
    days, a_day = max(days_left - 2, 1), spread(days_left, unseen)
    assert days * a_day >= unseen
    assert not a_day or days * (a_day - 1) < unseen


@pytest.mark.parametrize(
    ("before", "missed", "heard", "after"),
    [
        ({}, [], [], {}),
        ({}, ["a"], [], {"a": 1}),
        ({"a": 1}, ["a"], ["b"], {"a": 2}),
        ({"a": 2, "b": 1}, ["b"], ["a"], {"b": 2}),
        ({"a": 3}, [], ["a"], {}),
        # A point that was not marked this time keeps its count.
        ({"a": 1, "c": 4}, ["a"], [], {"a": 2, "c": 4}),
    ],
)
def test_misses_in_a_row_are_counted_until_the_point_is_heard(
    before: dict[str, int], missed: list[str], heard: list[str], after: dict[str, int]
) -> None:
    kept = dict(before)
    assert missed_in_a_row(before, missed, heard) == after
    assert before == kept
