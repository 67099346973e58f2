from django import forms

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


class FilterForm(forms.Form):
    """What a list of questions can be narrowed by; a value that is not known narrows nothing."""

    text = forms.CharField(required=False, label="Search", widget=forms.TextInput(attrs={"type": "search"}))
    topic = forms.ChoiceField(required=False)
    level = forms.ChoiceField(required=False)
    tag = forms.ChoiceField(required=False)
    status = forms.ChoiceField(required=False)

    def __init__(self, data, *, for_editor: bool) -> None:
        super().__init__(data)
        topics = Question.objects.order_by("topic").values_list("topic", flat=True).distinct()
        self._offer("topic", "any topic", topics)
        self._offer("level", "any level", list(Level))
        self._offer("tag", "any service", Tag.objects.values_list("name", flat=True))
        self._offer("status", "published", [status for status in Status if status != Status.PUBLISHED])
        if not for_editor:
            del self.fields["status"]

    def _offer(self, name: str, nothing: str, values) -> None:
        self.fields[name].choices = [("", nothing), *((value, value.replace("_", " ")) for value in values)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
