"""Documents out: one table, WRITERS, names every format that the bank can be had in."""

import hashlib
import io
import re
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from xml.etree.ElementTree import Element, SubElement, fromstring, indent, tostring

import genanki

from questions.documents.front_matter import to_markdown
from questions.documents.records import to_json
from questions.documents.table import to_csv
from questions.markdown import render
from questions.rubric import Draft

Drafts = Sequence[Draft]


@dataclass(frozen=True)
class Writer:
    """One format: its name for people, the end of its files' names, their type, and who writes it."""

    label: str
    ending: str
    media_type: str
    write: Callable[[Drafts], bytes]


def _packed(files: Sequence[tuple[str, str]]) -> bytes:
    """A zip that is the same whenever the files are."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, text in files:
            packed.writestr(zipfile.ZipInfo(name), text)
    return out.getvalue()


def _markdown(drafts: Drafts) -> bytes:
    return _packed([(f"{draft.ref}.md", to_markdown(draft)) for draft in drafts])


def rubric_html(draft: Draft) -> str:
    """What a grader gets: the model answer, then the key points with kind and weight."""
    points = "\n".join(f"- {point.text} ({point.kind}, weight {point.weight})" for point in draft.points)
    return render(f"{draft.model_answer}\n\n### Key points\n\n{points}")


def _xml(root: Element) -> str:
    indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + tostring(root, encoding="unicode") + "\n"


def _text(parent: Element, tag: str, text: str, **attributes: str) -> None:
    SubElement(SubElement(parent, tag, attributes), "text").text = _plain_signs(text)


def _plain_signs(text: str) -> str:
    """XML has no way to write most control characters."""
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", text)


def _moodle(drafts: Drafts) -> bytes:
    quiz = Element("quiz")
    topic = None
    for draft in sorted(drafts, key=lambda draft: draft.topic):
        if draft.topic != topic:
            topic = draft.topic
            _text(SubElement(quiz, "question", type="category"), "category", f"$course$/{topic.replace('/', '//')}")
        question = SubElement(quiz, "question", type="essay")
        _text(question, "name", f"{draft.ref} {draft.title}".strip())
        _text(question, "questiontext", render(draft.prompt), format="html")
        _text(question, "graderinfo", rubric_html(draft), format="html")
        SubElement(question, "responseformat").text = "editor"
        tags = SubElement(question, "tags")
        for tag in (draft.level.value, *draft.tags):
            _text(tags, "tag", tag)
    return _xml(quiz).encode()


def _gift_text(text: str) -> str:
    """Signs that mean something in GIFT get a backslash; a blank line would end the question."""
    escaped = re.sub(r"([~=#{}:\\])", r"\\\1", text.strip())
    return escaped.replace("\n", "\\n")


def _gift(drafts: Drafts) -> bytes:
    """Essays, whose rubric GIFT keeps as general feedback."""
    blocks = []
    for draft in drafts:
        blocks.append(f"$CATEGORY: $course$/{draft.topic.replace('/', '//')}")
        feedback = _gift_text(draft.model_answer)
        blocks.append(f"::{_gift_text(draft.ref)}::[markdown]{_gift_text(draft.prompt)} {{####[markdown]{feedback}}}")
    return ("\n\n".join(blocks) + "\n").encode()


QTI = "http://www.imsglobal.org/xsd/imsqtiasi_v3p0"


def _qti_item(draft: Draft) -> str:
    item = Element("qti-assessment-item", {"xmlns": QTI, "identifier": draft.ref, "title": draft.title or draft.ref})
    item.attrib |= {"adaptive": "false", "time-dependent": "false"}
    declared = {"identifier": "RESPONSE", "cardinality": "single", "base-type": "string"}
    SubElement(item, "qti-response-declaration", declared)
    body = SubElement(item, "qti-item-body")
    body.append(_as_element(render(draft.prompt)))
    SubElement(body, "qti-extended-text-interaction", {"response-identifier": "RESPONSE"})
    rubric = SubElement(body, "qti-rubric-block", {"view": "scorer", "use": "scoring"})
    SubElement(rubric, "qti-content-body").append(_as_element(rubric_html(draft)))
    return _xml(item)


def _as_element(html: str) -> Element:
    """Our own HTML as XML: its lone tags are closed, and it names no entity but XML's own."""
    closed = re.sub(r"<(br|hr)>", r"<\1/>", _plain_signs(html)).replace("&nbsp;", "\u00a0")
    return fromstring(f"<div>{closed}</div>")  # noqa: S314  (our own renderer wrote it)


def _qti(drafts: Drafts) -> bytes:
    return _packed([(f"{draft.ref}.xml", _qti_item(draft)) for draft in drafts])


def _number(name: str) -> int:
    """Anki knows models and decks by numbers; the same name must always give the same one."""
    return int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) | 1 << 30


def _anki(drafts: Drafts) -> bytes:
    model = genanki.Model(
        _number("rehearse card"),
        "Rehearse question",
        fields=[{"name": "Prompt"}, {"name": "Answer"}, {"name": "Ref"}],
        templates=[{"name": "Card", "qfmt": "{{Prompt}}", "afmt": "{{FrontSide}}<hr id=answer>{{Answer}}"}],
    )
    decks: dict[str, genanki.Deck] = {}
    for draft in drafts:
        deck = decks.setdefault(draft.topic, genanki.Deck(_number(draft.topic), f"Rehearse::{draft.topic}"))
        tags = [re.sub(r"\s+", "-", tag) for tag in (draft.level.value, *draft.tags)]
        fields = [render(draft.prompt), rubric_html(draft), draft.ref]
        deck.add_note(genanki.Note(model=model, fields=fields, tags=tags, guid=genanki.guid_for(draft.ref)))
    out = io.BytesIO()
    genanki.Package(list(decks.values())).write_to_file(out)
    return out.getvalue()


WRITERS: dict[str, Writer] = {
    "markdown": Writer("our Markdown, one file a question", "zip", "application/zip", _markdown),
    "json": Writer("JSON", "json", "application/json", lambda drafts: to_json(drafts).encode()),
    "csv": Writer("CSV", "csv", "text/csv", lambda drafts: to_csv(drafts).encode()),
    "moodle": Writer("Moodle XML", "xml", "application/xml", _moodle),
    "gift": Writer("GIFT", "gift", "text/plain", _gift),
    "qti": Writer("QTI 3.0, one file a question", "zip", "application/zip", _qti),
    "anki": Writer("Anki deck", "apkg", "application/octet-stream", _anki),
}
