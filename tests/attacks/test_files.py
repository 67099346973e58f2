"""What goes out as a file, and what comes in as one: formulas, headers, entities, bombs."""

import csv
import io
import re
import time as clock
import zipfile
from collections.abc import Callable

import pytest
from django.db import connection
from django.urls import reverse
from pygments.lexers import get_lexer_by_name

from interviews import answering, flow, marking
from interviews.autosave import Typed
from interviews.models import AskedQuestion
from interviews.report_files import as_rows
from interviews.reports import panel_report
from interviews.tests.making import NOW, cast, interviewer, person
from practice import practising
from practice.models import How
from questions.documents import KINDS, read_source
from questions.documents.source import Source
from questions.documents.table import cell
from questions.documents.writing import WRITERS
from questions.markdown import LANGUAGES, LONGEST, LONGEST_CODE, LONGEST_LINE, render
from questions.models import Question
from questions.tests.making import question
from tests.attacks.world import Attacked

pytestmark = pytest.mark.django_db

FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1+1", "\uff0b1", "\uff0d1", "\uff20SUM(A1)"]
STARTS = tuple("=+-@\t\r\n\uff1d\uff0b\uff0d\uff20")
SECONDS = 2


def runs_in(table: str) -> list[str]:
    """The cells that a spreadsheet would run. A plain number is none."""
    cells = [cell for row in csv.reader(io.StringIO(table)) for cell in row]
    return [cell for cell in cells if cell.startswith(STARTS) and not re.fullmatch(r"-?\d+(\.\d+)?", cell)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_no_table_that_goes_out_holds_a_formula(formula: str, held: Attacked) -> None:
    lead, them = interviewer("olga"), person("otto", first_name=formula, last_name=formula)
    them.groups.set(lead.groups.all())
    question("formula", title=formula, topic=formula, tags=(formula,), follow_ups=(formula,), red_flags=(formula,))
    made = cast(1, lead=lead, panel=(them,), title=formula).started().opened()
    AskedQuestion.objects.update(title=formula, topic=formula, level=formula, ref=formula)
    answering.save_answer(made.interview, 1, Typed(formula, 0, "w", 1), False, NOW)
    marking.save_note(made.lead, made.asked(1), Typed(formula, 0, "w", 1))
    flow.end(made.interview, made.lead, NOW)
    out = io.StringIO()
    csv.writer(out).writerows(as_rows(panel_report(made.reload(), made.lead)))
    attempt = practising.begin(them, Question.objects.get(ref="formula"), NOW, formula)
    practising.save_answer(attempt, Typed(formula, 0, "w", 1))
    practising.reveal(attempt, How.TYPED, NOW)
    practising.save_next_time(attempt, Typed(formula, 0, "w", 1))
    client, _ = held.client_of("editor@during")
    brought = client.post(
        "/questions/import/", {"text": f"Question,Answer,{formula}\n{formula},,{formula}\n", "name": "=a.csv"}
    )
    problems = client.get(f"{brought.url}problems.csv").content.decode()
    bank = client.get("/questions/export/", {"kind": "csv", "everything": "on"}).content.decode()
    client.force_login(them)
    mine = client.get("/practice/mine.csv").content.decode()
    assert [formula.strip() in table for table in (out.getvalue(), mine, problems + bank)] == [True, True, True]
    assert [runs_in(table) for table in (out.getvalue(), mine, problems, bank)] == [[], [], [], []]


def test_what_was_guarded_on_the_way_out_is_itself_on_the_way_in(held: Attacked) -> None:
    for formula in FORMULAS:
        table = f"Question,Answer\nWhat?,{cell(formula.strip())}\n"
        assert read_source(Source("a.csv", table.encode()), "").drafts[0].model_answer == formula.strip()


@pytest.mark.parametrize(
    "title", ['a"; filename="evil.exe', "a\r\nSet-Cookie: a=b", "../../etc/passwd", "\u202efdp.exe", "é" * 60]
)
def test_a_title_cannot_reach_into_a_header(title: str, held: Attacked) -> None:
    made = cast(lead=interviewer("olga"), title=title, starts_at=NOW).started().ended().submitted()
    client, _ = held.client_of("admin@during")
    client.force_login(made.lead.user)
    for name in ("interviews:report-csv", "interviews:report-json", "integrations:appointment"):
        told = client.get(reverse(name, args=[made.interview.pk]))["Content-Disposition"]
        assert re.fullmatch(r'attachment; filename="[\w-]+\.(csv|json|ics)"', told, re.ASCII)


@pytest.mark.parametrize(
    "text", ["a\r\nATTACH:https://evil.example", "a\nBEGIN:VALARM", "a\u2028END:VEVENT", "a;b,c\\n:d", "\0\x07"]
)
def test_no_text_begins_a_line_of_its_own_in_a_calendar(text: str, held: Attacked) -> None:
    if connection.vendor == "postgresql":
        text = text.replace("\0", "")  # which it does not hold
    made = cast(lead=interviewer("olga"), title=text, candidate_name=text, starts_at=NOW)
    client, _ = held.client_of("admin@during")
    client.force_login(made.lead.user)
    file = client.get(reverse("integrations:appointment", args=[made.interview.pk])).content.decode()
    names = {line.partition(":")[0].partition(";")[0] for line in re.sub(r"\r\n[ \t]", "", file).split("\r\n") if line}
    assert not names & {"ATTACH", "VALARM"}
    assert file.splitlines().count("END:VEVENT") == 1
    assert not re.search(r"(?<!\r)\n|\r(?!\n)|[\0\x07]", file)


CONTROLS = "a\x01b\x0bc\x1f\x7f\x85\ufffe\u2028 &nbsp; <br> ]]> --> \u202e"


@pytest.mark.parametrize("kind", WRITERS)
def test_signs_that_a_format_does_not_take_are_no_reason_to_fail(kind: str, held: Attacked) -> None:
    client, _ = held.client_of("editor@during")
    question(
        "controls",
        title=CONTROLS,
        prompt=CONTROLS,
        model_answer=f"{CONTROLS}\n\n```\n{CONTROLS}\n```",
        tags=(CONTROLS,),
    )
    assert client.get("/questions/export/", {"kind": kind, "everything": "on"}).status_code == 200


ENTITIES = {
    "a file": '<!DOCTYPE q [<!ENTITY e SYSTEM "file:///etc/passwd">]>',
    "a site": '<!DOCTYPE q [<!ENTITY e SYSTEM "http://127.0.0.1:1/">]>',
    "laughs": '<!DOCTYPE q [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY e "&b;&b;&b;&b;">]>',
    "a parameter": '<!DOCTYPE q [<!ENTITY % p SYSTEM "http://127.0.0.1:1/"> %p;]>',
    "a type": '<!DOCTYPE q SYSTEM "http://127.0.0.1:1/q.dtd">',
}
QUIZ = '<quiz><question type="essay"><questiontext><text>&e;</text></questiontext></question></quiz>'
ITEM = "<assessmentItem><itemBody><p>&e;</p></itemBody></assessmentItem>"


@pytest.mark.parametrize("entity", ENTITIES)
@pytest.mark.parametrize("body", [QUIZ, ITEM], ids=["moodle", "qti"])
def test_an_entity_is_told_and_not_followed(entity: str, body: str) -> None:
    for text in (f'<?xml version="1.0"?>{ENTITIES[entity]}{body}', ENTITIES[entity] + body):
        for kind in ("", "moodle", "qti"):
            reading = read_source(Source("a.xml", text.encode()), kind if kind in KINDS else "")
            assert reading.drafts == []
            assert reading.problems
            assert "root:" not in str(reading)


def archive(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as packed:
        for name, content in members.items():
            packed.writestr(name, content)
    return out.getvalue()


NAMES = b"http://schemas.openxmlformats.org"
OFFICE = NAMES + b"/officeDocument/2006/relationships/officeDocument"
RELATIONS = b'<Relationships xmlns="%s/package/2006/relationships"><Relationship Id="a" Type="%s" Target="b.xml"/>'
RELATIONS = RELATIONS % (NAMES, OFFICE) + b"</Relationships>"
ENTITY_OF_MANY = b'<!ENTITY a "' + b"ha" * 1000 + b'"><!ENTITY b "' + b"&a;" * 1000 + b'">'
LAUGHS = b"<!DOCTYPE x [" + ENTITY_OF_MANY + b"]><x>" + b"&b;" * 1000 + b"</x>"
LAUGHING = {"[Content_Types].xml": LAUGHS, "_rels/.rels": RELATIONS, "b.xml": LAUGHS}


@pytest.mark.filterwarnings("ignore::UserWarning")
@pytest.mark.parametrize(
    "made",
    [
        pytest.param(lambda: archive(**{"xl/workbook.xml": b"\0" * 250_000_000}), id="unpacks to 250 MB"),
        pytest.param(lambda: archive(**{f"{n}": b"" for n in range(60_000)}), id="60,000 members"),
        pytest.param(lambda: archive(**LAUGHING), id="laughs"),
        pytest.param(lambda: archive(**{"../../../tmp/evil": b"x", "/etc/evil": b"x"}), id="paths that climb"),
        pytest.param(lambda: archive(**{"a.zip": archive(**{"b.zip": archive(c=b"\0" * 10_000_000)})}), id="nested"),
    ],
)
def test_a_workbook_that_is_a_bomb_is_told_in_time(made: Callable[[], bytes]) -> None:
    data = made()
    began = clock.process_time()
    reading = read_source(Source("a.xlsx", data), "")
    assert clock.process_time() - began < SECONDS
    assert reading.drafts == []
    assert reading.problems


def timed(act: Callable[[], object]) -> float:
    began = clock.process_time()
    act()
    return clock.process_time() - began


LONG = {
    "emphasis": lambda n: "*a_ " * n,
    "stars": lambda n: "*" * n + "a" + "_" * n,
    "stars and words": lambda n: "**a **b " * n,
    "strikes": lambda n: "~~a " * n,
    "brackets": lambda n: "[" * n + "a" + "]" * n,
    "links": lambda n: "[a](" * n,
    "images": lambda n: "![" * n,
    "link titles": lambda n: '[a](<b> "' * n,
    "references": lambda n: "[a]: b\n" * n + "[a] " * n,
    "quotes": lambda n: "> " * n + "a",
    "lists": lambda n: "".join("  " * min(d, 60) + "- a\n" for d in range(n)),
    "numbers": lambda n: "1. " * n,
    "a wide table": lambda n: "|a" * n + "|\n" + "|-" * n + "|\n" + "|b" * n + "|\n",
    "a long table": lambda n: "|a|b|\n|-|-|\n" + "|c|d|\n" * n,
    "a table of columns without cells": lambda n: (
        "|a" * (n // 100) + "|\n" + "|-" * (n // 100) + "|\n" + "x\n" * (n // 2)
    ),
    "code": lambda n: "`" * n + "a",
    "ticks of all lengths": lambda n: "".join("`" * d + " " for d in range(min(n, 600))),
    "fences": lambda n: "```\n" * n,
    "escapes": lambda n: "\\*" * n,
    "entities": lambda n: "&amp;&#x41;&nosuch;" * n,
    "angles": lambda n: "<a " * n,
    "comments": lambda n: "<!-- " * n,
    "autolinks": lambda n: "<http://a" * n,
    "headings": lambda n: "# a #\n" * n,
    "rules": lambda n: "- - -\n" * n,
    "spaces": lambda n: " " * n + "a" + " " * n,
    "lines": lambda n: "a  \n" * n,
}


@pytest.mark.parametrize("name", LONG)
def test_a_text_made_to_take_long_does_not(name: str) -> None:
    """An eighth of what a text may hold: one that took the square of its length would show here too."""
    whole = (LONG[name](LONGEST // 8) * 2)[: LONGEST // 8]
    assert timed(lambda: render(whole)) < SECONDS


ROWS = ["a", "(", '"', "/*", "{{ ", "<", " ", "'a ", "1."]


def test_code_is_coloured_in_time_in_every_language(subtests: pytest.Subtests) -> None:
    """The worst that a text can hold of it: as many blocks as fit, each as long as it may be."""
    for language in sorted(LANGUAGES):
        get_lexer_by_name(language)
        rows = [(row * LONGEST_LINE)[:LONGEST_LINE] for row in ROWS]
        code = "\n".join(rows)[:LONGEST_CODE]
        with subtests.test(language=language):
            assert timed(lambda code=code, language=language: render(f"```{language}\n{code}\n```")) < 0.5


@pytest.mark.parametrize("code", ["a" * (LONGEST_LINE + 1), "a\n" * LONGEST_CODE])
def test_code_that_no_page_shows_well_stays_plain(code: str) -> None:
    assert "<span" in render("```python\nreturn 1\n```")
    assert "<span" not in render(f"```python\nreturn 1\n{code}\n```")


@pytest.mark.parametrize("language", ["terraform", "fan", "systemd", "sas"])
def test_a_language_that_takes_the_square_of_a_word_stays_plain(language: str) -> None:
    whole = f"```{language}\n{'a' * (LONGEST - 40)}\n```"
    assert timed(lambda: render(whole)) < SECONDS
