"""Takes pictures of every page, light and dark, wide and narrow, into shots/, and copies three into docs/."""

import shutil
import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.chromium import launch
from tests.server import ROOT, Server

SIZES = {"wide": (1440, 900), "phone": (390, 844)}
IN_DOCS = {
    "room-panel-wide-light": "room.png",
    "room-candidate-phone-dark": "candidate.png",
    "report-top-wide-light": "report.png",
    "practice-marking-phone-light": "practice.png",
}
PASSWORD = "rehearse-demo"
ANSWER = """IAM decides who may do what on which resource. Across accounts I use a role in account B.

Its trust policy names the principal of A, and A may call sts:AssumeRole. STS gives temporary credentials."""


def log_in(page: Page, url: str, username: str) -> None:
    page.goto(f"{url}/login/")
    page.fill("#id_username", username)
    page.fill("#id_password", PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Log in").click()
    page.wait_for_url(f"{url}/")


class Shooter:
    def __init__(self, browser: Browser, server: Server, size: str, scheme: str, out: Path) -> None:
        self.browser, self.server, self.out = browser, server, out
        self.name = f"{size}-{scheme}"
        width, height = SIZES[size]
        self.options = {
            "viewport": {"width": width, "height": height},
            "color_scheme": scheme,
            "has_touch": size == "phone",
        }
        self.options["is_mobile"] = size == "phone"

    def person(self, username: str = "") -> Page:
        page = self.browser.new_context(**self.options).new_page()
        if username:
            log_in(page, self.server.url, username)
        return page

    def shoot(self, page: Page, name: str, address: str = "", whole: bool = True) -> None:
        if address:
            page.goto(self.server.url + address)
        page.wait_for_timeout(250)
        page.screenshot(path=self.out / f"{name}-{self.name}.png", full_page=whole)

    def pages(self) -> None:
        guest, irene, chen, edda = (self.person(who) for who in ("", "irene", "chen", "edda"))
        self.shoot(guest, "home", "/")
        self.shoot(guest, "login", "/login/")
        self.shoot(guest, "not-found", "/nowhere/")
        self.shoot(irene, "today", "/")
        self.shoot(irene, "interviews", "/interviews/")
        self.shoot(irene, "new", "/interviews/new/")
        self.shoot(irene, "calibration", "/interviews/calibration/")
        self.shoot(irene, "calibration-sample", "/interviews/calibration/aws-senior-03/1/")
        self.shoot(irene, "calibration-compared", "/interviews/calibration/aws-junior-07/1/")
        self.shoot(irene, "questions", "/questions/")
        self.shoot(irene, "question", "/questions/aws-senior-22/")
        self.shoot(edda, "admin", "/admin/questions/question/")
        self.shoot(irene, "lobby", "/interviews/1/")
        self.shoot(irene, "scorecard", "/interviews/2/scorecard/")
        self.shoot(irene, "report", "/interviews/2/report/")
        self.shoot(irene, "report-top", "/interviews/2/report/", whole=False)
        self.shoot(chen, "report-candidate", "/interviews/2/report/")
        self.practice(chen)

    def practice(self, chen: Page) -> None:
        """Two questions answered, marked and graded; a third one marked."""
        for words in (ANSWER, "It depends on the workload.", ANSWER):
            chen.goto(f"{self.server.url}/practice/")
            chen.locator(".today-begin button").click()
            chen.wait_for_selector("html.scripted #answer, html.scripted #marking")
            if chen.locator("#answer").count():
                self.shoot(chen, "practice-answering", whole=False)
                chen.fill("#answer", words)
                chen.get_by_role("button", name="Compare with a good answer").click()
            chen.wait_for_selector("html.scripted #marking")
            self.shoot(chen, "practice-marking", whole=False)
            for key in "chcx":
                if not chen.locator("#grades").count():
                    chen.keyboard.press(key)
                    chen.wait_for_timeout(300)
            self.shoot(chen, "practice-outcome")
            if words == ANSWER:
                chen.locator("#grade-3").click()
                chen.wait_for_selector("#answer, .today-numbers")
        self.shoot(chen, "practice-today", "/practice/")
        self.shoot(chen, "practice-progress", "/practice/progress/")
        self.shoot(chen, "practice-mock", "/practice/mock/")

    def rooms(self, position: int) -> None:
        irene, carla = self.person("irene"), self.person("carla")
        irene.goto(f"{self.server.url}/interviews/1/")
        if irene.locator("#start").count():
            irene.click("#start")
        carla.goto(f"{self.server.url}/interviews/1/")
        self.shoot(carla, "room-waiting", whole=False)
        irene.goto(f"{self.server.url}/interviews/1/?question={position}")
        if irene.locator("#control-open-shown").count():
            irene.keyboard.press("r")
        carla.get_by_text(f"Question {position} of").wait_for()
        carla.wait_for_selector("#answer:not([readonly])")
        carla.fill("#answer", ANSWER)
        irene.wait_for_selector("#answer .candidate-words")
        for point, value in enumerate(["covered", "partly", "covered", "covered", "missed"]):
            irene.evaluate(f"document.getElementById('mark-{position}-{point}-{value}').click()")
        irene.evaluate("document.getElementById('rating-4').click()")
        irene.wait_for_timeout(700)
        self.shoot(irene, "room-panel", whole=False)
        self.shoot(carla, "room-candidate", whole=False)
        irene.keyboard.press("?")
        self.shoot(irene, "room-keys", whole=False)
        irene.keyboard.press("Escape")
        irene.keyboard.press("p")
        carla.wait_for_selector("[data-covers]")
        self.shoot(carla, "room-paused", whole=False)
        irene.wait_for_selector("#control-resume")
        irene.keyboard.press("p")
        irene.wait_for_selector("#control-pause")


def main(out: Path) -> None:
    out.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        server = Server(Path(folder))
        server.prepare()
        server.start()
        browser = launch(playwright)
        looks = [(size, scheme) for size in SIZES for scheme in ("light", "dark")]
        try:
            for size, scheme in looks:
                Shooter(browser, server, size, scheme, out).pages()
            for size, scheme in looks:
                Shooter(browser, server, size, scheme, out).rooms(position=3)
        finally:
            browser.close()
            server.stop()
    for name, doc in IN_DOCS.items():
        shutil.copy(out / f"{name}.png", ROOT / "docs" / doc)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "shots")
