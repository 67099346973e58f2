"""Requests made up at random, as each kind of person: whatever comes, nothing breaks. `make fuzz REQUESTS=10000`."""

import os
import traceback
from collections import Counter
from urllib.parse import urlencode

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings

from tests.attacks.forms import QUERIES, WHOLE
from tests.attacks.fuzzing import LET_IN, fittest, pairs, requests, with_replaced
from tests.attacks.world import Attacked
from tests.server import ROOT
from tests.test_doors import ADMIN, TABLE

pytestmark = pytest.mark.django_db
IN_CI = 500
REQUESTS = int(os.environ.get("FUZZ_REQUESTS", IN_CI))
DOORS = [(name, method, LET_IN[name, method]) for name, method in TABLE]
DOORS += [(name, method, ["admin@during"]) for name in ADMIN for method in ("GET", "POST")]


def sent(held: Attacked, what: dict) -> int:
    """The status of the answer; what the request did is undone. Raises whatever the application raised."""
    client, made = held.client_of(what["who"])
    address = with_replaced(held.address(what["name"], made), what["replaced"])
    headers = {"Authorization": f"Bearer {held.key}"} if what["name"].startswith("integrations:api") else {}
    return client.generic(
        what["method"],
        address,
        what["data"],
        what["content_type"],
        QUERY_STRING=urlencode(what["query"]),
        headers=headers | what["headers"],
    ).status_code


def test_no_request_breaks_anything(held: Attacked, measured) -> None:
    ended: Counter[int] = Counter()
    broken: dict[str, dict] = {}

    @settings(
        max_examples=REQUESTS,
        derandomize=REQUESTS <= IN_CI,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(requests(DOORS))
    def attack(what: dict) -> None:
        try:
            with transaction.atomic():
                ended[sent(held, what)] += 1
                transaction.set_rollback(True)
        except Exception as error:
            broken.setdefault(place_of(error), what)

    attack()
    measured(f"{ended.total()} made-up requests: " + ", ".join(f"{n} x {s}" for s, n in sorted(ended.items())))
    assert list(broken) == []
    assert max(ended) < 500


def place_of(error: Exception) -> str:
    """What broke, and the last lines of ours and of all that led there."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if str(ROOT) in frame.filename and "site-packages" not in frame.filename]
    at = [f"{frame.filename.rpartition('/')[2]}:{frame.lineno}" for frame in (ours[-1], frames[-1])]
    return f"{type(error).__name__} at {' <- '.join(at)}: {str(error)[:120]}"


NASTY = {"a NUL": "a\0b", "digits without end": "9" * 5_000}
if REQUESTS > IN_CI:
    NASTY |= {"too long": "\u00e9" * 301, "half a number": "\u0663"}


@pytest.mark.parametrize("nasty", NASTY)
def test_no_field_of_any_form_breaks_anything(nasty: str, held: Attacked) -> None:
    """Each field of each form in turn, the others as they should be; and each parameter of each page that is read."""
    broken: set[str] = set()
    for name, method, visitors in (door for door in DOORS if door[2]):
        fields = QUERIES.get(name, {}) if method == "GET" else WHOLE.get(name, {})
        for field in [*fields, "next", "page"]:
            query, data = ([], [])
            (query if method == "GET" else data).extend(pairs(fields | {field: NASTY[nasty]}))
            body = urlencode(data).encode()
            what = {"who": fittest(visitors), "name": name, "method": method, "query": query, "data": body}
            what |= {"replaced": None, "headers": {}, "content_type": "application/x-www-form-urlencoded"}
            with transaction.atomic():
                try:
                    with transaction.atomic():
                        sent(held, what)
                except Exception as error:
                    broken.add(f"{name} {field}: {place_of(error)}")
                transaction.set_rollback(True)
    assert sorted(broken) == []
