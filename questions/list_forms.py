"""What a list of questions can be narrowed by."""

from collections.abc import Iterable

from django import forms

from config.prepared import Prepared
from config.widgets import PlainSearch, PlainSelect
from questions.models import Question, QuestionQuerySet, Tag
from questions.rubric import Level, Status


class Offered:
    """What there is to choose from among some questions; each list of them asks."""

    def __init__(self, visible: QuestionQuerySet) -> None:
        topics = visible.order_by("topic").values_list("topic", flat=True).distinct()
        borne = Question.tags.through.objects.filter(question__in=visible)
        tags = Tag.objects.filter(pk__in=borne.values("tag")).values_list("name", flat=True)
        self.topics, self.tags = Prepared(lambda: topics.all()), Prepared(lambda: tags.all())


PUBLISHED, EVERYTHING = Offered(Question.objects.published()), Offered(Question.objects.all())


class OneOf(forms.Field):
    """One of the values that are offered; any other is none."""

    widget = PlainSelect

    def offer(self, nothing: str, values: Iterable[str]) -> None:
        self.widget.choices = [("", nothing), *((value, value.replace("_", " ")) for value in values)]

    def clean(self, value: str | None) -> str:
        return next((value for option, _ in self.widget.choices if option == value), "")


class FilterForm(forms.Form):
    """What a list of questions can be narrowed by; a value that is not known narrows nothing."""

    text = forms.CharField(required=False, label="Search", widget=PlainSearch)
    topic = OneOf(required=False)
    level = OneOf(required=False)
    tag = OneOf(required=False)
    status = OneOf(required=False)

    def __init__(self, data, *, for_editor: bool) -> None:
        super().__init__(data)
        self.for_editor = for_editor
        offered = EVERYTHING if for_editor else PUBLISHED
        self.fields["topic"].offer("any topic", offered.topics())
        self.fields["level"].offer("any level", Level)
        self.fields["tag"].offer("any service", offered.tags())
        self.fields["status"].offer("published", [status for status in Status if status != Status.PUBLISHED])
        if not for_editor:
            del self.fields["status"]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
