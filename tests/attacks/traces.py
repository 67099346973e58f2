"""What a request leaves behind: every row of ours, so that two outcomes can be compared."""

import json
from collections.abc import Callable
from functools import cache

from django.apps import apps
from django.contrib.auth.models import User
from django.db import connection, models, transaction

APPS = ("questions", "interviews", "practice", "integrations", "analysis")
# Made by chance, or by the wall clock, or told by presence alone.
FLEETING = {"password", "last_login", "date_joined", "seen_at", "last_used_at"}
CHANCE = {"invitation_nonce", "digest", "shown", "nonce", "old_nonce", "message_id"}

Rows = dict[str, list[tuple]]


def tables() -> list[type[models.Model]]:
    return [User, *(model for app in APPS for model in apps.get_app_config(app).get_models())]


def _is_fleeting(field: models.Field) -> bool:
    by_wall_clock = getattr(field, "auto_now", False) or getattr(field, "auto_now_add", False)
    return field.name in FLEETING | CHANCE or by_wall_clock


@cache
def _columns(model: type[models.Model]) -> list[models.Field]:
    return [field for field in model._meta.concrete_fields if not _is_fleeting(field)]


@cache
def _statements() -> dict[str, str]:
    """What reads a table whole; written once, as hundreds of tests read all tables."""
    quote, found = connection.ops.quote_name, {}
    for model in tables():
        columns = ", ".join(quote(field.column) for field in _columns(model))
        order = quote(model._meta.pk.column)
        found[model._meta.label] = f"SELECT {columns} FROM {quote(model._meta.db_table)} ORDER BY {order}"
    return found


def rows() -> Rows:
    """All rows as the database holds them, without what differs from one run to the next by itself."""
    found = {}
    with connection.cursor() as cursor:
        for label, statement in _statements().items():
            cursor.execute(statement)
            found[label] = cursor.fetchall()
    return found


def newest() -> dict[str, int | None]:
    return {model._meta.label: model.objects.aggregate(n=models.Max("pk"))["n"] for model in tables()}


def effect(act: Callable[[], object]) -> tuple[dict[str, list[dict]], object]:
    """What an act changes, and what it returned; then it is undone. A new row is known by being new."""
    with transaction.atomic():
        before, known = rows(), newest()
        result = act()
        after = rows()
        touched = [label for label in after if after[label] != before[label]]
        changed = {
            label: [_without_new_keys(row, label, known) for row in after[label] if row not in before[label]]
            for label in touched
        }
        gone = {label: len(before[label]) - len(after[label]) for label in touched}
        transaction.set_rollback(True)
    return {label: [*changed[label], {"fewer": gone[label]}] for label in touched}, result


def _without_new_keys(row: tuple, label: str, known: dict[str, int | None]) -> dict:
    kept = {}
    for field, value in zip(_columns(apps.get_model(label)), row, strict=True):
        target = field.related_model._meta.label if field.is_relation else label if field.primary_key else ""
        is_new = isinstance(value, int) and value > (known.get(target) or 0)
        kept[field.attname] = "new" if target and is_new else value
    # A record of an event names a seat; PostgreSQL counts on over what was undone.
    if label == "interviews.Event":
        kept["detail"] = json.loads(kept["detail"])
        if kept["detail"].get("whom", 0) > (known.get("interviews.Seat") or 0):
            kept["detail"] |= {"whom": "new"}
    return kept
