from datetime import datetime, timedelta

from django import forms
from django.contrib.auth.models import User

from integrations.models import SCOPES, Endpoint, Token
from integrations.payload import KINDS
from integrations.problems import Problem
from interviews.states import InterviewState
from questions.rubric import Level, Status

MOST_TOKENS = 20
PAGE, LONGEST_PAGE = 50, 100
NAMES = {"required": False, "max_length": 80}


class TokenForm(forms.Form):
    name = forms.CharField(max_length=60, label="What is it for?", help_text="Such as: nightly copy of the bank.")
    scopes = forms.MultipleChoiceField(
        choices=SCOPES.items(), widget=forms.CheckboxSelectMultiple, label="What may it do?"
    )
    days = forms.TypedChoiceField(
        choices=[("30", "30 days"), ("90", "90 days"), ("365", "a year"), ("", "no end")],
        coerce=int,
        empty_value=None,
        required=False,
        initial="90",
        label="How long is it good?",
    )

    def __init__(self, *args, user: User, now: datetime, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.user, self.now = user, now

    def clean(self) -> dict:
        if Token.objects.standing(self.now).filter(user=self.user).count() >= MOST_TOKENS:
            raise forms.ValidationError(f"You have {MOST_TOKENS} tokens. Revoke one that nothing uses any more.")
        return super().clean()

    @property
    def expires_at(self) -> datetime | None:
        days = self.cleaned_data["days"]
        return self.now + timedelta(days=days) if days else None


class EndpointForm(forms.ModelForm):
    kinds = forms.MultipleChoiceField(
        label="Events",
        choices=[(kind.type, f"{kind.label} ({kind.type})") for kind in KINDS],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Endpoint
        fields = ("name", "url", "kinds", "active")


def _one_of(enum: type) -> forms.ChoiceField:
    return forms.ChoiceField(required=False, choices=[("", ""), *((member.value, member.value) for member in enum)])


class Query(forms.Form):
    """Parameters of a list. One that is not known is refused: it would else be overlooked by its sender too."""

    limit = forms.IntegerField(required=False, min_value=1, max_value=LONGEST_PAGE)

    def chosen(self) -> dict:
        """The parameters. Raises Problem where one of them is wrong."""
        errors = [
            {"parameter": name[:80], "detail": f"There is no such parameter here. Known are: {', '.join(self.fields)}."}
            for name in self.data
            if name not in self.fields
        ]
        errors += [{"parameter": name, "detail": " ".join(told)} for name, told in self.errors.items()]
        if errors:
            raise Problem(400, "Some parameters cannot be used; “errors” says which and why.", tuple(errors))
        return self.cleaned_data | {"limit": self.cleaned_data["limit"] or PAGE}


class QuestionsQuery(Query):
    topic = forms.CharField(**NAMES)
    level = _one_of(Level)
    tag = forms.CharField(**NAMES)
    status = _one_of(Status)
    updated_since = forms.DateTimeField(required=False)
    after = forms.CharField(**NAMES)

    def clean_updated_since(self) -> datetime | None:
        since = self.cleaned_data["updated_since"]
        if since and not 1970 <= since.year < 9999:
            raise forms.ValidationError("Name a moment between the years 1970 and 9998.")
        return since


class InterviewsQuery(Query):
    state = _one_of(InterviewState)
    after = forms.IntegerField(required=False, min_value=0, max_value=2**63 - 1)
