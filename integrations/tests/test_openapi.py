"""The description of the API is what the API does; and no parameter, however strange, brings it down."""

import json
import re
from typing import Any

import pytest
from django.test import Client
from django.urls import get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from integrations.forms import InterviewsQuery, QuestionsQuery
from integrations.openapi import IN_PATHS, document
from integrations.tests.making import api_client
from interviews import marking, sharing
from interviews.tests.making import NOW, cast, editor, interviewer, person
from questions.tests.making import question

pytestmark = pytest.mark.django_db
TYPES = {"string": str, "integer": int, "number": (int, float), "array": list, "object": dict, "null": type(None)}
TYPES |= {"boolean": bool}
FORMS = {"/api/v1/questions": QuestionsQuery, "/api/v1/interviews": InterviewsQuery}


def breaches(value: Any, schema: dict, schemas: dict, at: str = "$") -> list[str]:
    """Where a value is not what a schema says, as far as our schemas go."""
    if "$ref" in schema:
        return breaches(value, schemas[schema["$ref"].rsplit("/")[-1]], schemas, at)
    kinds = [schema["type"]] if isinstance(schema["type"], str) else schema["type"]
    if not any(isinstance(value, TYPES[kind]) and isinstance(value, bool) == (kind == "boolean") for kind in kinds):
        return [f"{at}: {value!r} is not of {kinds}"]
    found = [f"{at}: {value!r} is none of {schema['enum']}"] if value not in schema.get("enum", [value]) else []
    if isinstance(value, list):
        found += [b for i, item in enumerate(value) for b in breaches(item, schema["items"], schemas, f"{at}[{i}]")]
    if isinstance(value, dict):
        known = schema["properties"]
        found += [f"{at}: {name} is missing" for name in schema["required"] if name not in value]
        found += [f"{at}: {name} is not known" for name in value if name not in known]
        found += [b for n, v in value.items() if n in known for b in breaches(v, known[n], schemas, f"{at}.{n}")]
    return found


@pytest.fixture
def described() -> dict:
    response = Client().get("/api/openapi.json")
    assert response.status_code == 200
    return response.json()


def test_it_describes_every_address_and_no_other(described: dict) -> None:
    (routes,) = [entry for entry in get_resolver().url_patterns if getattr(entry, "namespace", "") == "integrations"]
    paths = {re.sub(r"<\w+:(\w+)>", r"{\1}", f"/{route.pattern}") for route in routes.url_patterns}
    api = {path for path in paths if path.startswith("/api/v1/")}
    assert set(described["paths"]) == api


@pytest.mark.parametrize("path", FORMS)
def test_it_describes_every_parameter_that_is_understood(path: str, described: dict) -> None:
    parameters = described["paths"][path]["get"]["parameters"]
    assert {parameter["name"] for parameter in parameters} == set(FORMS[path]().fields)
    fields = FORMS[path]().fields
    for parameter in parameters:
        choices = [choice for choice, _ in getattr(fields[parameter["name"]], "choices", []) if choice]
        assert parameter["schema"].get("enum", []) == choices


def test_it_refers_to_nothing_that_is_not_there(described: dict) -> None:
    referred = set(re.findall(r'"#/components/(\w+)/(\w+)"', json.dumps(described)))
    assert referred
    assert [name for kind, name in referred if name not in described["components"][kind]] == []
    in_paths = set(re.findall(r"{(\w+)}", " ".join(described["paths"])))
    assert in_paths == set(IN_PATHS)
    assert described["openapi"].startswith("3.1")


def test_every_answer_is_what_is_described(described: dict, time) -> None:
    question("one")
    made = cast(2, candidate=person("cleo")).started().opened()
    marking.mark(made.lead, made.asked(1), 0, "covered")
    made.ended().submitted()
    sharing.share(made.interview, made.lead, NOW, ["ratings"])
    callers = [made.lead.user, made.candidate.user, editor(), interviewer("ivo")]
    schemas = described["components"]["schemas"]
    seen = set()
    for path, operation in described["paths"].items():
        address = path.replace("{ref}", "one").replace("{interview_id}", str(made.interview.pk))
        for client in [*map(api_client, callers), Client()]:
            response = client.get(address)
            told = operation["get"]["responses"][str(response.status_code)]
            if "$ref" in told:
                told = described["components"]["responses"][told["$ref"].rsplit("/")[-1]]
            schema = told["content"][response["Content-Type"]]["schema"]
            assert breaches(response.json(), schema, schemas) == []
            seen.add((path, response.status_code))
    assert {path for path, status in seen if status == 200} == set(described["paths"])


def test_the_checker_of_this_test_finds_breaches() -> None:
    schemas = document("https://example.org/")["components"]["schemas"]
    problem = {"type": "about:blank", "title": "Not Found", "status": 404, "detail": "-"}
    assert breaches(problem, schemas["Problem"], schemas) == []
    for wrong in ({"status": "404"}, {"status": None}, {"more": 1}, {"errors": [{"parameter": "x"}]}):
        assert len(breaches(problem | wrong, schemas["Problem"], schemas)) == 1
    del problem["detail"]
    assert breaches(problem, schemas["Problem"], schemas) == ["$: detail is missing"]


NAMES = st.sampled_from(sorted({*QuestionsQuery().fields, *InterviewsQuery().fields})) | st.text(max_size=10)
VALUES = (
    st.text(max_size=100)
    | st.integers().map(str)
    | st.datetimes(allow_imaginary=True, timezones=st.timezones()).map(str)
    | st.sampled_from(["9999-12-31T23:59:59-23:59", "0001-01-01T00:00:00+23:59", "\x00", "٣", "-0", "1e3", "published"])
)


@pytest.fixture(scope="module")
def program(kept: None) -> Client:
    question("one")
    lead = interviewer("fuzz")
    cast(1, lead=lead)
    lead.is_superuser = True
    lead.save()
    return api_client(lead)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=st.dictionaries(NAMES, VALUES, max_size=4), path=st.sampled_from(sorted(FORMS)))
def test_any_parameters_are_answered_or_refused(program: Client, time, query: dict[str, str], path: str) -> None:
    response = program.get(path, query)
    assert response.status_code in (200, 400)
    told = response.json()
    assert ("items" in told) == (response.status_code == 200)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rest=st.text(min_size=1, max_size=60))
def test_any_address_is_answered_or_refused(program: Client, time, rest: str) -> None:
    for start in ("/api/", "/api/v1/questions/", "/api/v1/interviews/", "/calendar/"):
        response = program.get(start + rest.replace("?", "").replace("#", ""))
        assert response.status_code in (200, 301, 404, 429)
