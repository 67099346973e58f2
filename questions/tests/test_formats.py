"""Formats of other programs: each gives the questions that it holds, and tells what it cannot give."""

import zipfile
from io import BytesIO

import pytest

from questions.documents import LARGEST, read_source
from questions.documents.reading import Reading
from questions.documents.records import to_json
from questions.documents.source import Source
from questions.documents.table import MOST_UNPACKED, to_csv
from questions.rubric import Draft, Level
from questions.tests.documents_of_others import AIKEN, ANKI, CSV, GIFT, JSON, MOODLE, QTI2, QTI3, TEXTS, YAML, workbook
from questions.tests.making import draft

HEAP, TRIE = ("What is a heap?", "A tree in an array."), ("What is a trie?", "A tree of letters.")


def reading_of(name: str, data: str | bytes, kind: str = "") -> Reading:
    return read_source(Source(name, data if isinstance(data, bytes) else data.encode()), kind)


def drafts(name: str, data: str | bytes) -> list[Draft]:
    reading = reading_of(name, data)
    assert reading.problems == []
    return reading.drafts


def pairs(name: str, data: str | bytes) -> list[tuple[str, str]]:
    return [(draft.prompt, draft.model_answer) for draft in drafts(name, data)]


def told(name: str, data: str | bytes, kind: str = "") -> str:
    reading = reading_of(name, data, kind)
    assert reading.drafts == []
    return "\n".join(str(problem) for problem in reading.problems)


KINDS = {
    "headings.md": "markdown",
    "items.md": "markdown",
    "folds.md": "markdown",
    "bold.md": "markdown",
    "pairs.md": "markdown",
    "answers.md": "markdown",
    "page.txt": "page",
    "table.csv": "csv",
    "theirs.json": "json",
    "theirs.yaml": "yaml",
    "moodle.xml": "moodle",
    "quiz.gift": "gift",
    "quiz.txt": "aiken",
    "qti2.xml": "qti",
    "qti3.xml": "qti",
    "anki.txt": "anki",
    "ours.md": "front-matter",
}


@pytest.mark.parametrize("name", KINDS)
def test_the_format_is_told(name: str) -> None:
    assert reading_of(name, TEXTS[name]).kind == KINDS[name]


def test_a_list_is_told_whatever_its_file_ends_in() -> None:
    assert {reading_of(f"list.{ending}", TEXTS["pairs.md"]).kind for ending in ("md", "markdown", "txt", "")} == {
        "markdown"
    }


@pytest.mark.parametrize("name", ["moodle.xml", "quiz.gift", "quiz.txt", "anki.txt", "theirs.json"])
def test_a_format_is_told_by_its_text_where_the_name_says_nothing(name: str) -> None:
    assert reading_of("pasted", TEXTS[name]).kind == KINDS[name]


def test_code_in_a_cell_or_a_record_does_not_make_it_another_format() -> None:
    assert pairs("a.csv", "Question,Answer\nWhat is this?,{=a ~b} <quiz>\n") == [("What is this?", "{=a ~b} <quiz>")]
    assert reading_of("a.yaml", "- question: What?\n  answer: '{=a} <quiz>'\n").kind == "yaml"


@pytest.mark.parametrize("name", [name for name in TEXTS if name != "ours.md"])
@pytest.mark.parametrize(
    "encode",
    [
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.replace("\n", "\r").encode(),
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
    ],
    ids=["a mark", "UTF-16", "UTF-16 big end first", "CRLF", "CR", "UTF-16 with CRLF"],
)
def test_encodings_and_line_ends_read_the_same(name: str, encode) -> None:
    assert reading_of(name, encode(TEXTS[name])) == reading_of(name, TEXTS[name])


@pytest.mark.parametrize("name", ["pairs.md", "table.csv", "theirs.yaml", "quiz.gift", "moodle.xml", "anki.txt"])
def test_text_of_windows_reads_the_same(name: str) -> None:
    text = TEXTS[name].replace("What", "“Où” – what").replace(' encoding="UTF-8"', "")
    assert reading_of(name, text.encode("cp1252")) == reading_of(name, text)


@pytest.mark.parametrize("name", [*TEXTS, "table.xlsx"])
def test_no_document_is_larger_than_the_bound(name: str) -> None:
    data = b"PK\x03\x04" if name.endswith("xlsx") else b""
    assert "larger than 50 MB" in told(name, data + b" " * LARGEST + b"x")


def test_what_is_binary_is_told_so() -> None:
    assert "binary" in told("a.txt", b"\x7fELF\0\0\0")


@pytest.mark.parametrize("sign", [",", ";", "\t", "|"])
def test_columns_are_set_apart_by_whatever_the_header_uses(sign: str) -> None:
    found = drafts("table.csv", CSV.replace(",", sign))
    assert [(draft.prompt, draft.model_answer) for draft in found] == [HEAP, TRIE]
    assert [draft.level for draft in found] == [Level.FRESHER, Level.SENIOR]


