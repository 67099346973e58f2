from itertools import chain, repeat

from django import forms

from questions.documents import LABELS
from questions.documents.columns import MEANINGS
from questions.documents.source import LARGEST, Source
from questions.documents.table import header_of
from questions.documents.writing import WRITERS
from questions.fields import SYNONYMS_HELP, Addresses, Lines, MarkdownText, Synonyms
from questions.list_forms import FilterForm
from questions.matching import ForAll
from questions.models import Question, SynonymList, as_draft
from questions.rubric import LONGEST_POINT, MOST_PHRASES, WEIGHTS, Draft, Kind, Level, Point, Status, is_ref
from questions.synonyms import MOST_OF_BANK, MOST_OF_QUESTION

LISTS = ("synonyms", "red_flags", "follow_ups", "references", "corrections")


class BringForm(forms.Form):
    """A document, uploaded or pasted."""

    file = forms.FileField(required=False, label="A file", help_text="Up to 50 MB.")
    text = forms.CharField(
        required=False, strip=False, label="or text, pasted", widget=forms.Textarea(attrs={"rows": 8, "class": "mono"})
    )
    name = forms.CharField(
        required=False,
        max_length=200,
        label="What the pasted text is called",
        help_text="For the list of imports; without a name it is “pasted text”.",
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
        name = self.cleaned_data["name"] or "pasted text"
        return Source(name, self.cleaned_data["text"].encode(errors="replace"))


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


class Based(forms.Form):
    """A form for what others may change meanwhile; `base` says from which state of it the form was drawn."""

    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def is_stale(self) -> bool:
        """Whether somebody changed it since this form was drawn."""
        return (self.cleaned_data["base"] or 0) != self._newest()

    def rebase(self) -> None:
        """Let the next save follow what is there now; the editor has been told."""
        self.data = self.data.copy()
        self.data["base"] = self._newest()


class WorkshopForm(Based):
    """A question as an editor writes it; its key points come as rows of `point_text`, `point_also` and so on."""

    ref = forms.CharField(max_length=80, help_text="Stable name, such as dns-01: lower-case letters, digits, hyphens.")
    title = forms.CharField(max_length=80, required=False, help_text="Short, for lists; must not give the answer away.")
    topic = forms.CharField(max_length=60)
    level = forms.ChoiceField(choices=[(level.value, level.value) for level in Level])
    minutes = forms.IntegerField(min_value=1, max_value=120, initial=5)
    tags = forms.CharField(max_length=500, required=False, help_text="Services, set apart by commas.")
    prompt = MarkdownText(rows=6)
    model_answer = MarkdownText(rows=22)
    synonyms = Synonyms(MOST_OF_QUESTION, required=False, help_text=SYNONYMS_HELP)
    red_flags = Lines(required=False, help_text="One a line.")
    follow_ups = Lines(required=False, help_text="One a line.")
    references = Addresses(required=False, help_text="One web address a line.")
    corrections = Lines(required=False, help_text="One a line: what common lore gets wrong, and what is right.")
    last_checked = forms.DateField(required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    why = forms.CharField(max_length=200, required=False, label="What you changed", help_text="For the history.")

    def __init__(self, question: Question | None, data=None) -> None:
        self.question = question
        current = as_draft(question) if question else None
        super().__init__(data, initial=self._initial(current))
        if question:
            self.fields["ref"].disabled = True
        self.points = list(current.points if current else (Point(""),)) if data is None else points_in(data)

    def _initial(self, draft: Draft | None) -> dict:
        if draft is None:
            return {"base": 0}
        lists = {name: list(getattr(draft, name)) for name in LISTS}
        return vars(draft) | lists | {"tags": ", ".join(draft.tags), "base": self._newest()}

    def _newest(self) -> int:
        return (self.question and self.question.revisions.values_list("pk", flat=True).first()) or 0

    def clean_ref(self) -> str:
        ref = self.cleaned_data["ref"]
        if self.question:
            return ref
        if not is_ref(ref):
            raise forms.ValidationError(
                "Use lower-case letters, digits and single hyphens, and not the name of a page."
            )
        if Question.objects.filter(ref=ref).exists():
            raise forms.ValidationError(f"“{ref}” is there already. Choose another name, or edit that one.")
        return ref

    clean_tags = ForAllForm.clean_tags

    def clean(self) -> dict:
        for number, point in enumerate(self.points, start=1):
            longest = max(map(len, point.phrases))
            if longest > LONGEST_POINT:
                raise forms.ValidationError(
                    f"Key point {number} has {longest} characters; {LONGEST_POINT} are the most."
                )
            if len(point.also_accept) > MOST_PHRASES:
                raise forms.ValidationError(f"Key point {number} accepts more than {MOST_PHRASES} other phrases.")
        if not self._written():
            raise forms.ValidationError("Write at least one key point.")
        return self.cleaned_data

    def _written(self) -> tuple[Point, ...]:
        return tuple(point for point in self.points if point.text.strip())

    def draft(self) -> Draft:
        """The question that stands in the form; what cannot be read of it yet is left open."""
        if not self.is_bound and self.question:
            return as_draft(self.question)
        self.is_valid()
        told = getattr(self, "cleaned_data", {})
        texts = {name: told.get(name) or "" for name in ("ref", "title", "topic", "prompt", "model_answer")}
        return Draft(
            **texts,
            **{name: tuple(told.get(name) or ()) for name in ("tags", *LISTS)},
            level=Level(told.get("level") or Level.FRESHER),
            minutes=told.get("minutes") or self.fields["minutes"].initial,
            last_checked=told.get("last_checked"),
            points=self._written(),
            status=Status(self.question.status) if self.question else Status.DRAFT,
        )


def points_in(data) -> list[Point]:
    """The rows of key points that a page sent; what is no kind or weight becomes the plainest."""
    texts, kinds, weights = (data.getlist(f"point_{name}") for name in ("text", "kind", "weight"))
    rows = zip(texts, kinds, weights, chain(data.getlist("point_also"), repeat("")))
    # No form field cleans these rows, and PostgreSQL takes no NUL.
    return [
        Point(
            text.replace("\0", "").strip(),
            Kind(kind) if kind in set(Kind) else Kind.GOOD,
            int(weight) if weight in map(str, WEIGHTS) else 1,
            tuple(phrase.strip() for phrase in also.replace("\0", "").splitlines() if phrase.strip()),
        )
        for text, kind, weight, also in rows
    ]


class SynonymsForm(Based):
    """The synonyms of the whole bank."""

    lines = Synonyms(
        MOST_OF_BANK,
        required=False,
        label="One group a line",
        help_text="Such as: DR = disaster recovery = failover site. An interview keeps the list that it was made with.",
        widget=forms.Textarea(attrs={"rows": 24}),
    )

    def __init__(self, newest: SynonymList | None, data=None) -> None:
        self.newest = newest
        super().__init__(data, initial={"lines": newest.lines if newest else [], "base": self._newest()})

    def _newest(self) -> int:
        return self.newest.pk if self.newest else 0


class BulkForm(forms.Form):
    """What is changed on many questions at once; what is empty stays."""

    topic = forms.CharField(max_length=60, required=False)
    level = forms.ChoiceField(
        required=False, choices=[("", "as it is"), *((level.value, level.value) for level in Level)]
    )
    tags = forms.CharField(max_length=500, required=False, label="Add tags")

    clean_tags = ForAllForm.clean_tags

    def clean(self) -> dict:
        if not any(self.cleaned_data.values()):
            raise forms.ValidationError("Say what is to be changed: topic, level or tags.")
        return self.cleaned_data


class ExportForm(FilterForm):
    """What leaves the bank, and as what."""

    kind = forms.ChoiceField(required=False, label="Format")
    everything = forms.BooleanField(required=False, label="Drafts, reviewed and retired ones as well")

    def __init__(self, data) -> None:
        super().__init__(data, for_editor=True)
        self.fields["kind"].choices = [("", "choose"), *((name, writer.label) for name, writer in WRITERS.items())]
