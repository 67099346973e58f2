"""A panel in three browsers: each judges alone, then they talk, then the lead decides."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.test_journey import traffic
from tests.browser.test_pages import LOOKS, complaints, too_wide

QUESTIONS = ("aws-junior-07", "aws-senior-22")


class Judge:
    """One of the panel; `har` records every byte that reaches their browser."""

    def __init__(self, person: Person, har: Path, name: str, ratings: tuple[int, int], word: str) -> None:
        self.person, self.page, self.har, self.name = person, person.page, har, name
        self.ratings, self.word = ratings, word

    def judges(self, interview: int, question: int, mark: str) -> None:
        self.person.go(f"/interviews/{interview}/?question={question}")
        self.page.wait_for_selector("html.scripted #rating-1")
        self.page.keyboard.press("j")
        self.page.keyboard.press(mark)
        self.page.keyboard.press(str(self.ratings[question - 1]))
        self.page.fill("#note", f"{self.word} on question {question}")
        expect(self.page.locator("#notes [data-save-state]")).to_have_text("saved")
        expect(self.page.locator("#rating [data-save-state]")).to_have_text("saved")

    def submits(self, recommendation: str) -> None:
        self.is_shown_their_scorecard()
        self.page.fill("#summary", f"{self.word} on the whole")
        expect(self.page.locator("main [data-save-state]").first).to_have_text("saved")
        self.page.get_by_label(recommendation, exact=True).check()
        self.page.get_by_role("button", name="Submit the scorecard").click()
        self.page.wait_for_url("**/report/")

    def is_shown_their_scorecard(self) -> None:
        """When the interview ends, each page goes there by itself: by the stream, or by its own control."""
        expect(self.page.get_by_role("heading", name="Your scorecard")).to_be_visible()
        self.page.wait_for_load_state("networkidle")

    def looks_everywhere(self, interview: int) -> None:
        for path in ("", "?question=1", "?question=2", "parts/", "scorecard/", "report/", "report.csv", "report.json"):
            self.person.context.request.get(f"{self.person.server.url}/interviews/{interview}/{path}")

    def read(self) -> tuple[list[str], list[str]]:
        """What arrived before the debrief, and from its first page on."""
        self.person.context.close()
        got = traffic(self.har)
        begun = next(index for index, (url, _) in enumerate(got) if url.endswith("/debrief/"))
        return [text for _, text in got[:begun]], [text for _, text in got[begun:]]


@pytest.fixture
def panel(enter, tmp_path: Path) -> list[Judge]:
    def judge(username: str, *what) -> Judge:
        har = tmp_path / f"{username}.har"
        return Judge(enter(username, record_har_path=har, record_har_content="embed"), har, *what)

    return [
        judge("irene", "Irene Okafor", (5, 3), "Walrus"),
        judge("ines", "Ines Castro", (2, 3), "Pelican"),
        judge("igor", "Igor Novak", (4, 3), "Narwhal"),
    ]


def held(panel: list[Judge], enter) -> tuple[int, Person]:
    """An interview of the panel with somebody, to its end; everybody has judged every answer."""
    irene, cleo = panel[0].person, enter()
    interview = irene.makes_interview(*QUESTIONS, panel="ines, igor")
    cleo.joins(irene.invitation_to(interview))
    irene.begins(interview)
    for question in (1, 2):
        if question > 1:
            irene.opens(interview, question)
        expect(cleo.page.locator(".candidate-progress")).to_contain_text(f"Question {question}")
        cleo.types("Stateful groups, stateless lists.")
        cleo.sees_saved()
        for judge, mark in zip(panel, "chm", strict=True):
            judge.judges(interview, question, mark)
    irene.page.on("dialog", lambda dialog: dialog.accept())
    irene.page.locator("#note").press("Escape")
    irene.page.keyboard.press("e")
    for judge in panel:
        judge.is_shown_their_scorecard()
    return interview, cleo


def talk_through(page: Page, rating: str) -> None:
    page.locator(f"label:has(#rating-{rating})").click()
    page.get_by_role("button", name="Agree, and go on").click()


def test_a_panel_judges_alone_then_talks_then_decides(panel: list[Judge], enter, measured) -> None:
    interview, cleo = held(panel, enter)
    irene, ines, igor = panel
    for judge, recommendation in ((igor, "No"), (irene, "Yes")):
        judge.submits(recommendation)
    for judge in panel:
        judge.looks_everywhere(interview)

    irene.person.go(f"/interviews/{interview}/report/")
    expect(irene.page.locator("#panel")).to_contain_text("Ines Castro")
    irene.page.get_by_role("button", name="Begin the debrief").click()
    expect(irene.page.locator("#notices")).to_contain_text("Not all are in yet: Ines Castro")
    ines.submits("Yes")
    ines.looks_everywhere(interview)
    irene.page.reload()
    irene.page.get_by_role("button", name="Begin the debrief").click()
    irene.page.wait_for_url("**/debrief/")

    # The widest apart comes first, and what the others judged is there now, as they judged it.
    expect(irene.page.locator("#shown-title")).to_contain_text("1.")
    for judge in panel:
        opinion = irene.page.get_by_role("article", name=judge.name)
        expect(opinion.locator(".opinion-rating")).to_contain_text(f"{judge.ratings[0]} of 5")
        expect(opinion).to_contain_text(judge.word)
    igor.person.go(f"/interviews/{interview}/debrief/")
    ines.person.go(f"/interviews/{interview}/debrief/")
    ines.page.get_by_role("button", name="Now I would rate it 3").click()
    expect(irene.page.get_by_role("article", name="Ines Castro")).to_contain_text("now 3")
    expect(irene.page.get_by_role("article", name="Ines Castro").locator(".opinion-rating strong")).to_have_text("2")

    irene.page.fill("#note", "Two of three heard the ports.")
    talk_through(irene.page, "4")
    expect(irene.page.locator("#shown-title")).to_contain_text("2.")
    expect(igor.page.locator("#debrief-agree")).to_contain_text("Two of three heard the ports.")
    talk_through(irene.page, "3")
    irene.page.locator("#debrief-decision").get_by_label("Yes", exact=True).check()
    irene.page.fill("#decision-reason", "Strong on networks, and two of three would hire.")
    irene.page.get_by_role("button", name="Decide").click()
    for judge in panel:
        expect(judge.page.locator("#debrief-decision")).to_contain_text("two of three would hire")

    irene.person.go(f"/interviews/{interview}/report/")
    irene.page.get_by_role("button", name="Share").click()
    expect(irene.page.locator("#notices")).to_contain_text("Shared")
    cleo.go(f"/interviews/{interview}/report/")
    expect(cleo.page.locator(".report-facts").first).to_contain_text("4 of 5")
    assert not any(judge.word in cleo.page.content() for judge in (ines, igor))

    responses = 0
    for judge in panel:
        before, after = judge.read()
        for other in (other for other in panel if other is not judge):
            assert not any(other.word in text for text in before), (judge.name, other.name)
            assert any(other.word in text for text in after)
        responses += len(before)
    measured(f"before the debrief the panel got {responses} responses, none with a word of another's")


@pytest.mark.parametrize("look", LOOKS)
def test_the_debrief_can_be_used_by_everybody(enter, look: dict) -> None:
    irene = enter("irene", **look)
    page = irene.go("/interviews/3/debrief/")
    if page.get_by_role("heading", name="Debrief").count() == 0:
        page = irene.go("/interviews/3/report/")
        page.get_by_role("button", name="Begin the debrief").click()
        page.wait_for_url("**/debrief/")
    found = complaints(page)
    assert too_wide(page) == 0
    page.keyboard.press("4")
    page.wait_for_selector("html.scripted")
    page.get_by_role("button", name="agree", exact=False).last.click()
    found += complaints(page)
    assert found == []
