"""Which migrations this version of the program knows, and which of them a database lacks."""

from functools import lru_cache

from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder

Migration = tuple[str, str]


@lru_cache
def known() -> frozenset[Migration]:
    """Read from the files once: a program does not change while it runs."""
    return frozenset(MigrationLoader(None).disk_migrations)


def lacking() -> frozenset[Migration]:
    return known() - set(MigrationRecorder(connection).applied_migrations())
