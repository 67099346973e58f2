"""Which questions are kept back: nobody may read the model answer of a question that they are still to be asked."""

from django.contrib.auth.models import AnonymousUser, User
from django.db.models import Exists, OuterRef, Q, QuerySet

from interviews.models import AskedQuestion, Reveal
from interviews.roles import Role
from interviews.states import InterviewState
from questions.models import Question, QuestionQuerySet
from questions.rubric import Level

UNFINISHED = [InterviewState.DRAFT, InterviewState.SCHEDULED, InterviewState.LIVE, InterviewState.PAUSED]


def free_for(user: User | AnonymousUser | None) -> QuestionQuerySet:
    """Published questions whose answers this person may learn by practising.

    Kept back are those of an interview to which they are invited, until it is over, and for good where it never reveals
    answers. Of somebody without an account it is not known who they are, so every interview counts.
    """
    if user is None or not user.is_authenticated:
        # Asked question by question, the first interview that counts is enough; gathering them would read them all.
        return Question.objects.published().filter(~Exists(_kept_back().filter(question=OuterRef("pk"))))
    return free_for_account(user.pk)


def free_for_account(user_id: int) -> QuestionQuerySet:
    """The same for somebody who is known."""
    seats = {"interview__seats__user": user_id, "interview__seats__role__in": [Role.CANDIDATE, Role.SOLO]}
    return Question.objects.published().exclude(pk__in=_kept_back().filter(**seats).values("question"))


def _kept_back() -> QuerySet[AskedQuestion]:
    held = Q(interview__state__in=UNFINISHED) | Q(interview__reveal=Reveal.NEVER)
    return AskedQuestion.objects.filter(held, question__isnull=False)


def sample_question() -> Question | None:
    """A question to try without an account."""
    return free_for(None).filter(level=Level.FRESHER).for_detail().first()
