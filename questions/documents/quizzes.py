"""Quizzes of learning platforms: Moodle XML, GIFT, Aiken. A question with choices becomes a prompt that lists them."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from questions.documents.found import Found, drafts_of
from questions.documents.html import html_to_markdown
from questions.documents.reading import Reading
from questions.rubric import Place, Problem

DEEPEST = 100


def reading_of(found: Iterable[Found], file: str, nothing: str) -> Reading:
    """Drafts of what has an answer, a problem for each that has none."""
    found = list(found)
    whole = [item for item in found if item.is_whole]
    problems = [
        Problem(Place(file, item.line), f"“{item.prompt.strip()[:60] or 'This question'}” has no answer.")
        for item in found
        if not item.is_whole
    ]
    return Reading(drafts_of(whole, file), problems or ([] if whole else [Problem(Place(file), nothing)]))


def parsed_xml(text: str, file: str) -> Element | Reading:
    """The root of an XML text without a declaration of entities, or what is wrong with it."""
    try:
        root = fromstring(re.sub(r"^\s*<\?xml[^>]*\?>", "", text), forbid_dtd=True)
    except ParseError as error:
        return Reading([], [Problem(Place(file, error.position[0]), f"This is not valid XML: {error}.")])
    except (DefusedXmlException, ValueError):
        return Reading([], [Problem(Place(file), "This XML declares entities or a document type; they are not read.")])
    if _is_deep(root):
        return Reading([], [Problem(Place(file), "This XML is nested too deeply.")])
    return root


def _is_deep(root: Element) -> bool:
    level = [root]
    for _ in range(DEEPEST):
        level = [child for element in level for child in element]
    return bool(level)


def read_moodle(text: str, file: str) -> Reading:
    root = parsed_xml(text, file)
    if isinstance(root, Reading):
        return root
    return reading_of(_moodle(root), file, "There is no question in this quiz that could be asked in an interview.")


def _moodle(root: Element) -> Iterator[Found]:
    section, number = "", 0
    for question in root.iter("question"):
        kind = question.get("type", "")
        if kind == "category":
            section = _inner(question, "category").rpartition("/")[2].strip()
        elif kind in ("essay", "shortanswer", "multichoice", "truefalse", "numerical", "description"):
            number += 1
            prompt = html_to_markdown(_inner(question, "questiontext")) or _inner(question, "name")
            if kind != "description":
                tags = " ".join(tag.findtext("text") or "" for tag in question.iter("tag"))
                yield Found(prompt + _choices(question, kind), _moodle_answer(question), number, section, hint=tags)


def _inner(element: Element, name: str) -> str:
    inner = element.find(name)
    return (inner.findtext("text") or "").strip() if inner is not None else ""


def _choices(question: Element, kind: str) -> str:
    if kind != "multichoice":
        return ""
    return "\n\n" + "\n".join(f"- {html_to_markdown(a.findtext('text') or '')}" for a in question.findall("answer"))


def _moodle_answer(question: Element) -> str:
    """What the platform keeps for the grader: its information, the right answers, the feedback."""
    right = [
        html_to_markdown(answer.findtext("text") or "")
        for answer in question.findall("answer")
        if _EARNS.match("%" + (answer.get("fraction") or "").strip())
    ]
    parts = [html_to_markdown(_inner(question, "graderinfo"))]
    parts.append("\n".join(f"- {text}" for text in right) if len(right) > 1 else "".join(right))
    parts.append(html_to_markdown(_inner(question, "generalfeedback")))
    return "\n\n".join(part for part in parts if part)


_ESCAPED = re.compile(r"\\([~=#{}:\\])")
_GIFT_TITLE = re.compile(r"\s*::(?P<title>.*?)::", re.DOTALL)
_EARNS = re.compile(r"%0*\.?0*[1-9]")
_GIFT_TRUTH = {"T": "True", "TRUE": "True", "F": "False", "FALSE": "False"}


def read_gift(text: str, file: str) -> Reading:
    return reading_of(_gift(text), file, "There is no question in this GIFT file.")


def _gift(text: str) -> Iterator[Found]:
    """Questions are set apart by blank lines; braces hold the answers, a backslash takes a sign's meaning away."""
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
            yield _gift_question(before, answers, after.partition("{")[0], Found("", "", start, section))


def _gift_question(before: str, answers: str, after: str, at: Found) -> Found:
    title = _GIFT_TITLE.match(before)
    prompt = (before[title.end() :] if title else before).strip()
    prompt += " _____" + after if after.strip() else ""
    body, _, general = answers.partition("####")
    choices = re.findall(r"([=~])(%-?[\d.]+%)?([^=~#]*)(?:#([^=~]*))?", body)
    right = [text.strip() for sign, share, text, _ in choices if sign == "=" or _EARNS.match(share)]
    wrong = any(choice[0] == "~" for choice in choices)
    if wrong:
        prompt += "\n\n" + "\n".join(f"- {choice[2].strip()}" for choice in choices)
    truth = _GIFT_TRUTH.get(body.partition("#")[0].strip().upper(), "")
    answers = [truth] if truth else right
    answer = "\n".join(f"- {text}" for text in answers) if len(answers) > 1 else "".join(answers)
    whole = "\n\n".join(part for part in (answer, general.strip()) if part)
    return replace(
        at, prompt=_unhidden(prompt), answer=_unhidden(whole), hint=_unhidden(title["title"] if title else "")
    )


def _unhidden(text: str) -> str:
    shown = re.sub(r"[\ue000-\ue0ff]", lambda match: chr(ord(match[0]) - 0xE000), text.strip())
    told = re.match(r"\[(html|markdown|plain|moodle)\]", shown)
    text = shown[told.end() :] if told else shown
    text = text.replace("\\n", "\n")
    return text.strip() if told and told[1] in ("markdown", "plain") else html_to_markdown(text)


_CHOICE = re.compile(r"^\s*([A-Z])[.)]\s+(.+)$")
_RIGHT = re.compile(r"^\s*ANSWER:\s*([A-Z](?:\s*,\s*[A-Z])*)\s*$", re.IGNORECASE)


def read_aiken(text: str, file: str) -> Reading:
    return reading_of(_aiken(text), file, "There is no question in this Aiken file.")


def _aiken(text: str) -> Iterator[Found]:
    prompt: list[str] = []
    choices: dict[str, str] = {}
    start = 0
    for number, line in enumerate(text.split("\n"), start=1):
        if right := _RIGHT.match(line):
            letters = [letter.strip().upper() for letter in right[1].split(",")]
            answer = "\n".join(f"{letter}. {choices[letter]}" for letter in letters if letter in choices)
            listed = "\n".join(f"- {letter}. {text}" for letter, text in choices.items())
            yield Found("\n".join(prompt).strip() + f"\n\n{listed}", answer, start, "")
            prompt, choices, start = [], {}, 0
        elif choice := _CHOICE.match(line):
            choices[choice[1]] = choice[2].strip()
        elif line.strip():
            start = start or number
            prompt.append(line)
    if prompt:
        yield Found("\n".join(prompt).strip(), "", start, "")
