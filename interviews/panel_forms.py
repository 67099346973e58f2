"""The forms by which the lead seats a panel."""

from django import forms
from django.contrib.auth.models import User

from interviews.admission import calibrated
from interviews.forms import interviewers_named
from interviews.models import Interview, Seat
from interviews.roles import Role
from interviews.seating import OPEN_TO_ALL


class SeatsForm(forms.Form):
    people = forms.CharField()
    role = forms.ChoiceField(choices=[(role, role.value) for role in OPEN_TO_ALL])

    def clean_people(self) -> tuple[User, ...]:
        people = interviewers_named(self.cleaned_data["people"])
        return people if self.data.get("role") == Role.OBSERVER else calibrated(people)


class AskersForm(forms.Form):
    """Who puts which question: one field a position, empty for all of the panel."""

    def __init__(self, *args, interview: Interview, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.panel = interview.judges
        choices = [("", "all"), *((str(seat.pk), seat.name) for seat in self.panel)]
        for asked in interview.asked.only("position", "asker_id", "title", "interview_id"):
            self.fields[str(asked.position)] = forms.ChoiceField(
                choices=choices, required=False, initial=str(asked.asker_id or ""), label=asked.title
            )

    def askers(self) -> dict[int, Seat | None]:
        seats = {str(seat.pk): seat for seat in self.panel}
        return {int(position): seats.get(chosen) for position, chosen in self.cleaned_data.items()}
