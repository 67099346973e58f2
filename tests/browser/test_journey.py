"""One whole interview in two browsers, from the invitation to the shared report."""

import html
import http.client
import json
import re
import threading
import time
import urllib.request
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Page, expect

from tests.server import Server

QUESTIONS = ("aws-junior-01", "aws-junior-03", "aws-junior-09")


def plain(markup: str) -> str:
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", markup))).lower()


def kept_back(server: Server, interview: int) -> list[str]:
    """Every sentence of a model answer, and every key point, follow-up and red flag, of the questions asked."""
    fields = "model_answer_html, key_points, follow_ups, red_flags"
    asked = server.rows(f"SELECT {fields} FROM interviews_askedquestion WHERE interview_id = %s", interview)
    sentences = []
    for answer, *lists in asked:
        sentences += re.split(r"(?<=[.:;])\s+|\|", plain(answer))
        for texts in lists:
            texts = json.loads(texts) if isinstance(texts, str) else texts
            sentences += [plain(text["text"] if isinstance(text, dict) else text) for text in texts]
    return [sentence.strip() for sentence in sentences if len(sentence.strip()) >= 25]


class Leaks:
    """Looks for what is kept back in all that reaches a candidate."""

    def __init__(self, sentences: list[str]) -> None:
        assert len(sentences) > 60
        self.sentences = sentences

    def in_text(self, text: str) -> list[str]:
        read = plain(text)
        return [sentence for sentence in self.sentences if sentence in read]


def traffic(har: Path) -> list[tuple[str, str]]:
    """Address and body of every response that a browser context got."""
    entries = json.loads(har.read_text())["log"]["entries"]
    return [(entry["request"]["url"], entry["response"]["content"].get("text", "")) for entry in entries]


class StreamReader(threading.Thread):
    """Reads what the candidate's stream says, from beside the browser, as whoever has its address could."""

    def __init__(self, address: str) -> None:
        super().__init__(daemon=True)
        self.address, self.heard = address, b""

    def run(self) -> None:
        # A server that stops breaks off the stream; what was heard until then counts.
        with suppress(http.client.IncompleteRead, OSError), urllib.request.urlopen(self.address, timeout=120) as stream:
            while chunk := stream.read1():
                self.heard += chunk


