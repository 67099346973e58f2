"""Markers at the key points while a candidate types: for the panel alone, and for the eye alone."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.people import Person
from tests.browser.test_journey import traffic
from tests.browser.test_pages import LOOKS, complaints, too_wide

QUESTION = "aws-junior-07"
SAYS = ("key words", "some words found", "read this sentence", "two sentences", "no matching wording", "compares words")


def key_point(server, interview: int, index: int) -> str:
    """A key point's own words, which are sure to be found."""
    return server.rows(
        "SELECT text FROM questions_keypoint p JOIN interviews_askedquestion a ON a.question_id = p.question_id "
        "WHERE a.interview_id = %s AND p.position = %s",
        interview,
        index,
    )[0][0]


def shown(page: Page) -> Locator:
    return page.locator("#answer .said-shown")


def sat_down(enter, look: dict, **recorded) -> tuple[Person, Person, int]:
    irene, cleo = enter("irene", **look), enter(**look, **recorded)
    interview = irene.makes_interview(QUESTION, reveal="after_each")
    cleo.joins(irene.invitation_to(interview))
    irene.begins(interview)
    return irene, cleo, interview


def test_a_marker_comes_as_the_candidate_types_and_leads_to_the_sentence(enter, server, tmp_path: Path) -> None:
    har = tmp_path / "candidate.har"
    irene, cleo, interview = sat_down(enter, {}, record_har_path=har, record_har_content="embed")
    page = irene.page
    first, second = key_point(server, interview, 0), key_point(server, interview, 2)
    page.locator("#mark-1-0-missed").focus()
    cleo.page.locator("#answer").fill(f"Well, let me think. {first}. And then there is this.")
    marker = page.locator("#hint-0")
    expect(marker).to_contain_text(re.compile(r"^\d+ of \d+ key words, in this sentence\s*$"))
    expect(page.get_by_text("This compares words. It cannot tell right from wrong.")).to_have_count(1)
    # The point in focus shows its sentence; nothing took the focus, and nothing is ticked.
    expect(shown(page)).to_have_text(first)
    expect(page.locator("#mark-1-0-missed")).to_be_focused()
    expect(page.locator("#points input:checked")).to_have_count(0)

    cleo.page.locator("#answer").fill("\n".join(["Well, let me think.", *["And so on."] * 80, f"{first}. {second}."]))
    expect(page.locator("#hint-2")).to_contain_text("key words, in this sentence")
    page.locator("#point-1-2").hover()
    expect(shown(page).first).to_contain_text(second[:20])
    page.locator("#question").hover()
    expect(shown(page).first).to_contain_text(first[:20])

    # A key brings the sentence into view and leaves the focus where it is, so that marking goes on.
    expect(shown(page).first).not_to_be_in_viewport()
    page.keyboard.press("w")
    expect(shown(page).first).to_be_in_viewport()
    expect(page.locator("#announcer")).to_contain_text(first[:20])
    page.keyboard.press("c")
    expect(page.locator("#point-1-0 input:checked")).to_have_value("covered")
    expect(shown(page).first).to_contain_text(first[:20])
    page.locator("#hint-2 a").click()
    expect(shown(page).first).to_contain_text(second[:20])
    assert "#" not in page.url

    page.on("dialog", lambda dialog: dialog.accept())
    page.keyboard.press("e")
    expect(cleo.page.get_by_role("heading", name="Thank you")).to_be_visible()
    cleo.context.close()
    assert [
        (url, words) for url, text in traffic(har) for words in SAYS if words in text and "/static/" not in url
    ] == []


def test_whoever_does_not_want_them_switches_them_off_in_the_sheet_of_keys(enter, server) -> None:
    irene, cleo, interview = sat_down(enter, {})
    page = irene.page
    cleo.page.locator("#answer").fill(key_point(server, interview, 0))
    expect(page.locator("#hint-0")).to_contain_text("key words")
    page.keyboard.press("?")
    page.get_by_label("Wording hints are shown").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#hint-0")).to_have_text("")
    expect(page.locator("#hints")).to_be_hidden()
    page.locator("#point-1-0").hover()
    page.keyboard.press("w")
    expect(shown(page)).to_have_count(0)
    cleo.page.locator("#answer").fill(key_point(server, interview, 1))
    expect(page.locator("#answer")).to_contain_text(key_point(server, interview, 1)[:20])
    page.reload()
    expect(page.locator("#hints")).to_be_hidden()
    expect(page.locator("#hint-1")).to_have_text("")
    page.keyboard.press("?")
    page.get_by_label("Wording hints are shown").check()
    page.keyboard.press("Escape")
    expect(page.locator("#hint-1")).to_contain_text("key words")


@pytest.mark.parametrize("look", LOOKS)
def test_markers_can_be_read_and_reached_by_everybody(enter, server, look: dict) -> None:
    irene, cleo, interview = sat_down(enter, look)
    page = irene.page
    words = key_point(server, interview, 0)
    cleo.page.locator("#answer").fill(f"Well, let me think. {words}. And then there is this.")
    narrow = page.locator(".tab:visible").count() > 0
    if narrow:
        page.get_by_role("button", name="Score").click()
    expect(page.locator("#hint-0")).to_contain_text("key words, in this sentence")
    page.keyboard.press("j")
    found = complaints(page)
    page.keyboard.press("w")
    expect(shown(page)).to_be_visible()
    found += complaints(page)
    page.keyboard.press("w")
    expect(page.locator("#point-1-0")).to_be_visible()
    expect(page.locator("#mark-1-0-missed")).to_be_focused()
    page.keyboard.press("?")
    found += complaints(page)
    assert found == []
    assert too_wide(page) == 0


@pytest.mark.parametrize("look", LOOKS)
def test_an_editor_tries_the_words_of_a_key_point_on_past_answers(enter, look: dict) -> None:
    edda = enter("edda", **look)
    page = edda.go(f"/questions/{QUESTION}/edit/")
    page.locator("#point-0").fill("It remembers connections it allowed")
    page.locator("#try-0").click()
    tried = page.locator("#tried-0")
    expect(tried).to_contain_text("no matching wording; it may be said in other words")
    page.locator(".point-row").first.get_by_text("Also accept").click()
    page.locator("#also-0").fill("stateful, so replies come back without a rule")
    page.locator("#try-0").click()
    found = tried.get_by_role("listitem").filter(has_text="stateful, so replies come back without a rule")
    expect(found.first).to_contain_text("key words, in this sentence")
    assert complaints(page) == []
    assert too_wide(page) == 0
    # Trying stores nothing, and moving a point takes its phrases along.
    page.locator("#down-0").click()
    expect(page.locator("#also-1")).to_have_value("stateful, so replies come back without a rule\n")
    page.reload()
    expect(page.locator("#also-0")).to_have_value("")
