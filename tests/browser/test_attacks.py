"""Script in every text, in a real browser: none of it runs, asks another site or breaks the policy; and what the back
button shows after a log-out.
"""

from collections.abc import Callable, Iterator
from urllib.parse import quote

import pytest
from playwright.sync_api import expect

from tests.attacks.hostile import ATTACK, SHORT
from tests.browser.people import Person
from tests.chromium import Chromium
from tests.server import Server

RUNS = quote(ATTACK + SHORT, safe="")
MAKE = """
from django.contrib.auth.models import User
from interviews import clock
from interviews.demo import PASSWORD
from interviews.tests.making import person
from tests.attacks.hostile import hostile
person("ada", is_superuser=True, is_staff=True)
bad = hostile(clock.now())
for user in User.objects.all():
    user.set_password(PASSWORD)
    user.save()
told = [made.interview.pk for made in (bad.running, bad.shared, bad.debriefed)] + [bad.attempts[0].pk]
print(*told, *(document.pk for document in bad.imports))
"""


@pytest.fixture(scope="module")
def hostile(server: Server, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Server, list[int]]]:
    """A server of its own, whose every text is an attack."""
    own = Server(tmp_path_factory.mktemp("hostile"), STATIC_ROOT=server.environment["STATIC_ROOT"])
    own.manage("migrate", "--verbosity", "0")
    numbers = own.manage("shell", "--no-imports", "-c", MAKE).split()
    own.start()
    yield own, [int(number) for number in numbers]
    own.stop()


@pytest.mark.parametrize("username", ["olga", "otto", "ada", ""])
def test_no_text_runs_in_anybodys_browser(username: str, hostile: tuple[Server, list[int]], browser: Chromium) -> None:
    server, (running, shared, debriefed, attempt, *documents) = hostile
    pages = {
        "olga": f"""
            /interviews/{running}/ /interviews/{shared}/report/ /interviews/{debriefed}/debrief/ /interviews/
            /interviews/{shared}/?question=1 /plans/ /account/tokens/ /analysis/me/""",
        "otto": f"""
            /interviews/{running}/ /interviews/{shared}/ /interviews/{shared}/report/ /practice/ /questions/bad/
            /practice/drill/{attempt}/ /practice/progress/?before={RUNS}""",
        "ada": f"""
            /questions/bad/edit/ /questions/bad/history/ /questions/synonyms/ /questions/import/ /questions/health/
            /questions/import/{documents[0]}/ /questions/?text={RUNS} /admin/questions/question/?q={RUNS}
            /questions/export/sheet/?answers=on&everything=on""",
        "": f"/{RUNS}/ /join/{RUNS}/ /login/?next={RUNS} /sign-up/?next={RUNS}",
    }
    person, ran = Person(browser.new_context(), server), []
    if username:
        person.log_in(username)
    person.page.on("dialog", lambda dialog: (ran.append(dialog.message), dialog.dismiss()))
    person.page.add_init_script("window.pwn = () => alert('it ran')")
    for path in pages[username].split():
        page = person.go(path)
        page.evaluate("document.querySelectorAll('details').forEach((element) => { element.open = true })")
        page.mouse.move(300, 300)
    person.page.wait_for_timeout(100)
    browser.close_context(person.context)
    assert (ran, person.problems) == ([], [])
    assert "ERROR" not in server.log


@pytest.mark.parametrize("page", ["/interviews/2/report/", "/account/tokens/", "/questions/aws-senior-22/"])
def test_after_a_log_out_the_back_button_shows_nothing(page: str, enter: Callable[..., Person]) -> None:
    irene = enter("irene")
    irene.go(page)
    irene.page.get_by_role("button", name="Log out").click()
    expect(irene.page.get_by_role("link", name="Log in").first).to_be_visible()
    irene.page.go_back()
    expect(irene.page.get_by_label("Password")).to_be_visible()
    assert "/login/" in irene.page.url