def test_two_people_hold_a_whole_interview(enter, server: Server, tmp_path: Path, measured) -> None:
    taken: list[str] = []
    steps = taken.append
    har = tmp_path / "candidate.har"
    irene = enter("irene")
    guest = enter(record_har_path=har, record_har_content="embed")
    lead, cleo = irene.page, guest.page

    irene.go("/interviews/new/")
    lead.fill("#id_title", "First interview")
    lead.fill("#id_candidate_name", "Cleo Candidate")
    lead.fill("#id_extra_percent", "0")
    for rule in (0, 1):
        lead.fill(f"#id_rules-{rule}-count", "")
    for ref in QUESTIONS:
        lead.check(f"input[name=refs][value={ref}]")
    expect(lead.locator("#draw .asked-list li")).to_have_count(3)
    lead.click("#create")
    lead.wait_for_url(re.compile(r"/interviews/\d+/$"))
    interview = int(lead.url.rstrip("/").rsplit("/", 1)[1])
    leaks = Leaks(kept_back(server, interview))
    steps("plan")

    def candidate_sees_no_answer() -> None:
        assert leaks.in_text(cleo.content()) == []

    guest.go(irene.invitation_to(interview))
    expect(cleo.get_by_role("heading", name="Cleo Candidate, you are invited")).to_be_visible()
    candidate_sees_no_answer()
    steps("invite")

    cleo.get_by_role("button", name="Join").click()
    expect(lead.locator("#lobby-people")).to_contain_text("Cleo Candidate candidate, here")
    stream = StreamReader(server.url + cleo.locator("[data-stream]").get_attribute("data-stream"))
    stream.start()
    candidate_sees_no_answer()
    steps("join")

    lead.click("#start")
    lead.wait_for_selector("html.scripted #control-pause")
    expect(cleo.get_by_role("heading", name="You are in")).to_be_visible()
    candidate_sees_no_answer()
    steps("start")

    lead.keyboard.press("n")
    expect(cleo.locator("#progress")).to_contain_text("Question 1 of 3")
    expect(cleo.locator("#writing .prompt")).to_contain_text("EC2")
    candidate_sees_no_answer()
    steps("open")

    guest.types("A virtual machine is rented by the second;")
    guest.sees_saved()
    expect(lead.locator("#answer .candidate-words")).to_contain_text("rented by the second")
    candidate_sees_no_answer()
    steps("type")

    for key in ("j", "c", "j", "h", "j", "m"):
        lead.keyboard.press(key)
    for point, value in enumerate(("covered", "partly", "missed")):
        expect(lead.locator(f"#mark-1-{point}-{value}")).to_be_checked()
    expect(lead.locator("#suggestion")).to_contain_text("2 of 9 points heard")
    steps("tick")

    lead.keyboard.press("4")
    expect(lead.locator("#rail-1 .rail-rating")).to_contain_text("4")
    lead.keyboard.press("o")
    lead.keyboard.type("Knows the billing well.")
    expect(lead.locator("#notes [data-save-state]")).to_have_text("saved")
    lead.keyboard.press("Escape")
    candidate_sees_no_answer()
    steps("rate and note")

    lead.keyboard.press("p")
    expect(cleo.locator("#cover")).to_contain_text("Paused")
    expect(cleo.locator("#writing")).to_be_hidden()
    candidate_sees_no_answer()
    steps("pause")

    lead.wait_for_selector("#control-resume")
    lead.keyboard.press("p")
    expect(cleo.locator("#answer")).to_have_value("A virtual machine is rented by the second;")
    steps("resume")

    lead.keyboard.press("=")
    expect(cleo.locator("#progress")).to_contain_text("50 min, extended from 45")
    expect(lead.locator("#clocks")).to_contain_text("extended from")
    candidate_sees_no_answer()
    steps("extra time")

    # The last words are still on their way when the next question opens.
    guest.types(" a function by the millisecond.")
    lead.keyboard.press("n")
    expect(cleo.locator("#progress")).to_contain_text("Question 2 of 3")
    answer = server.rows(
        f"SELECT answer FROM interviews_askedquestion WHERE interview_id = {interview} AND position = 1"
    )
    assert answer == [("A virtual machine is rented by the second; a function by the millisecond.",)]
    expect(cleo.locator("#answer")).to_have_value("")
    candidate_sees_no_answer()
    steps("next")

    lead.keyboard.press("s")
    expect(cleo.locator("#cover")).to_contain_text("Question 2 was skipped")
    candidate_sees_no_answer()
    steps("skip")

    lead.keyboard.press("n")
    expect(cleo.locator("#progress")).to_contain_text("Question 3 of 3")
    (minutes,) = server.rows(
        f"SELECT budget FROM interviews_askedquestion WHERE interview_id = {interview} AND position = 3"
    )[0]
    seconds = minutes.total_seconds() if hasattr(minutes, "total_seconds") else minutes / 1_000_000
    server.let_pass(interview, seconds - 4)
    cleo.reload()
    lead.reload()
    cleo.locator("#answer").fill("A role")
    _types_until_locked(cleo)
    expect(cleo.locator("#cover")).to_contain_text("Time is up for question 3")
    expect(lead.locator("#rail-3.rail-timed_out")).to_be_visible()
    typed = cleo.evaluate("lastTyped")
    # The very last letters may still be on their way when the field locks; the grace is there for them.
    query = f"SELECT answer FROM interviews_askedquestion WHERE interview_id = {interview} AND position = 3"
    for _ in range(40):
        if server.rows(query) == [(typed,)]:
            break
        cleo.wait_for_timeout(50)
    assert server.rows(query) == [(typed,)]
    assert len(typed) > len("A role")
    expect(cleo.locator("#answer")).to_have_value(typed)
    candidate_sees_no_answer()
    steps("time out")

    lead.keyboard.press("r")
    expect(lead.locator("#rail-3.rail-open")).to_be_visible()
    expect(cleo.locator("#answer:not([readonly])")).to_have_value(typed)
    guest.types(" One more thing.")
    guest.sees_saved()
    candidate_sees_no_answer()
    steps("reopen")

    lead.on("dialog", lambda dialog: dialog.accept())
    lead.keyboard.press("e")
    expect(cleo.get_by_role("heading", name="Thank you")).to_be_visible()
    expect(lead).to_have_url(re.compile("/scorecard/$"))
    steps("end")

    expect(lead.locator("#submit-form")).to_contain_text("Not rated yet: question 3")
    expect(lead.get_by_label("Yes", exact=True)).to_be_disabled()
    lead.get_by_role("link", name="question 3", exact=True).click()
    lead.wait_for_selector("html.scripted .review")
    lead.keyboard.press("3")
    expect(lead.locator("#rating [data-save-state]")).to_have_text("saved")
    lead.get_by_role("link", name="Back to your scorecard").click()
    lead.locator("#summary").press_sequentially("Good ground, gaps in networking.")
    expect(lead.locator("main [data-save-state]").first).to_have_text("saved")
    lead.get_by_label("Yes", exact=True).check()
    lead.get_by_role("button", name="Submit the scorecard").click()
    lead.wait_for_url("**/report/")
    steps("submit")

    cleo.reload()
    # The plan reveals at the end, so from here on the answers are the candidate's to read; the judgement is not yet.
    expect(cleo.get_by_role("heading", name="The model answers")).to_be_visible()
    assert "Knows the billing well" not in cleo.content()
    before_sharing = cleo.content()
    assert "Good ground" not in before_sharing
    steps("reveal")

    lead.get_by_role("button", name="Share").click()
    expect(lead.locator("#notices")).to_contain_text("Shared")
    steps("share")

    cleo.reload()
    cleo.get_by_role("link", name="Read your report").click()
    expect(cleo.locator("main")).to_contain_text("Good ground, gaps in networking.")
    # Notes stay with the interviewer unless they are shared on purpose.
    assert "Knows the billing well" not in cleo.content()
    steps("candidate reads")

    stream.join(timeout=10)
    assert re.fullmatch(r"(event: version\ndata: \d+\n\n|event: closed\ndata: -\n\n)+", stream.heard.decode())
    guest.context.close()
    got = traffic(har)
    assert len(got) > 60
    until_the_end = next(index for index, (_, body) in enumerate(got) if "The model answers" in body)
    for url, body in got[:until_the_end]:
        assert leaks.in_text(body) == [], url
    assert len(leaks.in_text(got[until_the_end][1])) > 20
    measured(f"the journey took {len(taken)} steps and {len(got)} responses, none with an answer too early")


def _types_until_locked(cleo: Page) -> None:
    """Go on typing, as people do, until the clock locks the field."""
    give_up = time.monotonic() + 15
    cleo.evaluate("document.addEventListener('input', (event) => { window.lastTyped = event.target.value; })")
    cleo.locator("#answer").focus()
    while time.monotonic() < give_up and cleo.locator("#answer:not([readonly])").count():
        cleo.keyboard.type(" and", delay=30)
    expect(cleo.locator("#answer[readonly]")).to_be_visible()
