"""Whatever broke, an open page comes back without a click, and what was typed meanwhile arrives."""

import copy
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import expect

from tests.browser.people import Person
from tests.faults.cluster import Cluster
from tests.faults.relay import Relay
from tests.faults.visitor import Visitor
from tests.server import Server

Pair = tuple[Server, Server]
Enter = Callable[..., Person]

COMES_BACK_WITHIN_MS = 30_000
SILENCE_MS = 41_000
ANSWER = "SELECT answer FROM interviews_askedquestion WHERE interview_id = %s AND position = 1"


class Sitting:
    """A lead at the panel's page and a candidate at theirs, question 1 open."""

    def __init__(self, enter: Enter, by: Server) -> None:
        self.server = by
        self.irene, self.cleo = enter(by, "irene"), enter(by)
        self.interview = self.irene.makes_interview("aws-junior-01", "aws-junior-02")
        self.cleo.joins(self.irene.invitation_to(self.interview))
        self.irene.begins(self.interview)
        expect(self.cleo.page.locator("#progress")).to_contain_text("Question 1 of")
        self.words = "Before it broke,"
        self.cleo.types(self.words)
        self.cleo.sees_saved()

    def types_into_the_dark(self) -> None:
        self.cleo.types(" while it was broken.")
        self.words += " while it was broken."
        unsaved = self.cleo.page.locator("#answer-form [data-save-state]")
        expect(unsaved).to_contain_text("not saved yet", timeout=COMES_BACK_WITHIN_MS)

    def comes_back(self) -> None:
        """Without a click: the words are saved, the panel reads them, nobody is told of a broken line any more."""
        saved = self.cleo.page.locator("#answer-form [data-save-state]")
        expect(saved).to_have_text("saved", timeout=COMES_BACK_WITHIN_MS)
        assert self.server.rows(ANSWER, self.interview) == [(self.words,)]
        for person in (self.irene, self.cleo):
            expect(person.page.locator("#connection")).to_have_count(0, timeout=COMES_BACK_WITHIN_MS)
        words = self.irene.page.locator("#answer .candidate-words")
        expect(words).to_have_text(self.words, timeout=COMES_BACK_WITHIN_MS)
        # The streams are alive, not only the asking every five seconds.
        Visitor(self.server).log_in("irene").does(self.interview, "pause")
        expect(self.cleo.page.locator("#cover")).to_contain_text("Paused", timeout=3_000)


@pytest.fixture
def line(pair: Pair) -> Iterator[tuple[Server, Relay]]:
    """A server as it looks from behind a line that may break."""
    relay, behind = Relay(pair[0]), copy.copy(pair[0])
    behind.url = relay.url
    yield behind, relay
    relay.close()


def test_after_a_kill(pair: Pair, enter: Enter) -> None:
    sitting = Sitting(enter, pair[0])
    pair[0].kill()
    sitting.types_into_the_dark()
    expect(sitting.irene.page.locator("#connection")).to_contain_text("interrupted")
    pair[0].start()
    sitting.comes_back()


def test_after_a_cut(line: tuple[Server, Relay], enter: Enter) -> None:
    behind, relay = line
    sitting = Sitting(enter, behind)
    relay.cut()
    sitting.types_into_the_dark()
    expect(sitting.irene.page.locator("#connection")).to_contain_text("interrupted")
    relay.mend()
    sitting.comes_back()


def test_after_a_line_went_dead_without_a_word(line: tuple[Server, Relay], enter: Enter) -> None:
    behind, relay = line
    sitting = Sitting(enter, behind)
    for person in (sitting.irene, sitting.cleo):
        person.page.clock.install()
        # Timers that are set from here on are those of the clock.
        person.page.evaluate("document.dispatchEvent(new Event('resume'))")
    expect(sitting.irene.page.locator("#connection")).to_have_count(0)
    relay.swallow()
    sitting.cleo.types(" while it was broken.")
    sitting.words += " while it was broken."
    for person in (sitting.irene, sitting.cleo):
        person.page.clock.fast_forward(SILENCE_MS)
        expect(person.page.locator("#connection")).to_contain_text("interrupted")
    relay.mend()
    for person in (sitting.irene, sitting.cleo):
        # What hangs on the dead line is given up, and sent by another.
        for _ in range(4):
            person.page.clock.fast_forward(10_000)
            person.page.wait_for_timeout(200)
    for person in (sitting.irene, sitting.cleo):
        person.page.clock.resume()
    sitting.comes_back()


def test_after_postgresql_was_restarted(own_pair: Pair, cluster: Cluster, enter: Enter) -> None:
    sitting = Sitting(enter, own_pair[0])
    cluster.stop("immediate")
    sitting.types_into_the_dark()
    cluster.start()
    sitting.comes_back()
