"""An interviewer judges sample answers, then sees the reference beside it, and not a moment before."""

import re
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client

from interviews import planning
from interviews.autosave import Refused
from interviews.calibrating import judge, uncalibrated
from interviews.models import Interview, Sample, SampleJudgement
from interviews.planning import Recipe, Unplannable
from interviews.tests.making import NOW, calibrated, interviewer, person, samples
from questions.models import KeyPoint
from questions.tests.making import question, questions

pytestmark = pytest.mark.django_db
HERE = "/interviews/calibration/"
FLEETING = re.compile(r'csrfmiddlewaretoken" value="\w+"|X-CSRFToken": "\w+"')


@pytest.fixture
def lena(client: Client, time) -> User:
    question("one")
    samples("one")
    client.force_login(user := interviewer())
    return user


def page(client: Client, address: str) -> str:
    response = client.get(address)
    assert response.status_code == 200, address
    return FLEETING.sub("", response.content.decode())


def chosen(mark: str = "covered", rating: int = 4, **more: str) -> dict:
    return {f"mark-{index}": mark for index in range(3)} | {"rating": str(rating)} | more


def ratings_in_order(client: Client) -> list[int]:
    """What the reference rates the samples at each place of this person's order."""
    pages = [page(client, f"{HERE}one/{position}/?again") for position in (1, 2, 3)]
    return [int(re.search(r"somebody says who is worth (\d)", text)[1]) for text in pages]


def test_the_way_leads_from_sample_to_sample_to_what_it_adds_up_to(client: Client, lena: User) -> None:
    assert f'href="{HERE}one/"' in page(client, HERE)
    for position in (1, 2, 3):
        assert client.get(f"{HERE}one/").url == f"{HERE}one/{position}/"
        assert client.post(f"{HERE}one/{position}/", chosen(rating=5)).url == f"{HERE}one/{position}/"
    text = page(client, f"{HERE}one/")
    assert "You rate 2.0 softer than the reference on the whole (3 samples)." in text
    assert "3 of 9 key points as it does (33%)" in text
    assert "Softer on" in text
    assert "Stricter on" not in text
    assert "2.0 softer" in page(client, HERE)


def test_marks_are_chosen_in_the_markup_of_the_live_scorecard(client: Client, lena: User) -> None:
    text = page(client, f"{HERE}one/1/")
    assert re.findall(r'name="(mark-\d)" value="(\w+)"', text)[:3] == [
        ("mark-0", "missed"),
        ("mark-0", "partly"),
        ("mark-0", "covered"),
    ]
    assert text.count('class="rating-step"') == 5
    assert "not_observed" not in text
    ids = re.findall(r'\sid="([^"]+)"', text)
    assert sorted(ids) == sorted(set(ids))


WITHOUT_REFERENCE = [
    ("get", "", {}),
    ("get", "one/", {}),
    ("get", "one/1/", {}),
    ("get", "one/1/?again", {}),
    ("get", "one/2/", {}),
    ("post", "one/1/", {"mark-0": "covered"}),
    ("post", "one/1/suggestion/", {"mark-0": "covered"}),
]


@pytest.mark.parametrize("already", [False, True])
@pytest.mark.parametrize(("method", "address", "form"), WITHOUT_REFERENCE)
def test_no_byte_hangs_on_a_reference_before_its_sample_is_judged(
    client: Client, lena: User, method: str, address: str, form: dict, already: bool
) -> None:
    """`already` has judged the third one, which must not open the others."""
    if already:
        client.post(f"{HERE}one/3/", chosen())
    bodies = []
    for rating, mark, reasons in ((1, "missed", "Nothing was right."), (5, "covered", "It could be taught so.")):
        for sample in Sample.objects.exclude(judgements__user=lena):
            marks = dict.fromkeys(sample.marks, mark)
            Sample.objects.filter(pk=sample.pk).update(
                rating=rating, reasons=reasons, marks=marks, name=mark[:3] + str(sample.pk)
            )
        bodies.append(FLEETING.sub("", getattr(client, method)(HERE + address, form).content.decode()))
    assert bodies[0] == bodies[1]


def test_once_judged_the_reference_stands_beside_it(client: Client, lena: User) -> None:
    client.post(f"{HERE}one/1/", chosen("partly", 4))
    sample = SampleJudgement.objects.get().sample
    text = page(client, f"{HERE}one/1/")
    assert sample.reasons in text
    assert re.findall(r"<strong>(\d)</strong> of 5", text) == ["4", str(sample.rating)]
    verdict = {1: "3 softer", 3: "1 softer", 5: "1 stricter"}[sample.rating]
    assert f"You rate it {verdict} than the reference." in text
    assert text.count("you: <strong>partly</strong>") == 3