def test_a_cell_may_hold_lines_quotes_and_the_sign_that_sets_apart() -> None:
    text = 'Answer,Question\n"One,\n""two""\n\nthree",What is it?\nFour,And then?\n'
    assert pairs("a.csv", text) == [("What is it?", 'One,\n"two"\n\nthree'), ("And then?", "Four")]


def test_quotes_that_come_late_are_doubled_all_the_same() -> None:
    rows = "".join(f"Question {n}?,Answer {n}.\n" for n in range(2_000))
    assert pairs("a.csv", f'Question,Answer\n{rows}Late?,"a ""b"", c"\n')[-1] == ("Late?", 'a "b", c')


def test_a_header_that_names_nothing_known_is_told_with_its_names() -> None:
    reading = reading_of("a.csv", "Foo,Bar\nx,y\n")
    assert "“Foo”, “Bar”" in str(reading.problems[0])
    assert reading.rows == [["Foo", "Bar"], ["x", "y"]]
    named = read_source(Source("a.csv", b"Foo,Bar\nx,y\n"), columns={"Foo": "prompt", "Bar": "model_answer"})
    assert [(draft.prompt, draft.model_answer) for draft in named.drafts] == [("x", "y")]


def test_a_row_that_lacks_something_is_told_and_the_others_are_read() -> None:
    reading = reading_of("a.csv", f"{CSV}Lonely?,,\n,Lost.,\n")
    assert len(reading.drafts) == 2
    assert [str(problem) for problem in reading.problems] == [
        "a.csv:4: This row has no answer.",
        "a.csv:5: This row has no question.",
    ]


def test_an_explanation_goes_on_from_the_answer() -> None:
    assert pairs("a.csv", "Question,Answer,Explanation\nIs it?,Yes.,Because.\n") == [("Is it?", "Yes.\n\nBecause.")]
    record = '[{"question": "Is it?", "answer": "Yes.", "explanation": "Because."}]'
    assert pairs("a.json", record) == [("Is it?", "Yes.\n\nBecause.")]


def test_a_table_that_was_written_reads_back() -> None:
    original = draft("one", prompt="-1 is what?", model_answer="=x", red_flags=("a", "b"))
    (found,) = drafts("a.csv", to_csv([original]))
    assert found == draft("one", prompt="-1 is what?", model_answer="=x", red_flags=("a", "b"), last_checked=None)


def test_a_point_without_words_is_no_point() -> None:
    (found,) = drafts("a.csv", 'Question,Answer,Rubric\nIs it?,Yes.,"- Says yes\n-\n[essential 3] Says why"\n')
    assert [(point.text, point.weight) for point in found.points] == [("Says yes", 1), ("Says why", 3)]


def test_the_first_sheet_with_anything_in_it_is_read() -> None:
    assert pairs("a.xlsx", workbook(("Question", "Answer"), HEAP, (), TRIE)) == [HEAP, TRIE]


def test_numbers_in_a_workbook_are_text() -> None:
    (found,) = drafts("a.xlsx", workbook(("Question", "Answer", "Minutes"), ("How many?", 42, 7)))
    assert (found.model_answer, found.minutes) == ("42", 7)


