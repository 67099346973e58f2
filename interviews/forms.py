import secrets
from collections.abc import Iterable
from datetime import datetime

from django import forms
from django.conf import settings
from django.contrib.auth.models import User

from interviews.access import may_plan
from interviews.admission import calibrated
from interviews.clock import now
from interviews.models import LONGEST_NAME, Plan, Reveal
from interviews.planning import Recipe
from interviews.reports import SHARES
from interviews.scoring import ANCHORS
from questions.models import Question
from questions.picking import Rule
from questions.rubric import Level

MOST_RULES = 12
HEAVIEST = 5


def new_seed() -> int:
    return secrets.randbelow(2**31)


class SittingForm(forms.Form):
    """What an interview and a plan for interviews have in common."""

    title = forms.CharField(max_length=120, initial="Mock interview", label="What is it called?")
    minutes = forms.IntegerField(min_value=1, max_value=480, initial=45, label="Minutes in all")
    minutes_each = forms.IntegerField(
        min_value=1,
        max_value=120,
        required=False,
        label="Minutes a question",
        help_text="Leave empty to use each question's own time.",
    )
    reveal = forms.ChoiceField(
        choices=Reveal.choices,
        initial=Reveal.AT_END,
        label="The candidate sees model answers",
        widget=forms.RadioSelect,
    )
    wording_hints = forms.BooleanField(
        required=False,
        initial=True,
        label="Show the panel wording hints",
        help_text="At each key point the sentence of a typed answer that holds its words. The candidate sees none.",
    )
    takes_turns = forms.BooleanField(
        required=False,
        label="The panel takes turns",
        help_text="Each interviewer puts and rates their share of the questions; otherwise all rate all.",
    )
    seed = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)


