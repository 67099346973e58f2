"""Compares wordings, to point and never to decide.

It shows where the model answer says what was missed, and where one's own words seem to say what one marked otherwise.
"""

import re
from collections.abc import Sequence

from django.utils.html import strip_tags
from django.utils.safestring import SafeString, mark_safe

from interviews.hints import Band, hints
from interviews.scoring import Mark
from questions.rubric import Point

_BLOCK = re.compile(r"<(p|li|tr|h[2-6])>(.*?)</\1>", re.DOTALL)


def with_marks(
    html: str, prompt: str, points: Sequence[Point], marks: Sequence[str], synonyms: Sequence[str] = ()
) -> SafeString:
    """The model answer with each paragraph, item or row that speaks to a marked point told by its mark.

    A block to which several points speak shows the worst of their marks, for that is where there is something to learn.
    """
    blocks = [match for match in _BLOCK.finditer(html) if "<p>" not in match[2] and "<li>" not in match[2]]
    texts = [strip_tags(match[2]) for match in blocks]
    found: dict[int, list[str]] = {}
    for place, value in zip(_places(prompt, points, texts, synonyms), marks, strict=True):
        if place is not None and value:
            found.setdefault(place, []).append(value)
    return mark_safe(_tagged(html, blocks, {place: _worst(values) for place, values in found.items()}))  # noqa: S308


def _places(prompt: str, points: Sequence[Point], texts: Sequence[str], synonyms: Sequence[str]) -> list[int | None]:
    """For each point the block whose wording is nearest, where any is near enough."""
    by_block = [hints(prompt, [point.phrases for point in points], text, "\n".join(synonyms)) for text in texts]
    return [_nearest([block[index] for block in by_block]) for index in range(len(points))]


def _nearest(found: list) -> int | None:
    near = [(hint.closeness, -place) for place, hint in enumerate(found) if hint.band not in (None, Band.NO_MATCH)]
    return -max(near)[1] if near else None


def _worst(values: list[str]) -> str:
    return min(values, key=[Mark.MISSED, Mark.PARTLY, Mark.COVERED].index)


def _tagged(html: str, blocks: list[re.Match], marks: dict[int, str]) -> str:
    for place in sorted(marks, reverse=True):
        start = blocks[place].start() + len(blocks[place][1]) + 1
        html = f'{html[:start]} class="said said-{marks[place]}"{html[start:]}'
    return html


def look_again(
    prompt: str, points: Sequence[Point], marks: Sequence[str], answer: str, synonyms: Sequence[str] = ()
) -> dict[int, str]:
    """Sentences of one's own answer that are worth another look, by the point: its words stand there and it is marked
    missed. Nothing is said where no wording matches, for it may be said in other words."""
    if not answer.strip():
        return {}
    pointing = hints(prompt, [point.phrases for point in points], answer, "\n".join(synonyms))
    return {
        index: answer[hint.start : hint.end]
        for index, (hint, value) in enumerate(zip(pointing, marks, strict=True))
        if hint.band == Band.WORDS_FOUND and value == Mark.MISSED
    }
