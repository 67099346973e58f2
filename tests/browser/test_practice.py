"""Practising alone in a real browser: a guest's first minute, a week, a mock with a bad network, aloud, by keyboard."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.people import Person
from tests.browser.test_pages import LOOKS, complaints, too_wide

MODEL = re.compile("designed for eleven nines|Versioning protects from overwriting")  # of the first question of all


@pytest.fixture
def newcomer(enter):
    """Somebody who has just made an account, with nothing done yet."""
    made = []

    def arrive(**options) -> Person:
        person = enter(**options)
        made.append(person)
        name = f"nora{len(made)}-{id(person)}"
        page = person.go("/sign-up/")
        for field, value in {"username": name, "first_name": "Nora", "password1": "quite-long-9"}.items():
            page.fill(f"#id_{field}", value)
        page.fill("#id_password2", "quite-long-9")
        page.get_by_role("button", name="Make the account").click()
        expect(page.get_by_role("heading", name="Hello Nora")).to_be_visible()
        person.name = name
        return person

    return arrive


def marks_the_rest_missed(page: Page) -> None:
    page.keyboard.press("x")
    expect(page.locator("#grades")).to_be_visible()


def answers(page: Page, words: str = "Some words.") -> None:
    page.fill("#answer", words)
    page.get_by_role("button", name="Compare with a good answer").click()
    page.wait_for_selector("html.scripted #marking")


def test_a_guest_has_a_marked_answer_in_under_ten_actions_and_keeps_it(enter) -> None:
    guest = enter()
    seen: list[str] = []
    guest.context.on("response", lambda response: seen.append(response.text() if response.ok else ""))
    page = guest.go("/")
    actions = [
        lambda: page.fill("#sample-answer", "It keeps copies in three zones."),
        lambda: page.get_by_role("button", name="Compare with a good answer").click(),
        lambda: page.locator("#mark-covered").click(),
        lambda: page.locator("#mark-partly").click(),
        lambda: page.get_by_role("button", name="The rest was missed").click(),
        lambda: page.locator("#grade-2").click(),
    ]
    for number, act in enumerate(actions):
        act()
        if number == 0:
            assert not any(MODEL.search(text) for text in seen)
        page.wait_for_load_state("networkidle")
    expect(page.get_by_text("Graded hard")).to_be_visible()
    assert len(actions) < 10
    page.get_by_role("link", name="Make an account").click()
    for field, value in {"username": "guest-of-old", "password1": "quite-long-9", "password2": "quite-long-9"}.items():
        page.fill(f"#id_{field}", value)
    page.get_by_role("button", name="Make the account").click()
    expect(page.locator(".today-numbers")).to_contain_text("1")
    expect(page.get_by_role("table", name="Attempts").or_(page.locator("table").last)).to_contain_text("hard")


def test_a_week_of_practice(newcomer, server) -> None:
    nora = newcomer()
    page = nora.page
    counts = []
    for _day in range(7):
        page.goto(f"{server.url}/practice/")
        page.locator(".today-begin button").click()
        page.wait_for_selector("html.scripted #answer")
        done = 0
        while page.locator("#answer").count() and done < 9:
            done += 1
            answers(page)
            page.keyboard.press("c")
            expect(page.locator("#marking-title")).to_contain_text("1 of")
            marks_the_rest_missed(page)
            page.keyboard.press("3")
            expect(page.locator("#answer, .today-numbers")).to_be_visible()
        counts.append(done)
        server.days_pass(nora.name, 1)
    assert counts[0] == 5  # the new ones of a first day
    assert max(counts) > 5  # later those that came back, too
    page.goto(f"{server.url}/practice/progress/")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("Ready: 0%")
    assert page.locator(".table").last.locator("tbody tr").count() >= 14
    page.goto(f"{server.url}/practice/")
    assert page.locator(".square:not(.square-0)").count() >= 5


def test_a_mock_from_start_to_report_with_the_network_cut_twice(newcomer, server) -> None:
    nora = newcomer()
    page = nora.page
    seen: list[tuple[str, str]] = []
    page.goto(f"{server.url}/practice/mock/")
    page.fill("#id_minutes", "25")
    page.get_by_role("button", name="Start now").click()
    expect(page.locator("#answer")).to_be_visible()
    for number in (1, 2):
        nora.context.set_offline(True)
        nora.types(f"Written in tunnel {number}.")
        expect(page.locator("#answer-form [data-save-state]")).to_contain_text("not saved yet")
        nora.context.set_offline(False)
        nora.sees_saved()
        seen.append((page.url, page.content()))
        page.keyboard.press("Escape")
        page.locator("#control-next, #control-close").first.click()
        if number == 1:
            expect(page.locator("#progress")).to_contain_text("Question 2 of")
            expect(page.locator("#answer")).to_have_value("")
    assert not any("model-title" in html or 'id="points"' in html for _, html in seen)
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#control-end").click()
    expect(page).to_have_url(re.compile("/scorecard/$"))
    page.get_by_role("link", name=re.compile(r"^1\. ")).click()
    expect(page.get_by_text("Written in tunnel 1.")).to_be_visible()
    page.locator("#points input[value=covered]").first.check(force=True)
    page.locator("#rating-4").check(force=True)
    expect(page.locator("#suggestion")).to_contain_text("points heard")
    page.get_by_role("link", name="Back to your scorecard").click()
    if page.locator("[name=rest_not_observed]").count():
        page.locator("[name=rest_not_observed]").click()
    page.get_by_role("button", name="Submit the scorecard").click()
    page.wait_for_url("**/report/")
    expect(page.get_by_text("marked by oneself")).to_be_visible()
    expect(page.get_by_text("Written in tunnel 2.")).to_be_visible()


def test_an_answer_aloud_is_played_back_kept_and_deleted(newcomer, server) -> None:
    nora = newcomer()
    page = nora.page
    page.keyboard.press("n")
    expect(page.locator("[data-record]")).to_be_visible()
    page.locator("[data-record]").click()
    expect(page.get_by_text("Recording.")).to_be_visible()
    page.wait_for_timeout(1_200)
    page.locator("[data-record]").click()
    expect(page.get_by_text("It is on this device alone")).to_be_visible()
    assert not server.rows("SELECT id FROM practice_recording")
    page.get_by_role("button", name="I answered aloud").click()
    expect(page.locator("#marking")).to_be_visible()
    expect(page.locator("[data-play]")).to_be_visible()
    page.get_by_role("button", name="Keep it with this answer").click()
    expect(page.get_by_text("Kept with this answer")).to_be_visible()
    page.reload()
    sound = page.locator("audio[src]")
    assert sound.evaluate("audio => audio.play().then(() => audio.readyState)") > 1  # a piece of it came and sounds
    assert list((server.folder / "media").rglob("*.webm"))
    page.get_by_role("button", name="Delete the recording").click()
    expect(page.get_by_text("The recording was deleted")).to_be_visible()
    assert not list((server.folder / "media").rglob("*.webm"))


def starts_mock(person: Person, minutes: int = 25) -> Page:
    page = person.go("/practice/mock/")
    page.fill("#id_minutes", str(minutes))
    page.get_by_role("button", name="Start now").click()
    page.wait_for_selector("html.scripted #answer")
    return page


def says_something(page: Page) -> None:
    page.locator("[data-record]").click()
    expect(page.get_by_text("Recording.")).to_be_visible()
    page.wait_for_timeout(1_200)


def sounds(page: Page) -> bool:
    play = "audio => audio.play().then(() => audio.readyState)"
    return page.locator("#main audio[src]").first.evaluate(play) > 1


def test_a_mock_answered_aloud_from_the_recorder_to_the_report(newcomer, server) -> None:
    nora = newcomer()
    page = starts_mock(nora)
    page.on("dialog", lambda dialog: dialog.accept())
    files = lambda: list((server.folder / "media").rglob("asked-*.webm"))  # noqa: E731
    # The first answer is kept in the room, while the question is open.
    says_something(page)
    nora.types("And a word in writing.")
    nora.sees_saved()
    expect(page.locator("[data-record]")).to_have_text(re.compile("Stop recording"))
    page.locator("[data-record]").click()
    expect(page.get_by_text("It is on this device alone")).to_be_visible()
    assert files() == []
    page.get_by_role("button", name="Keep it with this answer").click()
    expect(page.get_by_text("Kept with this answer")).to_be_visible()
    assert len(files()) == 1
    # The second one is being recorded when the next question comes; the third, when the sitting ends.
    for number in (2, 3):
        page.locator("#control-next").click()
        expect(page.locator("#progress")).to_contain_text(f"Question {number} of")
        expect(page.get_by_role("button", name="Record your answer")).to_be_visible()
        says_something(page)
    page.locator("#control-end").click()
    expect(page).to_have_url(re.compile("/scorecard/$"))
    for number, button in (
        (1, "Delete the recording"),
        (2, "Keep it with this answer"),
        (3, "Keep it with this answer"),
    ):
        page.goto(page.url.partition("scorecard/")[0].partition("?")[0] + f"?question={number}")
        expect(page.get_by_role("button", name=button)).to_be_visible()
        expect(page.locator("#points")).to_be_visible()
        assert page.locator("[data-record]").count() == 0
        assert sounds(page)
    page.get_by_role("button", name="Keep it with this answer").click()
    expect(page.get_by_text("Kept with this answer")).to_be_visible()
    assert complaints(page) == []
    assert len(files()) == 2
    page.get_by_role("link", name="Back to your scorecard").click()
    page.locator("[name=rest_not_observed]").click()
    page.get_by_role("button", name="Submit the scorecard").click()
    page.wait_for_url("**/report/")
    expect(page.locator("#main audio")).to_have_count(2)
    assert sounds(page)
    assert complaints(page) == []
    page.goto(f"{server.url}/account/")
    page.fill("#id_password", "quite-long-9")
    page.get_by_role("button", name="Delete").click()
    page.wait_for_url(f"{server.url}/")
    assert files() == []


def test_time_that_runs_out_keeps_what_was_said_until_then(newcomer, server) -> None:
    nora = newcomer()
    page = starts_mock(nora, minutes=60)
    says_something(page)
    server.let_pass(int(page.url.rstrip("/").rpartition("/")[2]), 30 * 60)
    page.evaluate("document.dispatchEvent(new Event('rehearse:refresh'))")
    expect(page.get_by_text("Time is up for question 1")).to_be_visible()
    expect(page.locator("[data-record]")).to_have_count(0)
    expect(page.get_by_role("button", name="Keep it with this answer")).to_be_visible()
    assert sounds(page)


def test_in_a_mock_without_a_microphone_one_writes_and_is_told_so(newcomer) -> None:
    nora = newcomer()
    nora.context.add_init_script(
        "navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', 'NotAllowedError'))"
    )
    page = starts_mock(nora)
    page.locator("[data-record]").click()
    expect(page.locator("[data-recorder-says]")).to_contain_text("may not be used here")
    nora.types("So I write.")
    nora.sees_saved()


@pytest.mark.parametrize(
    ("error", "words"),
    [("NotAllowedError", "may not be used here"), ("NotFoundError", "No microphone was found")],
)
def test_without_a_microphone_one_writes_and_is_told_so(newcomer, error: str, words: str) -> None:
    nora = newcomer()
    nora.context.add_init_script(
        f"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('no', '{error}'))"
    )
    page = nora.page
    page.keyboard.press("n")
    page.locator("[data-record]").click()
    expect(page.locator("[data-recorder-says]")).to_contain_text(words)
    answers(page)


def test_a_browser_that_cannot_record_says_so(newcomer) -> None:
    nora = newcomer()
    nora.context.add_init_script("delete window.MediaRecorder")
    nora.page.keyboard.press("n")
    expect(nora.page.locator("[data-recorder-says]")).to_contain_text("cannot record")
    expect(nora.page.locator("[data-record]")).to_be_disabled()


def test_a_drill_by_keyboard_alone(newcomer) -> None:
    page = newcomer().page
    page.keyboard.press("n")
    page.wait_for_selector("html.scripted #answer")
    while page.evaluate("document.activeElement.id") != "answer":
        page.keyboard.press("Tab")
    page.keyboard.type("Typed without a mouse, 1 2 3 c m x.")
    page.keyboard.press("Escape")
    page.keyboard.press(" ")
    page.wait_for_selector("html.scripted #marking")
    expect(page.locator(".candidate-words")).to_have_text("Typed without a mouse, 1 2 3 c m x.")
    for number, key in enumerate("chm", start=1):
        page.keyboard.press(key)
        expect(page.locator("#marking-title")).to_contain_text(f"{number} of")
    marks_the_rest_missed(page)
    second = page.locator(".marked-points li").nth(1)
    page.keyboard.press("b")
    expect(page.locator(".current-point kbd").first).to_have_text("b")
    expect(second).to_have_attribute("aria-current", "true")
    expect(page.locator("#mark-partly")).to_be_focused()
    expect(page.locator(".current-point")).to_be_in_viewport()
    page.keyboard.press("m")
    expect(second).to_contain_text("missed")
    page.keyboard.press("?")
    expect(page.locator("#keys")).to_be_visible()
    expect(page.locator("#keys")).to_contain_text("to mark it anew")
    page.keyboard.press("Escape")
    page.keyboard.press("1")
    page.wait_for_selector("html.scripted #answer")


def test_single_keys_can_be_switched_off(newcomer) -> None:
    page = newcomer().page
    page.keyboard.press("n")
    page.wait_for_selector("html.scripted #answer")
    page.keyboard.press("?")
    page.locator("#keys-on").uncheck()
    page.keyboard.press("Escape")
    expect(page.locator("#keys-on")).not_to_be_focused()  # until then a space would press the switch
    page.keyboard.press(" ")
    page.wait_for_timeout(300)
    assert page.locator("#marking").count() == 0
    answers(page)
    page.locator("#mark-covered").click()
    expect(page.locator("#marking-title")).to_contain_text("1 of")
    for key in "acm":
        page.keyboard.press(key)
    page.wait_for_timeout(300)
    expect(page.locator("#marking-title")).to_contain_text("1 of")
    expect(page.locator(".current-point kbd").first).to_have_text("b")


def test_words_that_were_not_sent_keep_the_page_until_they_are(newcomer) -> None:
    nora = newcomer()
    page = nora.page
    page.keyboard.press("n")
    page.wait_for_selector("html.scripted #answer")
    nora.context.set_offline(True)
    page.fill("#answer", "Words in a tunnel.")
    page.get_by_role("button", name="Compare with a good answer").click()
    expect(page.locator("[data-save-state]").first).to_contain_text("not saved yet")
    expect(page.locator("#answer")).to_have_value("Words in a tunnel.")
    nora.context.set_offline(False)
    expect(page.locator("[data-save-state]").first).to_have_text("saved")
    page.get_by_role("button", name="Compare with a good answer").click()
    expect(page.locator(".candidate-words")).to_have_text("Words in a tunnel.")


@pytest.mark.parametrize("look", LOOKS)
def test_every_step_of_a_drill_can_be_used_by_everybody(newcomer, look: dict) -> None:
    page = newcomer(**look).page
    found = complaints(page)
    page.locator(".today-begin button").click()
    page.wait_for_selector("html.scripted #answer")
    found += complaints(page)
    wide = [too_wide(page)]
    answers(page, "Three zones.")
    found += complaints(page)
    wide.append(too_wide(page))
    page.locator("#mark-covered").click()
    expect(page.locator("#marking-title")).to_contain_text("1 of")
    page.get_by_role("button", name="The rest was missed").click()
    expect(page.locator("#grades")).to_be_visible()
    found += complaints(page)
    wide.append(too_wide(page))
    page.locator("#grade-1").click()
    page.wait_for_selector("html.scripted #answer")
    page.get_by_role("link", name="Practice").click()
    page.wait_for_url("**/practice/")
    found += complaints(page)
    wide.append(too_wide(page))
    page.goto(page.url.rstrip("/") + "/mock/")
    page.get_by_role("button", name="Start now").click()
    page.wait_for_selector("#control-next")
    found += complaints(page)
    wide.append(too_wide(page))
    assert found == []
    assert wide == [0] * 5


@pytest.mark.parametrize("look", LOOKS)
def test_somebody_with_a_past_can_use_every_page_of_it(enter, look: dict) -> None:
    chen = enter("chen", **look)
    found, wide = [], []
    for address in ("/practice/", "/practice/progress/", "/practice/habit/", "/account/"):
        page = chen.go(address)
        found += complaints(page)
        wide += [address] * bool(too_wide(page))
    page = chen.go("/practice/progress/")
    assert page.locator(".table").last.locator("tbody tr").count() >= 20
    page.locator(".table").last.locator("a").first.click()
    page.wait_for_selector("#marking")
    found += complaints(page)
    assert found == []
    assert wide == []


def test_the_model_answer_shows_each_mark_as_its_key_does(newcomer) -> None:
    page = newcomer().page
    page.keyboard.press("n")
    page.wait_for_selector("html.scripted #answer")
    answers(page)
    marks_the_rest_missed(page)
    line = "element => getComputedStyle(element).borderInlineStart"
    shown = page.locator(".outcome .prose :is(p, li).said-missed").first.evaluate(line)
    assert shown == page.locator(".said-key.said-missed").evaluate(line)
    assert shown != page.locator(".said-key.said-covered").evaluate(line)
