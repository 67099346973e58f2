"""Requests come twice, late, and in another order than they were sent; forms are sent twice."""

import json
import random
import re
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.people import AS_HTMX, AS_JSON
from tests.faults.test_races import at_once
from tests.faults.visitor import Visitor
from tests.server import ROOT, Server

Pair = tuple[Server, Server]
Room = tuple[Visitor, Visitor, int]

EDITS = 30
AT_ONCE = 4
ANSWER = """SELECT answer, answer_version, answer_stamp FROM interviews_askedquestion
            WHERE interview_id = %s AND position = 1"""
EVENTS = "SELECT verb FROM interviews_event WHERE interview_id = %s ORDER BY id"
MINE = "SELECT count(*) FROM interviews_interview WHERE title = %s"


def save_of(edit: int, base: int = 0, writer: str = "w") -> dict[str, str]:
    return {"text": f"text {edit} of {writer}", "base": str(base), "writer": writer, "edit": str(edit)}


@pytest.fixture
def address(room: Room) -> str:
    irene, _, interview = room
    irene.does(interview, "questions/1/open")
    return f"/interviews/{interview}/questions/1/answer/"


def test_saves_that_come_twice_and_in_any_order_end_with_the_last_words(pair: Pair, room: Room, address: str) -> None:
    _, cleo, interview = room
    sent = [edit for edit in range(1, EDITS + 1) for _ in range(2)]
    random.Random(1).shuffle(sent)

    def saves(edit: int) -> tuple[int, str]:
        by = Visitor(pair[edit % 2]).takes_over(cleo)
        return by.asks(address, save_of(edit), **AS_JSON)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        answers = list(threads.map(saves, sent))
    # Each is told that it is safe: it is in the text that stands, or that text is newer.
    assert {status for status, _ in answers} == {200}
    text, version, stamp = pair[0].rows(ANSWER, interview)[0]
    assert (text, stamp) == (f"text {EDITS} of w", f"w:{EDITS}")
    assert max(json.loads(answer)["version"] for _, answer in answers) == version <= EDITS


def test_a_save_that_comes_again_after_newer_ones_changes_nothing(pair: Pair, room: Room, address: str) -> None:
    _, cleo, interview = room
    for edit in (1, 2, 3):
        assert cleo.asks(address, save_of(edit, edit - 1), **AS_JSON)[0] == 200
    before = pair[0].rows(ANSWER, interview)
    for edit in (3, 2, 1, 3):
        assert cleo.asks(address, save_of(edit, edit - 1), **AS_JSON)[0] == 200
    assert pair[0].rows(ANSWER, interview) == before


