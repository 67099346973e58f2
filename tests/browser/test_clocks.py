"""The time that a page shows is the server's, whatever the browser believes, and however long it slept."""

import re
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

WRONG_BY_A_DAY = """
const Right = Date;
const DAY = 86_400_000;
globalThis.Date = class extends Right {
    constructor(...given) { given.length ? super(...given) : super(Right.now() + DAY); }
    static now() { return Right.now() + DAY; }
};
"""
# While a computer sleeps, the browser's count of milliseconds stands still and its date does not.
SLEEPER = """
globalThis.slept = 0;
const awake = Date.now;
Date.now = () => awake() + slept;
"""
# The moments at which the display changes, each with what it then says: a right one says S at S seconds before the end.
# The machine's own time is taken from the browser's start, which no change of Date reaches.
TICKS = """(count) => new Promise((resolve) => {
    const ticks = [];
    const time = document.querySelector("[data-clock=question] .clock-time");
    new MutationObserver(() => {
        ticks.push([performance.timeOrigin + performance.now(), time.textContent]);
        if (ticks.length === count) resolve(ticks);
    }).observe(time, { childList: true, characterData: true, subtree: true });
})"""


def room(enter, **options):
    irene, cleo = enter("irene"), enter(**options)
    interview = irene.makes_interview("aws-junior-01", "aws-junior-02")
    cleo.joins(irene.invitation_to(interview))
    irene.begins(interview)
    expect(cleo.page.locator("#progress")).to_contain_text("Question 1 of")
    return irene, cleo, interview


def seconds(words: str) -> int:
    minutes, _, rest = words.partition(":")
    return int(minutes) * 60 + int(rest)


def error(page: Page, server, interview: int) -> float:
    """By how many seconds the clock of the open question is off, at the worst of three ticks."""
    query = "SELECT started_at, budget FROM interviews_askedquestion WHERE interview_id = %s AND state = 'open'"
    started, budget = server.rows(query, interview)[0]
    length = budget if isinstance(budget, timedelta) else timedelta(microseconds=budget)
    deadline = (server.moment(started) + length).timestamp()
    return max(abs(deadline - at / 1000 - seconds(words)) for at, words in page.evaluate(TICKS, 3))


def test_a_browser_whose_date_is_off_by_a_day_shows_the_right_time(enter, server, measured) -> None:
    irene, cleo, interview = room(enter)
    cleo.page.add_init_script(WRONG_BY_A_DAY)
    cleo.page.reload()
    off = error(cleo.page, server, interview)
    measured(f"clock with a date a day off: {off:.2f} s from the server's")
    assert off < 1


def test_a_reload_shows_the_right_time(enter, server, measured) -> None:
    irene, cleo, interview = room(enter)
    server.let_pass(interview, 37.5)
    cleo.page.reload()
    off = error(cleo.page, server, interview)
    measured(f"clock after a reload: {off:.2f} s from the server's")
    assert off < 1


def test_a_tab_that_slept_shows_the_right_time(enter, server, measured) -> None:
    irene, cleo, interview = room(enter)
    cleo.page.add_init_script(SLEEPER)
    cleo.page.reload()
    expect(cleo.page.locator("[data-clock=question] .clock-time")).to_have_text(re.compile("^3:"))
    server.let_pass(interview, 90)
    cleo.page.evaluate("slept = 90_000")
    expect(cleo.page.locator("[data-clock=question] .clock-time")).to_have_text(re.compile("^2:"))
    off = error(cleo.page, server, interview)
    measured(f"clock after a sleep: {off:.2f} s from the server's")
    assert off < 1


@pytest.mark.parametrize("left", [62, 3])
def test_the_last_minute_and_the_end_are_spoken(enter, server, left: int) -> None:
    irene, cleo, interview = room(enter)
    server.let_pass(interview, 4 * 60 - left)
    cleo.page.reload()
    words = "1 minute left for this question" if left > 60 else "Time is up for this question"
    expect(cleo.page.locator("#announcer")).to_have_text(words, timeout=10_000)
