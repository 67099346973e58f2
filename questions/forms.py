import re

from django import forms

from questions.markdown import LONGEST
from questions.models import Question, Tag
from questions.rubric import Level, Status


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


class FilterForm(forms.Form):
    """What a list of questions can be narrowed by; a value that is not known narrows nothing."""

    text = forms.CharField(required=False, label="Search", widget=forms.TextInput(attrs={"type": "search"}))
    topic = forms.ChoiceField(required=False)
    level = forms.ChoiceField(required=False)
    tag = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)

    def __init__(self, data, *, for_editor: bool) -> None:
        super().__init__(data)
        visible = Question.objects.all() if for_editor else Question.objects.published()
        topics = visible.order_by("topic").values_list("topic", flat=True).distinct()
        tags = Tag.objects.filter(questions__in=visible).distinct()
        self._offer("topic", "any topic", topics)
        self._offer("level", "any level", list(Level))
        self._offer("tag", "any service", tags.values_list("name", flat=True))
        self._offer("status", "published", [status for status in Status if status != Status.PUBLISHED])
        if not for_editor:
            del self.fields["status"]

    def _offer(self, name: str, nothing: str, values) -> None:
        self.fields[name].choices = [("", nothing), *((value, value.replace("_", " ")) for value in values)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
