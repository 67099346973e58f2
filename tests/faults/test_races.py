"""Two processes are asked for the same transition at the same instant, and for two that exclude each other."""

import json
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import combinations

import pytest

from tests.faults import books
from tests.faults.people import AS_HTMX, AS_JSON
from tests.faults.visitor import Visitor
from tests.server import Server
from tests.test_doors import ADDRESSES

Pair = tuple[Server, Server]
Answer = tuple[int, str]

TIMES = 4
# Whoever comes after a cancelling or an ending was done finds the door closed.
TOO_LATE = ([200, 409], [200, 403])
EVENTS = "SELECT verb FROM interviews_event WHERE interview_id = %s ORDER BY id"
MOVES = "SELECT moves FROM interviews_interview WHERE id = %s"
YES = "strong_yes"


@dataclass(frozen=True)
class Transition:
    """What is asked of an interview in which phase, and what it leaves in the record: once, however often it is asked.

    `each` says that every request is a change of its own: the record then has one for each that was done.
    """

    phase: str
    path: str
    fields: dict[str, str | tuple[str, ...]] = field(default_factory=dict)
    events: tuple[str, ...] = ()
    sees_moves: bool = False
    each: bool = False


def _run(phase: str, path: str, *events: str, **fields: str) -> Transition:
    return Transition(phase, path, fields, events, sees_moves=True)


TYPED = {"text": "Words.", "base": "0", "writer": "w", "edit": "1"}
TRANSITIONS = {
    "start": _run("scheduled", "start/", "start"),
    "pause": _run("live", "pause/", "pause"),
    "resume": _run("paused", "resume/", "resume"),
    "end": _run("live", "end/", "end", "answer_question"),
    "cancel": _run("scheduled", "cancel/", "cancel"),
    "extend": _run("live", "extend/", "extend", minutes="5"),
    "open": _run("live", "questions/3/open/", "answer_question", "open_question"),
    "skip": _run("live", "questions/3/skip/", "skip_question"),
    "close": _run("live", "questions/2/close/", "answer_question"),
    "note": Transition("live", "questions/1/note/", TYPED),
    "rate": Transition("live", "questions/1/rating/", {"rating": "4"}),
    "mark": Transition("live", "questions/1/marks/", {"mark-0": "covered"}),
    "flag": Transition("live", "questions/1/flags/", {"flag-0": "yes"}),
    "summary": Transition("ended", "scorecard/summary/", TYPED),
    "invite": Transition("scheduled", "invitation/", events=("invite",), each=True),
    "revoke": Transition("scheduled", "invitation/revoke/", events=("revoke",)),
    "seats": Transition("scheduled", "seats/", {"people": "ivan, ines", "role": "panellist"}, ("seat", "seat")),
    "askers": Transition("live", "askers/", {"turns": "1"}),
    "recommend": Transition("judged", "scorecard/recommendation/", {"recommendation": YES}),
    "submit": Transition("judged", "scorecard/submit/", events=("submit",)),
    "reopen": Transition("submitted", "scorecard/reopen/", {"reason": "A slip."}, ("reopen_scorecard",)),
    "debrief-begin": Transition("panel", "debrief/begin/", events=("open_debrief",)),
    "agree": Transition("talked", "questions/1/agree/", {"rating": "4", "note": "So be it."}, ("agree",)),
    "revise": Transition("talked", "questions/1/revise/", {"rating": "5"}, ("revise",)),
    "decide": Transition("agreed", "debrief/decide/", {"decision": YES, "reason": "So."}, ("decide",)),
    "share": Transition("submitted", "share/", {"show": ("ratings",)}, ("share",)),
    "candidate": Transition("ended", "candidate/", {"name": "Cleo"}, ("forget",)),
}
# These take more than the address of an interview, and have a test of their own below.
APART = {"answer", "unseat", "archive", "calibration-sample"}
MORE = {"stop_sharing": Transition("shared", "share/", {"stop": "1"}, ("stop_sharing",))}
READINGS = {
    *("list", "show", "parts", "scorecard", "debrief", "debrief-parts", "report", "report-csv", "report-json"),
    *("candidate-json", "blind-list", "blind", "wording", "calibration", "calibration-question"),
    *("calibration-suggestion", "preview", "picker"),
}
# Made twice is two: the forms are tried in test_repeats.py.
MAKING = {"new"}


def test_every_address_of_an_interview_is_in_one_of_the_tables() -> None:
    known = [*TRANSITIONS, *APART, *READINGS, *MAKING]
    assert {f"interviews:{name}" for name in known} == {name for name in ADDRESSES if name.startswith("interviews:")}
    assert len(known) == len(set(known))


