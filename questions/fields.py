"""Fields of forms in which editors write."""

import re

from django import forms

from questions.markdown import LONGEST
from questions.rubric import LONGEST_POINT, MOST_PHRASES
from questions.synonyms import problems_in

SHOWN = 20
SYNONYMS_HELP = "What means the same to wording hints, one group a line, such as: SG = security group"


class Lines(forms.CharField):
    """A list of texts, edited as one line each."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: object) -> object:
        return "\n".join(value) if isinstance(value, list) else value

    def to_python(self, value: object) -> list[str]:
        lines = value if isinstance(value, list) else (value or "").splitlines()
        return [line.strip() for line in lines if line.strip()]

    def has_changed(self, initial: object, data: object) -> bool:
        return self.to_python(initial) != self.to_python(data)

    def run_validators(self, value: list[str]) -> None:
        for line in value:
            super().run_validators(line)


class Phrases(Lines):
    """Other words for a key point, one phrase a line."""

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > MOST_PHRASES:
            raise forms.ValidationError(f"It has {len(value)} phrases; {MOST_PHRASES} are the most.")
        if long := next((line for line in value if len(line) > LONGEST_POINT), ""):
            raise forms.ValidationError(f"“{long[:20]}…” has {len(long)} characters; {LONGEST_POINT} are the most.")


class Synonyms(Lines):
    """Entries such as `S3 = simple storage service`, one a line; each that is none is told with its line."""

    def __init__(self, most: int, **options) -> None:
        super().__init__(**options)
        self.most = most

    def clean(self, value: str) -> list[str]:
        problems = [f"Line {number}: {problem}" for number, problem in problems_in((value or "").splitlines())]
        if len(problems) > SHOWN:
            problems[SHOWN:] = [f"{len(problems) - SHOWN} more lines are no entries."]
        if problems:
            raise forms.ValidationError(problems)
        return super().clean(value)

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        if len(value) > self.most:
            raise forms.ValidationError(f"There are {len(value)} entries; {self.most} are the most.")


class Addresses(Lines):
    """Web addresses, one a line: anything else would become a link that does something else."""

    def validate(self, value: list[str]) -> None:
        super().validate(value)
        for line in value:
            if not re.match(r"https?://\S+$", line):
                raise forms.ValidationError(f"“{line}” is not a web address: it must begin with https:// or http://.")


class MarkdownText(forms.CharField):
    """A text as the bank keeps it, whose line ends are not those of a browser."""

    def __init__(self, rows: int, **options) -> None:
        widget = forms.Textarea(attrs={"rows": rows, "data-preview": ""})
        super().__init__(max_length=LONGEST, widget=widget, **options)
        del self.widget.attrs["maxlength"]  # a browser would cut what is pasted, without a word

    def to_python(self, value: object) -> str:
        return super().to_python(value).replace("\r\n", "\n")
