"""What quizzes and cards hold that is no plain question with a text for an answer."""

import pytest

from questions.tests.test_formats import drafts, pairs, reading_of


def moodle(*questions: str) -> str:
    return '<?xml version="1.0"?>\n<quiz>\n' + "\n".join(questions) + "\n</quiz>\n"


def essay(prompt: str, answer: str, written: str = "html") -> str:
    return (
        f'<question type="essay"><name><text>About tags</text></name><questiontext format="{written}"><text>{prompt}'
        f'</text></questiontext><graderinfo format="{written}"><text>{answer}</text></graderinfo></question>'
    )


def of_type(kind: str, name: str) -> str:
    text = f"<name><text>{name}</text></name><questiontext><text>Drag it.</text></questiontext>"
    return f'<question type="{kind}">\n{text}\n<answer fraction="100"><text>x</text></answer></question>'


@pytest.mark.parametrize(
    ("prompt", "reads"),
    [
        ("What does &lt;br&gt; do?", "What does `<br>` do?"),
        ("Is <b>&lt;br&gt;</b> closed?", "Is **`<br>`** closed?"),
        ("What is &lt;/p&gt; to &lt;p class=&quot;a_b&quot;&gt;?", 'What is `</p>` to `<p class="a_b">`?'),
        ("And &lt;b&gt;&lt;/b&gt;,<br>or a&lt;br/&gt;b?", "And `<b></b>`,\nor a`<br/>`b?"),
        ("What is <code>&lt;hr&gt;</code>, what is `&lt;hr&gt;`?", "What is `<hr>`, what is `<hr>`?"),
        ("Is a &lt; b and b &gt; a?", "Is a < b and b > a?"),
        ("What is a List&lt;String&gt;?", "What is a List<String>?"),
        ("See &lt;https://example.org&gt;?", "See <https://example.org>?"),
    ],
)
def test_tags_that_a_text_talks_about_stay_in_it(prompt: str, reads: str) -> None:
    assert pairs("a.txt", f'#separator:tab\n#html:true\n"{prompt.replace(chr(34), chr(34) * 2)}"\tYes\n')[0][0] == reads
    assert pairs("a.xml", moodle(essay(f"<![CDATA[{prompt}]]>", "Yes")))[0][0] == reads


def test_tags_in_a_text_that_is_no_html_are_its_own() -> None:
    assert pairs("a.txt", "#separator:tab\n#html:false\nWhat is <br>?\tA <b>break</b>\n") == [
        ("What is `<br>`?", "A `<b>`break`</b>`")
    ]
    quiz = moodle(essay("What is &lt;br&gt;?", "A `&lt;b&gt;` that *breaks*", "plain_text"))
    assert pairs("a.xml", quiz) == [("What is `<br>`?", "A `<b>` that *breaks*")]
    assert pairs("a.xml", quiz.replace("plain_text", "markdown"))[0][1] == "A `<b>` that *breaks*"


@pytest.mark.parametrize("kind", ["cloze", "calculated", "ddwtos", "gapselect", "description", "coderunner"])
def test_a_type_that_cannot_become_an_open_question_is_told_with_its_line_and_name(kind: str) -> None:
    reading = reading_of("a.xml", moodle(essay("Why?", "So."), of_type(kind, "Ports & such".replace("&", "&amp;"))))
    assert [draft.prompt for draft in reading.drafts] == ["Why?"]
    (problem,) = reading.problems
    assert str(problem) == f"a.xml:4: “Ports & such” is of the type “{kind}”, which cannot become an open question."


def test_a_category_is_a_section_and_nothing_to_be_told() -> None:
    category = '<question type="category"><category><text>$course$/Ports</text></category></question>'
    (found,) = drafts("a.xml", moodle(category, essay("Why?", "So.")))
    assert (found.section, found.place.line) == ("Ports", 4)


def test_what_is_to_be_matched_is_asked_and_the_pairs_are_the_answer() -> None:
    parts = "".join(
        f"<subquestion><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
        for left, right in (("SSH", "22"), ("HTTPS", "443"), ("", "25"))
    )
    text = "<questiontext><text>Which port has each?</text></questiontext>"
    assert pairs("a.xml", moodle(f'<question type="matching">{text}{parts}</question>')) == [
        ("Which port has each?\n\n- SSH\n- HTTPS", "- SSH: 22\n- HTTPS: 443")
    ]


@pytest.mark.parametrize(("tolerance", "reads"), [("0", "3"), ("0.5", "3, give or take 0.5")])
def test_a_number_of_moodle_comes_with_its_tolerance(tolerance: str, reads: str) -> None:
    answer = f'<answer fraction="100"><text>3</text><tolerance>{tolerance}</tolerance></answer>'
    text = "<questiontext><text>How many?</text></questiontext>"
    assert pairs("a.xml", moodle(f'<question type="numerical">{text}{answer}</question>')) == [("How many?", reads)]


@pytest.mark.parametrize(
    ("answer", "reads"),
    [
        ("#3:1", "3, give or take 1"),
        ("#3", "3"),
        ("# 3:0", "3"),
        ("#-2.5:0.25", "-2.5, give or take 0.25"),
        ("#3..5", "3 to 5"),
        ("#3:1#Well counted####From the manual.", "3, give or take 1\n\nFrom the manual."),
        ("#=3:0 =%50%4:0", "- 3\n- 4 (50 % of the marks)"),
        ("#=3:0#Right =%50%2..4#Nearly ~#No", "- 3\n- 2 to 4 (50 % of the marks)"),
    ],
)
def test_a_number_of_gift_is_told_in_words(answer: str, reads: str) -> None:
    assert pairs("a.gift", f"::Zones:: How many? {{{answer}}}") == [("How many?", reads)]


@pytest.mark.parametrize("answer", ["#", "#="])
def test_a_number_that_gift_does_not_name_is_told(answer: str) -> None:
    assert "“How many?” has no answer" in str(reading_of("a.gift", f"How many? {{{answer}}}").problems[0])


def test_a_question_for_a_number_tells_that_it_is_gift() -> None:
    assert reading_of("a.txt", "How many? {#3:1}\n").kind == "gift"
    assert reading_of("a.md", "# How many? {#how-many}\n\nThree.\n").kind == "markdown"
