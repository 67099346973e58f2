"""The API as an OpenAPI 3.1 document, kept by hand: five addresses to read. Tests hold it to what is answered."""

from typing import Any

VERSION = "1.0.0"
ABOUT = (
    "Read-only. Make a token on the page of your account (/account/tokens/) and send it as “Authorization: Bearer …”. "
    "A token never sees more than its person does. Lists come in pages: follow `next` until it is null."
)
TEXT, NUMBER, SHARE = {"type": "string"}, {"type": "integer"}, {"type": ["number", "null"]}
MOMENT, MAYBE_MOMENT = {"type": "string", "format": "date-time"}, {"type": ["string", "null"], "format": "date-time"}
LEVELS = {"type": "string", "enum": ["fresher", "intermediate", "senior"]}
STATUSES = {"type": "string", "enum": ["draft", "in_review", "published", "retired"]}
STATES = {"type": "string", "enum": ["draft", "scheduled", "live", "paused", "ended", "cancelled"]}
ROLES = {"type": "string", "enum": ["lead", "panellist", "candidate", "observer", "solo"]}
KINDS = {"type": "string", "enum": ["essential", "good", "bonus"]}


def _list(items: dict) -> dict:
    return {"type": "array", "items": items}


def _ref(name: str) -> dict:
    return {"$ref": f"#/components/schemas/{name}"}


def _object(fields: dict[str, Any], optional: dict[str, Any] | None = None) -> dict:
    properties = fields | (optional or {})
    return {"type": "object", "properties": properties, "required": list(fields), "additionalProperties": False}


