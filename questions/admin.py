from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.views.decorators.http import require_POST

from questions import library
from questions.fields import SYNONYMS_HELP, Addresses, Lines, MarkdownText, Phrases, Synonyms
from questions.indexing import index
from questions.markdown import LONGEST, render
from questions.models import KeyPoint, Question, Tag
from questions.rubric import STATUS_MOVES
from questions.synonyms import MOST_OF_QUESTION


class QuestionForm(forms.ModelForm):
    follow_ups = Lines(required=False, help_text="One a line.")
    red_flags = Lines(required=False, help_text="One a line.")
    prompt = MarkdownText(rows=6)
    model_answer = MarkdownText(rows=24)
    references = Addresses(required=False, help_text="One web address a line.")
    corrections = Lines(required=False, help_text="One a line: what common lore gets wrong and this puts right.")
    synonyms = Synonyms(MOST_OF_QUESTION, required=False, help_text=SYNONYMS_HELP)

    class Meta:
        model = Question
        fields = (
            "ref",
            "title",
            "topic",
            "level",
            "tags",
            "minutes",
            "prompt",
            "model_answer",
            "follow_ups",
            "red_flags",
            "references",
            "corrections",
            "synonyms",
            "last_checked",
        )


class KeyPointForm(forms.ModelForm):
    also_accept = Phrases(
        required=False,
        widget=forms.Textarea(attrs={"rows": 2, "cols": 30}),
        help_text="Other words for it, one phrase a line, for wording hints.",
    )

    class Meta:
        model = KeyPoint
        fields = ("position", "text", "also_accept", "kind", "weight")


class KeyPointInline(admin.TabularInline):
    model = KeyPoint
    form = KeyPointForm
    extra = 1
    fields = ["position", "text", "also_accept", "kind", "weight"]
    formfield_overrides = {models.CharField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 48})}}


@admin.register(Question)
class QuestionAdmin(admin.ModelAdmin):
    form = QuestionForm
    inlines = [KeyPointInline]
    list_display = ["ref", "short_title", "topic", "level", "status", "last_checked"]
    list_filter = ["status", "level", "topic"]
    search_fields = ["ref", "title", "prompt"]
    list_per_page = 50
    autocomplete_fields = ["tags"]
    readonly_fields = ["status"]  # the actions and the workshop change it, and they ask whether it is complete
    actions = ["publish", "retire"]

    class Media:
        js = ["js/preview.js"]
        css = {"all": ["css/admin.css", "css/code.css"]}

    def save_model(self, request: HttpRequest, obj: Question, form: forms.ModelForm, change: bool) -> None:
        library.save(obj)

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        library.remember([form.instance.pk], library.Hand(request.user, "changed in the admin"))
        index([form.instance.pk])  # key points and tags are saved after the question, and it is found by them too

    def delete_model(self, request: HttpRequest, obj: Question) -> None:
        library.delete([obj])

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        library.delete(queryset)

    def get_urls(self) -> list:
        preview = require_POST(self.admin_site.admin_view(self.preview))
        return [path("preview/", preview, name="questions_question_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """The HTML of a Markdown text, as it will be shown."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponse(render(request.POST.get("text", "")[:LONGEST]))

    @admin.action(description="Publish the selected questions")
    def publish(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._move(request, queryset, "publish", "{} published.")

    @admin.action(description="Retire the selected questions")
    def retire(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        self._move(request, queryset, "retire", "{} retired. Past interviews keep their copies.")

    def _move(self, request: HttpRequest, questions: models.QuerySet, verb: str, said: str) -> None:
        """Move each of them on; what cannot move is named with the reason, and keeps no other back."""
        moved = 0
        for question in questions:
            try:
                library.move(question, verb, request.user)
                moved += 1
            except library.NotReady as refusal:
                label = STATUS_MOVES[verb][1].label
                self.message_user(request, f"Not {label}: {question.ref}. {refusal}", messages.WARNING)
        self.message_user(request, said.format(moved))


@admin.register(Tag)
class TagAdmin(admin.ModelAdmin):
    """Questions are found by the names of their tags, so a change of a tag is one of its questions."""

    search_fields = ["name"]

    def save_model(self, request: HttpRequest, obj: Tag, form: forms.ModelForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        index(obj.questions.values_list("pk", flat=True))

    def delete_model(self, request: HttpRequest, obj: Tag) -> None:
        self.delete_queryset(request, Tag.objects.filter(pk=obj.pk))

    def delete_queryset(self, request: HttpRequest, queryset: models.QuerySet) -> None:
        tagged = list(Question.objects.filter(tags__in=queryset).distinct().values_list("pk", flat=True))
        super().delete_queryset(request, queryset)
        index(tagged)
