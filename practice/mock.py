"""Fills the minutes of a mock interview with questions. The same wishes, pool and seed always give the same."""

import random
from collections.abc import Collection, Sequence

from questions.picking import Entry


def fill(
    pool: Sequence[Entry], minutes: int, levels: Collection[str], topics: Collection[str], seed: int
) -> tuple[str, ...]:
    """The refs of questions that fit and together need no more than the minutes, the topics taking turns.

    An empty collection of levels or topics stands for all of them.
    """
    rng = random.Random(seed)
    fitting = [e for e in pool if (not levels or e.level in levels) and (not topics or e.topic in topics)]
    by_topic: dict[str, list[Entry]] = {}
    for entry in sorted(fitting, key=lambda entry: entry.ref):
        by_topic.setdefault(entry.topic, []).append(entry)
    queues = list(by_topic.values())
    rng.shuffle(queues)
    for queue in queues:
        rng.shuffle(queue)
    chosen: list[str] = []
    while queues:
        queue = queues.pop(0)
        entry = queue.pop()
        if entry.minutes <= minutes:
            minutes -= entry.minutes
            chosen.append(entry.ref)
        if queue:
            queues.append(queue)
    return tuple(chosen)
