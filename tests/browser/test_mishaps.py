"""What people do by mistake, and what the app does about it."""

import re

import pytest
from playwright.sync_api import Page, expect

from interviews.models import LONGEST_ANSWER

ANSWER = "SELECT answer FROM interviews_askedquestion WHERE interview_id = %s AND position = %s"
EVENTS = "SELECT verb FROM interviews_event WHERE interview_id = %s ORDER BY at, id"


@pytest.fixture
def room(enter):
    irene, cleo = enter("irene"), enter()
    interview = irene.makes_interview("aws-junior-01", "aws-junior-02", "aws-junior-03")
    cleo.joins(irene.invitation_to(interview))
    irene.begins(interview)
    expect(cleo.page.locator("#progress")).to_contain_text("Question 1 of")
    return irene, cleo, interview


def test_two_tabs_of_one_candidate_never_overwrite_each_other(room, server) -> None:
    _, cleo, interview = room
    other = cleo.new_tab()
    other.goto(cleo.page.url)
    expect(other.locator("#answer")).to_be_visible()
    # Both tabs write before either hears of the other.
    cleo.context.set_offline(True)
    cleo.types("From the first tab.")
    cleo.types("From the second tab.", other)
    expect(other.locator("#answer-form [data-save-state]")).to_contain_text("not saved yet")
    cleo.context.set_offline(False)
    conflict = re.compile("Changed in another tab meanwhile")
    shown = next(page for page in _until_one(cleo.page, other) if page.get_by_text(conflict).count())
    texts = {"From the first tab.", "From the second tab."}
    kept = server.rows(ANSWER, interview, 1)[0][0]
    field = shown.locator("#answer").input_value()
    assert {kept, field} == texts
    expect(shown.locator(".conflict .candidate-words")).to_have_text(kept)
    shown.get_by_role("button", name="Keep what is in the field").click()
    cleo.sees_saved(shown)
    assert server.rows(ANSWER, interview, 1) == [(field,)]


def _until_one(*pages: Page) -> tuple[Page, ...]:
    """Wait until one of the pages shows a conflict."""
    for _ in range(100):
        if any(page.locator(".conflict").count() for page in pages):
            return pages
        pages[0].wait_for_timeout(100)
    raise AssertionError("No page showed a conflict.")


def test_a_second_tab_shows_what_the_first_one_saved(room) -> None:
    _, cleo, _ = room
    other = cleo.new_tab()
    other.goto(cleo.page.url)
    expect(other.locator("#answer")).to_be_visible()
    cleo.types("Written in the first.")
    cleo.sees_saved()
    other.bring_to_front()
    expect(other.locator("#answer")).to_have_value("Written in the first.")


def test_two_hundred_thousand_characters_are_saved_and_one_more_is_refused_and_kept(room, server) -> None:
    _, cleo, interview = room
    paste = "document.getElementById('answer').focus(); document.execCommand('insertText', false, {text})"
    cleo.page.evaluate(f"() => {{ {paste.format(text=f'`x`.repeat({LONGEST_ANSWER})')} }}")
    expect(cleo.page.locator("#answer-form [data-save-state]")).to_have_text("saved", timeout=15_000)
    assert len(server.rows(ANSWER, interview, 1)[0][0]) == LONGEST_ANSWER
    cleo.page.keyboard.press("Control+End")
    cleo.types("y")
    expect(cleo.page.locator("#answer-form [data-save-state]")).to_contain_text("200,000", timeout=15_000)
    assert len(cleo.page.locator("#answer").input_value()) == LONGEST_ANSWER + 1
    assert len(server.rows(ANSWER, interview, 1)[0][0]) == LONGEST_ANSWER
    cleo.page.keyboard.press("Backspace")
    expect(cleo.page.locator("#answer-form [data-save-state]")).to_have_text("saved", timeout=15_000)


