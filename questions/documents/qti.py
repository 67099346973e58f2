"""QTI 2.2 and 3.0: essay items (extended text) with the rubric that their scorer sees."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, tostring

from questions.documents.found import Found, drafts_of
from questions.documents.html import html_to_markdown
from questions.documents.quizzes import lines_of_elements, parsed_xml
from questions.documents.reading import Reading
from questions.rubric import Place, Problem

ITEMS = ("assessmentItem", "qti-assessment-item")
BODIES = ("itemBody", "qti-item-body")
RUBRICS = ("rubricBlock", "qti-rubric-block")
INTERACTIONS = ("extendedTextInteraction", "qti-extended-text-interaction", "textEntryInteraction")


def read_qti(text: str, file: str) -> Reading:
    root = parsed_xml(text, file)
    if isinstance(root, Reading):
        return root
    _without_namespaces(root)
    found = list(_items(root, text))
    whole = [item for item in found if item.is_whole]
    problems = [
        Problem(Place(file, item.line), f"Item “{item.hint}” has no rubric for its scorer, so there is no answer.")
        for item in found
        if not item.is_whole
    ]
    if not found:
        problems.append(Problem(Place(file), "There is no assessment item in this XML."))
    return Reading(drafts_of(whole, file), problems)


def _without_namespaces(root: Element) -> None:
    for element in root.iter():
        if isinstance(element.tag, str):
            element.tag = element.tag.rpartition("}")[2]


def _items(root: Element, text: str) -> Iterator[Found]:
    items = [element for element in root.iter() if element.tag in ITEMS]
    for line, item in zip(lines_of_elements(text, "(?:\\w+:)?(?:qti-)?assessment-?[Ii]tem", len(items)), items):
        body = next((e for e in item.iter() if e.tag in BODIES), None)
        if body is None:
            continue
        rubrics = [e for e in item.iter() if e.tag in RUBRICS and "scorer" in (e.get("view") or "scorer").split()]
        answer = "\n\n".join(_markdown(rubric) for rubric in rubrics)
        yield Found(_prompt(body), answer, line, "", hint=item.get("title") or item.get("identifier") or "")


def _prompt(body: Element) -> str:
    """The item's body without its rubrics; of an interaction only its own prompt."""
    for parent in list(body.iter()):
        for child in list(parent):
            if child.tag in RUBRICS:
                parent.remove(child)
            elif child.tag in INTERACTIONS:
                child.tag = "div"
    for element in body.iter():
        if element.tag in ("prompt", "qti-prompt"):
            element.tag = "p"
    return _markdown(body)


def _markdown(element: Element) -> str:
    return html_to_markdown(tostring(element, encoding="unicode", method="html"))
