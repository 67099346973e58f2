"""The text of a web page, copied or saved: numbers, a line `Answer`, bullets, and no other mark of what is what."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from questions.documents.found import Found
from questions.documents.page_blocks import as_markdown

_NUMBER = re.compile(r"^\s*(?:Q(?:uestion)?\s*)?(\d{1,4})\s*(?:[.):]\s*)?$", re.IGNORECASE)
_NUMBERED = re.compile(r"^\s*(?:Q(?:uestion)?\s*)?(\d{1,4})\s*[.):]\s+(\S.*)$", re.IGNORECASE)
_ANSWER = re.compile(r"^\s*(?:model |sample )?(?:answer|ans)\s*(?:[:.]\s*)?$", re.IGNORECASE)
_CALL = re.compile(
    r"\b(hire|hiring|testimonials?|subscribe|newsletter|sign up|cookies?|privacy policy|rights reserved|"
    r"related (?:articles|posts)|read more|share this|follow us|get started|book a demo|contact us|"
    r"leave a (?:comment|reply)|about the author|frequently asked|popular .{0,40}questions|star star|avatar)\b|©",
    re.IGNORECASE,
)
LONGEST_HEADING = 120
LONGEST_PROMPT_LINES = 40


@dataclass(frozen=True)
class _Start:
    """Indexes of the first line of the number or prompt, of the first line of the answer, and the number itself."""

    line: int
    answer: int
    number: int
    prompt: str


def looks_like_page_text(text: str) -> bool:
    """No marks of Markdown, and the marks of a page: answers on lines of their own, numbers alone, round bullets."""
    lines = text.split("\n")
    if any(re.match(r"#{1,6} |```|~~~|\s*(?:[-*+]\s*)?\*\*", line) for line in lines):
        # A comment in unfenced code begins like a heading, so one or two of these do not make it Markdown.
        marked = sum(bool(re.match(r"#{1,6} \S|```|\*\*", line)) for line in lines)
        if marked * 20 > len(lines):
            return False
    answers = sum(bool(_ANSWER.match(line)) for line in lines)
    alone = sum(bool(_NUMBER.match(line)) for line in lines)
    return answers >= 1 and (alone >= 1 or any("•" in line for line in lines) or answers >= 2)


def find_questions(text: str) -> list[Found]:
    """The questions of a page, each with its section; what follows the last answer of a list is left out."""
    lines = [line.replace("\xa0", " ").rstrip() for line in text.split("\n")]
    starts = _starts(lines)
    found = []
    section = _heading_before(lines, starts[0].line)[0] if starts else ""
    for index, start in enumerate(starts):
        following = starts[index + 1] if index + 1 < len(starts) else None
        end, ahead = (following.line, "") if following else (len(lines), "")
        if following and following.number == 1:
            ahead, end = _heading_before(lines, following.line)
        body = lines[start.answer : end]
        if not following or following.number == 1:
            body = _without_tail(body)
        answer, doubts = as_markdown(body, first_line=start.answer + 1)
        found.append(Found(start.prompt, answer, start.line + 1, section, doubts=tuple(doubts)))
        section = ahead or section
    return found


def _starts(lines: Sequence[str]) -> list[_Start]:
    """Where questions begin: numbers that go on by one or begin anew, each with a prompt and a line `Answer`."""
    starts: list[_Start] = []
    for index, line in enumerate(lines):
        if not _ANSWER.match(line):
            continue
        least = starts[-1].answer if starts else 0
        if start := _start_before(lines, index, least, starts[-1].number if starts else 0):
            starts.append(start)
    return starts


def _start_before(lines: Sequence[str], answer: int, least: int, last: int) -> _Start | None:
    for index in range(answer - 1, max(least, answer - LONGEST_PROMPT_LINES) - 1, -1):
        alone, numbered = _NUMBER.match(lines[index]), _NUMBERED.match(lines[index])
        match = alone or numbered
        if match and int(match[1]) in (last + 1, 1):
            first = [] if alone else [numbered[2]]
            prompt = "\n".join([*first, *lines[index + 1 : answer]]).strip()
            return _Start(index, answer + 1, int(match[1]), re.sub(r"\n{2,}", "\n\n", prompt)) if prompt else None
    return _unnumbered(lines, answer, least, last)


def _unnumbered(lines: Sequence[str], answer: int, least: int, last: int) -> _Start | None:
    """The paragraph before the answer, where the page lost its numbers."""
    end = answer
    while end > least and not lines[end - 1].strip():
        end -= 1
    begin = end
    while begin > least and lines[begin - 1].strip():
        begin -= 1
    prompt = "\n".join(lines[begin:end]).strip()
    return _Start(begin, answer + 1, last + 1, prompt) if prompt else None


def _heading_before(lines: Sequence[str], line: int) -> tuple[str, int]:
    """The heading of a list, and the index of the line on which it stands: one short line that is no sentence."""
    index = line - 1
    while index >= 0 and not lines[index].strip():
        index -= 1
    text = lines[index].strip() if index >= 0 else ""
    stands_alone = index <= 0 or not lines[index - 1].strip()
    if text and stands_alone and len(text) <= LONGEST_HEADING and text[-1] not in ".;,:" and text[0] not in "•◦-":
        return text, index
    return "", line


def _without_tail(body: Sequence[str]) -> list[str]:
    """The last answer of a list, without what the page goes on to sell."""
    for index, line in enumerate(body):
        text = line.strip()
        if text and len(text) < 90 and text[0] not in "•◦-" and text[-1] != "." and _CALL.search(text):
            while index and body[index - 1].strip() and _is_label(body[index - 1]):
                index -= 1
            return list(body[:index])
    return list(body)


def _is_label(line: str) -> bool:
    return len(line.strip()) < 90 and line.strip()[-1] not in ".:" and line.strip()[0] not in "•◦-"