@pytest.mark.parametrize(
    ("form", "lack"),
    [
        ({}, "3 key points lack a mark and the rating is missing"),
        (chosen() | {"mark-1": ""}, "1 key point lacks a mark."),
        (chosen() | {"mark-1": "not_observed"}, "1 key point lacks a mark."),
        (chosen() | {"rating": "6"}, "the rating is missing"),
        (chosen() | {"rating": "x" * 9}, "the rating is missing"),
    ],
)
def test_half_a_judgement_is_refused_and_keeps_what_was_chosen(
    client: Client, lena: User, form: dict, lack: str
) -> None:
    response = client.post(f"{HERE}one/1/", form)
    text = response.content.decode()
    assert response.status_code == 422
    assert lack in text
    assert ('id="mark-1-0-covered" checked' in text) == (form.get("mark-0") == "covered")
    assert not SampleJudgement.objects.exists()


def test_the_suggestion_is_that_of_the_live_scorecard_and_keeps_nothing(client: Client, lena: User) -> None:
    form = chosen("missed") | {"mark-0": "covered"}
    answer = client.post(f"{HERE}one/1/suggestion/", form).content.decode()
    assert "The marks suggest <strong>4</strong>" in " ".join(answer.split())
    assert not SampleJudgement.objects.exists()


def test_judging_again_keeps_the_first_and_the_last(client: Client, lena: User) -> None:
    for rating in (2, 3, 4):
        client.post(f"{HERE}one/1/", chosen(rating=rating, **({"again": "1"} if rating > 2 else {})))
    assert sorted(SampleJudgement.objects.values_list("is_first", "rating")) == [(False, 4), (True, 2)]
    text = page(client, f"{HERE}one/1/")
    assert "The first time you rated it 2." in text
    assert 'name="again"' in page(client, f"{HERE}one/1/?again")


def test_both_times_are_told_side_by_side(client: Client, lena: User) -> None:
    order = ratings_in_order(client)
    for position, reference in enumerate(order, start=1):
        client.post(f"{HERE}one/{position}/", chosen(rating=5))
        client.post(f"{HERE}one/{position}/", chosen(rating=reference, again="1"))
    text = page(client, f"{HERE}one/")
    assert text.index("You rate 2.0 softer") < text.index("You rate as the reference does on the whole (3 samples).")


def test_a_page_that_the_reference_has_overtaken_does_not_replace_the_first_judgement(
    client: Client, lena: User
) -> None:
    client.post(f"{HERE}one/1/", chosen(rating=2))
    client.post(f"{HERE}one/1/", chosen(rating=4))
    assert [(j.is_first, j.rating) for j in SampleJudgement.objects.all()] == [(True, 2)]


def test_a_verb_refuses_what_a_form_would_not_send(lena: User) -> None:
    sample = Sample.objects.first()
    with pytest.raises(Refused):
        judge(lena, sample, sample.marks, 6, NOW)
    judge(lena, sample, sample.marks | {"Made up": "covered"}, 3, NOW)
    assert set(SampleJudgement.objects.get().marks) == set(sample.marks)


def test_two_people_see_the_samples_in_orders_of_their_own(client: Client, lena: User) -> None:
    orders = set()
    for number in range(12):
        client.force_login(interviewer(f"i{number}"))
        orders.add(tuple(ratings_in_order(client)))
        assert ratings_in_order(client) == ratings_in_order(client)
    assert len(orders) > 1


def test_nobody_reads_how_another_judged(client: Client, lena: User) -> None:
    before = page(client, HERE)
    calibrated(interviewer("pia"), *Sample.objects.all(), softer=-1)
    assert page(client, HERE) == before


def test_a_question_that_was_edited_waits_for_new_marks(client: Client, lena: User) -> None:
    KeyPoint.objects.filter(position=0).update(text="Says something else now")
    assert "changed since its samples were judged" in page(client, HERE)
    assert client.get(f"{HERE}one/1/").url == HERE
    assert client.post(f"{HERE}one/1/", chosen()).url == HERE
    assert not SampleJudgement.objects.exists()


def test_what_was_judged_before_an_edit_is_still_told(client: Client, lena: User) -> None:
    for position in (1, 2, 3):
        client.post(f"{HERE}one/{position}/", chosen(rating=5))
    KeyPoint.objects.filter(position=0).update(text="Says something else now")
    assert "2.0 softer" in page(client, f"{HERE}one/")
    samples("one")
    assert "reworded since" in page(client, f"{HERE}one/1/")
    assert "2 of 6 key points as it does" in page(client, f"{HERE}one/")


@pytest.mark.parametrize("address", ["two/", "two/1/", "one/0/", "one/4/", "one/4/suggestion/"])
def test_what_is_not_there_is_not_found(client: Client, lena: User, address: str) -> None:
    question("two")
    assert (client.post if "suggestion" in address else client.get)(HERE + address).status_code == 404


def test_without_samples_the_page_says_how_to_get_some(client: Client, time) -> None:
    client.force_login(interviewer())
    assert "import_samples" in page(client, HERE)


# Where calibration is required.


@pytest.fixture
def required(settings) -> None:
    settings.CALIBRATION_REQUIRED = True


def recipe(**fields: str) -> dict:
    form = {
        "title": "Mock",
        "candidate_name": "Cleo",
        "minutes": "45",
        "reveal": "at_end",
        "seed": "7",
        "refs": "q-001",
    }
    return form | {"rules-TOTAL_FORMS": "0", "rules-INITIAL_FORMS": "0"} | fields


