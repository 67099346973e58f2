from dataclasses import asdict
from functools import cache, partial
from zoneinfo import ZoneInfo, available_timezones

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from interviews.models import AskedQuestion
from interviews.scoring import coverage
from practice.schedule import DAY_STARTS_AT, RETENTION, Grade, Memory, Model, days_since_1970
from questions.models import Question
from questions.rubric import Point, point_from

LARGEST_RECORDING = 25 * 1024 * 1024


@cache
def time_zones() -> frozenset[str]:
    """To list them reads some hundred files."""
    return frozenset(available_timezones())


def must_be_a_time_zone(name: str) -> None:
    if name not in time_zones():
        raise ValidationError("There is no such time zone. Choose one as Europe/Vienna or Asia/Kolkata.")


class Habit(models.Model):
    """How somebody practises."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="habit")
    interview_on = models.DateField("day of the interview", null=True, blank=True)
    minutes_a_day = models.PositiveSmallIntegerField(
        default=20, validators=[MinValueValidator(5), MaxValueValidator(240)]
    )
    new_a_day = models.PositiveSmallIntegerField(
        "new questions a day",
        default=5,
        validators=[MaxValueValidator(60)],
        help_text="With a day for the interview, it is as many as are needed to see all of them by then.",
    )
    retention = models.FloatField(
        "share to remember",
        default=RETENTION,
        validators=[MinValueValidator(0.7), MaxValueValidator(0.97)],
        help_text="From 0.7 to 0.97. The more you want to keep, the sooner each question comes back.",
    )
    parameters = models.JSONField(default=list, blank=True, editable=False)
    timed = models.BooleanField("show a clock for each question", default=False)
    exam_like = models.BooleanField("do not show the topic, as in an exam", default=False)
    time_zone = models.CharField(max_length=60, blank=True, default="", validators=[must_be_a_time_zone])
    day_starts_at = models.PositiveSmallIntegerField(
        "a day begins at", default=DAY_STARTS_AT, validators=[MaxValueValidator(12)], help_text="The hour, 0 to 12."
    )

    def __str__(self) -> str:
        return f"How {self.user} practises"

    @property
    def zone(self) -> ZoneInfo:
        return ZoneInfo(self.time_zone or settings.TIME_ZONE)

    @property
    def model(self) -> Model:
        return Model(self.retention, tuple(self.parameters))


class Card(models.Model):
    """What the scheduler knows of one question in one head."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="cards")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="cards")
    state = models.PositiveSmallIntegerField()
    step = models.PositiveSmallIntegerField(null=True)
    stability = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    due = models.DateTimeField()
    last_review = models.DateTimeField(null=True)
    reviewed = models.FloatField(
        default=0.0, help_text="The last review in days since 1970, for databases to reckon with."
    )
    missed = models.JSONField(default=dict, help_text="How often in a row each key point was missed.")
    most_missed = models.PositiveSmallIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "question"], name="one_card_a_question")]
        indexes = [
            models.Index(fields=["user", "due"], name="practice_due"),
            models.Index(fields=["user", "-most_missed"], name="practice_missed"),
        ]

    def __str__(self) -> str:
        return f"Question {self.question_id}, due {self.due:%Y-%m-%d}"

    @property
    def memory(self) -> Memory:
        return Memory(self.state, self.step, self.stability, self.difficulty, self.due, self.last_review)

    def remember(self, memory: Memory) -> None:
        for name, value in asdict(memory).items():
            setattr(self, name, value)
        self.reviewed = days_since_1970(memory.last_review)


class How(models.TextChoices):
    """In which way an answer was given before the model answer was shown."""

    TYPED = "typed", "typed"
    SPOKEN = "spoken", "spoken"
    UNKNOWN = "unknown", "I don’t know"


