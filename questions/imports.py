"""What the preview of an import shows."""

import hashlib
from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass
from functools import cached_property

from questions import library
from questions.documents import LABELS
from questions.documents.stored import thawed
from questions.matching import ForAll, Item, Outcome
from questions.models import Import
from questions.rubric import Problem

SHOWN = 300


@dataclass(frozen=True)
class Preview:
    """The items of a document, those that change something first; only so many are shown one by one."""

    items: list[Item]
    problems: list[Problem]
    kind: str
    is_table: bool

    @cached_property
    def counts(self) -> Counter:
        return Counter(item.outcome for item in self.items)

    @property
    def doubles(self) -> int:
        return sum(bool(item.double_of) for item in self.items)

    @cached_property
    def shown(self) -> list[Item]:
        return sorted(self.items, key=lambda item: (not item.writes, item.number))[:SHOWN]

    @property
    def hidden(self) -> int:
        return len(self.items) - len(self.shown)

    @property
    def writing(self) -> int:
        return self.counts[Outcome.NEW] + self.counts[Outcome.CHANGED]

    @cached_property
    def digest(self) -> str:
        """Differs as soon as the import would do anything else than what was shown."""
        told = repr([(item.draft, item.outcome, item.before) for item in self.items])
        return hashlib.sha256(told.encode(errors="replace")).hexdigest()[:24]

    def chosen(self, ticked: Collection[str]) -> list[Item]:
        """All that writes, but for what was shown and not ticked."""
        left = {str(item.number) for item in self.shown} - set(ticked)
        return [item for item in self.items if item.writes and str(item.number) not in left]


def preview_of(document: Import, for_all: ForAll) -> Preview:
    reading = thawed(document.content, document.name)
    return Preview(
        items=library.planned(reading.drafts, for_all),
        problems=reading.problems,
        kind=LABELS.get(document.kind, document.kind),
        is_table="rows" in document.content,
    )
