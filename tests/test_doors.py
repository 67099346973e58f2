"""Every address, times every kind of person: who gets in, who does not, and that nobody reads an answer too early."""

from collections.abc import Iterator
from datetime import timedelta
from typing import NamedTuple

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from integrations import tokens
from integrations.models import Token
from interviews import debriefing, inviting, plans, sharing
from interviews.access import SESSION_KEY, as_remembered
from interviews.models import Plan, Reveal, Seat
from interviews.planning import Recipe
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, editor, interviewer, person, samples
from practice import practising
from practice.models import Attempt
from questions import library
from questions.documents.reading import Reading
from questions.documents.stored import frozen
from questions.models import Import, Question, Revision
from questions.tests.making import SECRET_ANSWER, SECRET_POINT, draft

pytestmark = pytest.mark.django_db

# Who comes, and at which moment: before, during or after the sitting, with the lead's scorecard submitted, with the
# report shared, or with the debrief begun.
PEOPLE = """
anonymous@during stranger@during interviewer@during editor@during admin@during
candidate@before candidate@during candidate@after candidate@shared guest@during revoked@during
lead@before lead@during lead@after lead@submitted
panellist@during panellist@after observer@during observer@after
lead@debriefed panellist@debriefed observer@debriefed candidate@debriefed
""".split()

MOMENTS = ("before", "during", "after", "submitted", "shared", "debriefed")
KEPT_FROM_ANSWERS = ("anonymous", "stranger", "candidate", "guest", "revoked")

