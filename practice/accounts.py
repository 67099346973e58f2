"""Takes in a person, and removes one with all that is theirs. What is left then are sums without a name."""

from axes.models import AccessAttempt, AccessFailureLog, AccessLog
from django.contrib.auth import SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import transaction
from django.db.models import Model, Q, QuerySet

from interviews.autosave import Refused
from interviews.erasing import forget
from interviews.erasing import what_goes as words_and_names
from interviews.models import Interview, Seat
from interviews.roles import Role
from interviews.scoring import Mark
from practice.models import Attempt, Card, Recording, Tally
from practice.practising import claim

LOGS = (AccessAttempt, AccessFailureLog, AccessLog)


@transaction.atomic
def sign_up(username: str, first_name: str, password: str, attempt: int | None) -> User:
    """Make an account, and give it the attempt that its owner made as a guest."""
    user = User.objects.create_user(username, password=password, first_name=first_name)
    claim(user, attempt)
    return user


def leave(user: User) -> None:
    """Delete one's own account, at once and for good.

    Raises Refused for an administrator, who might be the last one.
    """
    if user.is_superuser:
        raise Refused("An administrator’s account is deleted by another administrator, in the admin.")
    erase(user)


@transaction.atomic
def erase(user: User) -> None:
    """Delete an account and everything that is held of its owner, with the recordings and the mock interviews.

    Interviews with others stay, for they are the others' record too: without the name, the words and what was written
    about them.
    """
    _keep_sums(user)
    Interview.objects.filter(pk__in=_alone(user)).delete()
    forget(Seat.objects.filter(user=user), names=[user.get_username(), user.get_full_name(), user.email])
    for log in LOGS:
        _named(log, user).delete()
    _log_out_everywhere(user)
    user.delete()


def what_goes(user: User) -> dict[str, int]:
    """What `erase` would delete, or take out of what stays: how many of each."""
    seats, alone = Seat.objects.filter(user=user), _alone(user)
    answered = seats.filter(role=Role.CANDIDATE).values_list("interview", flat=True)
    others = [seat.pk for seat in seats if seat.interview_id not in alone]
    counts = {
        "account": 1,
        "attempts at questions": Attempt.objects.filter(user=user).count(),
        "recordings": Recording.objects.filter(Q(attempt__user=user) | Q(asked__interview__in=alone)).count(),
        "questions scheduled": Card.objects.filter(user=user).count(),
        "mock interviews alone": len(alone),
        **words_and_names(list(answered), others),
        "log-ins and failed ones": sum(len(rows) for rows in log_ins(user).values()),
    }
    return {what: count for what, count in counts.items() if count}


def log_ins(user: User) -> dict[str, list[dict]]:
    """What is kept of logging in, by kind, under the username or the address."""
    return {log._meta.model_name: list(_named(log, user).values()) for log in LOGS}


def _named(log: type[Model], user: User) -> QuerySet:
    by_address = Q(username__iexact=user.email) if user.email else Q()
    return log.objects.filter(Q(username__iexact=user.get_username()) | by_address)


def _alone(user: User) -> list[int]:
    return list(Seat.objects.filter(user=user, role=Role.SOLO).values_list("interview", flat=True))


def _keep_sums(user: User) -> None:
    tallies: dict[int, Tally] = {}
    for attempt in Attempt.objects.filter(user=user, grade__isnull=False).iterator(chunk_size=500):
        tally = tallies.get(attempt.question_id) or _held_tally(attempt.question_id)
        tallies[attempt.question_id] = tally
        tally.attempts += 1
        tally.coverage += attempt.coverage or 0.0
        tally.seconds += attempt.seconds
        for index, point in enumerate(attempt.points):
            heard = attempt.mark_of.get(index) in (Mark.PARTLY, Mark.COVERED)
            tally.points[point.text] = tally.points.get(point.text, 0) + heard
    for tally in tallies.values():
        tally.save()


def _held_tally(question: int) -> Tally:
    return Tally.objects.select_for_update().get_or_create(question_id=question)[0]


def _log_out_everywhere(user: User) -> None:
    for session in Session.objects.iterator():
        if session.get_decoded().get(SESSION_KEY) == str(user.pk):
            session.delete()