def test_a_workbook_that_unpacks_to_too_much_is_refused() -> None:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed, packed.open("a.xml", "w", force_zip64=True) as file:
        for _ in range(MOST_UNPACKED // 10_000_000 + 1):
            file.write(bytes(10_000_000))
    assert "unpacks to more" in told("a.xlsx", out.getvalue())


@pytest.mark.parametrize("data", [b"PK\x03\x04", workbook(HEAP)[:-40], b"no zip"])
def test_a_broken_workbook_is_told(data: bytes) -> None:
    assert "cannot be read" in told("a.xlsx", data, "xlsx")


def test_an_empty_workbook_is_told() -> None:
    assert "empty" in told("a.xlsx", workbook())


def test_our_json_reads_back_the_same() -> None:
    originals = [draft("one"), draft("two", tags=(), last_checked=None)]
    assert drafts("a.json", to_json(originals)) == originals


def test_a_date_that_is_none_is_told_in_json_too() -> None:
    assert "last_checked is “2026-02-31”" in told("a.json", to_json([draft()]).replace("2026-01-31", "2026-02-31"))


def test_records_of_others_are_found_in_their_categories() -> None:
    heap, trie = drafts("a.json", JSON)
    assert (heap.prompt, heap.model_answer, heap.section, heap.level) == (*HEAP, "Basics", Level.FRESHER)
    assert (trie.prompt, trie.model_answer, trie.section) == ("What is a trie?", "- A tree\n- of letters", "Trees")


def test_names_on_the_way_are_sections() -> None:
    (found,) = drafts("a.json", '{"Senior": {"questions": [{"question": "Why?", "answer": "So."}]}}')
    assert (found.section, found.level) == ("Senior", Level.SENIOR)


def test_yaml_of_others_is_read() -> None:
    heap, trie = drafts("a.yaml", YAML)
    assert (heap.prompt, heap.model_answer, heap.level) == (*HEAP, Level.FRESHER)
    assert (trie.prompt, trie.model_answer) == ("What is a trie?", "Letters.")


@pytest.mark.parametrize(
    ("name", "text", "says"),
    [
        ("a.json", '[\n{"question": }]', "a.json:2: This is not valid JSON"),
        ("a.json", '{"a": 1}', "no list of objects"),
        ("a.json", '[{"question": "Why?"}]', "no answer"),
        ("a.yaml", "a: [", "not valid YAML"),
        ("a.yaml", "a: &x [1]\nb: *x\n", "aliases"),
        ("a.xml", "<quiz><question>", "not valid XML"),
        ("a.xml", "<quiz></quiz>", "no question"),
        ("a.gift", "What?", "no question"),
        ("a.xml", "<a/>", "no assessment item"),
        ("a.txt", "#separator:tab\n", "no card"),
        ("a.txt", "#separator:tab\nWhat?\t\n", "a.txt:2: This card has no answer"),
    ],
)
def test_what_holds_nothing_is_told(name: str, text: str, says: str) -> None:
    assert says in told(name, text)


@pytest.mark.parametrize("text", [MOODLE, QTI2, QTI3])
@pytest.mark.parametrize(
    "head", ["<!DOCTYPE a>", '<!DOCTYPE a [<!ENTITY b "c">]>', '<!DOCTYPE a SYSTEM "file:///etc/passwd">']
)
def test_xml_that_declares_anything_is_refused(text: str, head: str) -> None:
    assert "not read" in told("a.xml", text.replace("?>", f"?>{head}", 1))


def test_questions_of_moodle_have_what_their_grader_sees() -> None:
    essay, short, choice = drafts("a.xml", MOODLE)
    assert (essay.prompt, essay.model_answer, essay.section) == ("What is a **bucket**?", "- A named place", "Storage")
    assert (short.prompt, short.model_answer) == ("Who owns it?", "One account")
    assert choice.prompt == "Which are classes?\n\n- Standard\n- Granite\n- Glacier"
    assert choice.model_answer == "- Standard\n- Glacier"


def test_questions_of_gift_have_the_answers_that_earn() -> None:
    https, ssh, private, braces = drafts("a.gift", GIFT)
    assert (https.prompt, https.model_answer) == ("Which port has HTTPS?\n\n- 443\n- 80\n- 22", "443")
    assert (ssh.prompt, ssh.model_answer) == ("Is 22 the port of SSH?", "True")
    assert private.model_answer == "- 10.0.0.1\n- 192.168.0.1"
    assert (braces.prompt, braces.model_answer) == ("What does {} mean in a path?", "A variable.")
    assert {draft.section for draft in (https, ssh, private, braces)} == {"Ports"}


def test_questions_of_aiken_list_their_choices() -> None:
    assert pairs("a.txt", AIKEN) == [
        ("Which port has HTTPS?\n\n- A. 80\n- B. 443", "B. 443"),
        ("Which one has SSH?\n\n- A. 22\n- B. 23", "A. 22"),
    ]


def test_a_question_that_aiken_leaves_open_is_told() -> None:
    reading = reading_of("a.txt", f"{AIKEN}\nAnd which one has DNS?\nA. 53\n")
    assert len(reading.drafts) == 2
    assert "a.txt:11: “And which one has DNS?" in str(reading.problems[0])


@pytest.mark.parametrize("text", [QTI2, QTI3])
def test_items_of_qti_have_the_rubric_of_their_scorer(text: str) -> None:
    (found,) = drafts("a.xml", text)
    assert found.prompt == "Why do caches grow **stale**?\n\nName two reasons."
    assert (found.model_answer, found.level) == ("- Nobody tells them\n- Time goes on", Level.SENIOR)
    assert found.place.line == 2


def test_an_item_without_a_rubric_is_told() -> None:
    assert "no rubric" in told("a.xml", QTI2.replace('"scorer"', '"tutor"'))


def test_cards_of_anki_are_questions_with_their_tags_as_levels() -> None:
    dns, tag = drafts("a.txt", ANKI)
    assert (dns.prompt, dns.level) == ("What is **DNS**?", Level.FRESHER)
    assert dns.model_answer.split() == ["Names", "&", "numbers", "and", "caches"]
    assert (tag.prompt, tag.level) == ("Is a < b?", Level.SENIOR)
    assert (dns.place.line, tag.place.line) == (4, 5)


def test_cards_that_are_no_html_are_left_as_they_are() -> None:
    text = "#separator:pipe\n#html:false\n#deck column:1\nNet::Basics|What is &amp;?|An `<i>entity</i>`.\n"
    (found,) = drafts("a.txt", text)
    assert (found.prompt, found.model_answer) == ("What is &amp;?", "An `<i>entity</i>`.")
    assert found.section == "Basics"