# 302 is a redirect to where the person belongs, log is a redirect to the log-in.
DOORS = """
healthz                   GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
readyz                    GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
metrics                   GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
home                      GET  200 302 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
questions:list            GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
questions:detail          GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
questions:new             GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:new             POST log 403 403 422 422 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:preview         POST log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:health          GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:synonyms        GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:synonyms        POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:bulk            POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:edit            GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:edit            POST log 403 403 422 422 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:move            POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:history         GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:revert          POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:export          GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:sheet           GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:bring           GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:bring           POST log 403 403 422 422 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:import          GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:import          POST log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:import-columns  POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:import-undo     POST log 403 403 404 404 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:import-discard  POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
questions:import-problems GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
interviews:list           GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
interviews:archive        POST log 302 302 302 302 302 302 302 302 log log 302 302 302 302 302 302 302 302 302 302 302 302
interviews:new            GET  log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
interviews:new            POST log 403 422 403 422 403 403 403 403 log log 422 422 422 422 403 403 403 403 422 403 403 403
interviews:preview        POST log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
interviews:picker         GET  log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
interviews:blind-list     GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
interviews:blind          GET  log 404 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
interviews:wording        GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
interviews:wording        POST log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
interviews:calibration    GET  log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
interviews:calibration-question GET  log 403 302 403 302 403 403 403 403 log log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:calibration-sample GET  log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
interviews:calibration-sample POST log 403 422 403 422 403 403 403 403 log log 422 422 422 422 403 403 403 403 422 403 403 403
interviews:calibration-suggestion POST log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
interviews:show           GET  log 404 404 404 404 200 200 200 200 200 log 200 200 302 302 200 302 200 200 302 302 200 200
interviews:parts          GET  log 404 404 404 404 200 200 200 200 200 log 200 200 200 200 200 200 200 200 200 200 200 200
interviews:start          POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:pause          POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:resume         POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:end            POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:cancel         POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:extend         POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:open           POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:skip           POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:close          POST log 404 404 404 404 403 403 403 403 403 log 302 302 302 302 403 403 403 403 302 403 403 403
interviews:answer         GET  log 404 404 404 404 403 302 302 302 302 log 403 403 403 403 403 403 403 403 403 403 403 302
interviews:answer         POST log 404 404 404 404 403 302 302 302 302 log 403 403 403 403 403 403 403 403 403 403 403 302
interviews:note           POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403 302 302 403 403
interviews:rate           POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403 302 302 403 403
interviews:mark           POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403 302 302 403 403
interviews:flag           POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403 302 302 403 403
interviews:invite         POST log 404 404 404 404 403 403 403 403 403 log 302 302 403 403 403 403 403 403 403 403 403 403
interviews:revoke         POST log 404 404 404 404 403 403 403 403 403 log 302 302 403 403 403 403 403 403 403 403 403 403
interviews:seats          POST log 404 404 404 404 403 403 403 403 403 log 302 302 403 403 403 403 403 403 403 403 403 403
interviews:unseat         POST log 404 404 404 404 403 403 403 403 403 log 302 302 403 403 403 403 403 403 403 403 403 403
interviews:askers         POST log 404 404 404 404 403 403 403 403 403 log 302 302 403 403 403 403 403 403 403 403 403 403
interviews:scorecard      GET  log 404 404 404 404 403 403 403 403 403 log 403 403 200 200 403 200 403 403 200 200 403 403
interviews:recommend      POST log 404 404 404 404 403 403 403 403 403 log 403 403 302 302 403 302 403 403 302 302 403 403
interviews:summary        POST log 404 404 404 404 403 403 403 403 403 log 403 302 302 302 302 302 403 403 302 302 403 403
interviews:submit         POST log 404 404 404 404 403 403 403 403 403 log 403 403 302 302 403 302 403 403 302 302 403 403
interviews:reopen         POST log 404 404 404 404 403 403 403 403 403 log 403 403 422 302 403 422 403 403 422 422 403 403
interviews:debrief        GET  log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 200 200 403 403
interviews:debrief-parts  GET  log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 200 200 403 403
interviews:debrief-begin  POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 302 403 403 403 403 302 403 403 403
interviews:agree          POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 302 403 403 403 403 302 403 403 403
interviews:revise         POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 302 302 403 403
interviews:decide         POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 302 403 403 403 403 422 403 403 403
interviews:report         GET  log 404 404 404 404 403 403 403 200 403 log 403 403 403 200 403 403 403 403 200 200 403 403
interviews:report-csv     GET  log 404 404 404 404 403 403 403 200 403 log 403 403 403 200 403 403 403 403 200 200 403 403
interviews:report-json    GET  log 404 404 404 404 403 403 403 200 403 log 403 403 403 200 403 403 403 403 200 200 403 403
interviews:share          POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 403 403 403 403
interviews:candidate      GET  log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 403 403 403 403
interviews:candidate      POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 403 403 403 403
interviews:candidate-json GET  log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 403 403 403 403
plans:list                GET  log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
plans:new                 GET  log 403 200 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
plans:new                 POST log 403 422 403 422 403 403 403 403 log log 422 422 422 422 403 403 403 403 422 403 403 403
plans:edit                GET  log 403 403 403 200 403 403 403 403 log log 200 200 200 200 403 403 403 403 200 403 403 403
plans:edit                POST log 403 403 403 422 403 403 403 403 log log 422 422 422 422 403 403 403 403 422 403 403 403
plans:delete              POST log 403 403 403 302 403 403 403 403 log log 302 302 302 302 403 403 403 403 302 403 403 403
join                      GET  200 410 410 410 410 302 302 302 302 302 410 200 200 410 410 200 410 200 410 410 410 410 302
join                      POST 302 410 410 410 410 302 302 302 302 302 410 200 200 410 410 200 410 200 410 410 410 410 302
practice:today            GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
practice:try              POST 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302 302
practice:begin            POST log 302 302 302 302 302 302 302 302 log log 302 302 302 302 302 302 302 302 302 302 302 302
practice:undo             POST log 302 302 302 302 302 302 302 302 log log 302 302 302 302 302 302 302 302 302 302 302 302
practice:drill            GET  log 200 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:answer           GET  log 200 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:answer           POST log 302 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:reveal           POST log 302 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:mark             POST log 302 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:grade            POST log 302 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:next-time        POST log 302 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:forget           POST log 302 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:recording        GET  log 404 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:recording        POST log 422 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:recording-delete POST log 302 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
practice:mock             GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
practice:mock             POST log 422 422 422 422 422 422 422 422 log log 422 422 422 422 422 422 422 422 422 422 422 422
practice:mock-recording   GET  log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 403 403 403 403
practice:mock-recording   POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 403 403 403 403
practice:mock-recording-delete POST log 404 404 404 404 403 403 403 403 403 log 403 403 403 403 403 403 403 403 403 403 403 403
practice:progress         GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
practice:habit            GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
practice:habit            POST log 422 422 422 422 422 422 422 422 log log 422 422 422 422 422 422 422 422 422 422 422 422
practice:mine-json        GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
practice:mine-csv         GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
practice:mine-zip         GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
practice:misses           GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
integrations:tokens       GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
integrations:token-new    POST log 422 422 422 422 422 422 422 422 log log 422 422 422 422 422 422 422 422 422 422 422 422
integrations:token-revoke POST log 302 404 404 404 404 404 404 404 log log 404 404 404 404 404 404 404 404 404 404 404 404
integrations:feed-new     POST log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
integrations:feed         GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
integrations:appointment  GET  log 404 404 404 404 200 200 200 200 200 log 200 200 200 200 200 200 200 200 200 200 200 200
integrations:api-openapi  GET  200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200 200
integrations:api-questions GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
integrations:api-question GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
integrations:api-interviews GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
integrations:api-report   GET  401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401 401
integrations:api-missing  GET  404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404 404
analysis:questions        GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
analysis:question         GET  log 403 403 200 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
analysis:refresh          POST log 403 403 302 302 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
analysis:me               GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
analysis:candidate        GET  log 404 404 404 404 404 404 404 404 log log 200 200 200 200 200 200 404 404 200 200 404 404
analysis:interviewers     GET  log 403 403 403 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
analysis:interviewer      GET  log 403 403 403 200 403 403 403 403 log log 403 403 403 403 403 403 403 403 403 403 403 403
account                   GET  log 200 200 200 200 200 200 200 200 log log 200 200 200 200 200 200 200 200 200 200 200 200
account-delete            POST log 422 422 422 422 422 422 422 422 log log 422 422 422 422 422 422 422 422 422 422 422 422
sign-up                   GET  200 302 302 302 302 302 302 302 302 200 200 302 302 302 302 302 302 302 302 302 302 302 302
sign-up                   POST 422 302 302 302 302 302 302 302 302 422 422 302 302 302 302 302 302 302 302 302 302 302 302
login                     GET  200 302 302 302 302 302 302 302 302 200 200 302 302 302 302 302 302 302 302 302 302 302 302
login                     POST 200 302 302 302 302 302 302 302 302 200 200 302 302 302 302 302 302 302 302 302 302 302 302
logout                    POST log 302 302 302 302 302 302 302 302 log log 302 302 302 302 302 302 302 302 302 302 302 302
"""


