"""A form takes the fields that it shows and no other: whatever else is sent along changes nothing."""

from urllib.parse import urlencode

import pytest
from django.db import models

from questions.models import Revision
from tests.attacks.forms import WHOLE
from tests.attacks.fuzzing import LET_IN, fittest, pairs
from tests.attacks.traces import effect, tables
from tests.attacks.world import Attacked
from tests.test_doors import TABLE

pytestmark = pytest.mark.django_db

SITTING = {"minutes_each", "takes_turns", "plan", "starts_at", "observers", "candidate"}
QUESTION = {"red_flags", "follow_ups", "corrections", "points", "then", "key_points"}
# What a form may hold beside what is sent here.
ALSO = {
    "interviews:new": SITTING,
    "plans:new": SITTING,
    "plans:edit": SITTING | {"open_to_practice"},
    "questions:new": QUESTION,
    "questions:edit": QUESTION,
    "questions:bulk": {"level", "tags"},
    "questions:bring": {"file"},
    "interviews:answer": {"is_code"},
    "interviews:share": {"stop"},
    "practice:try": {"how"},
    "practice:mock": {"plan"},
    "practice:habit": {"timed", "exam_like", "interview_on", "time_zone"},
    "integrations:token-new": {"scopes"},
}
# These write something here, or the comparison would say little.
WRITING = set(
    "interviews:new interviews:start interviews:end interviews:note interviews:answer interviews:mark interviews:rate "
    "interviews:seats plans:new plans:edit plans:delete questions:new questions:edit questions:move questions:bulk "
    "questions:synonyms questions:bring practice:begin practice:answer practice:reveal practice:habit practice:mock "
    "integrations:token-new integrations:token-revoke integrations:feed-new sign-up".split()
)
WHO = {"interviews:start": "lead@before", "sign-up": "anonymous@during", "practice:try": "anonymous@during"}
POSTS = [name for name, method in TABLE if method == "POST" and LET_IN[name, method]]


def value_for(field: models.Field) -> str:
    """Something that the column would take."""
    if field.is_relation or isinstance(field, models.AutoField):
        first = (field.related_model if field.is_relation else field.model).objects.order_by("pk").first()
        return str(first.pk if first else 1)
    if field.choices:
        return str(field.choices[-1][0])
    kinds = {models.BooleanField: "on", models.IntegerField: "3", models.DateTimeField: "2026-03-02 09:00:00"}
    kinds |= {models.DateField: "2026-03-02", models.JSONField: '["injected"]', models.DurationField: "9:00:00"}
    return next((value for kind, value in kinds.items() if isinstance(field, kind)), "injected")


def extra() -> dict[str, str]:
    """Every column of every table, under its name and its attribute's, with a value of its kind."""
    found = {"groups": "1", "user_permissions": "1", "is_staff": "on", "editor": "on", "_method": "DELETE"}
    for model in tables():
        for field in model._meta.concrete_fields:
            found |= {field.name: value_for(field), field.attname: value_for(field)}
    return found


@pytest.fixture(scope="module")
def columns(held: Attacked) -> dict[str, str]:
    return extra()


@pytest.mark.parametrize("name", POSTS)
def test_fields_that_a_form_does_not_have_change_nothing(name: str, held: Attacked, columns: dict[str, str]) -> None:
    form = {key: value for key, value in WHOLE.get(name, {}).items() if key != "seen"}
    if name == "questions:edit":
        form["base"] = str(Revision.objects.filter(question__ref="q-001").first().pk)
    client, made = held.client_of(WHO.get(name, fittest(LET_IN[name, "POST"])))
    address = held.address(name, made)
    smuggled = {key: value for key, value in columns.items() if key not in set(form) | {"seen"} | ALSO.get(name, set())}

    def post(fields: dict) -> str:
        response = client.post(address, urlencode(pairs(fields)), "application/x-www-form-urlencoded")
        return f"{response.status_code} {response.get('Location', '').rpartition('drill/')[0]}"

    plain, answered = effect(lambda: post(form))
    assert effect(lambda: post(form | smuggled)) == (plain, answered)
    if name in WRITING:
        assert plain != {}
