"""Quizzes of learning platforms: Moodle XML and Aiken. A question with choices becomes a prompt that lists them."""

import re
from collections.abc import Iterable, Iterator
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from questions.documents.found import Found, drafts_of
from questions.documents.html import html_to_markdown, tags_as_code
from questions.documents.reading import Reading
from questions.rubric import Place, Problem

DEEPEST = 100


def reading_of(found: Iterable[Found], file: str, nothing: str) -> Reading:
    """Drafts of what has an answer, a problem for each that has none."""
    found = list(found)
    whole = [item for item in found if item.is_whole]
    problems = [
        Problem(Place(file, item.line), f"“{item.prompt.strip()[:60] or 'This question'}” {item.lack}.")
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


def lines_of_elements(text: str, name: str, count: int) -> list[int]:
    """The lines where the elements of a name begin, which the parser does not tell; else the numbers they have."""
    found, line, last = [], 1, 0
    for match in re.finditer(rf"<{name}[\s>/]", text):
        line, last = line + text.count("\n", last, match.start()), match.start()
        found.append(line)
    return found if len(found) == count else list(range(1, count + 1))


def earns(share: str) -> bool:
    """Whether an answer with this share of the marks is a right one."""
    return bool(re.match(r"0*\.?0*[1-9]", share.strip()))


def listed(answers: list[str]) -> str:
    answers = [answer for answer in answers if answer]
    return "\n".join(f"- {answer}" for answer in answers) if len(answers) > 1 else "".join(answers)


def number_told(value: str, tolerance: str) -> str:
    value, tolerance = value.strip(), tolerance.strip()
    return f"{value}, give or take {tolerance}" if value and tolerance.strip("0.") else value


ASKABLE = ("essay", "shortanswer", "multichoice", "truefalse", "numerical", "match", "matching")


def read_moodle(text: str, file: str) -> Reading:
    root = parsed_xml(text, file)
    if isinstance(root, Reading):
        return root
    questions = list(root.iter("question"))
    lines = lines_of_elements(text, "question", len(questions))
    nothing = "There is no question in this quiz that could be asked in an interview."
    return reading_of(_moodle(zip(lines, questions)), file, nothing)


def _moodle(questions: Iterable[tuple[int, Element]]) -> Iterator[Found]:
    section = ""
    for line, question in questions:
        kind = question.get("type") or "unknown"
        prompt = _shown(question.find("questiontext")) or _inner(question, "name")
        if kind == "category":
            section = _inner(question, "category").rpartition("/")[2].strip()
        elif kind in ASKABLE:
            tags = " ".join(tag.findtext("text") or "" for tag in question.iter("tag"))
            yield Found(prompt + _choices(question, kind), _moodle_answer(question), line, section, hint=tags)
        else:
            lack = f"is of the type “{kind}”, which cannot become an open question"
            yield Found(_inner(question, "name") or prompt, "", line, lack=lack)


def _inner(element: Element, name: str) -> str:
    inner = element.find(name)
    return (inner.findtext("text") or "").strip() if inner is not None else ""


def _shown(inner: Element | None) -> str:
    """The Markdown of a text, which says itself what it is written in."""
    text = (inner.findtext("text") or "").strip() if inner is not None else ""
    written = {"plain_text": tags_as_code, "markdown": str}
    return written.get(inner.get("format", "") if text else "", html_to_markdown)(text)


def _choices(question: Element, kind: str) -> str:
    if kind == "multichoice":
        choices = [_shown(answer) for answer in question.findall("answer")]
    else:
        choices = [left for left, _ in _pairs(question)]
    return "\n\n" + "\n".join(f"- {choice}" for choice in choices) if choices else ""


def _pairs(question: Element) -> list[tuple[str, str]]:
    """What is matched with what; a right-hand side alone is only there to mislead."""
    pairs = [(_shown(pair), _inner(pair, "answer")) for pair in question.findall("subquestion")]
    return [(left, right) for left, right in pairs if left]


def _moodle_answer(question: Element) -> str:
    """What the platform keeps for the grader: its information, the right answers, the feedback."""
    right = [
        number_told(_shown(answer), answer.findtext("tolerance") or "")
        for answer in question.findall("answer")
        if earns(answer.get("fraction") or "")
    ]
    pairs = [f"{left}: {right}" for left, right in _pairs(question)]
    parts = (_shown(question.find("graderinfo")), listed(right + pairs), _shown(question.find("generalfeedback")))
    return "\n\n".join(part for part in parts if part)


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
