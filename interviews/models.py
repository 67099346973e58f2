from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from interviews.clock import Clock
from interviews.roles import Role
from interviews.scoring import RECOMMENDATIONS
from interviews.scoring import Mark as MarkValue
from interviews.states import PHASES, InterviewState, Phase, QuestionState
from questions.models import Question, choices
from questions.rubric import Point

LONGEST_ANSWER = 200_000


class Reveal(models.TextChoices):
    """When the candidate may see model answers."""

    NEVER = "never", "never"
    AFTER_EACH = "after_each", "after each question"
    AT_END = "at_end", "when the interview has ended"


class InterviewQuerySet(models.QuerySet):
    def for_list(self) -> "InterviewQuerySet":
        counted = self.prefetch_related("seats").annotate(question_count=models.Count("asked", distinct=True))
        # Grouping drops the order of Meta.
        return counted.order_by("-created_at", "-id")


class Interview(models.Model):
    """One sitting. Only flow.py writes its state and its clock."""

    title = models.CharField(max_length=120)
    created_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=choices(InterviewState), default=InterviewState.DRAFT, db_index=True
    )
    reveal = models.CharField(max_length=20, choices=Reveal.choices, default=Reveal.AT_END)
    seed = models.PositiveIntegerField(default=0)
    starts_at = models.DateTimeField(null=True, blank=True)

    budget = models.DurationField(help_text="Length of the sitting, the accommodation included.")
    planned = models.DurationField(help_text="Length of the sitting before the accommodation.")
    extra_percent = models.PositiveSmallIntegerField(default=0, validators=[MaxValueValidator(200)])
    extra = models.DurationField(default=timedelta)
    started_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_total = models.DurationField(default=timedelta)
    ended_at = models.DateTimeField(null=True, blank=True)

    moves = models.PositiveIntegerField(default=0, help_text="Counts changes of state: what a control was drawn from.")
    version = models.PositiveIntegerField(default=0, help_text="Counts all that anybody in the room can see change.")

    shared_at = models.DateTimeField(null=True, blank=True)
    share = models.JSONField(default=list, blank=True, help_text="What the lead chose to show to the candidate.")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return self.title

    @property
    def clock(self) -> Clock:
        return Clock(self.started_at, self.budget, self.paused_at, self.paused_total, self.extra)

    @property
    def phase(self) -> Phase:
        return PHASES[InterviewState(self.state)]


class AskedQuestion(models.Model):
    """A question as it was copied into an interview: later edits of the bank do not reach it."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="asked")
    position = models.PositiveSmallIntegerField()
    question = models.ForeignKey(Question, on_delete=models.SET_NULL, null=True, related_name="asked")
    ref = models.CharField(max_length=80)
    title = models.CharField(max_length=80)
    topic = models.CharField(max_length=60)
    level = models.CharField(max_length=20)
    prompt_html = models.TextField()
    model_answer_html = models.TextField()
    key_points = models.JSONField(default=list)
    follow_ups = models.JSONField(default=list)
    red_flags = models.JSONField(default=list)

    state = models.CharField(max_length=20, choices=choices(QuestionState), default=QuestionState.QUEUED)
    budget = models.DurationField()
    extra = models.DurationField(default=timedelta)
    started_at = models.DateTimeField(null=True, blank=True)
    paused_at = models.DateTimeField(null=True, blank=True)
    paused_total = models.DurationField(default=timedelta)
    closed_at = models.DateTimeField(null=True, blank=True)

    answer = models.TextField(blank=True, default="")
    answer_is_code = models.BooleanField(default=False)
    answer_version = models.PositiveIntegerField(default=0)
    answer_stamp = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["interview", "position"], name="one_question_a_position"),
            models.UniqueConstraint(
                fields=["interview"], condition=models.Q(state=QuestionState.OPEN), name="one_open_question"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.position}. {self.title}"

    @property
    def clock(self) -> Clock:
        return Clock(self.started_at, self.budget, self.paused_at, self.paused_total, self.extra)

    def used(self, now: datetime) -> timedelta:
        """Time spent on it so far, or until it was closed."""
        return self.clock.used(self.closed_at or now)

    @property
    def points(self) -> list[Point]:
        return [Point(**point) for point in self.key_points]


class Seat(models.Model):
    """What a person is in one interview. A candidate needs no account: an invitation fills the seat."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats"
    )
    role = models.CharField(max_length=20, choices=choices(Role))
    name = models.CharField(max_length=80)
    seen_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    invitation_nonce = models.CharField(max_length=43, blank=True, default="")
    invitation_expires_at = models.DateTimeField(null=True, blank=True)
    invitation_used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["interview", "user"], condition=models.Q(user__isnull=False), name="one_seat_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.role}"


class Scorecard(models.Model):
    """One panellist's judgement of one interview."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="scorecards")
    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="scorecard")
    recommendation = models.CharField(max_length=20, choices=list(RECOMMENDATIONS.items()), blank=True, default="")
    summary = models.TextField(blank=True, default="")
    summary_version = models.PositiveIntegerField(default=0)
    summary_stamp = models.CharField(max_length=60, blank=True, default="")
    submitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.seat.name} on {self.interview}"


class Rating(models.Model):
    """What one scorecard holds of one question beside its marks."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="ratings")
    asked = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="ratings")
    value = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    note = models.TextField(blank=True, default="")
    note_version = models.PositiveIntegerField(default=0)
    note_stamp = models.CharField(max_length=60, blank=True, default="")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scorecard", "asked"], name="one_rating_a_question")]

    def __str__(self) -> str:
        return f"{self.value} for {self.asked}"


class Mark(models.Model):
    """One key point on one scorecard."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="marks")
    asked = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="marks")
    point = models.PositiveSmallIntegerField(help_text="Index into the asked question's key points.")
    value = models.CharField(max_length=10, choices=choices(MarkValue))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scorecard", "asked", "point"], name="one_mark_a_point")]

    def __str__(self) -> str:
        return f"{self.value}: point {self.point} of {self.asked}"


class Event(models.Model):
    """Who did what, when. Rows are only ever added."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="events")
    at = models.DateTimeField()
    seat = models.ForeignKey(Seat, on_delete=models.SET_NULL, null=True, related_name="events")
    verb = models.CharField(max_length=30)
    detail = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.at:%H:%M:%S} {self.verb}"