def test_of_two_pages_that_save_at_once_one_is_told_of_the_other(pair: Pair, room: Room, address: str) -> None:
    _, cleo, interview = room
    other = Visitor(pair[0]).takes_over(cleo)
    version = 0
    for number in range(1, EDITS // 3):
        answers = at_once(
            lambda: cleo.asks(address, save_of(number, version, "one"), **AS_JSON),  # noqa: B023
            lambda: other.asks(address, save_of(number, version, "two"), **AS_JSON),  # noqa: B023
        )
        assert sorted(status for status, _ in answers) == [200, 409]
        text, version, _ = pair[0].rows(ANSWER, interview)[0]
        told = next(json.loads(answer) for status, answer in answers if status == 409)
        assert (told["text"], told["version"]) == (text, version) == (text, number)


def test_a_control_that_is_pressed_twice_moves_once(pair: Pair, room: Room) -> None:
    irene, _, interview = room
    moves = pair[0].rows("SELECT moves FROM interviews_interview WHERE id = %s", interview)[0][0]
    pressed = [irene.asks(f"/interviews/{interview}/pause/", {"seen": str(moves)}, **AS_HTMX) for _ in range(3)]
    assert [status for status, _ in pressed] == [200, 409, 409]
    # Late, after the way back: it was drawn from a state that is past.
    irene.does(interview, "resume")
    assert irene.asks(f"/interviews/{interview}/pause/", {"seen": str(moves)}, **AS_HTMX)[0] == 409
    assert [verb for (verb,) in pair[0].rows(EVENTS, interview)].count("pause") == 1


def fields_of(visitor: Visitor, path: str) -> dict[str, str]:
    """What the form of a page sends beside what a person fills in."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', visitor.asks(path)[1])
    return dict(hidden)


def twice(pair: Pair, who: Visitor, path: str, fields: dict[str, str]) -> list[str]:
    """Where the same form leads to, sent to both processes at once and then once more."""
    other = Visitor(pair[1]).takes_over(who)
    answers = at_once(lambda: who.asks(path, fields), lambda: other.asks(path, fields))
    answers.append(who.asks(path, fields))
    assert [status for status, _ in answers] == [302] * 3, answers
    return [leads_to for _, leads_to in answers]


def test_an_interview_is_made_once_however_often_its_form_is_sent(pair: Pair) -> None:
    irene = Visitor(pair[0]).log_in("irene")
    form = fields_of(irene, "/interviews/new/?refs=aws-junior-01") | {"title": "Sent twice", "candidate_name": "Cleo"}
    form |= {"minutes": "45", "reveal": "at_end", "refs": "aws-junior-01", "rules-TOTAL_FORMS": "0"}
    assert len(set(twice(pair, irene, "/interviews/new/", form))) == 1
    assert pair[0].rows(MINE, "Sent twice") == [(1,)]
    # The next candidate's is another one.
    assert irene.asks("/interviews/new/", form | {"candidate_name": "Carla"})[0] == 302
    assert pair[0].rows(MINE, "Sent twice") == [(2,)]


def test_a_mock_interview_begins_once_however_often_its_form_is_sent(pair: Pair) -> None:
    carla = Visitor(pair[0]).log_in("carla")
    form = {"minutes": "45", "seed": "4711", "once": "1", "extra_percent": "0"}
    assert "4711" not in carla.asks("/practice/mock/")[1]
    assert len(set(twice(pair, carla, "/practice/mock/", form))) == 1


def test_a_question_is_practised_and_graded_once(pair: Pair) -> None:
    ivan = Visitor(pair[0]).log_in("ivan")
    mine = "WHERE user_id = (SELECT id FROM auth_user WHERE username = 'ivan')"
    for number in range(1, 6):
        drills = set(twice(pair, ivan, "/practice/drill/", {"ref": f"aws-junior-0{number}"}))
        assert len(drills) == 1
        drill = drills.pop()
        assert {*twice(pair, ivan, f"{drill}reveal/", {"how": "unknown"})} == {drill}
        twice(pair, ivan, f"{drill}grade/", {"grade": "1"})
        assert pair[0].rows(f"SELECT count(*) FROM practice_attempt {mine} AND grade IS NOT NULL") == [(number,)]
        assert pair[0].rows(f"SELECT count(*) FROM practice_card {mine}") == [(number,)]


def document() -> str:
    """A question that is not in the bank."""
    text = (ROOT / "fixtures" / "aws" / "aws-junior-01.md").read_text()
    return text.replace("aws-junior-01", "sent-twice").replace("title: ", "title: Sent twice, ")


def test_an_import_is_stored_once(pair: Pair) -> None:
    edda = Visitor(pair[0]).log_in("edda")
    status, preview = edda.asks("/questions/import/", {"text": document()})
    assert status == 302, preview
    page, other = edda.asks(preview)[1], Visitor(pair[1]).takes_over(edda)
    form = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("digest", "take")}
    form["import"] = "1"
    # Whoever comes after it was done is shown what it did.
    answers = at_once(lambda: edda.asks(preview, form), lambda: other.asks(preview, form))
    assert {status for status, _ in answers} <= {200, 302}, answers
    assert edda.asks(preview, form)[0] == 200
    stored = "SELECT count(*) FROM questions_revision WHERE source_id = %s"
    assert pair[0].rows(stored, int(re.search(r"(\d+)/$", preview)[1])) == [(1,)]