def _parse(table: str) -> dict[tuple[str, str], list[str]]:
    rows = [line.split() for line in table.strip().splitlines()]
    return {(row[0], row[1]): row[2:] for row in rows if row}


KEYS: dict[str, str] = {}
ARGUMENTS = {
    "interview_id": lambda c: c.interview.pk,
    "position": lambda c: 1,
    "seat_id": lambda c: c.interview.seats.get(role=Role.OBSERVER).pk,
    "plan_id": lambda c: Plan.objects.get().pk,
    "ref": lambda c: "q-001",
    "revision_id": lambda c: Revision.objects.filter(question__ref="q-001").first().pk,
    "import_id": lambda c: Import.objects.get().pk,
    "token": lambda c: inviting.token_of(c.candidate),
    "token_id": lambda c: Token.objects.get().pk,
    "key": lambda c: KEYS["feed"],
    "rest": lambda c: "nothing",
    "attempt_id": lambda c: Attempt.objects.get().pk,
    "candidate_id": lambda c: User.objects.get(username="cleo").pk,
    "interviewer_id": lambda c: User.objects.get(username="lena").pk,
}
FORMS = {
    "practice:answer": {"text": "words", "base": "0", "writer": "w", "edit": "1"},
    "practice:next-time": {"text": "words", "base": "0", "writer": "w", "edit": "1"},
    "practice:reveal": {"how": "unknown"},
    "practice:mark": {"point": "0", "mark": "covered"},
    "practice:grade": {"grade": "3"},
    "questions:import": {"import": ""},
    "interviews:extend": {"minutes": "5"},
    "interviews:answer": {"text": "words", "base": "0", "writer": "w", "edit": "1"},
    "interviews:note": {"text": "words", "base": "0", "writer": "w", "edit": "1"},
    "interviews:summary": {"text": "words", "base": "0", "writer": "w", "edit": "1"},
    "interviews:mark": {"mark-0": "covered"},
    "interviews:flag": {"flag-0": "yes"},
    "interviews:rate": {"rating": "4"},
    "interviews:agree": {"rating": "4"},
    "interviews:reopen": {"reason": "why"},
    "interviews:recommend": {"recommendation": "yes"},
    "interviews:submit": {"rest_not_observed": "1"},
    "interviews:share": {"show": ["ratings", "notes", "summary", "recommendation"]},
}


