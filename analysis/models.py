"""What is kept for statistics: numbers without a name and without a word, which stay when what they came from goes."""

from django.db import models

from analysis.sittings import Judged
from interviews.models import Interview, Scorecard
from practice.models import Attempt
from questions.models import Question


class Outcome(models.Model):
    """One answer to one question. `interview` or `attempt` says what to replace when it is judged anew."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="outcomes")
    interview = models.ForeignKey(Interview, on_delete=models.SET_NULL, null=True, related_name="outcomes")
    attempt = models.OneToOneField(Attempt, on_delete=models.SET_NULL, null=True, related_name="outcome")
    practice = models.BooleanField()
    on = models.DateField()
    coverage = models.FloatField(null=True)
    rest = models.FloatField(null=True, help_text="Mean coverage of the same candidate's other answers.")
    time = models.FloatField(null=True, help_text="Share of the budget that was used.")
    ratings = models.JSONField(default=list)
    points = models.JSONField(default=dict, help_text="One value a scorecard, by the key of the point's text.")

    class Meta:
        indexes = [models.Index(fields=["question", "practice"], name="analysis_of_question")]

    def __str__(self) -> str:
        return f"An answer to question {self.question_id} on {self.on}"

    @property
    def judged(self) -> Judged:
        return Judged(self.coverage, self.rest, self.ratings, self.time, self.points)


class Taken(models.Model):
    """A submitted scorecard, or a graded attempt, that the outcomes hold as it was at that moment."""

    scorecard = models.OneToOneField(Scorecard, on_delete=models.CASCADE, null=True, related_name="taken")
    attempt = models.OneToOneField(Attempt, on_delete=models.CASCADE, null=True, related_name="taken")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"Taken as of {self.at}"


class Summary(models.Model):
    """The sums of the outcomes of one question, live or of practice, in one period; an empty period is all time."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="summaries")
    practice = models.BooleanField()
    period = models.CharField(max_length=7, blank=True, default="")
    sums = models.JSONField(default=dict)
    due = models.BooleanField(default=False, db_index=True, help_text="Outcomes have changed since it was summed.")

    class Meta:
        verbose_name_plural = "summaries"
        constraints = [
            models.UniqueConstraint(fields=["practice", "period", "question"], name="one_summary_a_question"),
        ]

    def __str__(self) -> str:
        return f"Question {self.question_id}, {self.period or 'all time'}"


class Refresh(models.Model):
    """The one row that says how fresh the summaries are, and is held by whoever makes them so."""

    at = models.DateTimeField(null=True)
    waiting = models.BooleanField(default=False, help_text="Whether more is to be taken in than was.")

    class Meta:
        verbose_name_plural = "refreshes"

    def __str__(self) -> str:
        return f"As of {self.at}"
