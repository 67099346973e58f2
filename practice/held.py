"""Everything that is held of somebody with an account, for an administrator to hand out on request."""

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.db.models import Model, Q

from interviews.held import held_of
from interviews.models import Seat
from practice import mine
from practice.accounts import log_ins
from questions.models import Import, Revision

SCHEMA = "rehearse/person/1"


def held_of_account(user: User) -> dict:
    """The account and its practice as its owner gets them, the interviews, the work on the bank, and the logs."""
    practised = mine.as_json(user)
    del practised["answers_in_interviews"]  # which stand with the interviews
    about = Q(user=user) | Q(content_type__model="user", object_id=str(user.pk))
    return practised | {
        "schema": SCHEMA,
        "account": practised["account"] | _account(user),
        "recordings": [{"content_type": one.content_type, "size": one.size} for one in mine.recordings_of(user)],
        "interviews": held_of(Seat.objects.filter(user=user)),
        "changes_of_the_bank": _rows(Revision, Q(by=user), "question__ref", "at", "why"),
        "imports": _rows(Import, Q(by=user), "name", "at"),
        "log_ins": log_ins(user),
        "admin_log": _rows(LogEntry, about, "action_time", "object_repr", "change_message"),
    }


def held_of_seat(seat: Seat) -> dict:
    """The same of somebody who has no account."""
    return {"schema": SCHEMA, "interviews": held_of(Seat.objects.filter(pk=seat.pk))}


def _account(user: User) -> dict:
    facts = {name: getattr(user, name) for name in ("last_login", "is_active", "is_staff", "is_superuser")}
    return facts | {"groups": [group.name for group in user.groups.all()]}


def _rows(model: type[Model], which: Q, *columns: str) -> list[dict]:
    return list(model._base_manager.filter(which).order_by("pk").values(*columns))
