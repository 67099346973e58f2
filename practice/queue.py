"""What is asked next, and why: what is new and what has waited longest, in turns, the weakest topics first."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

OFTEN = 2  # A key point missed so many times in a row is worth naming.


@dataclass(frozen=True)
class Known:
    """A question that has been answered before: the chance that it is recalled now, 0 to 1, and since when it waits."""

    question: int
    topic: str
    level: str
    recall: float
    due: datetime
    missed: int = 0


@dataclass(frozen=True)
class Unseen:
    question: int
    topic: str
    level: str


@dataclass(frozen=True)
class Pick:
    question: int
    why: str


@dataclass(frozen=True)
class Strength:
    """How ready somebody is: mean expected recall over all questions of a kind; one never seen counts as nothing."""

    name: str
    questions: int
    seen: int
    recalled: float

    @property
    def ready(self) -> float:
        return self.recalled / self.questions if self.questions else 0.0

    @property
    def is_new(self) -> bool:
        return not self.seen


def strengths(known: Iterable[Known], totals: dict[str, int], kind: Callable[[Known], str]) -> list[Strength]:
    """One strength a topic or a level of the bank, the weakest first."""
    return added_up(((kind(item), 1, item.recall) for item in known), totals)


def added_up(sums: Iterable[tuple[str, int, float]], totals: dict[str, int]) -> list[Strength]:
    """The same from sums that were made elsewhere: a name, how many were seen, how many of them recalled."""
    found = dict.fromkeys(totals, (0, 0.0))
    for name, seen, recalled in sums:
        before = found.get(name, (0, 0.0))
        found[name] = (before[0] + seen, before[1] + recalled)
    rows = [Strength(name, max(totals.get(name, 0), seen), seen, recalled) for name, (seen, recalled) in found.items()]
    return sorted(rows, key=lambda strength: (strength.ready, strength.name))


def is_turn_of_new(due: int, left: int, done: int, new: int) -> bool:
    """Whether a new question comes now: `left` of them may come today, `new` of the day's `done` answers were new.

    As long as something is due, two of three answers may be new ones. If these had to wait until nothing is due, they
    would never come where more falls due than there are minutes for; if what is due had to wait for them, it would
    never come back to somebody with a large bank.
    """
    return left > 0 and (not due or 3 * new <= 2 * done)


def pick(
    due: Sequence[Known],
    unseen: Sequence[Unseen],
    topics: Sequence[Strength],
    last_topic: str = "",
    ahead: Sequence[Known] = (),
    later: Sequence[Known] = (),
) -> Pick | None:
    """The next question, or None when there is nothing to do.

    Of what is due, the one that has waited longest; of what is new, one of the weakest topic; of what may be asked
    ahead of its time, the one most likely forgotten, and first of that which is due `later` today. Siblings are spread
    out: a question of the topic that was asked last waits while another topic has one.

    Whoever has fewer minutes than there is to do would not get far with the most likely forgotten: what has just been
    failed would always be it, and the same few questions would fill the day. `make simulate` shows the difference.
    """
    if due:
        chosen = min(_spread(due, last_topic), key=lambda item: (item.due, item.recall, item.question))
        return Pick(chosen.question, _why_known("It is due", chosen))
    if unseen:
        weakest = {strength.name: place for place, strength in enumerate(topics)}
        fresh = min(_spread(unseen, last_topic), key=lambda item: (weakest.get(item.topic, 0), item.question))
        return Pick(fresh.question, f"New to you, from your weakest topic with questions left: {fresh.topic}.")
    if later:
        weak = _weakest(later, last_topic)
        return Pick(weak.question, _why_known("It is due later today, and nothing else waits now", weak))
    if ahead:
        weak = _weakest(ahead, last_topic)
        why = "Nothing is due today, and of all others you are likeliest to have lost it"
        return Pick(weak.question, _why_known(why, weak))
    return None


def _weakest(items: Sequence[Known], last_topic: str) -> Known:
    return min(_spread(items, last_topic), key=lambda item: (item.recall, item.due, item.question))


def _spread(items: Sequence, last_topic: str) -> Sequence:
    return [item for item in items if item.topic != last_topic] or items


def _why_known(why: str, item: Known) -> str:
    often = f" A key point of it was missed {item.missed} times in a row." if item.missed >= OFTEN else ""
    return f"{why}.{often} You would recall it with a chance of about {item.recall:.0%} now."
