"""Words for interviews that are made up: answers, notes and summaries from key points, so that they fit the marks.

The same random numbers always say the same.
"""

import random
import re
from collections.abc import Mapping, Sequence

from interviews.scoring import Mark, Total
from questions.rubric import Point

FIRST_NAMES = """
Aisha Amara Anneke Bao Bjarne Carmen Chidi Dilnoza Elif Emeka Farida Gorana Hana Ines Jaroslav Joana Kalani Keiko Lars
Leilani Mateo Mirela Nadia Noor Oksana Paulo Priya Quentin Rania Ravi Saoirse Sefa Tariq Tomasz Uma Vera Wanjiru Xiomara
Yusuf Zofia
""".split()
LAST_NAMES = """
Abara Bakker Castellanos Duarte Eriksen Farouk Grabowski Halloran Ibekwe Jankovic Kamau Lindqvist Mahmoud Novotny
Okonkwo Pereira Quispe Rahimi Sandoval Tanaka Ueda Vasquez Wierzbicki Xu Yilmaz Zielinski Adeyemi Brandt Costa Dimitrov
""".split()
ROUNDS = ("first round", "second round", "technical round", "last round", "practice run")
POSTS = ("Cloud engineer", "Solutions architect", "Platform engineer", "Site reliability engineer", "Data engineer")

BEGINNINGS = ("Let me think aloud. ", "From what I have seen: ", "In short, ", "I would begin like this. ", "", "", "")
SAID = ("{}.", "{}.", "{}.", "Also: {}.", "Next: {}.", "Important here: {}.", "And this: {}.")
HALF_SAID = ("Something like: {} …", "{}, but I am not sure how it goes on.", "{} …")
ASIDES = (
    "I have only read about the rest of it.",
    "We never needed more than that in my team.",
    "I would look the details up before building it.",
    "There is more to it, and I would ask a colleague.",
)
NOTHING = "I do not know this one. I would have to read about it first."
PRAISE = ("Clear on this: {}.", "Said without being asked: {}.", "Convincing: {}.", "Good example for: {}.")
GAPS = ("Not mentioned: {}.", "Nothing on this, even after a hint: {}.", "Missed: {}.", "Unsure here: {}.")


def full_name(rng: random.Random) -> str:
    return f"{rng.choice(FIRST_NAMES)} {rng.choice(LAST_NAMES)}"


def answer(points: Sequence[Point], marks: Mapping[int, str], rng: random.Random) -> str:
    """What somebody says who covers, partly covers and misses these points: a covered one in its words or those that
    are accepted for it, a partly covered one in its first half, of a missed one nothing."""
    sentences = [_sentence(point, marks.get(index, Mark.MISSED), rng) for index, point in enumerate(points)]
    said = [sentence for sentence in sentences if sentence]
    if not said:
        return NOTHING
    if len(said) < len(points) * 0.7:
        said.append(rng.choice(ASIDES))
    half = len(said) // 2 + 1
    return rng.choice(BEGINNINGS) + " ".join(said[:half]) + "\n\n" * (len(said) > half) + " ".join(said[half:])


def _sentence(point: Point, mark: str, rng: random.Random) -> str:
    if mark == Mark.MISSED:
        return ""
    words = (point.text if mark == Mark.PARTLY else rng.choice(point.phrases)).rstrip(".").split()
    if mark == Mark.PARTLY:
        return rng.choice(HALF_SAID).format(" ".join(words[: len(words) // 2 + 1]).rstrip(",;:"))
    return rng.choice(SAID).format(" ".join(words))


def note(points: Sequence[Point], marks: Mapping[int, str], rng: random.Random) -> str:
    """What a panellist jots down: something that was said, something that was not."""
    parts = []
    for mark, frames in ((Mark.COVERED, PRAISE), (Mark.MISSED, GAPS)):
        some = [points[index] for index, value in marks.items() if value == mark]
        if some and rng.random() < 0.8:
            parts.append(rng.choice(frames).format(_short(rng.choice(some).text)))
    return " ".join(parts)


def summary(topics: Sequence[Total], rng: random.Random) -> str:
    """A sentence on the strongest topics and one on the weakest."""
    ranked = sorted((topic for topic in topics if topic.coverage is not None), key=lambda topic: -topic.coverage)
    if not ranked:
        return "Hardly anything could be judged."
    best, worst = ranked[0].topic, ranked[-1].topic
    if best == worst:
        return f"All of it was about {best}: {ranked[0].coverage:.0%} of the key points."
    wish = rng.choice(("To learn next", "Would need help with", "Weaker on"))
    return f"Strongest on {best}, with {ranked[0].coverage:.0%} of the key points.\n{wish}: {worst}."


def _short(text: str) -> str:
    """The beginning of a key point, up to where it takes a breath."""
    return " ".join(re.split("[;:,(]", text)[0].split()[:9])
