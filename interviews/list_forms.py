"""What a list of interviews can be narrowed by."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

from config.prepared import Prepared
from config.widgets import PlainDate, PlainSearch, PlainSelect, PlainText
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
        widget=PlainDate(format="%Y-%m-%d"),
    )


_plans = Prepared(lambda: Plan.objects.values_list("pk", "name"))


class ListForm(forms.Form):
    """What a list of interviews can be narrowed by; a value that is not known narrows nothing."""

    text = forms.CharField(required=False, label="Search", widget=PlainSearch)
    person = forms.CharField(required=False, label="Person", widget=PlainText)
    state = forms.ChoiceField(
        required=False, widget=PlainSelect, choices=[("", "any state"), *((s.value, s.value) for s in InterviewState)]
    )
    plan = forms.TypedChoiceField(required=False, widget=PlainSelect, coerce=int, empty_value=None)
    since = _day("Made from")
    until = _day("Made until")
    archived = forms.ChoiceField(
        required=False, widget=PlainSelect, choices=[("", "not archived"), ("only", "archived"), ("both", "both")]
    )
    sort = forms.ChoiceField(
        required=False, widget=PlainSelect, label="Order", choices=[("", "newest first"), ("oldest", "oldest first")]
    )

    def __init__(self, *args, plans: bool, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        if plans:
            self.fields["plan"].choices = [("", "any plan"), *_plans()]
        else:
            del self.fields["plan"]

    def chosen(self) -> dict:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    def wanted(self) -> Wanted:
        return Wanted(**self.chosen())
