"""While a release is rolled out, the release before still serves on the new tables: no migration may break it.

Its INSERTs do not name a column that is new, so that must be empty or filled by the database itself; what it still
reads must be there under its name. docs/operating.md says how to part a change in two.
"""

from collections.abc import Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.operations.base import Operation
from django.db.migrations.state import ModelState, ProjectState

from tests.test_house import RANKS

# Up to these, one process was all there was.
BEFORE = {"questions": 7, "interviews": 8, "practice": 2, "integrations": 2, "analysis": 1}
# Migrations that take away what the release before does not use any more, or for which everything has to stop, and why.
ALLOWED: dict[str, str] = {}

TAKES_AWAY = (migrations.RemoveField, migrations.DeleteModel, migrations.RenameField, migrations.RenameModel)


def breaks(operation: Operation, state: ProjectState, app: str) -> str:
    """Why the release before could not go on after this, or nothing."""
    if isinstance(operation, TAKES_AWAY):
        return "takes away what the release before may use"
    if isinstance(operation, migrations.AddField):
        return "" if _needs_no_value(operation.field) else "adds a column that must be given: null=True or db_default"
    if isinstance(operation, migrations.AlterField):
        before = state.models[app, operation.model_name_lower].fields[operation.name]
        if before.null and not _needs_no_value(operation.field):
            return "makes a column obligatory that was not: give it a db_default"
    return ""


def _needs_no_value(field: models.Field) -> bool:
    return field.null or field.many_to_many or field.db_default is not models.NOT_PROVIDED


def ours() -> Iterator[tuple[str, migrations.Migration, ProjectState]]:
    """Each migration to which this applies, with the state that it finds."""
    loader = MigrationLoader(None)
    for app, name in sorted(loader.disk_migrations):
        if app in RANKS and int(name[:4]) > BEFORE.get(app, 0):
            yield f"{app}.{name}", loader.disk_migrations[app, name], loader.project_state((app, name), at_end=False)


@pytest.mark.parametrize("name", [name for name, _, _ in ours()])
def test_the_release_before_can_serve_on_the_new_tables(name: str) -> None:
    migration, state = next((migration, state) for other, migration, state in ours() if other == name)
    problems = []
    for operation in migration.operations:
        problems += [why] if (why := breaks(operation, state, migration.app_label)) else []
        operation.state_forwards(migration.app_label, state)
    assert not problems or name in ALLOWED, problems


def test_only_what_needs_it_is_allowed() -> None:
    assert set(ALLOWED) <= {name for name, _, _ in ours()}


TEXT = models.TextField
JUDGED = {
    "empty": (migrations.AddField("seat", "x", TEXT(null=True)), False),
    "filled by the database": (migrations.AddField("seat", "x", TEXT(db_default="")), False),
    "filled by Django alone": (migrations.AddField("seat", "x", TEXT(default="")), True),
    "many to many": (migrations.AddField("seat", "x", models.ManyToManyField("seat")), False),
    "made obligatory": (migrations.AlterField("seat", "old", TEXT(default="")), True),
    "still optional": (migrations.AlterField("seat", "old", TEXT(null=True, blank=True)), False),
    "removed": (migrations.RemoveField("seat", "old"), True),
    "renamed": (migrations.RenameField("seat", "old", "new"), True),
    "a new table": (migrations.CreateModel("chair", [("name", TEXT())]), False),
}


@pytest.mark.parametrize("case", JUDGED)
def test_the_rule_tells_apart(case: str) -> None:
    operation, expected = JUDGED[case]
    state = ProjectState({("app", "seat"): ModelState("app", "Seat", [("old", TEXT(null=True))])})
    assert bool(breaks(operation, state, "app")) is expected
