"""What an import would do, as plain values: drafts beside what the bank holds already."""

import difflib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from enum import StrEnum

from questions.alike import Prompts, normalised
from questions.documents.front_matter import to_markdown
from questions.rubric import Draft, Level, is_ref

LONGEST_REF = 60


class Outcome(StrEnum):
    NEW = "new"
    CHANGED = "changed"
    UNCHANGED = "unchanged"
    REPEATED = "repeated"  # the same question stands in this document already


@dataclass(frozen=True)
class Item:
    """One draft of a document as it would be stored, what that would do, and what it may be a double of."""

    number: int
    draft: Draft
    outcome: Outcome
    before: Draft | None = None
    double_of: str = ""

    @property
    def writes(self) -> bool:
        return self.outcome in (Outcome.NEW, Outcome.CHANGED)

    @property
    def diff(self) -> list[tuple[str, str]]:
        """Lines of the change, each as (kind, text); kind is `same`, `gone` or `added`."""
        return difference(self.before, self.draft) if self.before and self.writes else []


@dataclass(frozen=True)
class ForAll:
    """What the editor says of every new question of a document; what is empty is left as it was read."""

    topic: str = ""
    level: str = ""
    tags: tuple[str, ...] = ()

    def applied(self, draft: Draft) -> Draft:
        return replace(
            draft,
            topic=self.topic or draft.topic,
            level=Level(self.level) if self.level else draft.level,
            tags=tuple(dict.fromkeys((*draft.tags, *self.tags))),
        )


def refs_for(drafts: Sequence[Draft], prompts: Mapping[str, str]) -> list[str]:
    """The ref that each draft names, or that of the bank's question with the same prompt, or a new one of its own."""
    by_prompt = {normalised(prompt): ref for ref, prompt in prompts.items()}
    taken = set(prompts) | {draft.ref for draft in drafts if draft.ref}
    refs = []
    for draft in drafts:
        key = normalised(draft.prompt)
        ref = draft.ref or by_prompt.get(key) or _free(_slug(draft.title or draft.prompt), taken)
        taken.add(ref)
        by_prompt.setdefault(key, ref)
        refs.append(ref)
    return refs


def _slug(text: str) -> str:
    words = re.findall(r"[a-z0-9]+", text.lower())
    slug = ""
    for word in words:
        if len(slug) + len(word) >= LONGEST_REF:
            break
        slug = f"{slug}-{word}" if slug else word
    return slug or "question"


def _free(slug: str, taken: set[str]) -> str:
    if slug not in taken and is_ref(slug):
        return slug
    return next(name for number in range(2, len(taken) + 3) if (name := f"{slug}-{number}") not in taken)


def plan(
    drafts: Sequence[Draft], prompts: Mapping[str, str], existing: Mapping[str, Draft], for_all: ForAll | None = None
) -> list[Item]:
    """What storing these drafts would do. `prompts` are all of the bank's by ref, `existing` those that are met."""
    bank = Prompts(prompts.items())
    seen: set[str] = set()
    items = []
    for number, (draft, ref) in enumerate(zip(drafts, refs_for(drafts, prompts), strict=True), start=1):
        before = existing.get(ref)
        whole = replace(draft, ref=ref) if draft.ref or before is None else _merged(before, draft)
        if before:
            whole = _with_words_of(before, whole)
        if before is None and for_all:
            whole = for_all.applied(whole)
        outcome = Outcome.REPEATED if ref in seen else outcome_of(before, whole)
        double = _double(bank, whole) if outcome == Outcome.NEW else ""
        items.append(Item(number, whole, outcome, before, double))
        seen.add(ref)
    return items


def _double(bank: Prompts, draft: Draft) -> str:
    return next((ref for ref, _ in bank.nearest(draft.prompt, apart_from=draft.ref)), "")


def _merged(before: Draft, draft: Draft) -> Draft:
    """The bank's question with what the document itself states; what its reader only guessed stays as it was."""
    told = {f.name for f in fields(Draft)} - draft.guessed - {"ref"}
    return replace(before, **{name: getattr(draft, name) for name in told})


def _with_words_of(before: Draft, draft: Draft) -> Draft:
    """What is there for wording hints and is not stated stays: the question's synonyms, and the phrases of the points
    that say the same."""
    if "synonyms" in draft.guessed:
        draft = replace(draft, synonyms=before.synonyms)
    if "also_accept" in draft.guessed:
        phrases = {point.text: point.also_accept for point in before.points}
        draft = replace(draft, points=tuple(replace(p, also_accept=phrases.get(p.text, ())) for p in draft.points))
    return draft


def outcome_of(before: Draft | None, draft: Draft) -> Outcome:
    """What storing a draft does to what the bank holds; a status that it leaves open is no change."""
    if before is None:
        return Outcome.NEW
    status = draft.status or before.status
    same = replace(draft, status=status, tags=_as_set(draft.tags)) == replace(before, tags=_as_set(before.tags))
    return Outcome.UNCHANGED if same else Outcome.CHANGED


def _as_set(tags: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(tags)))


def difference(before: Draft, after: Draft) -> list[tuple[str, str]]:
    """The lines in which two drafts differ, with two lines around each; `gap` stands for lines left out."""
    status = after.status or before.status
    return line_difference(to_markdown(before), to_markdown(replace(after, status=status)))


def line_difference(before: str, after: str) -> list[tuple[str, str]]:
    kinds = {" ": "same", "-": "gone", "+": "added", "@": "gap"}
    lines = list(difflib.unified_diff(before.splitlines(), after.splitlines(), n=2, lineterm=""))[2:]
    return [(kinds[line[0]], "" if line[0] == "@" else line[1:]) for line in lines]
