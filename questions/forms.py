import re

from django import forms

from questions.documents import LABELS
from questions.documents.columns import MEANINGS
from questions.documents.source import LARGEST, Source
from questions.documents.table import header_of
from questions.markdown import LONGEST
from questions.matching import ForAll
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
        self.for_editor = for_editor
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


class BringForm(forms.Form):
    """A document, uploaded or pasted."""

    file = forms.FileField(required=False, label="A file", help_text="Up to 50 MB.")
    text = forms.CharField(
        required=False, strip=False, label="or text, pasted", widget=forms.Textarea(attrs={"rows": 8, "class": "mono"})
    )
    kind = forms.ChoiceField(
        required=False,
        label="Format",
        choices=[("", "told from the document"), *LABELS.items()],
        help_text="Name it only where it is taken for another.",
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file and file.size > LARGEST:
            raise forms.ValidationError(f"It is larger than {LARGEST // 1_000_000} MB. Split it.")
        return file

    def clean(self) -> dict:
        if not self.errors and not self.cleaned_data.get("file") and not self.cleaned_data.get("text", "").strip():
            raise forms.ValidationError("Choose a file, or paste the text of one.")
        return self.cleaned_data

    def source(self) -> Source:
        file = self.cleaned_data["file"]
        if file:
            return Source(file.name, file.read())
        return Source("pasted text", self.cleaned_data["text"].encode(errors="replace"))


class ForAllForm(forms.Form):
    """What is said of every new question of a document at once."""

    topic = forms.CharField(required=False, max_length=60, help_text="Empty: as the document says.")
    level = forms.ChoiceField(
        required=False, choices=[("", "as the document says"), *((level.value, level.value) for level in Level)]
    )
    tags = forms.CharField(required=False, max_length=500, help_text="Added to each; set apart by commas.")

    def clean_tags(self) -> tuple[str, ...]:
        tags = tuple(tag.strip() for tag in self.cleaned_data["tags"].split(",") if tag.strip())
        if long := next((tag for tag in tags if len(tag) > 60), ""):
            raise forms.ValidationError(f"A tag may hold 60 characters; “{long[:20]}…” has {len(long)}.")
        return tags

    def for_all(self) -> ForAll:
        return ForAll(**self.cleaned_data) if self.is_bound and self.is_valid() else ForAll()


class ColumnsForm(forms.Form):
    """Which column of a table means what."""

    def __init__(self, rows: list[list[str]], data=None, initial: dict | None = None) -> None:
        names = [name for name in header_of(rows)[1] if name]
        by_meaning = {meaning: name for name, meaning in (initial or {}).items()}
        super().__init__(data, initial=by_meaning)
        for meaning in MEANINGS:
            self.fields[meaning] = forms.ChoiceField(
                required=False,
                label=meaning.replace("_", " "),
                choices=[("", "told by its name"), *((name, name) for name in names)],
            )

    def columns(self) -> dict[str, str]:
        return {name: meaning for meaning, name in self.cleaned_data.items() if name}