@pytest.fixture
def bank(time) -> list[Sample]:
    questions(2)
    samples("q-002")
    return samples("q-001")


def test_a_lead_without_one_is_told_where_to_do_it(client: Client, bank: list[Sample], required: None) -> None:
    client.force_login(lead := interviewer())
    assert f'<a href="{HERE}">' in page(client, "/interviews/new/")
    refused = client.post("/interviews/new/", recipe())
    assert refused.status_code == 422
    assert f'<a href="{HERE}">' in refused.content.decode()
    calibrated(lead, *bank)
    assert client.post("/interviews/new/", recipe()).status_code == 302


def test_a_panellist_without_one_is_named_and_an_observer_needs_none(
    client: Client, bank: list[Sample], required: None
) -> None:
    client.force_login(lead := interviewer())
    pia = interviewer("pia")
    calibrated(lead, *bank)
    refused = client.post("/interviews/new/", recipe(panel="pia")).content.decode()
    assert f'“pia” has to calibrate first: <a href="{HERE}">' in refused
    assert Interview.objects.count() == 0
    assert client.post("/interviews/new/", recipe(observers="pia")).status_code == 302
    calibrated(pia, *bank)
    assert client.post("/interviews/new/", recipe(panel="pia")).status_code == 302


def test_one_question_has_to_be_finished(bank: list[Sample], required: None) -> None:
    half, whole = interviewer("half"), interviewer("whole")
    calibrated(half, *bank[:2], Sample.objects.filter(question__ref="q-002").first())
    calibrated(whole, *bank)
    assert uncalibrated([half, whole]) == [half]


def test_no_other_way_of_making_an_interview_goes_past_it(bank: list[Sample], required: None) -> None:
    with pytest.raises(Unplannable, match="“lena” has not calibrated yet"):
        planning.create(Recipe("Mock", "Cleo", 60, refs=("q-001",)), interviewer(), NOW)
    assert Interview.objects.count() == 0


def test_practising_alone_needs_none(bank: list[Sample], required: None) -> None:
    assert planning.begin_alone(Recipe("Mock", "Cleo", 60, refs=("q-001",)), person("cleo"), NOW)


def test_where_it_is_not_required_nobody_is_asked(bank: list[Sample]) -> None:
    assert uncalibrated([interviewer()]) == []


# The command.


DOCUMENT = """question: one
samples:
  weak: {answer: Nothing, rating: 1, reasons: Nothing}
  middling: {answer: Half, rating: 2, reasons: Half}
  strong: {answer: All, rating: 5, reasons: All}
marks:
  "Names the seventh key of the glacier in one": {weak: missed, middling: partly, strong: covered}
  "Gives a reason in one": {weak: missed, middling: missed, strong: covered}
  "Adds a story in one": {weak: missed, middling: missed, strong: covered}
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    question("one")
    (tmp_path / "one.yaml").write_text(DOCUMENT)
    return tmp_path / "one.yaml"


def test_importing_twice_changes_nothing(document: Path, capsys) -> None:
    for said in ("3 samples created, 0 updated, 0 unchanged", "0 samples created, 0 updated, 3 unchanged"):
        call_command("import_samples", document.parent)
        assert said in capsys.readouterr().out
    assert [sample.rating for sample in Sample.objects.all()] == [1, 2, 5]


def test_what_the_document_no_longer_holds_goes_and_judgements_of_the_rest_stay(document: Path, capsys) -> None:
    call_command("import_samples", document)
    calibrated(interviewer(), *Sample.objects.all())
    document.write_text(DOCUMENT.replace("middling", "mixed").replace("reasons: All", "reasons: Everything"))
    call_command("import_samples", document)
    assert "1 samples created, 1 updated, 1 unchanged, 1 removed" in capsys.readouterr().out
    assert sorted(SampleJudgement.objects.values_list("sample__name", flat=True)) == ["strong", "weak"]


def test_a_dry_run_writes_nothing(document: Path, capsys) -> None:
    call_command("import_samples", document, dry_run=True)
    assert "dry run" in capsys.readouterr().out
    assert not Sample.objects.exists()


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("question: one", "question: two", "one.yaml:1: There is no question “two” in the bank. Import it first."),
        ("Gives a reason in one", "Gives a cause", "one.yaml:8: “one” has no such key point"),
        ("rating: 5", "rating: 9", "one.yaml:5: rating is “9”"),
    ],
)
def test_what_does_not_fit_the_bank_stops_the_whole_import(
    document: Path, capsys, was: str, wrong: str, said: str
) -> None:
    question("three")
    (document.parent / "three.yaml").write_text(
        DOCUMENT.replace("question: one", "question: three").replace(" in one", " in three")
    )
    document.write_text(DOCUMENT.replace(was, wrong))
    with pytest.raises(SystemExit):
        call_command("import_samples", document.parent)
    told = capsys.readouterr().err
    assert said in told
    assert "nothing was imported" in told
    assert not Sample.objects.exists()
