"""People at their browsers, and the short words in which a test tells what they do."""

import re
from urllib.parse import urlencode, urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Page, Request, expect

from interviews.demo import PASSWORD
from tests.server import Server

# What a browser says when the server is away, which some tests make it be, or when a save is refused, as it should be.
EXPECTED_ERRORS = re.compile(r"net::ERR_|status of (409|410|422|403|404|429)|ERR_INCOMPLETE_CHUNKED|503")


class Person:
    """Somebody with a browser context. `problems` gathers what no page may do: throw, break the policy, ask others."""

    def __init__(self, context: BrowserContext, server: Server) -> None:
        self.context, self.server = context, server
        self.problems: list[str] = []
        context.on("console", self._console)
        context.on("request", self._request)
        context.on("weberror", lambda error: self.problems.append(f"threw: {error.error}"))
        self.page: Page = context.new_page()

    def _console(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not EXPECTED_ERRORS.search(message.text):
            self.problems.append(f"console at {message.page.url if message.page else '?'}: {message.text}")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https") and not request.url.startswith(self.server.url):
            self.problems.append(f"third party: {request.url}")

    def new_tab(self) -> Page:
        return self.context.new_page()

    def go(self, path: str) -> Page:
        self.page.goto(self.server.url + path)
        return self.page

    def csrf(self) -> str:
        return next(c["value"] for c in self.context.cookies() if c["name"] == "csrftoken")

    def post(self, path: str, **fields):
        """What a form would send, without the page around it."""
        form = {"csrfmiddlewaretoken": self.csrf(), **fields}
        return self.context.request.post(self.server.url + path, form=form, max_redirects=0)

    def log_in(self, username: str) -> None:
        self.context.request.get(f"{self.server.url}/login/")
        answer = self.post("/login/", username=username, password=PASSWORD)
        assert answer.status == 302, answer.text()

    def makes_interview(self, *refs: str, minutes: int = 45, **fields) -> int:
        """An interview with these questions and a candidate without an account; returns its number."""
        recipe = {"title": "Mock", "candidate_name": "Cleo", "minutes": str(minutes), "extra_percent": "0"}
        recipe |= {
            "reveal": "at_end",
            "wording_hints": "on",
            "seed": "1",
            "rules-TOTAL_FORMS": "0",
            "rules-INITIAL_FORMS": "0",
        } | fields
        form = [("csrfmiddlewaretoken", self.csrf()), *recipe.items(), *(("refs", ref) for ref in refs)]
        answer = self.context.request.post(
            f"{self.server.url}/interviews/new/",
            data=urlencode(form),
            headers={"Content-Type": "application/x-www-form-urlencoded"},
            max_redirects=0,
        )
        assert answer.status == 302, answer.text()
        return int(re.search(r"/interviews/(\d+)/", answer.headers["location"])[1])

    def invitation_to(self, interview: int) -> str:
        page = self.context.request.get(f"{self.server.url}/interviews/{interview}/").text()
        return re.search(r'value="[^"]*(/join/[^"]+)"', page)[1]

    def joins(self, invitation: str) -> None:
        self.go(invitation)
        self.page.get_by_role("button", name="Join").click()
        self.page.wait_for_url("**/interviews/*/")

    def begins(self, interview: int, question: int | None = 1) -> None:
        """As the lead: start, and open a question."""
        self.go(f"/interviews/{interview}/")
        self.page.click("#start")
        self.page.wait_for_selector("html.scripted #control-pause")
        if question:
            self.opens(interview, question)

    def opens(self, interview: int, question: int) -> None:
        self.go(f"/interviews/{interview}/?question={question}")
        self.page.keyboard.press("r")
        expect(self.page.locator(f"#rail-{question}.rail-open")).to_have_count(1)

    def types(self, words: str, page: Page | None = None) -> None:
        (page or self.page).locator("#answer").press_sequentially(words)

    def sees_saved(self, page: Page | None = None) -> None:
        expect((page or self.page).locator("#answer-form [data-save-state]")).to_have_text("saved")
