"""What is logged can be found again by its number, and opens no door."""

import json
import logging
import sys

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.urls import URLPattern, reverse
from hypothesis import given
from hypothesis import strategies as st

from interviews.tests.making import cast, interviewer
from operations import logs, queries
from operations.restoring import Place
from operations.tests.making import run
from tests.test_doors import ADDRESSES

KEY = "eyJhbGciOi:1vXyZ:abc-DEF_123"
ROW = "Failing row contains (7, My private answer)"


def record(message: str, *args: object, **more: object) -> logging.LogRecord:
    made = logging.LogRecord("django.request", logging.ERROR, __file__, 1, message, args, more.pop("exc_info", None))
    vars(made).update(more)
    return made


def entry(made: logging.LogRecord) -> dict:
    logs.Numbered().filter(made)
    return json.loads(logs.JsonLines().format(made))


@given(st.text(max_size=80))
def test_the_number_of_a_request_is_always_one_that_can_stand_in_a_log(offered: str) -> None:
    number = logs.number_of(offered)
    assert 8 <= len(number) <= 64
    assert number.isascii()
    assert number.replace("-", "").replace("_", "").replace(".", "").isalnum()


def test_a_number_that_a_proxy_gave_is_kept() -> None:
    assert logs.number_of("0af7651916cd43dd8448eb211c80319c") == "0af7651916cd43dd8448eb211c80319c"
    assert logs.number_of("short") != "short"


@given(st.text())
def test_a_line_is_one_object_whatever_the_message(message: str) -> None:
    line = logs.JsonLines().format(record("%s", message))
    assert "\n" not in line
    assert json.loads(line)["logger"] == "django.request"


SECRET = [name for name, address in ADDRESSES.items() if {"token", "key"} & set(address.arguments)]


@pytest.mark.parametrize("name", [*SECRET, "a stream"])
@pytest.mark.parametrize("formatter", [logs.Lines(), logs.JsonLines()], ids=["lines", "json"])
def test_no_address_that_opens_a_door_is_written(name: str, formatter: logging.Formatter) -> None:
    pattern: URLPattern | None = ADDRESSES.get(name)
    address = reverse(name, args=[KEY]) if pattern else f"/live/{KEY}/"
    line = formatter.format(record(f'"GET {address}?next=1 HTTP/1.1" failed'))
    assert KEY not in line
    assert "abc-DEF" not in line


def test_there_are_such_addresses() -> None:
    assert {"join", "integrations:feed"} <= set(SECRET)


def _error() -> tuple:
    try:
        try:
            raise IntegrityError(f"null value in column\nDETAIL:  {ROW}")
        except IntegrityError as inner:
            raise ValueError(f"of /join/{KEY}/") from inner
    except ValueError:
        return sys.exc_info()


@pytest.mark.parametrize("formatter", [logs.Lines(), logs.JsonLines()], ids=["lines", "json"])
def test_an_error_says_where_and_what_but_quotes_no_row(formatter: logging.Formatter) -> None:
    line = formatter.format(record("It failed", exc_info=_error()))
    assert "IntegrityError: null value in column" in line
    assert "ValueError: of /join/-" in line
    assert "in _error" in line
    assert ROW not in line
    assert KEY not in line


@pytest.fixture
def told(caplog: pytest.LogCaptureFixture, monkeypatch) -> list[dict]:
    """What the handler of the console writes, as objects."""
    written: list[dict] = []

    class Kept(logging.Handler):
        def emit(self, made: logging.LogRecord) -> None:
            written.append(json.loads(logs.JsonLines().format(made)))

    handler = Kept()
    handler.addFilter(logs.Numbered())
    logging.getLogger().addHandler(handler)
    caplog.set_level("INFO", "operations.requests")
    yield written
    logging.getLogger().removeHandler(handler)


@pytest.mark.django_db
def test_a_request_is_a_line_with_its_number_route_status_time_and_person(client: Client, told: list[dict]) -> None:
    made = cast(lead=interviewer("lena"))
    client.force_login(made.lead.user)
    response = client.get(f"/interviews/{made.interview.pk}/?from=mail", headers={"X-Request-ID": "from-the-proxy"})
    assert response["X-Request-ID"] == "from-the-proxy"
    line = told[-1]
    assert line.pop("milliseconds") > 0
    assert line.pop("time").endswith("+00:00")
    assert line == {
        "level": "INFO",
        "logger": "operations.requests",
        "message": line["message"],
        "request": "from-the-proxy",
        "method": "GET",
        "route": "interviews:show",
        "status": 200,
        "user": made.lead.user.pk,
    }
    assert "mail" not in json.dumps(told)


@pytest.mark.django_db
@pytest.mark.parametrize("address", [f"/join/{KEY}/", f"/calendar/{KEY}.ics", f"/mistyped/{KEY}/", f"/x?token={KEY}"])
def test_neither_the_path_nor_the_query_is_written(address: str, client: Client, told: list[dict]) -> None:
    response = client.get(address)
    assert response.status_code in (404, 410)
    assert len(told) == 2  # the request, and Django's own word on what was not found
    assert {line["request"] for line in told} == {response["X-Request-ID"]}
    assert KEY not in json.dumps(told)


@pytest.mark.django_db
def test_what_is_typed_is_not_written(told: list[dict], settings) -> None:
    made = cast(lead=interviewer("lena")).started().opened()
    client = Client(enforce_csrf_checks=True)
    client.force_login(made.lead.user)
    client.post(f"/interviews/{made.interview.pk}/questions/1/note/", {"text": "My private note"})
    assert [line["status"] for line in told if "status" in line] == [403]
    assert "private" not in json.dumps(told)


@pytest.mark.django_db
def test_the_page_of_a_fault_says_the_number_under_which_the_log_has_it(monkeypatch, told: list[dict]) -> None:
    def broken(*_) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("interviews.views.home.render", broken)
    response = Client(raise_request_exception=False).get("/")
    assert response.status_code == 500
    number = response["X-Request-ID"]
    assert f"<code>{number}</code>" in response.content.decode()
    fault = next(line for line in told if "error" in line)
    assert fault["request"] == number
    assert fault["message"] == "Internal Server Error: home"
    assert "RuntimeError: broken" in fault["error"]


@pytest.mark.django_db
def test_a_slow_statement_is_written_without_its_values(settings, told: list[dict]) -> None:
    settings.SLOW_QUERY_MS = 0
    with connection.execute_wrapper(queries.timed), connection.cursor() as cursor:
        cursor.execute("SELECT %s", ["My private answer"])
    assert [line["sql"] for line in told] == ["SELECT %s"]
    assert "private" not in json.dumps(told)
    assert told[0]["milliseconds"] >= 0


@pytest.mark.django_db
def test_a_quick_statement_is_not_written(settings, told: list[dict]) -> None:
    settings.SLOW_QUERY_MS = 60_000
    with connection.execute_wrapper(queries.timed), connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    assert told == []


SLOW = """
import django
django.setup()
from django.db import connection
for _ in range(2):
    connection.close()
    with connection.cursor() as cursor:
        counted = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %s) SELECT max(i) FROM n"
        cursor.execute(counted, [234567])
"""


def test_the_setting_has_every_connection_watched_once(place: Place) -> None:
    """More than a millisecond takes whoever counts that far."""
    done = run(place, "-c", SLOW, SLOW_QUERY_MS="1")
    assert done.returncode == 0, done.stderr
    counted = [line for line in done.stderr.splitlines() if "WITH RECURSIVE" in line]
    assert len(counted) == 2
    assert "234567" not in done.stderr
    assert "WITH RECURSIVE" not in run(place, "-c", SLOW).stderr
