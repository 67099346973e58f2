from functools import cache

from django import forms
from django.contrib.auth.forms import UserCreationForm
from django.contrib.auth.models import User
from django.utils.html import format_html_join
from django.utils.safestring import SafeString

from interviews.forms import new_seed, published_topics
from interviews.plans import for_practice
from practice.models import Habit, time_zones
from questions.rubric import Level


@cache
def zone_options() -> SafeString:
    """Drawn once: as the choices of a field, some 600 of them would each go through a template of their own."""
    return format_html_join("", '<option value="{}"></option>', ((zone,) for zone in sorted(time_zones())))


class HabitForm(forms.ModelForm):
    time_zone = forms.CharField(
        required=False,
        label="Time zone",
        help_text="As Europe/Vienna or Asia/Kolkata; type a part of it to choose. Empty, it is that of this server.",
        widget=forms.TextInput(attrs={"list": "zones", "autocomplete": "off", "spellcheck": "false"}),
    )
    zones = staticmethod(zone_options)

    class Meta:
        model = Habit
        fields = (
            "interview_on",
            "minutes_a_day",
            "new_a_day",
            "timed",
            "exam_like",
            "retention",
            "time_zone",
            "day_starts_at",
        )
        widgets = {
            "interview_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "retention": forms.NumberInput(attrs={"step": "0.01", "min": "0.7", "max": "0.97"}),
        }

    def clean_time_zone(self) -> str:
        """However it is written large and small; the model says if there is none such."""
        typed = self.cleaned_data["time_zone"]
        return next((zone for zone in time_zones() if zone.casefold() == typed.casefold()), typed)


class AloneForm(forms.Form):
    extra_percent = forms.IntegerField(
        min_value=0, max_value=200, initial=0, required=False, label="Extra time, %", help_text="For every clock."
    )
    seed = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput, initial=new_seed)


class PlannedMockForm(AloneForm):
    plan = forms.ModelChoiceField(
        for_practice(), error_messages={"invalid_choice": "This plan is not open to practice any more."}
    )


class MockForm(AloneForm):
    minutes = forms.IntegerField(min_value=5, max_value=240, initial=45, label="Minutes in all")
    levels = forms.MultipleChoiceField(
        required=False,
        label="Levels",
        choices=[(level.value, level.value) for level in Level],
        widget=forms.CheckboxSelectMultiple,
        help_text="None ticked means all.",
    )
    topics = forms.MultipleChoiceField(
        required=False, label="Topics", widget=forms.CheckboxSelectMultiple, help_text="None ticked means all."
    )

    def __init__(self, *args, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(topic, topic) for topic in published_topics()]


class SignUpForm(UserCreationForm):
    class Meta:
        model = User
        fields = ("username", "first_name")
        labels = {"first_name": "What we call you"}


class LeaveForm(forms.Form):
    password = forms.CharField(widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}))

    def __init__(self, *args, user: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user = user

    def clean_password(self) -> str:
        if not self.user.check_password(self.cleaned_data["password"]):
            raise forms.ValidationError("That is not your password. Nothing was deleted.")
        return self.cleaned_data["password"]


class RecordingForm(forms.Form):
    recording = forms.FileField()
