"""A browser that stands still must not stop the suite."""

import signal

from tests.chromium import Chromium


def test_a_browser_that_stands_still_is_killed_and_another_comes(browser: Chromium) -> None:
    context = browser.new_context()
    context.new_page()
    browser.signal(signal.SIGSTOP)
    browser.close_context(context, within=1)
    other = browser.new_context()
    assert other.new_page().evaluate("1 + 1") == 2
    browser.close_context(other)
