"""Lists of questions in Markdown, and the text of web pages, in the layouts that people use."""

import pytest

from questions.documents import read_source
from questions.documents.reading import Reading
from questions.documents.source import Source
from questions.rubric import Draft, Level
from questions.tests.documents_of_others import ANSWER_LINES, BOLD, FOLDS, HEADINGS, ITEM_HEADINGS, PAGE, PAIRS


def reading_of(text: str, name: str = "list.md") -> Reading:
    return read_source(Source(name, text.encode()))


def drafts(text: str, name: str = "list.md") -> list[Draft]:
    reading = reading_of(text, name)
    assert reading.problems == []
    return reading.drafts


def prompts(text: str, name: str = "list.md") -> list[str]:
    return [draft.prompt for draft in drafts(text, name)]


def test_numbered_headings_have_answers_with_headings_and_steps_of_their_own() -> None:
    first, second = drafts(HEADINGS)
    assert (first.prompt, second.prompt) == ("What is a bucket?", "What is a key?")
    assert first.model_answer.startswith("A named place")
    assert first.model_answer.endswith("#### Why it matters\n\n1. Names are global.\n2. Rights hang on it.")
    assert second.model_answer == "The name of an object."
    assert [draft.section for draft in (first, second)] == ["Storage", "Storage"]
    assert (first.place.line, second.place.line) == (5, 14)


def test_headings_of_the_second_level_are_questions_too() -> None:
    text = HEADINGS.replace("## Storage\n\n", "").replace("### ", "## ")
    assert prompts(text) == ["What is a bucket?", "What is a key?"]


def test_a_number_out_of_turn_is_a_step_of_the_answer() -> None:
    text = "## 1. How is it built?\n\nSo:\n\n## 5. Mind the gap\n\nDone.\n\n## 2. And how is it tested?\n\nWith care.\n"
    first, second = drafts(text)
    assert "Mind the gap" in first.model_answer
    assert second.prompt == "And how is it tested?"


def test_items_that_are_headings_are_questions_and_the_table_of_contents_is_none() -> None:
    first, second = drafts(ITEM_HEADINGS)
    assert (first.prompt, first.model_answer) == ("What is a hook?", "A function that *remembers*.")
    assert (second.prompt, second.model_answer) == ("What is a prop?", "What a parent hands down.")


def test_a_contents_of_plain_links_is_no_question_either() -> None:
    text = "1. [What is a hook?](#a)\n2. [What is a prop?](#b)\n\n" + ITEM_HEADINGS.partition("\n\n1.")[2].join(
        ["1.", ""]
    )
    assert prompts(text) == ["What is a hook?", "What is a prop?"]


def test_folds_are_questions_and_those_within_them_part_of_the_answer() -> None:
    zombie, nice = drafts(FOLDS)
    assert (zombie.prompt, nice.prompt) == ("What is a zombie?", "What does nice do?")
    assert "was not waited for" in zombie.model_answer
    assert "**More**" in nice.model_answer
    assert "-20 to 19" in nice.model_answer
    assert zombie.section == "Processes"


def test_a_fold_of_folds_is_a_section() -> None:
    text = "<details><summary>Shell</summary>\n" + FOLDS.partition("## Processes")[2] + "</details>\n"
    assert [draft.section for draft in drafts(text)] == ["Shell", "Shell"]


def test_a_fold_that_hides_an_answer_belongs_to_what_stands_before() -> None:
    text = "### What is a shell?\n\n<details><summary>Show answer</summary>\n\nA program.\n\n</details>\n"
    (draft,) = drafts(text)
    assert (draft.prompt, draft.model_answer) == ("What is a shell?", "A program.")


def test_the_last_fold_counts_though_nobody_closed_it() -> None:
    assert prompts(FOLDS.rstrip().removesuffix("</details>")) == ["What is a zombie?", "What does nice do?"]


def test_a_summary_over_two_lines_keeps_its_words_apart() -> None:
    assert prompts("<details>\n<summary>What is\na shell?</summary>\n\nA program.\n</details>") == ["What is a shell?"]


def test_signs_before_bold_questions_are_their_levels() -> None:
    found = {draft.prompt: draft.level for draft in drafts(BOLD)}
    assert found == {
        "What is a port?": Level.FRESHER,
        "How does BGP choose a path?": Level.SENIOR,
        "What is NAT?": Level.INTERMEDIATE,
    }
    assert all("level" not in draft.guessed for draft in drafts(BOLD))


def test_pairs_go_over_as_many_lines_as_they_need() -> None:
    first, second = drafts(PAIRS)
    assert (first.prompt, first.model_answer) == ("What is a commit?", "A snapshot,\nwith its parents.")
    assert (second.prompt, second.model_answer) == ("What is a branch?", "A name that moves.")


@pytest.mark.parametrize("bold", ["**Q1:** What is it?\n**A1:** A thing.\n", "**Q: What is it?**\n\nA: A thing.\n"])
def test_pairs_may_be_bold_and_numbered(bold: str) -> None:
    (draft,) = drafts(bold)
    assert (draft.prompt, draft.model_answer) == ("What is it?", "A thing.")


def test_lines_that_say_answer_set_it_apart() -> None:
    first, second = drafts(ANSWER_LINES)
    assert (first.prompt, first.model_answer) == ("What is a pod?", "Containers that share an address.")
    assert (second.prompt, second.model_answer) == ("What is a node?", "A machine.")


def test_a_word_that_begins_like_answer_is_none() -> None:
    text = "## What is a tool?\n\nAnswer:\n\nOne of these.\n\nAnsible: has no agent.\n\nAnswers are: many.\n"
    (draft,) = drafts(text)
    assert draft.model_answer.endswith("Ansible: has no agent.\n\nAnswers are: many.")


