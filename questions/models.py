from dataclasses import asdict

from django.contrib.auth.models import User
from django.core.validators import MaxValueValidator, MinValueValidator, RegexValidator
from django.db import models
from django.utils.text import Truncator

from config.groups import groups_of
from questions.rubric import Draft, Kind, Level, Point, Status
from questions.words import plain

EDITORS = "Editors"
INTERVIEWERS = "Interviewers"


def choices(enum: type) -> list[tuple[str, str]]:
    return [(member.value, member.value.replace("_", " ")) for member in enum]


def may_see_answers(user: User) -> bool:
    """Model answers are for those who ask and those who write; a candidate sees prompts alone."""
    return user.is_superuser or not groups_of(user).isdisjoint((EDITORS, INTERVIEWERS))


def may_edit(user: User) -> bool:
    return user.is_superuser or EDITORS in groups_of(user)


class Tag(models.Model):
    name = models.CharField(max_length=60, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class QuestionQuerySet(models.QuerySet):
    def published(self) -> "QuestionQuerySet":
        return self.filter(status=Status.PUBLISHED)

    def matching(self, *, topic: str = "", level: str = "", tag: str = "") -> "QuestionQuerySet":
        """Questions that fit every filter that is not empty; search.py looks for words among them."""
        found = self
        if topic:
            found = found.filter(topic=topic)
        if level:
            found = found.filter(level=level)
        if tag:
            found = found.filter(tags__name=tag)
        return found

    def for_list(self) -> "QuestionQuerySet":
        return self.defer("model_answer", "model_answer_html").prefetch_related("tags")

    def for_rows(self) -> "QuestionQuerySet":
        """With nothing but what a row of a list shows, beside its tags."""
        return self.only("ref", "title", "prompt_html", "topic", "level", "minutes")

    def for_detail(self) -> "QuestionQuerySet":
        return self.prefetch_related("tags", "key_points")


class Question(models.Model):
    """One entry of the bank. The HTML fields are rendered by library.py when their Markdown is stored."""

    ref = models.CharField(
        max_length=80,
        unique=True,
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", "Use lower-case letters, digits and single hyphens.")],
        help_text="Stable name, such as aws-junior-01. Imports find a question again by it.",
    )
    title = models.CharField(
        max_length=80, blank=True, help_text="Short name for lists; must not give the answer away."
    )
    prompt = models.TextField(help_text="Markdown.")
    prompt_html = models.TextField(editable=False, default="")
    topic = models.CharField(max_length=60, db_index=True)
    level = models.CharField(max_length=20, choices=choices(Level), db_index=True)
    tags = models.ManyToManyField(Tag, blank=True, related_name="questions")
    minutes = models.PositiveSmallIntegerField(
        default=5, validators=[MinValueValidator(1), MaxValueValidator(120)], help_text="Time to answer it well."
    )
    model_answer = models.TextField(help_text="Markdown.")
    model_answer_html = models.TextField(editable=False, default="")
    follow_ups = models.JSONField(default=list, blank=True)
    red_flags = models.JSONField(default=list, blank=True)
    references = models.JSONField(default=list, blank=True)
    corrections = models.JSONField(
        default=list, blank=True, help_text="What common lore gets wrong and this puts right."
    )
    synonyms = models.JSONField(default=list, blank=True, help_text="Words that mean the same to wording hints.")
    last_checked = models.DateField(null=True, blank=True)
    status = models.CharField(max_length=20, choices=choices(Status), default=Status.DRAFT, db_index=True)
    updated_at = models.DateTimeField(auto_now=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["ref"]
        indexes = [models.Index(fields=["status", "topic", "level", "id"], name="questions_filtered")]

    def __str__(self) -> str:
        return f"{self.ref}: {self.short_title}"

    @property
    def prompt_text(self) -> str:
        """The prompt without its marks."""
        return plain(self.prompt_html)

    @property
    def short_title(self) -> str:
        return short_title(self.title, self.prompt_html)


def short_title(title: str, prompt_html: str) -> str:
    """The title, or how the prompt begins."""
    return title or Truncator(plain(prompt_html)).chars(48)


class KeyPoint(models.Model):
    """One thing that a good answer says."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="key_points")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=400)
    kind = models.CharField(max_length=20, choices=choices(Kind), default=Kind.GOOD)
    weight = models.PositiveSmallIntegerField(default=1, validators=[MinValueValidator(1), MaxValueValidator(3)])
    also_accept = models.JSONField(default=list, blank=True, help_text="Other words for it, for wording hints.")

    class Meta:
        ordering = ["position", "id"]

    def __str__(self) -> str:
        return self.text


def points_of(question: Question) -> tuple[Point, ...]:
    return tuple(Point(p.text, Kind(p.kind), p.weight, tuple(p.also_accept)) for p in question.key_points.all())


def copied_points(question: Question) -> list[dict]:
    """Its key points as they stand, for what is asked now: later edits of the bank do not reach a copy."""
    return [asdict(point) for point in points_of(question)]


def as_draft(question: Question) -> Draft:
    """A question of the bank as the document that would store it; it should come with its tags and key points."""
    return Draft(
        ref=question.ref,
        title=question.title,
        prompt=question.prompt,
        topic=question.topic,
        level=Level(question.level),
        minutes=question.minutes,
        model_answer=question.model_answer,
        points=points_of(question),
        tags=tuple(tag.name for tag in question.tags.all()),
        follow_ups=tuple(question.follow_ups),
        red_flags=tuple(question.red_flags),
        references=tuple(question.references),
        corrections=tuple(question.corrections),
        synonyms=tuple(question.synonyms),
        last_checked=question.last_checked,
        status=Status(question.status),
    )


class ImportQuerySet(models.QuerySet):
    def for_list(self) -> "ImportQuerySet":
        return self.defer("content").select_related("by")


class Import(models.Model):
    """A document that an editor brought: first looked at, then taken in, perhaps undone.

    `content` holds what was read, so that what is taken in is what was looked at.
    """

    PREVIEW, DONE, UNDONE = "preview", "done", "undone"

    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20, blank=True)
    content = models.JSONField(default=dict)
    state = models.CharField(max_length=10, default=PREVIEW, choices=[(s, s) for s in (PREVIEW, DONE, UNDONE)])
    result = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    objects = ImportQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def lists(self) -> list[tuple[str, list[str]]]:
        return [(title, self.result.get(title.lower(), [])) for title in ("Created", "Updated")]


class Revision(models.Model):
    """A question as it stood after one change, as the document that would store it again.

    A question is a row, its key points and its tags; the document is all of it, and reads well in a difference.
    """

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="revisions")
    document = models.TextField()
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    why = models.CharField(max_length=300, blank=True)
    source = models.ForeignKey(Import, null=True, on_delete=models.SET_NULL, related_name="revisions")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{self.question_id} at {self.at:%Y-%m-%d %H:%M}"


class SynonymList(models.Model):
    """The synonyms of the whole bank as they stood after one change; the newest list counts."""

    lines = models.JSONField(default=list)
    by = models.ForeignKey(User, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"{len(self.lines)} synonyms at {self.at:%Y-%m-%d %H:%M}"

    @property
    def document(self) -> str:
        return "\n".join(self.lines)


def synonyms_of_bank() -> list[str]:
    return SynonymList.objects.values_list("lines", flat=True).first() or []


def synonyms_for(question: Question) -> list[str]:
    """What means the same to wording hints when this question is asked now: the bank's list, then its own."""
    return [*synonyms_of_bank(), *question.synonyms]


class Word(models.Model):
    """A word that stands in the bank, to put right what somebody mistyped; public where everybody may read it."""

    text = models.CharField(max_length=40, primary_key=True)
    start = models.CharField(max_length=1)
    length = models.PositiveSmallIntegerField()
    public = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["start", "length"], name="questions_word_near")]

    def __str__(self) -> str:
        return self.text
