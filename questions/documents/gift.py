"""GIFT, the quiz format that people type: questions set apart by blank lines, their answers in braces."""

import re
from collections.abc import Iterator
from dataclasses import replace

from questions.documents.found import Found
from questions.documents.html import html_to_markdown, tags_as_code
from questions.documents.quizzes import earns, listed, number_told, reading_of
from questions.documents.reading import Reading

_ESCAPED = re.compile(r"\\([~=#{}:\\])")
_TITLE = re.compile(r"\s*::(?P<title>.*?)::", re.DOTALL)
_CHOICE = re.compile(r"([=~])(?:%(-?[\d.]+)%)?([^=~#]*)(?:#([^=~]*))?")
_TRUTH = {"T": "True", "TRUE": "True", "F": "False", "FALSE": "False"}


def read_gift(text: str, file: str) -> Reading:
    return reading_of(_questions(text), file, "There is no question in this GIFT file.")


def _questions(text: str) -> Iterator[Found]:
    """A backslash takes a sign's meaning away; such signs are hidden until all the others have been read."""
    section, line = "", 1
    for block in re.split(r"(\n\s*\n)", text):
        start, line = line, line + block.count("\n")
        kept = "\n".join(row for row in block.splitlines() if not row.lstrip().startswith("//")).strip()
        if kept.startswith("$CATEGORY:"):
            first, _, kept = kept.partition("\n")
            section = first.removeprefix("$CATEGORY:").strip().rpartition("/")[2]
        hidden = _ESCAPED.sub(lambda match: chr(0xE000 + ord(match[1])), kept)
        before, opened, rest = hidden.partition("{")
        answers, closed, after = rest.partition("}")
        if opened and closed:
            yield _question(before, answers, after.partition("{")[0], Found("", "", start, section))


def _question(before: str, answers: str, after: str, at: Found) -> Found:
    title = _TITLE.match(before)
    prompt = (before[title.end() :] if title else before).strip()
    prompt += " _____" + after if after.strip() else ""
    body, _, general = answers.partition("####")
    choices = [] if body.lstrip().startswith("#") else _CHOICE.findall(body)
    if any(choice[0] == "~" for choice in choices):
        prompt += "\n\n" + "\n".join(f"- {choice[2].strip()}" for choice in choices)
    whole = "\n\n".join(part for part in (_answer(body, choices), general.strip()) if part)
    return replace(
        at, prompt=_unhidden(prompt), answer=_unhidden(whole), hint=_unhidden(title["title"] if title else "")
    )


def _answer(body: str, choices: list[tuple]) -> str:
    if body.lstrip().startswith("#"):
        return _numbers(body)
    right = [text.strip() for sign, share, text, _ in choices if sign == "=" or earns(share)]
    return _TRUTH.get(body.partition("#")[0].strip().upper(), listed(right))


def _numbers(body: str) -> str:
    """The answer to a question for a number: `#3:1`, `#3..5`, or `#=3:0 =%50%4:1`, each with or without feedback."""
    told = body.strip().removeprefix("#")
    alternatives = re.findall(r"=(?:%([\d.]+)%)?([^=~]*)", told if "=" in told else f"={told}")
    return listed([_number(text.partition("#")[0].strip(), share) for share, text in alternatives])


def _number(text: str, share: str) -> str:
    least, dots, most = text.partition("..")
    number = f"{least.strip()} to {most.strip()}" if dots else number_told(*text.partition(":")[::2])
    return f"{number} ({share} % of the marks)" if number and share not in ("", "100") else number


def _unhidden(text: str) -> str:
    shown = re.sub(r"[\ue000-\ue0ff]", lambda match: chr(ord(match[0]) - 0xE000), text.strip())
    told = re.match(r"\[(html|markdown|plain|moodle)\]", shown)
    text = (shown[told.end() :] if told else shown).replace("\\n", "\n")
    if told and told[1] in ("markdown", "plain"):
        return text.strip() if told[1] == "markdown" else tags_as_code(text.strip())
    return html_to_markdown(text)
