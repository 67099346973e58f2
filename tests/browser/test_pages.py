"""Every page, light and dark, wide and narrow: nothing that axe objects to, nothing wider than the screen."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

PAGES = [
    ("", "/"),
    ("", "/login/"),
    ("", "/nowhere/"),
    ("", "/join/not-a-link/"),
    ("irene", "/"),
    ("irene", "/interviews/"),
    ("irene", "/interviews/new/"),
    ("irene", "/interviews/calibration/"),
    ("irene", "/interviews/calibration/aws-senior-03/1/"),
    ("irene", "/interviews/calibration/aws-junior-07/1/"),
    ("irene", "/interviews/calibration/aws-junior-07/"),
    ("irene", "/questions/"),
    ("irene", "/questions/?text=nothing-has-this-word"),
    ("irene", "/questions/aws-senior-22/"),
    ("irene", "/interviews/1/"),
    ("irene", "/interviews/2/?question=2"),
    ("irene", "/interviews/2/scorecard/"),
    ("irene", "/interviews/2/report/"),
    ("irene", "/interviews/3/report/"),
    ("irene", "/plans/"),
    ("irene", "/plans/new/"),
    ("irene", "/plans/1/"),
    ("irene", "/interviews/99999/"),
    ("carla", "/interviews/1/"),
    ("carla", "/interviews/new/"),
    ("chen", "/"),
    ("chen", "/interviews/2/"),
    ("chen", "/interviews/2/report/"),
    ("", "/sign-up/"),
    ("carla", "/practice/"),
    ("carla", "/practice/mock/"),
    ("carla", "/practice/progress/"),
    ("carla", "/practice/habit/"),
    ("carla", "/account/"),
]
LOOKS = [
    pytest.param({"color_scheme": "light"}, id="light"),
    pytest.param({"color_scheme": "dark"}, id="dark"),
    pytest.param({"color_scheme": "light", "viewport": {"width": 360, "height": 740}}, id="narrow"),
]


def complaints(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{page.url} {rule['id']}: {node['html'][:160]}" for rule in found for node in rule["nodes"]]


def too_wide(page: Page) -> int:
    return page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")


@pytest.mark.parametrize("look", LOOKS)
def test_every_page_can_be_used_by_everybody(enter, look: dict) -> None:
    people = {name: enter(name, **look) for name in ("", "irene", "carla", "chen")}
    found, wide = [], []
    for name, address in PAGES:
        page = people[name].go(address)
        found += complaints(page)
        wide += [address] * bool(too_wide(page))
    assert found == []
    assert wide == []


@pytest.mark.parametrize("look", LOOKS)
def test_both_rooms_can_be_used_by_everybody_in_every_state(enter, look: dict) -> None:
    irene, cleo = enter("irene", **look), enter(**look)
    interview = irene.makes_interview("aws-junior-01", "aws-senior-22", reveal="after_each")
    cleo.go(irene.invitation_to(interview))
    found = complaints(cleo.page)
    cleo.joins(irene.invitation_to(interview))
    found += complaints(cleo.page)
    irene.begins(interview, question=None)
    expect(cleo.page.get_by_role("heading", name="You are in")).to_be_visible()
    found += complaints(cleo.page) + complaints(irene.page)
    irene.opens(interview, 1)
    cleo.types("An answer.")
    cleo.sees_saved()
    irene.page.keyboard.press("4")
    found += complaints(cleo.page) + complaints(irene.page)
    for tab in irene.page.locator(".tab:visible").all():
        tab.click()
        found += complaints(irene.page)
    irene.page.keyboard.press("?")
    found += complaints(irene.page)
    irene.page.keyboard.press("Escape")
    irene.page.keyboard.press("p")
    expect(cleo.page.locator("#cover")).to_contain_text("Paused")
    found += complaints(cleo.page) + complaints(irene.page)
    irene.page.wait_for_selector("#control-resume")
    irene.page.keyboard.press("p")
    irene.page.wait_for_selector("#control-pause")
    irene.opens(interview, 2)
    expect(cleo.page.locator("#revealed")).to_contain_text("Key points")
    found += complaints(cleo.page)
    irene.page.on("dialog", lambda dialog: dialog.accept())
    irene.page.keyboard.press("e")
    expect(cleo.page.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(irene.page).to_have_url(re.compile("/scorecard/$"))
    irene.page.wait_for_load_state()
    found += complaints(cleo.page) + complaints(irene.page)
    assert found == []
    assert too_wide(cleo.page) == too_wide(irene.page) == 0


def test_the_report_prints_on_paper_without_the_page_around_it(enter) -> None:
    irene = enter("irene")
    page = irene.go("/interviews/2/report/")
    page.emulate_media(media="print")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for gone in (".site-header", "#share-form", "[data-print]"):
        assert page.locator(f"{gone}:visible").count() == 0, gone
    # What is folded on the screen is open on paper.
    folded = page.locator("main details")
    assert folded.count() > 0
    assert all(detail.locator(":scope > :not(summary)").first.is_visible() for detail in folded.all())