class InterviewForm(SittingForm):
    candidate_name = forms.CharField(max_length=LONGEST_NAME, required=False, label="Candidate's name")
    candidate = forms.CharField(
        required=False,
        label="or their account here",
        help_text="A username. With an account, the interview is on their own list too.",
    )
    extra_percent = forms.IntegerField(
        min_value=0,
        max_value=200,
        initial=0,
        required=False,
        label="Extra time, %",
        help_text="An accommodation: every clock gets this much more.",
    )
    starts_at = forms.DateTimeField(
        required=False,
        label="When",
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
        help_text=f"Optional; the clock starts when you do. Time zone: {settings.TIME_ZONE}.",
    )
    panel = forms.CharField(
        required=False,
        label="Who else interviews",
        help_text="Usernames, with commas. Each judges on a scorecard of their own.",
    )
    observers = forms.CharField(required=False, label="Who watches", help_text="Usernames. They judge nothing.")
    plan = forms.ModelChoiceField(Plan.objects.all(), required=False, widget=forms.HiddenInput)

    def __init__(self, *args, lead: User, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.lead = lead

    def clean_candidate(self) -> User | None:
        username = self.cleaned_data["candidate"].strip()
        if not username:
            return None
        user = User.objects.filter(username=username, is_active=True).first()
        if user is None:
            raise forms.ValidationError(f"Nobody here has the username “{username}”. Leave it empty to invite by link.")
        if user == self.lead:
            raise forms.ValidationError(
                "You cannot interview yourself. To see the candidate's side, leave this empty and open the link in a "
                "private window."
            )
        return user

    def clean_starts_at(self) -> datetime | None:
        starts_at = self.cleaned_data["starts_at"]
        if starts_at and starts_at < now():
            raise forms.ValidationError("That is past. Leave it empty if you begin at once.")
        return starts_at

    def clean_panel(self) -> tuple[User, ...]:
        return calibrated(interviewers_named(self.cleaned_data["panel"]))

    def clean_observers(self) -> tuple[User, ...]:
        return interviewers_named(self.cleaned_data["observers"])

    def clean(self) -> dict:
        cleaned = super().clean()
        user = cleaned.get("candidate")
        if not cleaned.get("candidate_name"):
            cleaned["candidate_name"] = (user.get_full_name() or user.username)[:LONGEST_NAME] if user else ""
        if not cleaned["candidate_name"] and "candidate" not in self.errors:
            self.add_error("candidate_name", "Say who the candidate is: a name, or the username of an account.")
        self._one_seat_each(cleaned)
        calibrated([self.lead])
        return cleaned

    def _one_seat_each(self, cleaned: dict) -> None:
        taken = {self.lead: "you, who lead", cleaned.get("candidate"): "the candidate"}
        for name, seat in (("panel", "an interviewer"), ("observers", "a watcher")):
            for user in cleaned.get(name, ()):
                if user in taken:
                    self.add_error(name, f"“{user.username}” is {taken[user]} already: one seat a person.")
                taken.setdefault(user, seat)


def interviewers_named(text: str) -> tuple[User, ...]:
    """The interviewers with these usernames, each once. Raises ValidationError that names the ones who are not."""
    names = list(dict.fromkeys(text.replace(",", " ").split()))
    found = {user.username: user for user in _interviewers(names)}
    unknown = [name for name in names if name not in found]
    if unknown:
        who = ", ".join(f"“{name}”" for name in unknown)
        raise forms.ValidationError(f"No interviewer here has the username {who}. An administrator can add them.")
    return tuple(found[name] for name in names)


def _interviewers(names: Iterable[str]) -> Iterable[User]:
    known = User.objects.filter(username__in=names, is_active=True).prefetch_related("groups")
    return [user for user in known if may_plan(user)]


class PlanForm(SittingForm):
    open_to_practice = forms.BooleanField(
        required=False,
        label="Anybody may practise alone with it",
        help_text="They draw from it anew each time, without the questions of an interview that awaits them.",
    )

    def __init__(self, *args, plan: Plan | None = None, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.plan = plan
        self.fields["title"].initial = ""
        for value, usual in ANCHORS.items():
            self.fields[f"anchor_{value}"] = forms.CharField(
                max_length=300,
                required=False,
                label=f"What a {value} stands for",
                widget=forms.Textarea(attrs={"rows": 2, "placeholder": usual}),
            )

    def clean_title(self) -> str:
        title = self.cleaned_data["title"].strip()
        if Plan.objects.filter(name=title).exclude(pk=self.plan and self.plan.pk).exists():
            raise forms.ValidationError(f"There is a plan called “{title}” already. Give this one another name.")
        return title

    @property
    def anchor_fields(self) -> list:
        return [self[f"anchor_{value}"] for value in ANCHORS]

    def anchors(self) -> dict[str, str]:
        """The plan's own words for the ratings; what is left empty keeps the usual ones."""
        return {str(value): self.cleaned_data.get(f"anchor_{value}", "").strip() for value in ANCHORS}


class RuleForm(forms.Form):
    count = forms.IntegerField(min_value=1, max_value=60, required=False, label="How many")
    level = forms.ChoiceField(required=False, label="Level")
    topic = forms.ChoiceField(required=False, label="Topic")
    tag = forms.CharField(required=False, max_length=60, label="Tag")
    weight = forms.IntegerField(min_value=1, max_value=HEAVIEST, required=False, label="Counts", initial=1)

    def __init__(self, *args, topics: list[str] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", "any level"), *((level.value, level.value) for level in Level)]
        self.fields["topic"].choices = [("", "any topic"), *((topic, topic) for topic in topics)]

    def rule(self) -> Rule | None:
        """The rule, or None for a row left empty."""
        data = getattr(self, "cleaned_data", {})
        if not data.get("count"):
            return None
        texts = {name: data.get(name, "").strip() for name in ("topic", "level", "tag")}
        return Rule(data["count"], **texts, weight=data.get("weight") or 1)


# The absolute bound keeps a form that claims thousands of rows from being drawn with a thousand of them.
RuleFormSet = forms.formset_factory(
    RuleForm, extra=0, max_num=MOST_RULES, absolute_max=MOST_RULES + 1, validate_max=True
)


def published_topics() -> list[str]:
    return list(Question.objects.published().order_by("topic").values_list("topic", flat=True).distinct())


class RecipeForm:
    """The page on which an interview or a plan is made: the sitting, its rules, the questions picked by hand."""

    def __init__(self, sitting: SittingForm, rules: list[dict] | None = None, refs: Iterable[str] = ()) -> None:
        data = sitting.data if sitting.is_bound else None
        self.sitting = sitting
        if not sitting.is_bound:
            sitting.initial.setdefault("seed", new_seed())
        self.rules = RuleFormSet(data, initial=rules or [], form_kwargs={"topics": published_topics()}, prefix="rules")
        self.refs = tuple(dict.fromkeys(data.getlist("refs") if data is not None else refs))

    def is_valid(self) -> bool:
        return self.sitting.is_valid() & self.rules.is_valid()

    @property
    def seed(self) -> int:
        """The seed that the draw in view was made with; it travels with the form."""
        posted = getattr(self.sitting, "cleaned_data", {}).get("seed")
        return posted if posted is not None else self.sitting.initial.setdefault("seed", new_seed())

    def recipe(self) -> Recipe:
        """The recipe as far as it can be understood; only a valid form's is fit to be used."""
        if self.sitting.is_bound:
            data = getattr(self.sitting, "cleaned_data", {})
            rules = tuple(rule for form in self.rules if (rule := form.rule()))
        else:
            data = {name: self.sitting.get_initial_for_field(f, name) for name, f in self.sitting.fields.items()}
            rules = tuple(Rule(**rule) for rule in self.rules.initial or [])
        return Recipe(
            title=data.get("title") or "",
            candidate_name=data.get("candidate_name") or "",
            candidate=data.get("candidate"),
            minutes=data.get("minutes") or 0,
            minutes_each=data.get("minutes_each"),
            extra_percent=data.get("extra_percent") or 0,
            reveal=data.get("reveal", Reveal.AT_END),
            starts_at=data.get("starts_at"),
            wording_hints=data.get("wording_hints", False),
            panel=data.get("panel") or (),
            observers=data.get("observers") or (),
            takes_turns=data.get("takes_turns", False),
            plan=data.get("plan"),
            seed=self.seed,
            refs=self.refs,
            rules=rules,
        )


class ExtendForm(forms.Form):
    minutes = forms.TypedChoiceField(choices=[(1, "1"), (5, "5")], coerce=int)


class ShareForm(forms.Form):
    show = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="What they will see")

    def __init__(self, *args, possible: dict[str, str] = SHARES, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["show"].choices = list(possible.items())
