"""A module imports from its own rank or a lower one, in no circle, and each kind of work has one place."""

import ast
from collections.abc import Iterator
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

RANKS = {
    "questions": [
        "rubric picking markdown alike checking matching words snippets documents documents.anki documents.columns "
        "documents.folds "
        "documents.found documents.front_matter documents.html documents.lines documents.markdown_list "
        "documents.page_blocks documents.page_text documents.qti documents.quizzes documents.reading "
        "documents.record documents.records documents.source documents.stored documents.suggesting documents.table "
        "documents.writing",
        "models",
        "indexing library",
        "imports search workshop",
        "forms views.bank views.doors views.editing views.exporting views.importing",
        "urls admin management.commands.check_bank management.commands.import_questions "
        "management.commands.measure_search management.commands.rebuild_search",
    ],
    "interviews": [
        "states clock roles scoring hub",
        "models",
        "autosave flow answering marking inviting presence planning sharing",
        "room reports live demo",
        "access forms templatetags.interviews views.home views.joining views.parts views.planning views.reporting "
        "views.rooms views.running views.scoring views.typing",
        "urls admin management.commands.demo",
    ],
}
RANK_OF = {
    f"{app}.{name}": rank for app, rows in RANKS.items() for rank, names in enumerate(rows) for name in names.split()
}
CLOCKS = ("timezone.now", "timezone.localtime", "timezone.localdate", "datetime.now", "date.today", "time.time")
WRITERS, WEB = 2, 4
WRITES = {"save", "create", "bulk_create", "get_or_create", "update_or_create", "bulk_update", "delete"}


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _modules(*apps: str) -> dict[str, ast.Module]:
    files = [file for app in apps for file in (ROOT / app).rglob("*.py")]
    kept = [file for file in files if not {"tests", "migrations"} & set(file.parts) and file.stat().st_size]
    return {_name(file): ast.parse(file.read_text()) for file in kept}


MODULES = _modules("questions", "interviews")
RANKED = {name: tree for name, tree in MODULES.items() if not name.endswith(".apps")}


def _imported(tree: ast.AST) -> Iterator[str]:
    """Every module of ours that a tree imports."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            for alias in node.names:
                inner = f"{node.module}.{alias.name}"
                yield inner if inner in MODULES else node.module


def _ours(name: str) -> set[str]:
    return {imported for imported in _imported(MODULES[name]) if imported in MODULES}


def _calls(tree: ast.AST) -> set[str]:
    return {n.func.attr for n in ast.walk(tree) if isinstance(n, ast.Call) and isinstance(n.func, ast.Attribute)}


def test_every_module_has_a_rank() -> None:
    assert set(RANKED) == set(RANK_OF)


@pytest.mark.parametrize("name", RANKED)
def test_a_module_imports_only_from_its_own_rank_or_a_lower_one(name: str) -> None:
    above = {
        other for other in _ours(name) if RANK_OF[other] > RANK_OF[name] and other.split(".")[0] == name.split(".")[0]
    }
    assert above == set()


def test_no_import_goes_in_a_circle() -> None:
    tuple(TopologicalSorter({name: _ours(name) - {name} for name in MODULES}).static_order())


def test_the_bank_knows_nothing_of_interviews() -> None:
    assert [
        n for n in _modules("questions") if any(i.split(".")[0] == "interviews" for i in _imported(MODULES[n]))
    ] == []


def test_interviews_know_the_bank_only_through_what_it_offers() -> None:
    offered = {"questions.models", "questions.rubric", "questions.picking", "questions.search"}
    used = {other for name in _modules("interviews") for other in _ours(name) if other.startswith("questions.")}
    assert used <= offered


def test_config_imports_apps_only_where_addresses_are_given_out() -> None:
    entrances = {"config.urls", "config.asgi"}
    importing = {
        name
        for name, tree in _modules("config").items()
        if any(imported.split(".")[0] in RANKS for imported in _imported(tree))
    }
    assert importing <= entrances


@pytest.mark.parametrize("name", MODULES)
def test_no_import_hides_in_a_function(name: str) -> None:
    functions = [n for n in ast.walk(MODULES[name]) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)]
    assert [f.name for f in functions for n in ast.walk(f) if isinstance(n, ast.Import | ast.ImportFrom)] == []


def test_the_lowest_rank_needs_no_database_and_no_request() -> None:
    pure = {name for name, rank in RANK_OF.items() if rank == 0}
    touching = {n for n in pure if any(i.startswith(("django.db", "django.http")) for i in _imported(MODULES[n]))}
    assert touching == set()


def test_requests_and_responses_live_only_in_the_web_rank() -> None:
    below = {n for n in RANKED if RANK_OF[n] < WEB and any(i.startswith("django.http") for i in _imported(MODULES[n]))}
    assert below == set()


def test_only_verbs_write() -> None:
    writing = {name for name in RANKED if RANK_OF[name] > WRITERS and _calls(MODULES[name]) & WRITES}
    # The admin saves through the bank's writer; the demo makes accounts, which no verb of the app does; the search is
    # measured in a database that is thrown away.
    assert writing == {"interviews.demo", "questions.admin", "questions.management.commands.measure_search"}


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = {
        name
        for name, tree in MODULES.items()
        if any(isinstance(n, ast.Attribute) and ast.unparse(n) in CLOCKS for n in ast.walk(tree))
    }
    # The workshop and the check of the bank only need to know which day it is.
    assert asking == {"interviews.clock", "questions.views.editing", "questions.management.commands.check_bank"}


@pytest.mark.parametrize("name", [name for name in MODULES if not name.endswith("models")])
def test_files_and_functions_stay_short(name: str) -> None:
    lines = (
        (ROOT / (name.replace(".", "/") + ".py"))
        if (ROOT / (name.replace(".", "/") + ".py")).exists()
        else (ROOT / name.replace(".", "/") / "__init__.py")
    )
    assert len(lines.read_text().splitlines()) <= 300
    long = [f.name for f in ast.walk(MODULES[name]) if isinstance(f, ast.FunctionDef) and f.end_lineno - f.lineno > 35]
    assert long == []