@dataclass(frozen=True)
class Made:
    interview: int
    token: str
    candidate: int


@pytest.fixture(scope="module")
def leads(pair: Pair) -> tuple[Visitor, Visitor]:
    return tuple(Visitor(process).log_in("irene") for process in pair)


@pytest.fixture(scope="module")
def made(pair: Pair) -> Callable[[str], Made]:
    """Hands out an interview in the phase that is asked for, made beforehand."""
    wanted = Counter(transition.phase for transition in ALL.values() for _ in range(TIMES))
    wanted += Counter(ALL[one].phase for one, _ in PAIRS)
    apart = {"judged": 1 + len(SAVES), "submitted": 1, "panel": 1, "half": 1, "scheduled": 2}
    wanted += Counter({phase: count * TIMES for phase, count in apart.items()})
    command = f"from tests.faults.making import make; make({dict(wanted)!r})"
    said = json.loads(pair[0].manage("shell", "--verbosity", "0", "--command", command).splitlines()[-1])
    waiting = {phase: [Made(*facts) for facts in some] for phase, some in said.items()}
    return lambda phase: waiting[phase].pop()


def at_once(*asked: Callable[[], Answer]) -> list[Answer]:
    """Send them all at the same instant."""
    barrier = threading.Barrier(len(asked))

    def ask(one: Callable[[], Answer]) -> Answer:
        barrier.wait()
        return one()

    with ThreadPoolExecutor(len(asked)) as threads:
        return list(threads.map(ask, asked))


def asking(who: Visitor, interview: int, transition: Transition, seen: int) -> Callable[[], Answer]:
    fields = transition.fields | ({"seen": str(seen)} if transition.sees_moves else {})
    headers = AS_HTMX if transition.sees_moves else {}
    return lambda: who.asks(f"/interviews/{interview}/{transition.path}", fields, **headers)


def events(server: Server, interview: int) -> list[str]:
    return [verb for (verb,) in server.rows(EVENTS, interview)]


def moves(server: Server, interview: int) -> int:
    return server.rows(MOVES, interview)[0][0]


ALL = TRANSITIONS | MORE


@pytest.mark.parametrize("name", ALL)
def test_the_same_transition_asked_of_both_is_done_once(
    pair: Pair, leads: tuple[Visitor, Visitor], made: Callable[[str], Made], name: str
) -> None:
    transition = ALL[name]
    for _ in range(TIMES):
        interview = made(transition.phase).interview
        before, seen = len(events(pair[0], interview)), moves(pair[0], interview)
        answers = at_once(*(asking(lead, interview, transition, seen) for lead in leads))
        assert all(status < 500 for status, _ in answers), answers
        written = events(pair[0], interview)[before:]
        if transition.each:
            assert set(written) == set(transition.events)
            assert 1 <= len(written) <= len(answers)
        else:
            assert sorted(written) == sorted(transition.events), answers
        if transition.sees_moves:
            # One was done, and the other was told that it came too late.
            assert sorted(status for status, _ in answers) in TOO_LATE, answers
            assert moves(pair[0], interview) == seen + 1
        assert books.lost_states(pair[0], interview) == []


PAIRS = [
    (one, other)
    for one, other in combinations(ALL, 2)
    if ALL[one].phase == ALL[other].phase and ALL[one].events and ALL[other].events
]


@pytest.mark.parametrize(("one", "other"), PAIRS)
def test_of_two_transitions_at_once_the_outcome_is_that_of_one_order_or_the_other(
    pair: Pair, leads: tuple[Visitor, Visitor], made: Callable[[str], Made], one: str, other: str
) -> None:
    interview, both = made(ALL[one].phase).interview, (ALL[one], ALL[other])
    before, seen = len(events(pair[0], interview)), moves(pair[0], interview)
    answers = at_once(*(asking(lead, interview, transition, seen) for lead, transition in zip(leads, both)))
    assert all(status < 500 for status, _ in answers), answers
    written = sorted(events(pair[0], interview)[before:])
    alone = [sorted(transition.events) for transition in both]
    if ALL[one].sees_moves and ALL[other].sees_moves:
        assert written in alone
        assert sorted(status for status, _ in answers) in TOO_LATE, answers
    else:
        assert written in [*alone, sorted(alone[0] + alone[1])]
    assert books.lost_states(pair[0], interview) == []


