"""`<details><summary>Question</summary> answer </details>`: nested, by category, or folding an answer alone."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from questions.documents.found import Found
from questions.documents.lines import Line, dedented, heading_of, prompt_text

DEEPEST = 40
LONGEST_LABEL = 120
_TAG = re.compile(r"<details[^<>]*>|</details\s*>|<summary[^<>]*>|</summary\s*>", re.IGNORECASE)
_ANY_TAG = re.compile(r"<[^<>]+>")
_ANSWER = re.compile(
    r"^\W*(?:(?:show|view|see|click|reveal|expand|the|sample|model|to|for)\W+)*(?:answer|solution|explanation)s?\b\W*\w*\W*$",
    re.IGNORECASE,
)


@dataclass
class Fold:
    """One <details>: its summary, the line it begins at, and its texts and folds in their order."""

    line: int
    summary: list[str] = field(default_factory=list)
    content: list["str | Fold"] = field(default_factory=list)

    @property
    def title(self) -> str:
        return " ".join(_ANY_TAG.sub("", "\n".join(self.summary)).split())

    @property
    def is_answer(self) -> bool:
        return len(self.title) <= LONGEST_LABEL and bool(_ANSWER.match(self.title))

    @property
    def folds(self) -> list["Fold"]:
        return [item for item in self.content if isinstance(item, Fold)]

    @property
    def is_category(self) -> bool:
        """Nothing of its own, only folds that ask something."""
        texts = [item for item in self.content if isinstance(item, str) and _ANY_TAG.sub("", item).strip()]
        return not texts and any(not fold.is_answer for fold in self.folds)

    def body(self) -> list[str]:
        lines: list[str] = []
        for item in self.content:
            if isinstance(item, str):
                lines.append(item)
            else:
                lines += ["", *([] if item.is_answer else [f"**{item.title}**", ""]), *item.body(), ""]
        return lines


def folded_questions(lines: Sequence[Line]) -> list[Found]:
    """The questions of a document that folds its answers; an empty list where nothing is folded."""
    reader = _Reader()
    for line in lines:
        reader.take(line)
    reader.end()
    return reader.found


class _Reader:
    """Keeps what stood before each fold, which is the prompt of one that folds only an answer."""

    def __init__(self) -> None:
        self.found: list[Found] = []
        self.open: list[Fold] = []
        self.in_summary = False
        self.too_deep = 0
        self.before: list[Line] = []
        self.section = ""

    def take(self, line: Line) -> None:
        position = 0
        for tag in () if line.is_code else _TAG.finditer(line.text):
            self._text(line, line.text[position : tag.start()], whole=False)
            position = tag.end()
            self._tag(line, tag[0].lower())
        self._text(line, line.text[position:], whole=position == 0)

    def end(self) -> None:
        """Closes what the document left open, so that its last question is not lost."""
        self.in_summary, self.too_deep = False, 0
        while self.open:
            self._close()

    def _tag(self, line: Line, tag: str) -> None:
        if tag.startswith("<details") and len(self.open) == DEEPEST:
            self.too_deep += 1
        elif tag.startswith("<details"):
            fold = Fold(line.number)
            if self.open:
                self.open[-1].content.append(fold)
            self.open.append(fold)
        elif tag.startswith("<summary"):
            self.in_summary = bool(self.open)
        elif tag.startswith("</summary"):
            self.in_summary = False
        elif self.too_deep:
            self.too_deep -= 1
        elif self.open:
            self._close()

    def _close(self) -> None:
        fold = self.open.pop()
        self.in_summary = False
        if not self.open:
            self.found += self._questions(fold, self.section)
            self.before = []

    def _text(self, line: Line, text: str, whole: bool) -> None:
        if self.in_summary:
            self.open[-1].summary.append(text)
        elif self.open:
            if whole or text.strip():
                self.open[-1].content.append(text)
        elif text.strip():
            self._outside(line)

    def _outside(self, line: Line) -> None:
        if not line.is_code and heading_of(line.text):
            self.before = []
        self.before.append(line)

    def _questions(self, fold: Fold, section: str) -> Iterator[Found]:
        if fold.is_category:
            for inner in fold.folds:
                yield from self._questions(inner, fold.title)
        elif fold.is_answer:
            if self.before:
                prompt = prompt_text(self.before)
                yield Found(prompt, dedented(fold.body()), self.before[0].number, section, hint=prompt)
        else:
            headings = [heading.title for line in self.before if (heading := heading_of(line.text))]
            self.section = headings[-1] if headings else self.section
            yield Found(fold.title, dedented(fold.body()), fold.line, section or self.section, hint=fold.title)
