"""What a list of interviews can be narrowed by."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from interviews.lists import Wanted
from interviews.models import Plan
from interviews.states import InterviewState


def _day(label: str) -> forms.DateField:
    # Beyond these, a moment of that day might not fit any calendar.
    bounds = [MinValueValidator(date(1970, 1, 1)), MaxValueValidator(date(2999, 12, 31))]
    return forms.DateField(
        required=False,
        label=label,
        validators=bounds,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )


class ListForm(forms.Form):
    """What a list of interviews can be narrowed by; a value that is not known narrows nothing."""

    text = forms.CharField(required=False, label="Search", widget=forms.SearchInput)
    person = forms.CharField(required=False, label="Person")
    state = forms.ChoiceField(
        required=False, choices=[("", "any state"), *((s.value, s.value) for s in InterviewState)]
    )
    plan = forms.ModelChoiceField(Plan.objects.all(), required=False, empty_label="any plan")
    since = _day("Made from")
    until = _day("Made until")
    archived = forms.ChoiceField(required=False, choices=[("", "not archived"), ("only", "archived"), ("both", "both")])
    sort = forms.ChoiceField(required=False, label="Order", choices=[("", "newest first"), ("oldest", "oldest first")])

    def __init__(self, *args, plans: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if not plans:
            del self.fields["plan"]

    def chosen(self) -> dict:
        self.is_valid()
        return {name: getattr(value, "pk", value) for name, value in self.cleaned_data.items() if value}

    def wanted(self) -> Wanted:
        return Wanted(**self.chosen())
