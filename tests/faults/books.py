"""Holds what people were told is done against what the database says."""

import json
from collections.abc import Iterable

from interviews.states import INTERVIEW_MOVES, QUESTION_MOVES, InterviewState, QuestionState
from tests.faults.people import Judge, Runner, Writer
from tests.server import Server

EVENTS = "SELECT verb, detail FROM interviews_event WHERE interview_id = %s ORDER BY id"
STATE = "SELECT state, moves FROM interviews_interview WHERE id = %s"
QUESTIONS = "SELECT position, state FROM interviews_askedquestion WHERE interview_id = %s"
ANSWERS = """SELECT position, answer, answer_version, answer_stamp FROM interviews_askedquestion
             WHERE interview_id = %s"""
OF = "JOIN interviews_askedquestion a ON a.id = asked_id WHERE a.interview_id = %s"
NOTES = f"SELECT a.position, note, note_version, note_stamp FROM interviews_rating {OF}"
RATINGS = f"SELECT a.position, value FROM interviews_rating {OF}"
MARKS = f"SELECT a.position, point, value FROM interviews_mark {OF}"


def replayed(events: Iterable[tuple[str, object]]) -> tuple[str, dict[int, str]]:
    """The states to which the recorded moves lead. Raises AssertionError where one of them was not allowed."""
    state, questions = InterviewState.DRAFT, {}
    for verb, detail in events:
        name = verb.removesuffix("_question")
        if verb in INTERVIEW_MOVES:
            sources, target = INTERVIEW_MOVES[verb]
            assert state in sources, f"{verb} from {state}"
            state = target
        elif verb.endswith("_question") and name in QUESTION_MOVES:
            position = (json.loads(detail) if isinstance(detail, str) else detail)["position"]
            sources, target = QUESTION_MOVES[name]
            assert questions.get(position, QuestionState.QUEUED) in sources, f"{verb} from {questions.get(position)}"
            questions[position] = target
            assert list(questions.values()).count(QuestionState.OPEN) <= 1
    return state, questions


def lost_states(server: Server, interview: int) -> list[str]:
    """Where the record of moves and the state that stands do not agree."""
    state, questions = replayed(server.rows(EVENTS, interview))
    (stands, _moves), positions = server.rows(STATE, interview)[0], dict(server.rows(QUESTIONS, interview))
    expected = {position: questions.get(position, QuestionState.QUEUED) for position in positions}
    return [] if (stands, positions) == (state, expected) else [f"{stands} {positions}, not {state} {expected}"]


def lost_words(server: Server, writer: Writer) -> list[str]:
    stand = {position: words for position, *words in server.rows(ANSWERS, writer.interview)}
    return [f"answer {n}: {stand[n]}" for n, page in writer.pages.items() if not page.agrees_with(*stand[n])]


def lost_judgements(server: Server, judge: Judge) -> list[str]:
    notes = {position: words for position, *words in server.rows(NOTES, judge.interview)}
    marks = {(position, point): value for position, point, value in server.rows(MARKS, judge.interview)}
    ratings = {position: value for position, value in server.rows(RATINGS, judge.interview) if value is not None}
    lost = [f"note {n}: {notes.get(n)}" for n, page in judge.notes.items() if not page.agrees_with(*notes[n])]
    lost += [] if marks == judge.marks else [f"marks: {marks}, not {judge.marks}"]
    return lost + ([] if ratings == judge.ratings else [f"ratings: {ratings}, not {judge.ratings}"])


def lost_moves(server: Server, runner: Runner, began_at: int) -> list[str]:
    """Each count of moves was left by one control that was acknowledged, or whose answer was lost, or by time."""
    events = server.rows(EVENTS, runner.interview)
    moves = server.rows(STATE, runner.interview)[0][1]
    by_nobody = [n for n in range(began_at, moves) if n not in runner.done and n not in runner.lost_answers]
    by_time = sum(verb == "time_out_question" for verb, _ in events)
    wrong = [f"{verb} from {n} was acknowledged and is gone" for n, verb in runner.done.items() if n >= moves]
    wrong += [] if len(by_nobody) == by_time else [f"moves {by_nobody} were made by nobody"]
    for verb in ("pause", "resume", "extend"):
        recorded = sum(name == verb for name, _ in events)
        certain = sum(done == verb for done in runner.done.values())
        possible = sum(verb in verbs for verbs in runner.lost_answers.values())
        if not certain <= recorded <= certain + possible:
            wrong.append(f"{verb}: {recorded} times in the record, {certain} to {certain + possible} times done")
    return wrong


def broken_database(server: Server) -> list[str]:
    """What SQLite finds wrong in its own file; PostgreSQL checks what it needs when it starts."""
    if not server.on_sqlite:
        return []
    return [
        str(row)
        for row in server.rows("PRAGMA integrity_check") + server.rows("PRAGMA foreign_key_check")
        if row != ("ok",)
    ]
