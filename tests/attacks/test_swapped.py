"""Numbers and names in an address that belong to somebody else, or to nothing: refused, and nothing is changed."""

from collections.abc import Callable

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from integrations import tokens
from integrations.models import BANK, REPORTS, Token
from interviews import plans
from interviews.models import AskedQuestion, Plan, Seat
from interviews.planning import Recipe
from interviews.roles import Role
from interviews.tests.making import NOW, Cast, cast, interviewer, person
from practice import practising
from practice.models import Attempt
from questions.models import Question, Revision
from tests.attacks.forms import WHOLE
from tests.attacks.fuzzing import LET_IN, fittest
from tests.attacks.traces import rows
from tests.attacks.world import Attacked
from tests.test_doors import ADDRESSES, TABLE

pytestmark = pytest.mark.django_db

NOBODY = 987_654_321


class Others:
    """An interview of other people, with all that can be theirs."""

    def __init__(self) -> None:
        self.lead, self.candidate = interviewer("oona"), person("oskar")
        self.made: Cast = cast(lead=self.lead, candidate=self.candidate, starts_at=NOW).started().opened()
        Seat.objects.create(interview=self.made.interview, user=interviewer("odin"), role=Role.OBSERVER, name="Omar")
        plans.keep(Recipe("Theirs", "", 60, refs=("q-001",)), {}, False, self.lead, NOW)
        self.attempt: Attempt = practising.begin(self.candidate, Question.objects.get(ref="q-003"), NOW)
        tokens.make(self.candidate, "theirs", [BANK], None, NOW)
        self.revision = Revision.objects.filter(question__ref="q-002").first()


@pytest.fixture(scope="module")
def others(held: Attacked, django_db_blocker) -> Others:
    with django_db_blocker.unblock():
        return Others()


# What stands in the place of each argument of an address.
SWAPS: dict[str, list[Callable[[Others], object]]] = {
    "interview_id": [lambda o: o.made.interview.pk, lambda o: NOBODY],
    "position": [lambda o: 0, lambda o: 99, lambda o: 10**17],
    "seat_id": [lambda o: o.made.interview.seats.get(role=Role.OBSERVER).pk, lambda o: NOBODY],
    "plan_id": [lambda o: Plan.objects.get(name="Theirs").pk, lambda o: NOBODY],
    "ref": [lambda o: "not-there"],
    "revision_id": [lambda o: o.revision.pk, lambda o: NOBODY],
    "import_id": [lambda o: NOBODY],
    "token_id": [lambda o: Token.objects.get(user=o.candidate).pk, lambda o: NOBODY],
    "attempt_id": [lambda o: o.attempt.pk, lambda o: NOBODY],
    "candidate_id": [lambda o: o.candidate.pk, lambda o: o.lead.pk, lambda o: NOBODY],
    "interviewer_id": [lambda o: NOBODY],
}
OPEN = {"token", "key", "rest"}
NUMBERED = [
    (name, method, argument)
    for name, method in TABLE
    for argument in ADDRESSES[name].arguments
    if argument not in OPEN and LET_IN[name, method] and not name.startswith("integrations:api")
]


def test_every_argument_of_an_address_is_swapped() -> None:
    known = {argument for address in ADDRESSES.values() for argument in address.arguments}
    assert known == set(SWAPS) | OPEN


@pytest.mark.parametrize(("name", "method", "argument"), NUMBERED)
def test_what_belongs_to_others_is_not_there(
    name: str, method: str, argument: str, held: Attacked, others: Others
) -> None:
    # An administrator reads how anybody rates, and may change anybody's plan.
    visitors = [who for who in LET_IN[name, method] if not who.startswith("admin")] or LET_IN[name, method]
    client, made = held.client_of("lead@during" if name.startswith("plans:") else fittest(visitors))
    arguments = held.arguments(name, made)
    before = rows()
    for swap in SWAPS[argument]:
        address = reverse(name, kwargs=arguments | {argument: swap(others)})
        response = getattr(client, method.lower())(address, WHOLE.get(name, {}))
        assert response.status_code in (403, 404), (address, response.status_code)
    assert rows() == before


def test_a_key_point_that_is_not_there_is_not_marked(held: Attacked) -> None:
    client, made = held.client_of("lead@during")
    before = rows()
    for point in (3, 99, 10**17):
        address = reverse("interviews:mark", args=[made.interview.pk, 1])
        response = client.post(address, {f"mark-{point}": "covered"}, headers={"Accept": "application/json"})
        assert response.status_code == 422
    assert rows() == before


def test_nobody_of_another_interview_is_made_to_ask(held: Attacked, others: Others) -> None:
    client, made = held.client_of("lead@before")
    watcher = made.interview.seats.get(role=Role.OBSERVER)
    for seat in (others.made.lead, watcher, made.candidate):
        client.post(reverse("interviews:askers", args=[made.interview.pk]), {"1": seat.pk, "2": "", "3": ""})
    assert not AskedQuestion.objects.filter(interview=made.interview, asker__isnull=False).exists()


def test_a_plan_that_is_not_open_to_practice_draws_no_mock(held: Attacked, others: Others) -> None:
    client, _ = held.client_of("stranger@during")
    form = {"plan": Plan.objects.get(name="Theirs").pk, "seed": "7"}
    assert client.post("/practice/mock/", form).status_code == 422


def test_a_program_reads_the_interviews_of_its_person_alone(held: Attacked, others: Others) -> None:
    key = tokens.make(User.objects.get(username="oona"), "program", [REPORTS], None, NOW)
    headers = {"Authorization": f"Bearer {key}"}
    listed = Client().get("/api/v1/interviews", headers=headers).json()["items"]
    assert [item["id"] for item in listed] == [others.made.interview.pk]
    theirs = held.world.at["submitted"].interview.pk
    assert Client().get(f"/api/v1/interviews/{theirs}/report", headers=headers).status_code == 404
