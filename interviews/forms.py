import secrets

from django import forms
from django.contrib.auth.models import User

from interviews.autosave import Typed
from interviews.models import Reveal
from interviews.planning import Recipe
from interviews.reports import SHARES
from questions.models import Question
from questions.picking import Rule
from questions.rubric import Level

MOST_RULES = 12


def new_seed() -> int:
    return secrets.randbelow(2**31)


class InterviewForm(forms.Form):
    title = forms.CharField(max_length=120, initial="Mock interview", label="What is it called?")
    candidate_name = forms.CharField(max_length=80, required=False, label="Candidate's name")
    candidate = forms.CharField(
        required=False,
        label="or their account here",
        help_text="A username. With an account, the interview is on their own list too.",
    )
    minutes = forms.IntegerField(min_value=1, max_value=480, initial=45, label="Minutes in all")
    minutes_each = forms.IntegerField(
        min_value=1,
        max_value=120,
        required=False,
        label="Minutes a question",
        help_text="Leave empty to use each question's own time.",
    )
    extra_percent = forms.IntegerField(
        min_value=0,
        max_value=200,
        initial=0,
        required=False,
        label="Extra time, %",
        help_text="An accommodation: every clock gets this much more.",
    )
    reveal = forms.ChoiceField(
        choices=Reveal.choices,
        initial=Reveal.AT_END,
        label="The candidate sees model answers",
        widget=forms.RadioSelect,
    )
    seed = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

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

    def clean(self) -> dict:
        cleaned = super().clean()
        user = cleaned.get("candidate")
        if not cleaned.get("candidate_name"):
            cleaned["candidate_name"] = (user.get_full_name() or user.username) if user else ""
        if not cleaned["candidate_name"] and "candidate" not in self.errors:
            self.add_error("candidate_name", "Say who the candidate is: a name, or the username of an account.")
        return cleaned


class RuleForm(forms.Form):
    count = forms.IntegerField(min_value=1, max_value=60, required=False, label="How many")
    level = forms.ChoiceField(required=False, label="Level")
    topic = forms.ChoiceField(required=False, label="Topic")
    tag = forms.CharField(required=False, max_length=60, label="Tag")

    def __init__(self, *args, topics: list[str] = (), **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = [("", "any level"), *((level.value, level.value) for level in Level)]
        self.fields["topic"].choices = [("", "any topic"), *((topic, topic) for topic in topics)]

    def rule(self) -> Rule | None:
        """The rule, or None for a row left empty."""
        data = getattr(self, "cleaned_data", {})
        if not data.get("count"):
            return None
        return Rule(
            data["count"], topic=data.get("topic", ""), level=data.get("level", ""), tag=data.get("tag", "").strip()
        )


RuleFormSet = forms.formset_factory(RuleForm, extra=0, max_num=MOST_RULES, validate_max=True)


def published_topics() -> list[str]:
    return list(Question.objects.published().order_by("topic").values_list("topic", flat=True).distinct())


class RecipeForm:
    """The page on which an interview is made: the interview, its rules, the questions picked by hand."""

    def __init__(self, lead: User, data=None, rules: list[dict] | None = None) -> None:
        options = {"form_kwargs": {"topics": published_topics()}, "prefix": "rules"}
        self.interview = InterviewForm(data, initial={"seed": new_seed()}, lead=lead)
        self.rules = RuleFormSet(data, initial=rules or [], **options)
        self.refs = tuple(dict.fromkeys(data.getlist("refs"))) if data is not None else ()

    def is_valid(self) -> bool:
        return self.interview.is_valid() & self.rules.is_valid()

    @property
    def seed(self) -> int:
        """The seed that the draw in view was made with; it travels with the form."""
        posted = getattr(self.interview, "cleaned_data", {}).get("seed")
        return posted if posted is not None else self.interview.initial["seed"]

    def first_recipe(self) -> Recipe:
        """What an untouched form stands for: its initial values."""
        first = {name: self.interview.get_initial_for_field(f, name) for name, f in self.interview.fields.items()}
        rules = tuple(Rule(rule["count"], level=rule.get("level", "")) for rule in self.rules.initial or [])
        return Recipe(first["title"], "", first["minutes"], refs=self.refs, rules=rules, seed=first["seed"])

    def recipe(self) -> Recipe:
        """The recipe as far as it can be understood; only a valid form's is fit to be used."""
        data = getattr(self.interview, "cleaned_data", {})
        return Recipe(
            title=data.get("title", ""),
            candidate_name=data.get("candidate_name", ""),
            candidate=data.get("candidate"),
            minutes=data.get("minutes") or 0,
            minutes_each=data.get("minutes_each"),
            extra_percent=data.get("extra_percent") or 0,
            reveal=data.get("reveal", Reveal.AT_END),
            seed=self.seed,
            refs=self.refs,
            rules=tuple(rule for form in self.rules if (rule := form.rule())),
        )


class TypedForm(forms.Form):
    """Text as an autosaving field sends it, or a plain form."""

    text = forms.CharField(required=False, strip=False)
    base = forms.IntegerField(min_value=0)
    writer = forms.RegexField(r"^[A-Za-z0-9-]{0,40}$", required=False)
    edit = forms.IntegerField(min_value=0, max_value=10**12, required=False)
    is_code = forms.BooleanField(required=False)

    def typed(self) -> Typed:
        data = self.cleaned_data
        text = data["text"].replace("\r\n", "\n")
        return Typed(text=text, base=data["base"], writer=data["writer"], edit=data["edit"] or 0)


class ExtendForm(forms.Form):
    minutes = forms.TypedChoiceField(choices=[(1, "1"), (5, "5")], coerce=int)


class ShareForm(forms.Form):
    show = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple, label="What they will see")

    def __init__(self, *args, possible: dict[str, str] = SHARES, **kwargs) -> None:
        super().__init__(*args, **kwargs)
        self.fields["show"].choices = list(possible.items())
