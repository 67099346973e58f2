from typing import Any

from django import forms

from analysis.health import periods
from analysis.periods import ALL, in_words
from interviews.models import Plan
from questions.models import choices
from questions.rubric import Level


class LookForm(forms.Form):
    """Which answers are looked at; what is not among the choices counts as not chosen."""

    kind = forms.ChoiceField(choices=[("", "interviews"), ("practice", "practice")], required=False, label="From")
    level = forms.ChoiceField(choices=[("", "any"), *choices(Level)], required=False)
    period = forms.ChoiceField(required=False)
    plan = forms.ModelChoiceField(Plan.objects.all(), required=False, empty_label="any")

    def __init__(self, data) -> None:
        super().__init__(data)
        self.fields["period"].choices = [(period, in_words(period)) for period in (ALL, *periods())]

    def chosen(self) -> dict[str, Any]:
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in self.fields}
