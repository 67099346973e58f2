"""What means the same to wording hints: how it is written, for one question and for all, and how it travels."""

from html import unescape

import pytest
from django.test import Client

from interviews.tests.making import editor, person
from questions import library
from questions.documents import read_source
from questions.documents.front_matter import read, to_markdown
from questions.documents.reading import Reading
from questions.documents.source import Source
from questions.documents.stored import frozen, thawed
from questions.documents.table import to_csv
from questions.models import Question, SynonymList, as_draft, synonyms_of_bank
from questions.synonyms import problem_of, problems_in
from questions.tests.making import draft, question

pytestmark = pytest.mark.django_db
GROUPS = ("SG = security group", "DR = disaster recovery = failover site")
ADDRESS = "/questions/synonyms/"


@pytest.fixture
def desk() -> Client:
    client = Client()
    client.force_login(editor())
    return client


WRONG = [
    ("security group", "“security group” has no “=”. Write it as “S3 = simple storage service”."),
    ("SG =", "“SG =” has no words on one side of “=”."),
    ("a == b", "has no words on one side"),
    ("- = minus", "has no words on one side"),
    ("SG = sg", "“SG = sg” says the same twice."),
    ("a = b = A", "says the same twice"),
    ("S3 = " + "x" * 200, "has 205 characters; 200 are the most."),
]


@pytest.mark.parametrize(("entry", "says"), WRONG)
def test_what_is_no_entry_is_told_with_the_way_to_mend_it(entry: str, says: str) -> None:
    assert says in problem_of(entry)


@pytest.mark.parametrize("entry", [*GROUPS, "2FA = two factors", "Größe=size", "k8s = Kubernetes = the cluster"])
def test_groups_of_words_are_entries(entry: str) -> None:
    assert problem_of(entry) == ""


def test_lines_are_counted_as_they_stand() -> None:
    assert problems_in(["", *GROUPS, "  ", "SG"]) == [(5, problem_of("SG"))]


# Of one question


@pytest.mark.parametrize(
    ("line", "says"),
    [
        ("synonyms: SG = security group", "synonyms must be a list, one “- …” line each."),
        ("synonyms: [SG]", "“SG” has no “=”."),
        ("synonyms: ['']", "synonyms is empty."),
        ("synonyms: [" + ", ".join(f"a = b{n}" for n in range(51)) + "]", "has 51 entries; 50 are the most."),
        ("synonym: [SG = security group]", "Did you mean “synonyms”?"),
    ],
)
def test_in_a_document_a_mistake_is_told_by_its_line(line: str, says: str) -> None:
    head, body = to_markdown(draft()).split("\n---\n")
    found, problems = read(f"{head}\n{line}\n---\n{body}", "one.md")
    assert (found, len(problems)) == (None, 1)
    assert str(problems[0]).startswith(f"one.md:{head.count(chr(10)) + 2}: ")
    assert says in str(problems[0])


def test_a_row_of_a_table_with_a_wrong_entry_is_told_by_its_number() -> None:
    text = to_csv([draft("one", synonyms=GROUPS), draft("two", prompt="Why?", synonyms=("SG",))])
    reading = read_source(Source("bank.csv", text.encode()))
    assert [found.synonyms for found in reading.drafts] == [GROUPS]
    assert "“SG” has no “=”" in str(reading.problems[0])


def test_they_are_written_one_a_line_and_stand_in_the_history(desk: Client) -> None:
    question("one")
    form = desk.get("/questions/one/edit/").context["form"]
    sent = {name: form[name].value() or "" for name in form.fields}
    sent |= {name: "\n".join(value) for name, value in sent.items() if isinstance(value, list)}
    sent |= {"point_text": ["It melts"], "point_kind": ["good"], "point_weight": ["1"]}
    page = desk.post("/questions/one/edit/", sent | {"synonyms": f"{GROUPS[0]}\r\n\r\nSG"})
    assert (page.status_code, "Line 3: “SG” has no “=”" in unescape(page.content.decode())) == (422, True)
    desk.post("/questions/one/edit/", sent | {"synonyms": f" {GROUPS[0]} \r\n\r\n{GROUPS[1]}"})
    stored = Question.objects.get()
    assert as_draft(stored).synonyms == GROUPS
    assert ("added", f"- {GROUPS[0]}") in desk.get("/questions/one/history/").context["changes"][0].lines
    desk.post(f"/questions/one/history/{stored.revisions.last().pk}/revert/")
    assert as_draft(Question.objects.get()).synonyms == ()
    desk.post(f"/questions/one/history/{stored.revisions.all()[1].pk}/revert/")
    assert as_draft(Question.objects.get()).synonyms == GROUPS


