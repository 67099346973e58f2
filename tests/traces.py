"""Looks for a person in every column of every table, in what columns hold encoded, and in files."""

from collections.abc import Iterator
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.db import models


def everything_that_is_stored() -> Iterator[tuple[str, object]]:
    """Every value of every row of every table, each with where it stands."""
    for model in apps.get_models(include_auto_created=True):
        for row in model._base_manager.values():
            yield from ((f"{model.__name__}.{name}", value) for name, value in row.items())
    for session in Session.objects.all():
        yield "Session, decoded", session.get_decoded()


def paths_to_people() -> list[tuple[type[models.Model], str]]:
    return [
        (model, field.name)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.get_fields()
        if isinstance(field, models.ForeignKey) and field.related_model is User
    ]


def traces(*words: str) -> list[str]:
    """Where any of these words stands, whatever its case: in tables and in the files that people gave."""
    sought = [word.lower() for word in words]
    rows = [where for where, value in everything_that_is_stored() if any(word in str(value).lower() for word in sought)]
    files = [path for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()]
    told = [str(path) for path in files if any(word.encode() in path.read_bytes().lower() for word in sought)]
    return rows + told


def rows_of(pk: int) -> list[str]:
    """Which columns still lead to the account that had this number, and who is logged in with it."""
    rows = [f"{m.__name__}.{name}" for m, name in paths_to_people() if m._base_manager.filter(**{name: pk}).exists()]
    entered = [s.pk for s in Session.objects.all() if s.get_decoded().get("_auth_user_id") == str(pk)]
    return rows + entered