@pytest.mark.parametrize(
    ("phase", "one", "other"),
    [("submitted", "reopen", "share"), ("panel", "reopen", "debrief-begin")],
)
def test_a_scorecard_is_not_reopened_while_others_come_to_read_it(
    pair: Pair, leads: tuple[Visitor, Visitor], made: Callable[[str], Made], phase: str, one: str, other: str
) -> None:
    for _ in range(TIMES):
        interview = made(phase).interview
        before = len(events(pair[0], interview))
        at_once(*(asking(lead, interview, ALL[name], 0) for lead, name in zip(leads, (one, other))))
        assert events(pair[0], interview)[before:] in [list(ALL[one].events), list(ALL[other].events)]


def test_a_scorecard_is_closed_by_its_owner_or_by_the_lead(pair: Pair, made: Callable[[str], Made]) -> None:
    irene, ivan = (Visitor(process).log_in(name) for process, name in zip(pair, ("irene", "ivan")))
    for _ in range(TIMES):
        interview = made("half").interview
        before = len(events(pair[0], interview))
        answers = at_once(
            lambda: irene.asks(f"/interviews/{interview}/debrief/begin/", {"close_the_rest": "on"}),  # noqa: B023
            asking(ivan, interview, ALL["submit"], 0),
        )
        assert [status for status, _ in answers] == [302, 302], answers
        closed = [["submit", "open_debrief"], ["close_scorecard", "open_debrief"]]
        assert events(pair[0], interview)[before:] in closed


SAVES = {
    "note": (
        "SELECT count(*) FROM interviews_rating r JOIN interviews_askedquestion a ON a.id = r.asked_id "
        "WHERE a.interview_id = %s AND note <> ''"
    ),
    "rate": (
        "SELECT count(*) FROM interviews_rating r JOIN interviews_askedquestion a ON a.id = r.asked_id "
        "WHERE a.interview_id = %s AND value = 4"
    ),
    "mark": (
        "SELECT count(*) FROM interviews_mark m JOIN interviews_askedquestion a ON a.id = m.asked_id "
        "WHERE a.interview_id = %s"
    ),
    "summary": "SELECT count(*) FROM interviews_scorecard WHERE interview_id = %s AND summary <> ''",
}


@pytest.mark.parametrize("name", SAVES)
def test_what_reaches_a_scorecard_as_it_is_submitted_is_in_it_or_refused(
    pair: Pair, leads: tuple[Visitor, Visitor], made: Callable[[str], Made], name: str
) -> None:
    for _ in range(TIMES):
        interview, save = made("judged").interview, ALL[name]
        saved, submitted = at_once(
            lambda: leads[0].asks(f"/interviews/{interview}/{save.path}", save.fields, **AS_JSON),  # noqa: B023
            asking(leads[1], interview, ALL["submit"], 0),
        )
        assert submitted[0] == 302
        assert saved[0] in (200, 410), saved
        assert pair[0].rows(SAVES[name], interview) == [(int(saved[0] == 200),)]


def test_of_two_who_follow_one_link_one_sits_down(pair: Pair, made: Callable[[str], Made]) -> None:
    for _ in range(TIMES):
        one, guests = made("scheduled"), [Visitor(process) for process in pair]
        for guest in guests:
            assert guest.asks(f"/join/{one.token}/")[0] == 200
        answers = at_once(*(lambda guest=guest: guest.asks(f"/join/{one.token}/", {}) for guest in guests))  # noqa: B023
        assert sorted(status for status, _ in answers) == [302, 410]
        assert events(pair[0], one.interview).count("join") == 1
        assert sorted(guest.asks(f"/interviews/{one.interview}/")[0] for guest in guests) == [200, 302]


def test_a_seat_is_taken_away_once(pair: Pair, leads: tuple[Visitor, Visitor], made: Callable[[str], Made]) -> None:
    for _ in range(TIMES):
        interview = made("scheduled").interview
        leads[0].does(interview, "seats", people="ivan", role="panellist")
        seat = pair[0].rows("SELECT id FROM interviews_seat WHERE interview_id = %s AND role = 'panellist'", interview)
        path = f"/interviews/{interview}/seats/{seat[0][0]}/remove/"
        answers = at_once(*(lambda lead=lead: lead.asks(path, {}) for lead in leads))  # noqa: B023
        assert [status for status, _ in answers] == [302, 302]
        assert events(pair[0], interview).count("revoke") == 1


def test_an_interview_is_put_away_once(pair: Pair, leads: tuple[Visitor, Visitor], made: Callable[[str], Made]) -> None:
    for _ in range(TIMES):
        interview = made("judged").interview
        fields = {"interviews": str(interview), "verb": "archive"}
        at_once(*(lambda lead=lead: lead.asks("/interviews/archive/", fields) for lead in leads))  # noqa: B023
        assert events(pair[0], interview).count("archive") == 1
