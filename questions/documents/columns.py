"""What a column or a field of somebody else's document means, by its name."""

import re
from collections.abc import Iterable

MEANINGS: dict[str, str] = {
    "prompt": "question|questions|prompt|q|front|interview question|question text|stem",
    "model_answer": "answer|answers|model answer|a|back|solution|response|expected answer|explanation|correct answer",
    "ref": "ref|id|key|slug|question id|code",
    "title": "title|short title|headline",
    "topic": "topic|category|subject|area|section|domain|theme",
    "level": "level|difficulty|seniority|experience|grade",
    "tags": "tags|tag|services|service|labels|keywords",
    "minutes": "minutes|time|duration|time budget",
    "key_points": "key points|points|rubric|criteria|keypoints",
    "follow_ups": "follow ups|followups|follow up questions",
    "red_flags": "red flags|redflags|misconceptions",
    "references": "references|links|sources|source|url|urls",
}
LONGEST_NAME = 60
_BY_NAME = {name: meaning for meaning, names in MEANINGS.items() for name in names.split("|")}


def meaning_of(name: str) -> str:
    """Our name for a column that somebody else named, or an empty text."""
    plain = re.sub(r"[^a-z0-9]+", " ", name[:LONGEST_NAME].lower()).strip()
    return _BY_NAME.get(plain, "")


def gathered(fields: Iterable[tuple[str, str]]) -> dict[str, str]:
    """One text a meaning. An answer and its explanation are one answer; of other fields alike, the first one counts."""
    known: dict[str, str] = {}
    for meaning, text in fields:
        had = known.get(meaning, "")
        if not meaning or not text.strip():
            continue
        if not had:
            known[meaning] = text
        elif meaning == "model_answer":
            known[meaning] = f"{had}\n\n{text}"
    return known