class Attempt(models.Model):
    """One try at one question: the answer first, then the marks, then a grade. The graded ones are the review log.

    A guest's has no user, and is found again by their session alone. One from a mock interview goes with its sitting.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, null=True, related_name="attempts")
    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="attempts")
    asked = models.OneToOneField(
        AskedQuestion,
        on_delete=models.CASCADE,
        null=True,
        related_name="attempt",
        help_text="Where it was answered in a mock interview.",
    )
    key_points = models.JSONField(help_text="As they were when they were marked.")
    why = models.CharField(max_length=300, blank=True, default="", help_text="Why this question was picked.")
    started_at = models.DateTimeField()
    budget = models.DurationField()
    timed = models.BooleanField(default=False)

    how = models.CharField(max_length=10, choices=How.choices, blank=True, default="")
    answer = models.TextField(blank=True, default="")
    answer_version = models.PositiveIntegerField(default=0)
    answer_stamp = models.CharField(max_length=60, blank=True, default="")
    revealed_at = models.DateTimeField(null=True)

    marks = models.JSONField(default=dict)
    coverage = models.FloatField(null=True)
    next_time = models.TextField(blank=True, default="")
    next_time_version = models.PositiveIntegerField(default=0)
    next_time_stamp = models.CharField(max_length=60, blank=True, default="")

    grade = models.PositiveSmallIntegerField(null=True, choices=[(grade.value, grade.label) for grade in Grade])
    graded_at = models.DateTimeField(null=True)
    day = models.DateField(null=True, help_text="The day of practice on which it was graded.")
    is_first = models.BooleanField(default=False)
    before = models.JSONField(null=True, help_text="The card as it was, for taking the grade back.")

    class Meta:
        ordering = ["-started_at", "-id"]
        indexes = [
            models.Index(fields=["user", "day", "is_first"], name="practice_days"),
            models.Index(fields=["user", "graded_at"], name="practice_log"),
            models.Index(fields=["user", "-started_at"], condition=models.Q(grade=None), name="practice_waiting"),
            models.Index(fields=["user", "question", "graded_at"], name="practice_of_question"),
        ]

    def __str__(self) -> str:
        return f"Try of {self.started_at:%Y-%m-%d} at question {self.question_id}"

    @property
    def points(self) -> list[Point]:
        return [point_from(point) for point in self.key_points]

    @property
    def mark_of(self) -> dict[int, str]:
        """JSON knows no numbers as keys."""
        return {int(index): value for index, value in self.marks.items()}

    @property
    def seconds(self) -> int:
        return int((self.revealed_at - self.started_at).total_seconds()) if self.revealed_at else 0

    @property
    def all_marked(self) -> bool:
        return len(self.marks) == len(self.key_points)

    def covered(self) -> float | None:
        return coverage(self.points, self.mark_of)


class Recording(models.Model):
    """The spoken answer to a drill's or a mock interview's question, where the candidate chose to keep it."""

    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, null=True, related_name="recording")
    asked = models.OneToOneField(AskedQuestion, on_delete=models.CASCADE, null=True, related_name="recording")
    file = models.FileField(upload_to="recordings/%Y/%m/")
    content_type = models.CharField(max_length=60)
    size = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(attempt__isnull=True, asked__isnull=False) | Q(attempt__isnull=False, asked__isnull=True),
                name="recording_of_one_answer",
            )
        ]

    def __str__(self) -> str:
        return f"Recording of {self.attempt or self.asked}"


@receiver(post_delete, sender=Recording)
def delete_file(instance: Recording, **kwargs) -> None:
    """A file goes when its row goes, once that is certain.

    The one signal here: rows also go by cascades (with a person, a sitting, a question) and by the admin, which no verb
    of ours sees.
    """
    transaction.on_commit(partial(instance.file.storage.delete, instance.file.name), robust=True)


class Tally(models.Model):
    """What is left of attempts whose author has gone: sums, without a name."""

    question = models.OneToOneField(Question, on_delete=models.CASCADE, related_name="tally")
    attempts = models.PositiveIntegerField(default=0)
    coverage = models.FloatField(default=0.0, help_text="Sum of the coverages.")
    seconds = models.PositiveBigIntegerField(default=0)
    points = models.JSONField(default=dict, help_text="How often each key point was heard at least partly.")

    class Meta:
        verbose_name_plural = "tallies"

    def __str__(self) -> str:
        return f"{self.attempts} attempts at question {self.question_id}"
