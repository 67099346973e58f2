"""Lists of questions in Markdown, in the shapes that public collections use.

Each shape is a function from lines to questions. The first shape that explains most of the document is taken; so a bold
question inside an answer, or a numbered step, does not make the document another one.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from questions.documents.folds import folded_questions
from questions.documents.found import Found
from questions.documents.lines import ONLY_TAGS, Line, dedented, heading_of, lines_of, prompt_text

LEAST_QUESTIONS = 1
LEAST_COVERED = 0.5
_NUMBERED = re.compile(
    r"^\W{0,6}(?:Q(?:uestion)?\s*)?(\d{1,4})\s*[.):\]-]\s*(?=\S)|^\W{0,4}Q(?:uestion)?\s*\.?(\d{1,4})\b", re.I
)
_ITEM = re.compile(r"^\s*(?:\d+[.)]|[-*+])\s+(?=#)")
_BOLD = re.compile(r"^\W{0,8}(?:\d+[.)]\s*)?(?:\*\*|__)(.+?)(?:\*\*|__)\W{0,8}$")
_LEVEL_SIGN = re.compile(r"[🟢🟡🔴🟠🟩🟨🟥⭐👶]")
_QUESTION = re.compile(r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?Q(?:uestion)?\s*(?:\d+\s*)?[:.)](.*)$", re.I)
_REPLY = re.compile(r"^\s*(?:[-*+]\s+)?(?:\*\*|__)?A(?:ns(?:wer)?)?\s*(?:\d+\s*)?[:.)]\s*(?:\*\*|__)?\s*(.*)$", re.I)
_ANSWER = re.compile(
    r"^\s*(?:#{1,6}\s*)?(?:[-*+>]\s+)?(?:\*\*|__|\*|_)?(?:(?:model |sample |suggested )?answer|ans)\b"
    r"\s*:?\s*(?:\*\*|__|\*|_)?\s*:?\s*(?P<rest>.*)$",
    re.I,
)


def find_questions(text: str) -> list[Found]:
    """The questions of a document, by the shape that fits it; an empty list where none does."""
    lines = lines_of(text)
    for shape in SHAPES:
        found = [item for item in shape(lines) if item.prompt.strip(" #*_")]
        answered = [item for item in found if item.answer.strip()]
        if len(answered) >= LEAST_QUESTIONS and _covered(lines, found, answered) >= LEAST_COVERED:
            return found
    return []


def _covered(lines: Sequence[Line], found: Sequence[Found], answered: Sequence[Found]) -> float:
    """The share of the text, from the first question on, that the shape explains, less what it leaves unanswered."""
    told = sum(
        1 for line in lines if line.number >= found[0].line and line.text.strip() and not ONLY_TAGS.match(line.text)
    )
    explained = sum(item.answer.count("\n") + 1 for item in answered) + len(found)
    return min(explained / max(told, 1), 1.0) * len(answered) / len(found)


@dataclass(frozen=True)
class Start:
    """Where a question begins, and where its answer does."""

    line: int
    prompt: str
    answer_from: int
    rest: str = ""


def _between(lines: Sequence[Line], starts: Sequence[Start], is_section: Callable[[Line], str]) -> Iterator[Found]:
    """Each question with what stands until the next one or the next section, whose name it then carries."""
    at = {start.line: start for start in starts}
    section, current, body = "", None, []
    for line in lines:
        if start := at.get(line.number):
            if current:
                yield _found(current, body, section)
            current, body = start, [start.rest] if start.rest else []
        elif not line.is_code and (name := is_section(line)):
            if current:
                yield _found(current, body, section)
            current, body, section = None, [], name
        elif current and line.number >= current.answer_from:
            body.append(line.text)
    if current:
        yield _found(current, body, section)


def _found(start: Start, body: Sequence[str], section: str) -> Found:
    return Found(start.prompt, dedented(body), start.line, section, hint=start.prompt)


def _headings(lines: Sequence[Line]) -> list[tuple[Line, int, str]]:
    return [(line, *heading) for line in lines if not line.is_code and (heading := heading_of(line.text))]


def _shallower(level: int) -> Callable[[Line], str]:
    def is_section(line: Line) -> str:
        heading = heading_of(line.text)
        return heading.title if heading and heading.level < level else ""

    return is_section


def _climbing(numbered: list[tuple[Line, str, int]]) -> list[tuple[Line, str, int]]:
    """Those whose numbers go on by one or begin anew at one: a 3 that follows a 7 is a step within an answer."""
    kept, last = [], 0
    for line, text, number in numbered:
        if number == last + 1 or number == 1 or not kept:
            kept.append((line, text, number))
            last = number
    return kept


def numbered_headings(lines: Sequence[Line]) -> list[Found]:
    """`## 3. Question?`, whose answer may hold headings of its own."""
    by_level: dict[int, list[tuple[Line, str, int]]] = {}
    for line, level, text in _headings(lines):
        if match := _NUMBERED.match(text):
            by_level.setdefault(level, []).append((line, text, int(match[1] or match[2])))
    if not by_level:
        return []
    level, numbered = max(by_level.items(), key=lambda item: (len(_climbing(item[1])) > 1, -item[0]))
    starts = [Start(line.number, text, line.number + 1) for line, text, _ in _climbing(numbered)]
    return list(_between(lines, starts, _shallower(level)))


def question_headings(lines: Sequence[Line]) -> list[Found]:
    """Headings that end in a question mark, at the level where most of them are."""
    asking = [(line, level, text) for line, level, text in _headings(lines) if text.rstrip("*_ :🟢🟡🔴").endswith("?")]
    if not asking:
        return []
    levels = [level for _, level, _ in asking]
    level = max(sorted(set(levels)), key=levels.count)
    starts = [Start(line.number, text, line.number + 1) for line, at, text in asking if at == level]
    return list(_between(lines, starts, _shallower(level)))


def item_headings(lines: Sequence[Line]) -> list[Found]:
    """`1. ### Question?`: list items that are headings. A table of contents repeats the titles, but only as links."""
    starts = [
        Start(line.number, heading.title, line.number + 1)
        for line in lines
        if not line.is_code and (match := _ITEM.match(line.text)) and (heading := heading_of(line.text[match.end() :]))
    ]
    return list(_between(lines, starts, _shallower(7)))


def bold_questions(lines: Sequence[Line]) -> list[Found]:
    """A line that is bold from end to end, with a number, a question mark or a sign of its level."""
    starts = [
        Start(line.number, line.text.strip(), line.number + 1)
        for line in lines
        if not line.is_code and (match := _BOLD.match(line.text)) and _asks(line.text, match[1])
    ]
    return list(_between(lines, starts, _shallower(7)))


def _asks(line: str, bold: str) -> bool:
    if _ANSWER.match(line) and not bold.rstrip().endswith("?"):
        return False
    return bold.rstrip(" :").endswith("?") or bool(_LEVEL_SIGN.search(line)) or bool(_NUMBERED.match(bold))


def question_and_answer_pairs(lines: Sequence[Line]) -> list[Found]:
    """`Q: …` and `A: …`, each over as many lines as it needs."""
    starts, asked, prompt = [], None, []
    for line in lines:
        question = None if line.is_code else _QUESTION.match(line.text)
        reply = None if line.is_code else _REPLY.match(line.text)
        if question:
            asked, prompt = line.number, [re.sub(r"^(?:\*\*|__)\s*|(?:\*\*|__)$", "", question[1].strip())]
        elif reply and asked:
            rest = re.sub(r"^(\*\*|__)\s*", "", reply[1])
            starts.append(Start(asked, "\n".join(prompt).strip(), line.number + 1, rest))
            asked, prompt = None, []
        elif asked and (line.is_code or not heading_of(line.text)):
            prompt.append(line.text)
    return list(_between(lines, starts, _shallower(7)))


def answer_lines(lines: Sequence[Line]) -> list[Found]:
    """A prompt, then a line that says `Answer:`; the prompt is the heading, or the paragraph, before it."""
    starts, since = [], 0
    for index, line in enumerate(lines):
        match = None if line.is_code else _ANSWER.match(line.text)
        if not match or (match["rest"] and ":" not in line.text[: match.start("rest")]):
            continue
        if prompt := _prompt_before(lines, index, since):
            starts.append(Start(prompt[0].number, prompt_text(prompt), line.number + 1, match["rest"].strip()))
            since = index + 1
    return list(_between(lines, starts, _shallower(_level_of(starts, lines))))


def _prompt_before(lines: Sequence[Line], index: int, since: int) -> list[Line]:
    """The lines of the prompt: up to the nearest heading or number, else the nearest paragraph."""
    paragraph: list[Line] = []
    gap = False
    for line in reversed(lines[since:index]):
        if not line.text.strip():
            gap = gap or bool(paragraph)
            continue
        begins = not line.is_code and (heading_of(line.text) or _NUMBERED.match(line.text))
        if gap and not begins:
            break
        paragraph.append(line)
        if begins:
            break
    return paragraph[::-1]


def _level_of(starts: Sequence[Start], lines: Sequence[Line]) -> int:
    at = {start.line for start in starts}
    levels = [level for line, level, _ in _headings(lines) if line.number in at]
    return min(levels, default=7)


def numbered_lines(lines: Sequence[Line]) -> list[Found]:
    """`7. Question?` as a line of plain text, its answer below."""
    numbered = [
        (line, line.text, int(match[1] or match[2]))
        for line in lines
        if not line.is_code and line.text.rstrip(" *_").endswith("?") and (match := _NUMBERED.match(line.text))
    ]
    starts = [Start(line.number, text, line.number + 1) for line, text, _ in _climbing(numbered)]
    return list(_between(lines, starts, _shallower(7)))


SHAPES: tuple[Callable[[Sequence[Line]], list[Found]], ...] = (
    folded_questions,
    question_and_answer_pairs,
    answer_lines,
    item_headings,
    numbered_headings,
    bold_questions,
    question_headings,
    numbered_lines,
)