class Address(NamedTuple):
    """`arguments` are the names of all that is to be filled in, from the left."""

    pattern: URLPattern
    arguments: tuple[str, ...]


def _addresses(
    resolver: URLResolver, namespace: str = "", outer: tuple[str, ...] = ()
) -> Iterator[tuple[str, Address]]:
    for entry in resolver.url_patterns:
        arguments = (*outer, *entry.pattern.converters)
        if isinstance(entry, URLResolver):
            inner = f"{namespace}{entry.namespace}:" if entry.namespace else namespace
            yield from _addresses(entry, inner, arguments)
        else:
            yield f"{namespace}{entry.name}", Address(entry, arguments)


NAMED = dict(_addresses(get_resolver()))
ADDRESSES = {name: address for name, address in NAMED.items() if not name.startswith("admin:")}


class World:
    """The same people in six interviews, one at each moment."""

    def __init__(self) -> None:
        self.users: dict[str, User] = {
            "stranger": person("sten"),
            "interviewer": interviewer("ivo"),
            "editor": editor(),
            "admin": person("ada", is_superuser=True, is_staff=True),
            "candidate": person("cleo"),
            "panellist": person("pia"),
            "observer": person("olaf"),
            "lead": interviewer("lena"),
        }
        library.bring("questions.csv", "csv", frozen(Reading([draft("brought")])), self.users["editor"])
        plans.keep(Recipe("Kept", "", 60, refs=("q-001",)), {}, False, self.users["lead"], NOW)
        self.at = {moment: self._interview(moment) for moment in MOMENTS}
        samples("q-001")
        practising.begin(self.users["stranger"], Question.objects.get(ref="q-001"), NOW)
        KEYS["feed"] = tokens.make_feed(self.users["stranger"], NOW)
        self.client = Client()
        self.sessions = {who: self._session_of(user) for who, user in self.users.items()}
        self.sessions |= {who: self._session_of_guest(self.at["during"].candidate) for who in ("guest", "revoked")}

    def _interview(self, moment: str) -> Cast:
        people = {"lead": self.users["lead"], "candidate": self.users["candidate"]}
        made = cast(**people, reveal=Reveal.NEVER, starts_at=NOW)
        for role in (Role.PANELLIST, Role.OBSERVER):
            Seat.objects.create(interview=made.interview, user=self.users[role], role=role, name=role)
        if moment != "before":
            made.started().opened()
        if moment in ("after", "submitted", "shared", "debriefed"):
            made.ended()
        if moment in ("submitted", "shared", "debriefed"):
            made.submitted()
        if moment == "debriefed":
            debriefing.open_debrief(made.interview, made.lead, NOW, close_the_rest=True)
        if moment == "shared":
            sharing.share(made.interview, made.lead, NOW, ["ratings", "marks", "model_answers"])
        return made

    def _session_of(self, user: User) -> str:
        self.client.force_login(user)
        return self.client.cookies.pop(settings.SESSION_COOKIE_NAME).value

    def _session_of_guest(self, seat: Seat) -> str:
        session = SessionStore()
        session[SESSION_KEY] = as_remembered(seat)
        session.save()
        return session.session_key

    def client_of(self, who: str, made: Cast) -> Client:
        """The one client, as a browser in which this person is logged in; a guest takes the candidate's seat."""
        self.client.cookies.clear()
        if who in self.sessions:
            self.client.cookies[settings.SESSION_COOKIE_NAME] = self.sessions[who]
        if who in ("guest", "revoked"):
            Seat.objects.filter(pk=made.candidate.pk).update(user=None)
        if who == "revoked":
            inviting.revoke(made.candidate, NOW, made.lead)
        return self.client


