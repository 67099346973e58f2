"""The people and interviews of the table of doors, and every address with arguments that lead somewhere in it."""

from dataclasses import dataclass

from django.contrib.auth.models import Group, User
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from config.wsgi import in_utf8
from integrations import tokens
from integrations.models import BANK, REPORTS, Endpoint, Token
from interviews.models import Interview, Plan
from interviews.tests.making import NOW, Cast
from practice.models import Attempt, Tally
from questions.models import Import, Question, Tag
from tests.test_doors import ADDRESSES, ARGUMENTS, World
from tests.test_doors import admin_address as with_row

MODEL_OF = {
    "questions_question": Question,
    "questions_tag": Tag,
    "interviews_interview": Interview,
    "auth_user": User,
    "auth_group": Group,
    "integrations_endpoint": Endpoint,
    "practice_tally": Tally,
}


class AsServed(Client):
    """A client whose requests take the way of the server's: through `config.wsgi`."""

    def request(self, **request) -> HttpResponse:
        return super().request(**in_utf8(self._base_environ(**request)))


@dataclass
class Attacked:
    """The world, a key to its API, and its addresses at one moment."""

    world: World
    key: str
    token_id: int
    plan_id: int
    attempt_id: int
    import_id: int

    def address(self, name: str, made: Cast) -> str:
        if name.startswith("admin:"):
            return admin_address(name)
        return reverse(name, kwargs=self.arguments(name, made))

    def arguments(self, name: str, made: Cast) -> dict:
        """What leads somewhere at this moment of the interview."""
        known = ARGUMENTS | {"token_id": lambda _: self.token_id, "plan_id": lambda _: self.plan_id}
        known |= {"attempt_id": lambda _: self.attempt_id, "import_id": lambda _: self.import_id}
        return {key: known[key](made) for key in ADDRESSES[name].arguments}

    def client_of(self, visitor: str) -> tuple[Client, Cast]:
        who, moment = visitor.split("@")
        return self.world.client_of(who, self.world.at[moment]), self.world.at[moment]


def attacked() -> Attacked:
    """The world with one of everything that the admin shows too."""
    world = World()
    world.client = AsServed()
    numbers = [model.objects.get().pk for model in (Token, Plan, Attempt, Import)]
    key = tokens.make(world.users["lead"], "program", [BANK, REPORTS], None, NOW)
    Endpoint.objects.create(name="Receiver", url="https://example.org/hook", kinds=["interview.ended"])
    Tally.objects.create(question=Question.objects.first())
    return Attacked(world, key, *numbers)


def admin_address(name: str) -> str:
    """The admin's address of this name, about a row that is there."""
    model = next((model for key, model in MODEL_OF.items() if key in name), None)
    row = model.objects.order_by("pk").first() if model else None
    return with_row(name, row.pk if row else 1)


def outcome(response: HttpResponse) -> str:
    """How a visit ended: a number, or `log` for a redirect to the log-in."""
    to_login = response.status_code == 302 and response.url.startswith("/login/")
    return "log" if to_login else str(response.status_code)