def test_a_double_click_on_any_control_counts_once(room, server) -> None:
    irene, cleo, interview = room
    lead = irene.page
    lead.locator("#control-pause").dblclick()
    expect(lead.locator("#control-resume")).to_be_visible()
    lead.locator("#control-resume").dblclick()
    expect(lead.locator("#control-pause")).to_be_visible()
    lead.locator("#control-extend-5").dblclick()
    expect(lead.locator("#clocks")).to_contain_text("50 min, extended from 45")
    lead.locator("#control-next").dblclick()
    expect(cleo.page.locator("#progress")).to_contain_text("Question 2 of")
    lead.locator("#control-skip").dblclick()
    expect(lead.locator("#rail-2.rail-skipped")).to_be_visible()
    moves = [verb for (verb,) in server.rows(EVENTS, interview)]
    done = ["pause", "resume", "extend", "answer_question", "open_question", "skip_question"]
    assert moves[moves.index("open_question") + 1 :] == done


def test_a_stale_tab_cannot_close_a_question_whose_time_was_extended(room, server) -> None:
    irene, _, interview = room
    stale = irene.new_tab()
    stale.goto(f"{server.url}/interviews/{interview}/")
    stale.route("**/parts/**", lambda route: route.abort())
    stale.route("**/live/**", lambda route: route.abort())
    stale.reload()
    irene.page.bring_to_front()
    irene.page.keyboard.press("=")
    expect(irene.page.locator("#clocks")).to_contain_text("extended from")
    stale.bring_to_front()
    stale.click("#control-next")
    expect(stale.locator("#refusal")).to_contain_text("already changed")
    assert server.rows(
        "SELECT state FROM interviews_askedquestion WHERE interview_id = %s AND position = 1", interview
    ) == [("open",)]


def test_the_back_button_of_the_lead_goes_through_the_questions_in_view(room) -> None:
    irene, cleo, _ = room
    lead = irene.page
    lead.click("#rail-3")
    expect(lead.locator("#question-title")).to_contain_text("3.")
    lead.click("#rail-2")
    expect(lead.locator("#question-title")).to_contain_text("2.")
    lead.go_back()
    expect(lead.locator("#question-title")).to_contain_text("3.")
    # Looking is not opening.
    expect(cleo.page.locator("#progress")).to_contain_text("Question 1 of")


def test_an_ended_interview_opened_again_takes_nothing_more(room, server) -> None:
    irene, cleo, interview = room
    cleo.types("Said in time.")
    cleo.sees_saved()
    irene.page.on("dialog", lambda dialog: dialog.accept())
    irene.page.keyboard.press("e")
    expect(cleo.page.get_by_role("heading", name="Thank you")).to_be_visible()
    cleo.page.go_back()
    cleo.go(f"/interviews/{interview}/")
    expect(cleo.page.get_by_role("heading", name="Thank you")).to_be_visible()
    assert cleo.page.locator("textarea").count() == 0
    for verb in ("start", "pause", "resume", "end"):
        assert irene.post(f"/interviews/{interview}/{verb}/").status == 302
    irene.go(f"/interviews/{interview}/scorecard/")
    expect(irene.page.locator("#notices")).to_contain_text("This interview is ended")
    assert server.rows(ANSWER, interview, 1) == [("Said in time.",)]


def test_a_link_of_another_interview_opens_only_that_one(room, enter) -> None:
    irene, cleo, interview = room
    another = irene.makes_interview("aws-junior-02")
    cleo.go(f"/interviews/{another}/")
    cleo.page.wait_for_url("**/login/**")
    cleo.joins(irene.invitation_to(another))
    expect(cleo.page).to_have_url(re.compile(rf"/interviews/{another}/$"))
    cleo.go(f"/interviews/{interview}/")
    expect(cleo.page.locator("#progress")).to_contain_text("Question 1 of")


def test_a_link_taken_back_closes_the_room_of_whoever_sits_in_it(room, enter) -> None:
    irene, cleo, interview = room
    invitation = irene.post(f"/interviews/{interview}/invitation/revoke/")
    assert invitation.status == 302
    cleo.page.wait_for_url("**/login/**")
    assert "Virtual" not in cleo.page.content()


def test_an_interview_ends_only_when_the_lead_says_so_twice(enter) -> None:
    irene = enter("irene")
    irene.begins(irene.makes_interview("aws-junior-01"))
    asked = []
    irene.page.once("dialog", lambda dialog: (asked.append(dialog.message), dialog.dismiss()))
    irene.page.keyboard.press("e")
    irene.page.click("#control-extend-1")
    expect(irene.page.locator("#clocks")).to_contain_text("extended")
    assert asked == ["End the interview for everybody? It cannot be started again."]
    irene.page.once("dialog", lambda dialog: dialog.accept())
    irene.page.keyboard.press("e")
    irene.page.wait_for_url("**/scorecard/")


