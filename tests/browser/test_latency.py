"""From a click on one side to the change on the other side."""

import statistics

from playwright.sync_api import expect

CHANGES = 100
SLOWEST_P95 = 150

WATCH = """() => {
    window.seen = [];
    const cover = () => document.querySelector("#cover [data-covers]") !== null;
    let last = cover();
    new MutationObserver(() => {
        if (cover() === last) return;
        last = cover();
        window.seen.push(performance.timeOrigin + performance.now());
    }).observe(document.getElementById("room"), { childList: true, subtree: true });
}"""
CLICK = """(name) => {
    const at = performance.timeOrigin + performance.now();
    document.getElementById(`control-${name}`).click();
    return at;
}"""


def test_a_change_reaches_the_other_side_at_once(enter, server, measured) -> None:
    irene, cleo = enter("irene"), enter()
    interview = irene.makes_interview("aws-junior-01", "aws-junior-02")
    cleo.joins(irene.invitation_to(interview))
    irene.begins(interview)
    expect(cleo.page.locator("#progress")).to_contain_text("Question 1 of 2")
    cleo.page.evaluate(WATCH)
    clicked = []
    for number in range(CHANGES):
        name = ("pause", "resume")[number % 2]
        irene.page.wait_for_selector(f"#control-{name}")
        clicked.append(irene.page.evaluate(CLICK, name))
        cleo.page.wait_for_function("(count) => window.seen.length === count", arg=number + 1)
    took = sorted(seen - at for seen, at in zip(cleo.page.evaluate("seen"), clicked, strict=True))
    p95 = took[int(CHANGES * 0.95) - 1]
    measured(f"{CHANGES} changes, p50 {statistics.median(took):.0f} ms, p95 {p95:.0f} ms, max {took[-1]:.0f} ms")
    assert took[0] > 0
    assert p95 < SLOWEST_P95