TEXTS = _list(TEXT)
POINT = {"text": TEXT, "kind": KINDS, "weight": NUMBER}
OF_ANSWERS = {
    "model_answer": TEXT,
    "key_points": _list(_object(POINT)),
    "follow_ups": TEXTS,
    "red_flags": TEXTS,
    "references": TEXTS,
    "last_checked": {"type": ["string", "null"], "format": "date"},
    "corrections": TEXTS,
}
TOTAL = {"topic": TEXT, "questions": NUMBER, "rated": NUMBER, "coverage": SHARE, "rating": SHARE}
YES_OR_NO = {"type": "boolean"}
JUDGE = {"name": TEXT, "role": ROLES, "recommendation": TEXT, "summary": TEXT, "rating": SHARE}
JUDGE |= {"closed_by_lead": YES_OR_NO, "reopened": _list(_object({"at": MOMENT, "reason": TEXT}))}
GIVEN = {"judge": TEXT, "rating": SHARE, "not_observed": YES_OR_NO, "revised": SHARE, "note": TEXT}
TALK = {"position": NUMBER, "initial": _list(_object(GIVEN)), "note": TEXT}
TALK |= {"agreed": {"type": ["integer", "string", "null"]}}
SCHEMAS = {
    "Question": _object(
        {"ref": TEXT, "title": TEXT, "topic": TEXT, "level": LEVELS, "tags": TEXTS, "minutes": NUMBER}
        | {"status": STATUSES, "prompt": TEXT, "updated_at": MOMENT, "url": TEXT},
        OF_ANSWERS,
    ),
    "Interview": _object(
        {"id": NUMBER, "title": TEXT, "state": STATES, "role": ROLES, "created_at": MOMENT, "starts_at": MAYBE_MOMENT}
        | {"started_at": MAYBE_MOMENT, "ended_at": MAYBE_MOMENT, "url": TEXT, "report": {"type": ["string", "null"]}}
    ),
    "Total": _object(TOTAL),
    "ReportedQuestion": _object(
        {"position": NUMBER, "ref": TEXT, "title": TEXT, "topic": TEXT, "level": TEXT, "state": TEXT}
        | {
            "seconds_used": NUMBER,
            "seconds_allowed": NUMBER,
            "coverage": SHARE,
            "rating": {"type": ["integer", "null"]},
        }
        | {"note": TEXT, "answer": TEXT, "not_observed": YES_OR_NO, "weight": NUMBER, "red_flags": TEXTS}
        | {"key_points": _list(_object(POINT | {"mark": {"type": ["string", "null"]}}))}
    ),
    "Report": _object(
        {"schema": TEXT, "title": TEXT, "candidate": TEXT, "interviewers": TEXTS}
        | {"started_at": MAYBE_MOMENT, "ended_at": MAYBE_MOMENT, "minutes_used": NUMBER, "minutes_allowed": NUMBER}
        | {"recommendation": TEXT, "summary": TEXT, "overall": _ref("Total"), "topics": _list(_ref("Total"))}
        | {"questions": _list(_ref("ReportedQuestion"))},
        {"hints": _object({"rule": TEXT}), "panel": _ref("Panel")},
    ),
    "Panel": _object(
        {
            "judges": _list(_object(JUDGE)),
            "questions": _list(_object(TALK)),
            "initial": SHARE,
            "agreed": SHARE,
            "alpha": SHARE,
            "decision": TEXT,
            "reason": TEXT,
            "decided_at": MAYBE_MOMENT,
        }
    ),
    "Problem": _object(
        {"type": TEXT, "title": TEXT, "status": NUMBER, "detail": TEXT},
        {"errors": _list(_object({"parameter": TEXT, "detail": TEXT}))},
    ),
}
SCHEMAS |= {
    f"{name}s": _object({"items": _list(_ref(name)), "next": {"type": ["string", "null"], "format": "uri"}})
    for name in ("Question", "Interview")
}
LIMIT = ("limit", {"type": "integer", "minimum": 1, "maximum": 100, "default": 50}, "How many to a page.")
ADDRESSES = {
    "/api/v1/questions": (
        "bank:read",
        "Questions",
        "The published questions by ref; answers only for those who may see answers.",
        [
            ("topic", TEXT, "Of this topic alone."),
            ("level", LEVELS, "Of this level alone."),
            ("tag", TEXT, "With this tag alone."),
            ("status", STATUSES, "Of this status; all but published are for editors."),
            ("updated_since", MOMENT, "Changed, published or revived since; what was retired is in no list."),
            ("after", TEXT, "What comes after this ref."),
            LIMIT,
        ],
    ),
    "/api/v1/questions/{ref}": ("bank:read", "Question", "One question.", []),
    "/api/v1/interviews": (
        "reports:read",
        "Interviews",
        "The interviews in which you have a seat. `report` is null for as long as you may not read one.",
        [("state", STATES, "In this state alone."), ("after", NUMBER, "What comes after this id."), LIMIT],
    ),
    "/api/v1/interviews/{interview_id}/report": (
        "reports:read",
        "Report",
        "For a panellist once their own scorecard is submitted, the panel with it once the debrief has begun; "
        "for a candidate what was shared.",
        [],
    ),
}
IN_PATHS = {"ref": TEXT, "interview_id": NUMBER}
PROBLEMS = {
    "400": "A parameter cannot be used.",
    "401": "No token, or one that opens nothing.",
    "403": "The token lacks the scope, or its person may not see this, or not yet.",
    "404": "Not there, or not for this person.",
    "429": "Too many wrong tokens from this address.",
}


def document(site: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Rehearse", "version": VERSION, "description": ABOUT},
        "servers": [{"url": site.rstrip("/")}],
        "security": [{"token": []}],
        "paths": {path: {"get": _operation(path, *told)} for path, told in ADDRESSES.items()},
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": SCHEMAS,
            "responses": {code: _problem(told) for code, told in PROBLEMS.items()},
        },
    }


def _operation(path: str, scope: str, schema: str, about: str, parameters: list[tuple[str, dict, str]]) -> dict:
    in_path = [
        {"name": name, "in": "path", "required": True, "schema": kind}
        for name, kind in IN_PATHS.items()
        if f"{{{name}}}" in path
    ]
    in_query = [{"name": name, "in": "query", "schema": kind, "description": told} for name, kind, told in parameters]
    content = {"application/json": {"schema": _ref(schema)}}
    problems = {code: {"$ref": f"#/components/responses/{code}"} for code in PROBLEMS}
    return {
        "operationId": f"get{schema}",
        "summary": about,
        "description": f"Needs a token with the scope `{scope}`.",
        "parameters": in_path + in_query,
        "responses": {"200": {"description": about, "content": content}} | problems,
    }


def _problem(told: str) -> dict:
    return {"description": told, "content": {"application/problem+json": {"schema": _ref("Problem")}}}