def test_they_are_for_those_who_keep_the_bank(desk: Client) -> None:
    question("one", synonyms=GROUPS)
    reader = Client()
    reader.force_login(person("sten"))
    assert [GROUPS[0] in client.get("/questions/one/").content.decode() for client in (desk, reader)] == [True, False]


def test_a_document_that_does_not_state_them_leaves_those_of_the_bank() -> None:
    question("one", synonyms=GROUPS)
    without = to_csv([draft("one", minutes=9)])
    for text in (without, without.replace(",synonyms", ",other")):
        (item,) = library.planned(read_source(Source("bank.csv", text.encode())).drafts)
        assert (item.draft.synonyms, item.draft.minutes) == (GROUPS, 9)
    pair = read_source(Source("pair.txt", b"Q: What is one?\nA: A number.\n"))
    assert library.planned(pair.drafts)[0].draft.synonyms == GROUPS


def test_a_document_that_was_brought_before_there_were_any_can_still_be_taken_in() -> None:
    content = frozen(Reading([draft("one", synonyms=GROUPS)]))
    assert thawed(content, "one.md").drafts[0].synonyms == GROUPS
    del content["drafts"][0]["synonyms"]
    assert thawed(content, "one.md").drafts[0].synonyms == ()


# Of the whole bank


def kept(desk: Client, text: str, base: int = 0):
    return desk.post(ADDRESS, {"lines": text, "base": base})


def test_the_list_of_the_bank_is_one_text(desk: Client) -> None:
    assert kept(desk, f"{GROUPS[0]}\r\n\r\n {GROUPS[1]}").url == ADDRESS
    assert synonyms_of_bank() == list(GROUPS)
    page = desk.get(ADDRESS).content.decode()
    assert f"{GROUPS[0]}\n{GROUPS[1]}</textarea>" in page
    assert "2 entries, ed" in page
    assert f'href="{ADDRESS}"' in desk.get("/questions/").content.decode()


def test_every_line_that_is_no_entry_is_told_and_nothing_is_kept(desk: Client) -> None:
    response = kept(desk, f"{GROUPS[0]}\n\nSG\n= =")
    page = unescape(response.content.decode())
    assert response.status_code == 422
    assert "Line 3: “SG” has no “=”" in page
    assert "Line 4: “= =” has no words on one side" in page
    assert f"{GROUPS[0]}\n\nSG\n= =</textarea>" in page
    assert not SynonymList.objects.exists()


def test_of_very_many_mistakes_the_first_are_told(desk: Client) -> None:
    page = unescape(kept(desk, "SG\n" * 400).content.decode())
    assert ("Line 20:" in page, "Line 21:" in page, "380 more lines are no entries." in page) == (True, False, True)
    assert "501 entries; 500 are the most" in kept(desk, "a = b\n" * 501).content.decode()
    assert "Null characters are not allowed" in kept(desk, "a = b\0c").content.decode()


def test_two_editors_never_overwrite_each_others_list_unseen(desk: Client) -> None:
    library.keep_synonyms(GROUPS)
    response = kept(desk, "mine = my own")
    assert response.status_code == 409
    assert "Somebody changed this list meanwhile" in response.content.decode()
    assert "mine = my own" in response.content.decode()
    assert synonyms_of_bank() == list(GROUPS)
    assert kept(desk, "mine = my own", response.context["form"]["base"].value()).status_code == 302
    assert synonyms_of_bank() == ["mine = my own"]


def test_what_it_was_before_can_be_read(desk: Client) -> None:
    library.keep_synonyms(GROUPS)
    kept(desk, GROUPS[0], SynonymList.objects.get().pk)
    library.keep_synonyms([GROUPS[0]])
    changes = desk.get(ADDRESS).context["changes"]
    assert [change.lines[1:] for change in changes] == [[("same", GROUPS[0]), ("gone", GROUPS[1])], []]


def test_a_script_in_the_list_stays_text(desk: Client) -> None:
    kept(desk, "a = <script>alert(1)</script>")
    assert "<script>alert" not in desk.get(ADDRESS).content.decode()
