from datetime import datetime, timedelta

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from interviews.clock import Clock
from interviews.roles import JUDGES, Role
from interviews.scoring import RECOMMENDATIONS, anchors_of
from interviews.scoring import Mark as MarkValue
from interviews.states import PASSED_OVER, PHASES, InterviewState, Phase, QuestionState
from questions.models import Question, choices
from questions.picking import Rule
from questions.rubric import Point, point_from
from questions.words import plain

LONGEST_ANSWER = 200_000
LONGEST_NAME = 80


class Reveal(models.TextChoices):
    """When the candidate may see model answers."""

    NEVER = "never", "never"
    AFTER_EACH = "after_each", "after each question"
    AT_END = "at_end", "when the interview has ended"


class Plan(models.Model):
    """A recipe to use again. Interviews copy what they need of it, so later changes reach only later ones."""

    name = models.CharField(max_length=120, unique=True)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="plans")
    created_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    minutes_each = models.PositiveSmallIntegerField(null=True, blank=True)
    reveal = models.CharField(max_length=20, choices=Reveal.choices, default=Reveal.AT_END)
    wording_hints = models.BooleanField(default=True)
    takes_turns = models.BooleanField(default=False, help_text="Whether the panel shares the questions out.")
    open_to_practice = models.BooleanField(default=False, help_text="Whether anybody may practise alone with it.")
    rules = models.JSONField(default=list, blank=True)
    refs = models.JSONField(default=list, blank=True)
    anchors = models.JSONField(default=dict, blank=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    @property
    def drawn_by(self) -> tuple[Rule, ...]:
        return tuple(Rule(**rule) for rule in self.rules)


class Interview(models.Model):
    """One sitting. Only flow.py writes its state and its clock."""

    title = models.CharField(max_length=120)
    plan = models.ForeignKey(Plan, on_delete=models.SET_NULL, null=True, blank=True, related_name="interviews")
    created_at = models.DateTimeField()
    state = models.CharField(
        max_length=20, choices=choices(InterviewState), default=InterviewState.DRAFT, db_index=True
    )
    reveal = models.CharField(max_length=20, choices=Reveal.choices, default=Reveal.AT_END)
    wording_hints = models.BooleanField(
        default=True, help_text="Whether the panel is told what an answer's wording matches."
    )
    anchors = models.JSONField(default=dict, blank=True, help_text="The plan's own words for the ratings.")
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

    archived_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True, help_text="Since when nothing of it names anybody.")

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["-created_at", "-id"], name="interviews_newest"),
            models.Index(fields=["state", "-created_at", "-id"], name="interviews_newest_of_state"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def clock(self) -> Clock:
        return Clock(self.started_at, self.budget, self.paused_at, self.paused_total, self.extra)

    @property
    def judges(self) -> models.QuerySet["Seat"]:
        """The seats that judge, each on a scorecard of its own."""
        return self.seats.filter(role__in=JUDGES, revoked_at=None)

    @property
    def put_to_candidate(self) -> models.QuerySet["AskedQuestion"]:
        """The questions that were opened and not skipped: what there is to judge."""
        return self.asked.exclude(state__in=PASSED_OVER)

    @property
    def rating_anchors(self) -> dict[int, str]:
        return anchors_of(self.anchors)

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
    weight = models.PositiveSmallIntegerField(default=1, help_text="What it counts in the totals.")
    asker = models.ForeignKey(
        "Seat",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="asks",
        help_text="Who puts and rates it.",
    )
    synonyms = models.JSONField(default=list, help_text="For wording hints: the bank's, then its own.")

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
    def prompt_text(self) -> str:
        """The prompt without its marks."""
        return plain(self.prompt_html)

    @property
    def points(self) -> list[Point]:
        return [point_from(point) for point in self.key_points]


class Seat(models.Model):
    """What a person is in one interview. A candidate needs no account: an invitation fills the seat."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="seats")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, blank=True, related_name="seats"
    )
    role = models.CharField(max_length=20, choices=choices(Role))
    name = models.CharField(max_length=LONGEST_NAME)
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


class OpenStream(models.Model):
    """A stream that one of the processes holds open. Who has none left, in whichever process, has left the room."""

    seat = models.ForeignKey(Seat, on_delete=models.CASCADE, related_name="streams")
    seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"A stream of {self.seat}"


class Scorecard(models.Model):
    """One panellist's judgement of one interview."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="scorecards")
    seat = models.OneToOneField(Seat, on_delete=models.CASCADE, related_name="scorecard")
    recommendation = models.CharField(max_length=20, choices=list(RECOMMENDATIONS.items()), blank=True, default="")
    summary = models.TextField(blank=True, default="")
    summary_version = models.PositiveIntegerField(default=0)
    summary_stamp = models.CharField(max_length=60, blank=True, default="")
    submitted_at = models.DateTimeField(null=True, blank=True)
    closed_for_them = models.BooleanField(default=False, help_text="Whether the lead closed it unsubmitted.")

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.seat.name} on {self.interview}"


