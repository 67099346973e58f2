"""An editor's afternoon: a document comes in, a question is mended and published, and some of it is taken back."""

import pytest
from playwright.sync_api import expect

from tests.browser.test_pages import LOOKS, complaints, too_wide

DOCUMENT = """## 1. What is a 🧊 glacier made of?

- **Ice**: pressed from old snow
- **Rock**: carried along in it

## 2. Why do glaciers move downhill?

Gravity pulls, and they slide on <b>meltwater</b>.

```bash
# 3. this is no question
echo slide
```
"""


def test_a_document_comes_in_is_mended_published_and_partly_taken_back(enter) -> None:
    edda = enter("edda")
    page = edda.go("/questions/")
    page.get_by_role("link", name="Import").click()
    page.get_by_label("or text, pasted").fill(DOCUMENT)
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("status").first).to_contain_text("2 new, 0 changed")

    page.get_by_label("Topic").fill("Glaciers")
    page.get_by_role("button", name="Show it with these").click()
    expect(page.locator(".import-item").first).to_contain_text("Glaciers")
    page.get_by_role("button", name="Import what is ticked").click()
    expect(page.locator(".lead")).to_contain_text("2 created, 0 updated")
    done = page.url

    page.get_by_role("link", name="what-is-a-glacier-made-of").click()
    page.get_by_role("link", name="Edit").click()
    preview = page.locator("#preview")
    page.get_by_label("Model answer").fill("It is **pressed snow**.")
    expect(preview.locator("strong").first).to_have_text("pressed snow")

    address = page.url
    page.locator("#add-point").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=point_text]")).to_have_count(3)
    page.locator("[name=point_text]").nth(2).fill("Air bubbles")
    page.locator("#up-2").focus()
    page.keyboard.press("Enter")
    expect(page.locator("[name=point_text]").nth(1)).to_have_value("Air bubbles")
    page.locator("#kind-1").select_option("essential")
    page.locator("#weight-1").select_option("3")
    # All of this without a page load, and what stood in the other fields stands there still.
    assert page.url == address
    expect(page.get_by_label("Model answer")).to_have_value("It is **pressed snow**.")
    page.get_by_role("button", name="Save, publish").click()
    expect(page.locator(".prose strong")).to_have_text("pressed snow")
    expect(page.locator("article")).to_contain_text("Air bubbles essential, weight 3")
    expect(page.locator(".chip-state-draft")).to_have_count(0)

    page.get_by_role("link", name="History").click()
    page.get_by_text("What changed").first.click()
    expect(page.locator("ins").first).to_be_visible()
    page.get_by_role("button", name="Bring this back").last.click()
    expect(page.locator("#notices")).to_contain_text("It is again as it was then")

    page.goto(done)
    page.get_by_role("button", name="Undo this import").click()
    expect(page.locator("#notices")).to_contain_text("left as they are: what-is-a-glacier-made-of")
    edda.go("/questions/why-do-glaciers-move-downhill/")
    expect(page.locator("h1")).to_contain_text("There is no such page")


def test_many_are_changed_at_once_and_go_out_as_a_file(enter) -> None:
    edda = enter("edda")
    page = edda.go("/questions/?topic=Storage")
    for box in page.locator("[name=refs]").all()[:2]:
        box.check()
    page.get_by_text("Change the ticked ones together").click()
    page.get_by_label("Add tags").fill("Looked at")
    page.get_by_role("button", name="Change them").click()
    expect(page.locator("#notices")).to_contain_text("2 changed.")
    assert page.url.endswith("/questions/?topic=Storage")
    page.get_by_role("link", name="Export").click()
    page.get_by_label("Format").select_option("json")
    with page.expect_download() as download:
        page.get_by_role("button", name="Download").click()
    assert download.value.suggested_filename == "questions.json"


def test_a_prompt_that_is_there_already_is_told_while_it_is_typed(enter) -> None:
    edda = enter("edda")
    page = edda.go("/questions/new/")
    known = "What is IAM for, and how does a workload in account A get to work on resources in account B"
    page.get_by_label("Prompt").fill(known)
    expect(page.locator("#preview")).to_contain_text("aws-junior-09")


@pytest.mark.parametrize("look", LOOKS)
def test_the_workshop_can_be_used_by_everybody(enter, look: dict) -> None:
    edda = enter("edda", **look)
    found, wide = [], []
    for address in (
        "/questions/",
        "/questions/aws-junior-02/",
        "/questions/aws-junior-02/edit/",
        "/questions/aws-junior-02/history/",
        "/questions/new/",
        "/questions/import/",
        "/questions/health/",
        "/questions/export/",
        "/questions/export/sheet/?answers=1&topic=Cost",
    ):
        page = edda.go(address)
        found += complaints(page)
        wide += [address] * bool(too_wide(page))
    page = edda.go("/questions/import/")
    page.get_by_label("or text, pasted").fill(DOCUMENT + "\n## 3. Unanswered?\n")
    page.get_by_role("button", name="Look at it").click()
    expect(page.get_by_role("heading", name="What cannot be imported")).to_be_visible()
    found += complaints(page)
    assert found == []
    assert wide + [page.url] * bool(too_wide(page)) == []