def test_a_window_that_fell_behind_marks_one_point_and_none_of_the_others(enter, server) -> None:
    irene = enter("irene")
    interview = irene.makes_interview("aws-junior-01")
    irene.begins(interview)
    page, behind = irene.page, irene.page.context.new_page()
    behind.goto(page.url)
    page.check("#mark-1-0-covered")
    expect(page.locator("#marks-0 [data-save-state]")).to_have_text("saved")
    behind.evaluate("document.getElementById('mark-1-0-missed').checked = true")
    behind.check("#mark-1-1-partly")
    behind.locator("#mark-1-1-partly").press("Enter")
    expect(behind.locator("#marks-1 [data-save-state]")).to_have_text("saved")
    marks = "SELECT point, value FROM interviews_mark m JOIN interviews_askedquestion a ON a.id = m.asked_id "
    assert server.rows(marks + "WHERE a.interview_id = %s ORDER BY point", interview) == [(0, "covered"), (1, "partly")]


def test_everything_works_without_javascript(enter, server) -> None:
    irene, cleo = enter("irene", java_script_enabled=False), enter(java_script_enabled=False)
    interview = irene.makes_interview("aws-junior-01", "aws-junior-02")
    cleo.joins(irene.invitation_to(interview))
    lead = irene.go(f"/interviews/{interview}/")
    lead.click("#start")
    lead.click("#control-next")
    cleo.page.reload()
    cleo.page.fill("#answer", "Plainly sent.")
    cleo.page.get_by_role("button", name="Save").click()
    assert server.rows(ANSWER, interview, 1) == [("Plainly sent.",)]
    lead.reload()
    lead.check("#mark-1-0-covered")
    lead.check("#mark-1-2-missed")
    lead.locator("#points").get_by_role("button", name="Save").click()
    expect(lead.locator("#mark-1-2-missed")).to_be_checked()
    lead.check("#rating-4")
    lead.locator("#rating").get_by_role("button", name="Save").click()
    expect(lead.locator("#mark-1-0-covered")).to_be_checked()
    lead.fill("#note", "A plain note.")
    lead.locator("#notes").get_by_role("button", name="Save").click()
    expect(lead.locator("#note")).to_have_value("A plain note.")
    lead.click("#control-next")
    expect(lead.locator("#rail-2.rail-open")).to_be_visible()
    lead.click("#control-end")
    lead.get_by_role("button", name="not observed").click()
    lead.get_by_label("Yes", exact=True).check()
    lead.get_by_role("button", name="Submit the scorecard").click()
    lead.wait_for_url("**/report/")
    lead.get_by_role("button", name="Share").click()
    cleo.go(f"/interviews/{interview}/")
    cleo.page.get_by_role("link", name="Read your report").click()
    expect(cleo.page.locator("main")).to_contain_text("Plainly sent.")


def test_a_plan_that_cannot_be_drawn_says_which_rule(enter) -> None:
    irene = enter("irene")
    page = irene.go("/interviews/new/")
    page.wait_for_selector("html.scripted")
    for rule in (0, 1):
        page.fill(f"#id_rules-{rule}-count", "")
    expect(page.locator("#draw")).to_contain_text("No question is chosen yet")
    page.fill("#id_rules-0-count", "50")
    expect(page.locator("#draw")).to_contain_text("asks for 50, but only")
    page.fill("#id_rules-0-count", "3")
    page.fill("#id_minutes", "5")
    expect(page.locator("#draw")).to_contain_text("minutes and the sitting has 5")
    page.fill("#id_candidate_name", "Cleo")
    page.click("#create")
    expect(page.locator("#draw")).to_contain_text("minutes and the sitting has 5")
    # Nothing that was filled in is lost.
    expect(page.locator("#id_candidate_name")).to_have_value("Cleo")
    page.fill("#id_minutes", "30")
    drawn = page.locator("#draw .asked-list li > span:first-child")
    expect(drawn).to_have_count(3)
    preview = drawn.all_inner_texts()
    page.click("#create")
    page.wait_for_url(re.compile(r"/interviews/\d+/$"))
    assert page.locator(".asked-list li > span:first-child").all_inner_texts() == preview
