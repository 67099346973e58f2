"""Finds the Chromium of this machine; nothing is downloaded."""

import os
import shutil
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Playwright, sync_playwright

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
# As root there is no sandbox to be had, and without a network the browser's own errands only cost time.
SWITCHES = ["--no-sandbox", "--disable-background-networking", "--disable-component-update", "--disable-sync"]
# A microphone that always sounds, and that every page may use.
SWITCHES += ["--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream"]


PATIENCE_SECONDS = 30


def launch(playwright: Playwright, *switches: str) -> Browser:
    return playwright.chromium.launch(executable_path=CHROMIUM, args=[*SWITCHES, *switches])


class Chromium:
    """A browser that can be done without.

    Now and then it never says that it has closed a context, and whoever waits for that waits for ever. Then it is
    killed, and whoever comes next gets another.
    """

    def __init__(self, playwright: Playwright) -> None:
        self._playwright = playwright
        self._start()

    def _start(self) -> None:
        self._mark = f"--mark={uuid4()}"
        self._browser = launch(self._playwright, self._mark)

    def new_context(self, **options) -> BrowserContext:
        if not self._browser.is_connected():
            self._start()
        return self._browser.new_context(**options)

    def close_context(self, context: BrowserContext, within: float = PATIENCE_SECONDS) -> None:
        self._with_patience(context.close, within)

    def close(self) -> None:
        self._with_patience(self._browser.close, PATIENCE_SECONDS)

    def _with_patience(self, closes, within: float) -> None:
        impatience = Timer(within, self.signal, [signal.SIGKILL])
        impatience.start()
        try:
            closes()
        except Error:
            if self._browser.is_connected():
                raise
        finally:
            impatience.cancel()

    def signal(self, number: int) -> None:
        for process in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                if self._mark.encode() in (process / "cmdline").read_bytes().split(b"\0"):
                    os.kill(int(process.name), number)


@contextmanager
def for_tests(without: str) -> Iterator[Chromium]:
    """A browser for a suite. Where there is none the suite is passed over, and `without` says what was not tried."""
    if not CHROMIUM and os.environ.get("REQUIRE_BROWSER"):
        pytest.fail("There is no Chromium on this machine, and REQUIRE_BROWSER is set.")
    if not CHROMIUM:
        pytest.skip(f"NO CHROMIUM: {without}. Install it, for example: apt install chromium")
    with sync_playwright() as playwright:
        browser = Chromium(playwright)
        yield browser
        browser.close()
