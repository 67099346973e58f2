"""Whole forms, as the pages send them, for each address that takes one."""

from tests.test_doors import FORMS

SITTING = {
    "title": "Mock",
    "minutes": "60",
    "reveal": "at_end",
    "wording_hints": "on",
    "seed": "7",
    "rules-TOTAL_FORMS": "1",
    "rules-INITIAL_FORMS": "0",
    "rules-0-count": "1",
    "refs": ["q-001", "q-002"],
}
INTERVIEW = SITTING | {"candidate_name": "Cleo", "extra_percent": "0", "panel": "ivo", "observers": ""}
QUESTION = {
    "ref": "ice-01",
    "title": "Ice",
    "topic": "Ice",
    "level": "fresher",
    "minutes": "5",
    "tags": "Amazon S3",
    "prompt": "Why does ice float?",
    "model_answer": "It is *lighter*.",
    "point_text": ["Lighter", "Bonds"],
    "point_kind": ["essential", "bonus"],
    "point_weight": ["3", "1"],
    "point_also": ["less dense", ""],
    "synonyms": "DR = disaster recovery",
    "references": "https://example.org/ice",
    "last_checked": "2026-01-31",
    "base": "0",
    "why": "new",
}
TYPED = {"text": "words", "base": "0", "writer": "w", "edit": "1"}

WHOLE: dict[str, dict] = FORMS | {
    "interviews:new": INTERVIEW,
    "interviews:preview": INTERVIEW,
    "interviews:wording": QUESTION | {"try": "0"},
    "interviews:seats": {"people": "ivo", "role": "panellist"},
    "interviews:askers": {"1": "", "2": "", "3": ""},
    "interviews:decide": {"decision": "yes", "reason": "Clear."},
    "interviews:revise": {"rating": "4"},
    "interviews:agree": {"rating": "4", "note": "Agreed."},
    "interviews:debrief-begin": {"close_the_rest": "on"},
    "plans:new": SITTING | {"title": "Another", "anchor_1": "Nothing", "open_to_practice": "on"},
    "plans:edit": SITTING | {"title": "Kept", "anchor_1": "Nothing"},
    "questions:new": QUESTION,
    "questions:edit": QUESTION | {"ref": "q-001"},
    "questions:preview": QUESTION,
    "questions:synonyms": {"lines": "SG = security group", "base": "0"},
    "questions:bulk": {"refs": ["q-001", "q-002"], "topic": "Ice", "back": "/questions/?page=1"},
    "questions:move": {"verb": "retire"},
    "questions:bring": {"text": "# What?\n\nYes\n", "name": "a.md", "kind": ""},
    "questions:import": {"import": "", "take": ["0"], "topic": "Ice", "level": "senior", "tags": "a, b", "digest": "x"},
    "questions:import-columns": {"prompt": "Question", "model_answer": "Answer"},
    "practice:try": {"answer": "words", "how": "typed"},
    "practice:begin": {"ref": "q-002"},
    "practice:reveal": TYPED | {"how": "typed"},
    "practice:habit": {"minutes_a_day": "20", "new_a_day": "3", "retention": "0.9", "day_starts_at": "4"},
    "practice:mock": {"minutes": "30", "levels": ["fresher"], "topics": ["Storage"], "seed": "7", "extra_percent": "0"},
    "integrations:token-new": {"name": "Copy", "scopes": ["bank:read"], "days": "30"},
    "account-delete": {"password": "wrong"},
    "sign-up": {"username": "newcomer", "first_name": "New", "password1": "gh-82-kl-91", "password2": "gh-82-kl-91"},
    "login": {"username": "lena", "password": "wrong", "next": "/questions/"},
    "admin:login": {"username": "ada", "password": "wrong", "next": "/admin/"},
}

MOVE = {"seen": "3", "question": "1", "have": "clocks:1a2b", "phase": "during"}
WHOLE |= {
    f"interviews:{verb}": MOVE | WHOLE.get(f"interviews:{verb}", {})
    for verb in ("start", "pause", "resume", "end", "cancel", "extend", "open", "skip", "close")
}

# What the addresses of pages that are read may say after the question mark.
LOOK = {"text": "ice", "topic": "Storage", "level": "fresher", "tag": "Amazon S3", "status": "draft", "page": "1"}
ADMIN_LOOK = {"q": "ice", "o": "1.-2", "p": "0", "all": "", "_facets": "1", "status__exact": "draft", "_popup": "1"}
QUERIES: dict[str, dict] = {
    "questions:list": LOOK,
    "questions:export": LOOK | {"kind": "csv", "everything": "on"},
    "questions:sheet": LOOK | {"answers": ""},
    "questions:history": {"page": "1"},
    "interviews:list": {"state": "live", "page": "1"},
    "interviews:new": {"plan": "1", "refs": "q-001"},
    "interviews:picker": {"text": "ice", "refs": ["q-001"]},
    "interviews:show": {"question": "1"},
    "interviews:parts": {"question": "1", "have": "clocks:1a2b", "phase": "during"},
    "interviews:debrief": {"question": "1"},
    "interviews:debrief-parts": {"question": "1", "have": "people:1a2b"},
    "plans:new": {"copy": "1"},
    "practice:drill": {"point": "0"},
    "practice:progress": {"before": "9"},
    "analysis:questions": {"kind": "practice", "level": "fresher", "period": "2026", "page": "1"},
    "integrations:api-questions": LOOK | {"limit": "1", "after": "q-001", "updated_since": "2026-01-01T00:00:00Z"},
    "integrations:api-interviews": {"limit": "1", "after": "1", "state": "live"},
    "login": {"next": "/questions/"},
    "admin:login": {"next": "/admin/"},
    "admin:autocomplete": {"term": "a", "app_label": "questions", "model_name": "question", "field_name": "tags"},
    "admin:questions_question_changelist": ADMIN_LOOK,
    "admin:interviews_interview_changelist": ADMIN_LOOK | {"state": "live", "created_at__year": "2026"},
    "admin:auth_user_changelist": ADMIN_LOOK | {"is_staff__exact": "1", "groups__id__exact": "1"},
    "admin:integrations_delivery_changelist": ADMIN_LOOK | {"endpoint__id__exact": "1"},
    "admin:axes_accessattempt_changelist": ADMIN_LOOK | {"attempt_time__day": "1"},
}