def is_judged(rating: str = "") -> models.Q:
    """By this rating an answer is rated, or passed as not observed; others hold no more than a note or a flag.

    `rating` is the way there, such as `scorecard__ratings__`.
    """
    return models.Q(**{f"{rating}value__isnull": False}) | models.Q(**{f"{rating}not_observed": True})


class RatingQuerySet(models.QuerySet):
    def judged(self) -> "RatingQuerySet":
        return self.filter(is_judged())


class Rating(models.Model):
    """What one scorecard holds of one question beside its marks."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="ratings")
    asked = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="ratings")
    value = models.PositiveSmallIntegerField(
        null=True, blank=True, validators=[MinValueValidator(1), MaxValueValidator(5)]
    )
    not_observed = models.BooleanField(default=False, help_text="There was nothing to rate: missing, not a zero.")
    revised = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="What the debrief made of it; `value` stays what it was.",
    )
    flags = models.JSONField(default=list, blank=True, help_text="Which of the question's red flags were heard.")
    note = models.TextField(blank=True, default="")
    note_version = models.PositiveIntegerField(default=0)
    note_stamp = models.CharField(max_length=60, blank=True, default="")

    objects = RatingQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scorecard", "asked"], name="one_rating_a_question")]

    def __str__(self) -> str:
        return f"{self.value} for {self.asked}"


class Mark(models.Model):
    """One key point on one scorecard."""

    scorecard = models.ForeignKey(Scorecard, on_delete=models.CASCADE, related_name="marks")
    asked = models.ForeignKey(AskedQuestion, on_delete=models.CASCADE, related_name="marks")
    point = models.PositiveSmallIntegerField(help_text="Index into the asked question's key points.")
    value = models.CharField(max_length=20, choices=choices(MarkValue))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["scorecard", "asked", "point"], name="one_mark_a_point")]

    def __str__(self) -> str:
        return f"{self.value}: point {self.point} of {self.asked}"


class Debrief(models.Model):
    """The panel's talk after all have judged. From here on every scorecard's ratings stand as they were."""

    interview = models.OneToOneField(Interview, on_delete=models.CASCADE, related_name="debrief")
    opened_at = models.DateTimeField()
    decision = models.CharField(max_length=20, choices=list(RECOMMENDATIONS.items()), blank=True, default="")
    reason = models.TextField(blank=True, default="")
    decided_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"debrief of {self.interview}"


class Consensus(models.Model):
    """What the panel agreed on for one question, beside the initial ratings and never over them."""

    asked = models.OneToOneField(AskedQuestion, on_delete=models.CASCADE, related_name="consensus")
    value = models.PositiveSmallIntegerField(
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(5)],
        help_text="Empty: not observed.",
    )
    note = models.TextField(blank=True, default="")

    def __str__(self) -> str:
        return f"{self.value} for {self.asked}"


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


class Sample(models.Model):
    """A sample answer to a question, with the reference's judgement, by which interviewers calibrate their own."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="samples")
    name = models.CharField(max_length=40, help_text="For its document; no page tells it, for it may tell the rating.")
    answer = models.TextField()
    marks = models.JSONField(help_text="The reference's mark of each key point, by its text.")
    rating = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    reasons = models.TextField()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["question", "name"], name="one_sample_a_name")]

    def __str__(self) -> str:
        return f"{self.question_id}: {self.name}"


class SampleJudgement(models.Model):
    """What one interviewer judged of one sample: their first judgement, or the last of those that followed."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="sample_judgements")
    sample = models.ForeignKey(Sample, on_delete=models.CASCADE, related_name="judgements")
    is_first = models.BooleanField()
    marks = models.JSONField(help_text="By the key point's text, as it was then.")
    rating = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["user", "sample", "is_first"], name="first_and_last_judgement"),
        ]

    def __str__(self) -> str:
        return f"{self.rating} for {self.sample_id}"
