"""No word is lost, saved or not: the server dies, the network goes, the page reloads."""

from playwright.sync_api import Page, expect

ONE = "SELECT answer FROM interviews_askedquestion WHERE interview_id = %s AND position = 1"
OF = "JOIN interviews_askedquestion a ON a.id = asked_id WHERE a.interview_id = %s"
MARKS = f"SELECT point, value FROM interviews_mark {OF}"
NOTE = f"SELECT note, value FROM interviews_rating {OF}"


def room(enter, *refs: str):
    irene, cleo = enter("irene"), enter()
    interview = irene.makes_interview(*refs or ("aws-junior-01", "aws-junior-02"))
    cleo.joins(irene.invitation_to(interview))
    irene.begins(interview)
    expect(cleo.page.locator("#progress")).to_contain_text("Question 1 of")
    return irene, cleo, interview


def state(page: Page, form: str):
    return page.locator(f"{form} [data-save-state]")


def test_a_power_cut_in_the_middle_of_typing_and_scoring_loses_nothing(enter, server) -> None:
    irene, cleo, interview = room(enter)
    cleo.types("These words were saved,")
    cleo.sees_saved()
    irene.page.keyboard.press("j")
    irene.page.keyboard.press("c")
    expect(state(irene.page, "#point-1-0")).to_have_text("saved")

    server.kill()
    cleo.types(" these were typed into the dark.")
    expect(state(cleo.page, "#answer-form")).to_contain_text("not saved yet")
    irene.page.keyboard.press("j")
    irene.page.keyboard.press("m")
    irene.page.keyboard.press("4")
    irene.page.keyboard.press("o")
    irene.page.keyboard.type("A note into the dark.")
    expect(state(irene.page, "#notes")).to_contain_text("not saved yet")
    expect(irene.page.locator("#connection")).to_contain_text("interrupted")
    server.start()
    # What was shown as saved is there before any browser has come back.
    assert server.rows(ONE, interview)[0][0].startswith("These words were saved,")
    assert (0, "covered") in server.rows(MARKS, interview)

    cleo.page.wait_for_selector("#answer-form [data-state=saved]", timeout=20_000)
    irene.page.wait_for_selector("#notes [data-state=saved]", timeout=20_000)
    expect(irene.page.locator("#connection")).to_have_count(0, timeout=20_000)
    whole = "These words were saved, these were typed into the dark."
    assert server.rows(ONE, interview) == [(whole,)]
    assert sorted(server.rows(MARKS, interview)) == [(0, "covered"), (1, "missed")]
    assert server.rows(NOTE, interview) == [("A note into the dark.", 4)]
    expect(irene.page.locator("#answer .candidate-words")).to_have_text(whole)
    irene.page.keyboard.press("Escape")
    irene.page.keyboard.press("p")
    expect(cleo.page.locator("#cover")).to_contain_text("Paused")


def test_a_train_tunnel_and_a_reload_in_it_lose_no_word(enter, server) -> None:
    irene, cleo, interview = room(enter)
    cleo.context.set_offline(True)
    cleo.types("Typed in the tunnel")
    expect(state(cleo.page, "#answer-form")).to_contain_text("not saved yet")
    # The phone closes the page for want of memory; the words are in its storage.
    address = cleo.page.url
    cleo.page.close()
    cleo.context.set_offline(False)
    cleo.page = cleo.new_tab()
    cleo.page.goto(address)
    expect(cleo.page.locator("#answer")).to_have_value("Typed in the tunnel")
    cleo.sees_saved()
    assert server.rows(ONE, interview) == [("Typed in the tunnel",)]


def test_a_mark_made_in_a_tunnel_is_brought_home_by_the_next_page(enter, server) -> None:
    irene, _, interview = room(enter)
    page = irene.page
    address = page.url
    page.context.set_offline(True)
    page.check("#mark-1-1-partly")
    expect(state(page, "#marks-1")).to_contain_text("not saved yet")
    page.close()
    page.context.set_offline(False)
    irene.page = page.context.new_page()
    irene.page.goto(address)
    expect(irene.page.locator("#mark-1-1-partly")).to_be_checked()
    expect(state(irene.page, "#marks-1")).to_have_text("saved")
    assert server.rows(MARKS, interview) == [(1, "partly")]


def test_words_that_come_too_late_are_shown_to_be_copied(enter, server) -> None:
    irene, cleo, interview = room(enter)
    cleo.types("In time.")
    cleo.sees_saved()
    cleo.context.set_offline(True)
    cleo.types(" Too late.")
    expect(state(cleo.page, "#answer-form")).to_contain_text("not saved yet")
    irene.page.keyboard.press("n")
    expect(irene.page.locator("#rail-2.rail-open")).to_be_visible()
    server.rows(
        f"UPDATE interviews_askedquestion SET closed_at = {earlier(server)} WHERE interview_id = %s AND position = 1",
        interview,
    )
    cleo.context.set_offline(False)
    expect(cleo.page.locator(".leftover")).to_contain_text("In time. Too late.", timeout=20_000)
    assert server.rows(ONE, interview) == [("In time.",)]
    expect(cleo.page.locator("#progress")).to_contain_text("Question 2 of", timeout=20_000)


def earlier(server) -> str:
    """Ten seconds before `closed_at`, in the database's own words."""
    if server.on_sqlite:
        return "strftime('%Y-%m-%d %H:%M:%f', closed_at, '-10 seconds')"
    return "closed_at - interval '10 seconds'"
