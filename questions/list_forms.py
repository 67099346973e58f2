"""What a list of questions can be narrowed by."""

from django import forms

from config.prepared import Prepared
from config.widgets import PlainSearch, PlainSelect
from questions.models import Question, QuestionQuerySet, Tag
from questions.rubric import Level, Status


class Offered:
    """What there is to choose from among some questions; each list of them asks."""

    def __init__(self, visible: QuestionQuerySet) -> None:
        topics = visible.order_by("topic").values_list("topic").distinct()
        tags = Tag.objects.filter(questions__in=visible).distinct().values_list("name")
        self._topics, self._tags = Prepared(lambda: topics.all()), Prepared(lambda: tags.all())

    def topics(self) -> list[str]:
        return [topic for (topic,) in self._topics()]

    def tags(self) -> list[str]:
        return [name for (name,) in self._tags()]


PUBLISHED, EVERYTHING = Offered(Question.objects.published()), Offered(Question.objects.all())


class FilterForm(forms.Form):
    """What a list of questions can be narrowed by; a value that is not known narrows nothing."""

    text = forms.CharField(required=False, label="Search", widget=PlainSearch)
    topic = forms.ChoiceField(required=False, widget=PlainSelect)
    level = forms.ChoiceField(required=False, widget=PlainSelect)
    tag = forms.ChoiceField(required=False, widget=PlainSelect)
    status = forms.ChoiceField(required=False, widget=PlainSelect)

    def __init__(self, data, *, for_editor: bool) -> None:
        super().__init__(data)
        self.for_editor = for_editor
        offered = EVERYTHING if for_editor else PUBLISHED
        self._offer("topic", "any topic", offered.topics())
        self._offer("level", "any level", list(Level))
        self._offer("tag", "any service", offered.tags())
        self._offer("status", "published", [status for status in Status if status != Status.PUBLISHED])
        if not for_editor:
            del self.fields["status"]

    def _offer(self, name: str, nothing: str, values) -> None:
        self.fields[name].choices = [("", nothing), *((value, value.replace("_", " ")) for value in values)]

    def chosen(self) -> dict[str, str]:
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}
