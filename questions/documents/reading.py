"""What reading a document yields."""

from dataclasses import dataclass, field

from questions.rubric import Draft, Problem


@dataclass(frozen=True)
class Reading:
    """Drafts, and the problems of what could not become one; `kind` names the format that was read.

    `rows` are the cells of a table, kept so that its columns can be named anew; `synonyms` are for the whole bank.
    """

    drafts: list[Draft]
    problems: list[Problem] = field(default_factory=list)
    kind: str = ""
    rows: list[list[str]] = field(default_factory=list)
    synonyms: list[str] = field(default_factory=list)
