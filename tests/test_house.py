"""A module imports from its own rank or a lower one, in no circle, and each kind of work has one place."""

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent

RANKS = {
    "questions": [
        "rubric picking markdown alike checking matching synonyms words snippets documents documents.anki "
        "documents.columns documents.folds documents.found documents.front_matter documents.gift documents.html "
        "documents.lines documents.markdown_list "
        "documents.page_blocks documents.page_text documents.qti documents.quizzes documents.reading "
        "documents.record documents.records documents.source documents.stored documents.suggesting "
        "documents.synonyms documents.table documents.writing",
        "models",
        "indexing library",
        "imports listing search workshop",
        "fields forms list_forms views.bank views.doors views.editing views.exporting views.importing views.synonyms",
        "urls admin management.commands.check_bank management.commands.import_questions "
        "management.commands.measure_search management.commands.rebuild_search management.throwaway",
    ],
    "interviews": [
        "leaning samples demo_words "
        "states clock roles scoring agreement hub hints hints.figures hints.lists hints.near hints.strain hints.words",
        "models",
        "archiving autosave calibrating flow answering debriefing erasing keeping marking inviting presence planning "
        "plans seating sharing",
        "calibration wording past_wording room candidate_room reports learning report_files live relay background "
        "lists held debrief blind demo demo_sittings demo_many",
        "access admission forms list_forms panel_forms templatetags.interviews views.blind views.calibrating "
        "views.debriefing views.home views.joining views.lists views.parts views.personal views.planning views.plans "
        "views.reporting views.rooms views.running views.scoring views.seating views.typing views.wording",
        "urls admin management.commands.demo management.commands.import_samples management.commands.measure_hints "
        "management.commands.measure_lists",
    ],
    "practice": [
        "schedule queue mock simulation",
        "models",
        "practising recording retention accounts counting",
        "telling today drill beside mine demo held",
        "access forms views.account views.drill views.mock views.sound views.today templatetags.practice",
        "urls admin management.commands.apply_retention management.commands.demo_practice "
        "management.commands.erase_person management.commands.export_person management.commands.measure_practice "
        "management.commands.simulate management.people",
    ],
    "integrations": [
        "signing backoff keys targets sending payload calendars openapi",
        "models",
        "outbox tokens throttle",
        "delivering appointments records",
        "problems doors forms views.api views.calendar views.keys",
        "urls admin management.commands.deliver_webhooks",
    ],
    "analysis": [
        "figures periods sittings items raters trends simulation",
        "models",
        "facts refreshing",
        "health people",
        "access forms views.items views.people templatetags.analysis",
        "urls management.commands.refresh_analysis management.commands.measure_analysis",
    ],
    "operations": [
        "logs archive sqlite",
        "schema queries",
        "saving restoring",
        "readiness metrics",
        "probes faults middleware",
        "management.commands.backup management.commands.restore",
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


@cache
def _modules(*apps: str) -> dict[str, ast.Module]:
    files = [file for app in apps for file in (ROOT / app).rglob("*.py")]
    kept = [file for file in files if not {"tests", "migrations"} & set(file.parts) and file.stat().st_size]
    return {_name(file): ast.parse(file.read_text()) for file in kept}


MODULES = _modules(*RANKS)
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


@cache
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


APPS_KNOWN = {
    "questions": set(),
    "interviews": {"questions"},
    "practice": {"questions", "interviews"},
    "integrations": {"questions", "interviews"},
    "analysis": {"questions", "interviews", "practice"},
    "operations": {"interviews", "integrations"},
}


@pytest.mark.parametrize("app", APPS_KNOWN)
def test_an_app_knows_only_what_it_is_built_on(app: str) -> None:
    known = {other.split(".")[0] for name in _modules(app) for other in _ours(name)}
    assert known - {app} <= APPS_KNOWN[app]


def test_interviews_know_the_bank_only_through_what_it_offers() -> None:
    offered = {f"questions.{name}" for name in ("models", "rubric", "picking", "search", "synonyms", "words")}
    # Sample answers are documents too; what is thrown away is no part of the bank.
    offered |= {"questions.documents.front_matter", "questions.documents.record", "questions.documents.source"}
    offered.add("questions.management.throwaway")
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
    # The admin saves through the bank's writer; the demo makes accounts, which no verb of the app does, and thousands
    # of interviews at once; what is measured is made in databases that are thrown away.
    assert writing == {
        "interviews.demo",
        "interviews.demo_many",
        "interviews.management.commands.measure_lists",
        "questions.admin",
        "questions.management.commands.measure_search",
        "practice.management.commands.measure_practice",
        "analysis.management.commands.measure_analysis",
    }


def test_only_the_clock_asks_what_time_it_is() -> None:
    asking = {
        name
        for name, tree in MODULES.items()
        if any(isinstance(n, ast.Attribute) and ast.unparse(n) in CLOCKS for n in ast.walk(tree))
    }
    # The workshop and the check of the bank only need to know which day it is.
    assert asking == {"interviews.clock", "questions.views.editing", "questions.management.commands.check_bank"}


def test_no_request_has_a_time_zone_of_its_own() -> None:
    """What was drawn is remembered for all of them, moments included."""
    asked_for = {ast.unparse(n) for tree in MODULES.values() for n in ast.walk(tree) if isinstance(n, ast.Attribute)}
    taken = {
        f"timezone.{alias.name}"
        for tree in MODULES.values()
        for n in ast.walk(tree)
        if isinstance(n, ast.ImportFrom) and n.module == "django.utils.timezone"
        for alias in n.names
    }
    assert (asked_for | taken).isdisjoint({"timezone.activate", "timezone.override"})
    assert not [page.name for page in (ROOT / "templates").rglob("*.html") if "load tz" in page.read_text()]


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