CODE = """```python
# What is this?
Q: no question
A: no answer
1. What is it?
**2. What is it?**


<b>x</b> <details><summary>y</summary>
Answer: none
```"""


@pytest.mark.parametrize(
    "layout",
    [
        "## 1. What is a?\n\n{}\n\n## 2. What is b?\n\nB.\n",
        "1. ### What is a?\n\n{}\n\n2. ### What is b?\n\nB.\n",
        "<details><summary>What is a?</summary>\n\n{}\n\n</details>\n"
        "<details><summary>What is b?</summary>\n\nB.\n</details>\n",
        "**1. What is a?**\n\n{}\n\n**2. What is b?**\n\nB.\n",
        "Q: What is a?\nA:\n{}\n\nQ: What is b?\nA: B.\n",
        "## What is a?\n\n**Answer:**\n\n{}\n\n## What is b?\n\n**Answer:** B.\n",
        "### What is a?\n\n{}\n\n### What is b?\n\nB.\n",
        "1. What is a?\n\n{}\n\n2. What is b?\n\nB.\n",
    ],
)
def test_code_survives_whole_in_every_layout(layout: str) -> None:
    first, second = drafts(layout.format(CODE))
    assert (first.prompt, first.model_answer) == ("What is a?", CODE)
    assert (second.prompt, second.model_answer) == ("What is b?", "B.")


def test_code_within_a_list_keeps_its_tags() -> None:
    code = "- So:\n\n  ```html\n  <b>x</b>\n  <br>\n  ```"
    (draft,) = drafts(f"## 1. What is bold?\n\n{code}\n")
    assert draft.model_answer == code


@pytest.mark.parametrize(
    ("heading", "prompt"),
    [
        ("## 1. 24-hour clocks: why?", "24-hour clocks: why?"),
        ("## 1. What is **this** and **that**?", "What is **this** and **that**?"),
        ("## 1. **What** is **this**", "**What** is **this**"),
        ("## 1. Explain C#", "Explain C#"),
        ("## 1. What is Rust? ##", "What is Rust?"),
        ("## 1) What is Go?", "What is Go?"),
        ("## Q1. What is Go?", "What is Go?"),
    ],
)
def test_a_prompt_loses_its_number_and_nothing_else(heading: str, prompt: str) -> None:
    assert prompts(f"{heading}\n\nAn answer.\n") == [prompt]


@pytest.mark.parametrize("prompt", ["What is a shard?", "What is middleware?", "What is a registry entry?"])
def test_a_level_is_a_word_and_no_part_of_one(prompt: str) -> None:
    (draft,) = drafts(f"## 1. {prompt}\n\nAn answer.\n")
    assert "level" in draft.guessed
    assert draft.doubts


def test_a_question_without_an_answer_is_told_by_its_line() -> None:
    reading = reading_of("## 1. What is a?\n\nA.\n\n## 2. What is b?\n\n## 3. What is c?\n\nC.\n")
    assert [draft.prompt for draft in reading.drafts] == ["What is a?", "What is c?"]
    (problem,) = reading.problems
    assert problem.place.line == 5
    assert "What is b?" in problem.message


def test_a_text_without_questions_is_told_so() -> None:
    reading = reading_of("# A story\n\nOnce upon a time.\n")
    assert reading.drafts == []
    assert "No question" in reading.problems[0].message


def test_a_page_has_its_questions_by_number_and_its_sections_as_levels() -> None:
    found = drafts(PAGE, "page.txt")
    assert [(draft.prompt, draft.level) for draft in found] == [
        ("What is a region?", Level.FRESHER),
        ("How is a file copied?", Level.FRESHER),
        ("How do two regions agree?", Level.SENIOR),
    ]
    assert [draft.section for draft in found] == ["Cloud basics for juniors"] * 2 + ["Advanced cloud"]


def test_bullets_of_a_page_become_a_nested_list() -> None:
    assert drafts(PAGE, "page.txt")[0].model_answer == (
        "A place on a map:\n\n- Several zones\n   - Each with power of its own\n- One law"
    )


def test_commands_of_a_page_become_code() -> None:
    assert drafts(PAGE, "page.txt")[1].model_answer == (
        "With the command line:\n\n```bash\naws s3 cp a.txt s3://bucket/\naws s3 ls s3://bucket/\n```"
    )


def test_what_a_page_sells_is_no_part_of_its_last_answer() -> None:
    assert drafts(PAGE, "page.txt")[2].model_answer == "Slowly, and not always."


def page(answer: str) -> Draft:
    return drafts(f"1\n\nWhat is it?\n\nAnswer\n\n{answer}\n\n2\n\nAnd that?\n\nAnswer\n\nA thing.\n", "page.txt")[0]


def test_code_of_a_page_may_hold_blank_lines_and_comments() -> None:
    answer = page("def f():\n    # 1. a step\n    return 1\n\nprint(f())\nx = f()").model_answer
    assert answer == "```python\ndef f():\n    # 1. a step\n    return 1\n\nprint(f())\nx = f()\n```"


def test_a_table_of_a_page_keeps_its_columns_where_tabs_tell_them() -> None:
    assert page("Name\tUse\nS3\tObjects\nEBS\tBlocks").model_answer == (
        "| Name | Use |\n| --- | --- |\n| S3 | Objects |\n| EBS | Blocks |"
    )


def test_a_table_that_lost_its_columns_is_told_as_a_doubt() -> None:
    draft = page("Feature S3 EBS\nKind Objects Blocks\nReach Region Zone\nPrice Low Higher")
    assert any("line 7" in doubt.lower() and "table" in doubt for doubt in draft.doubts)
    assert "Kind Objects Blocks" in draft.model_answer