@pytest.fixture(scope="module")
def world(kept: None) -> World:
    return World()


def _address(name: str, cast: Cast) -> str:
    names = ADDRESSES[name].arguments
    return reverse(name, kwargs={key: ARGUMENTS[key](cast) for key in names})


def _visit(world: World, visitor: str, name: str, method: str) -> tuple[str, str]:
    """How the visit ended and what the visitor got to read; whatever it did is undone."""
    who, moment = visitor.split("@")
    made = world.at[moment]
    with transaction.atomic():
        address = _address(name, made)
        response = getattr(world.client_of(who, made), method.lower())(address, FORMS.get(name, {}))
        transaction.set_rollback(True)
    to_login = response.status_code == 302 and response.url.startswith("/login/")
    content = b"".join(response) if response.streaming else response.content
    return "log" if to_login else str(response.status_code), content.decode(errors="replace")


TABLE = _parse(DOORS)


def test_every_address_has_a_row() -> None:
    assert {name for name, _ in TABLE} == set(ADDRESSES)


@pytest.mark.parametrize(("name", "method"), TABLE)
def test_who_gets_in(name: str, method: str, world: World, time, settings) -> None:
    settings.SIGN_UP = True
    time.now = NOW + timedelta(minutes=1)
    expected = TABLE[name, method]
    visits = {visitor: _visit(world, visitor, name, method) for visitor in PEOPLE}
    assert {visitor: outcome for visitor, (outcome, _) in visits.items()} == dict(zip(PEOPLE, expected, strict=True))
    read = {visitor: text for visitor, (_, text) in visits.items() if visitor.split("@")[0] in KEPT_FROM_ANSWERS}
    assert [visitor for visitor, text in read.items() if SECRET_ANSWER in text or SECRET_POINT in text] == []


ADMIN = [name for name in NAMED if name.startswith("admin:") and NAMED[name].pattern.name]


def admin_address(name: str, row: int = 1) -> str:
    """The address with this row and made-up arguments; the admin's catch-all has no name."""
    made_up = {"object_id": row, "id": row, "app_label": "questions", "content_type_id": 1}
    pattern = NAMED[name].pattern.pattern
    names = pattern.converters or pattern.regex.groupindex
    return reverse(name, kwargs={key: str(made_up[key]) for key in names})


@pytest.mark.parametrize("name", [name for name in ADMIN if name not in ("admin:login", "admin:logout")])
def test_the_admin_is_closed_to_all_who_are_not_staff(name: str, world: World, subtests: pytest.Subtests) -> None:
    method = "post" if name == "admin:questions_question_preview" else "get"
    for who in ("anonymous", "stranger", "interviewer", "candidate", "lead"):
        with subtests.test(who=who), transaction.atomic():
            response = getattr(world.client_of(who, world.at["during"]), method)(admin_address(name))
            transaction.set_rollback(True)
            assert response.status_code == 302
            assert "login" in response.url


@pytest.mark.parametrize(
    "name",
    [
        "auth_user",
        "auth_group",
        "interviews_interview",
        "axes_accessattempt",
        "integrations_endpoint",
        "integrations_delivery",
    ],
)
def test_an_editor_reaches_nothing_but_the_bank_in_the_admin(name: str, world: World) -> None:
    client = world.client_of("editor", world.at["during"])
    assert client.get(reverse("admin:questions_question_changelist")).status_code == 200
    assert client.get(reverse(f"admin:{name}_changelist")).status_code == 403
