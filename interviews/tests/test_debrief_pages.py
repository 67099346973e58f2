"""The debrief in the browser's terms: who reads it, what a refusal keeps, what goes out when it is decided."""

import csv
import io
import json
import re

import pytest
from django.test import Client

from interviews import debriefing, marking, sharing
from interviews.autosave import Typed
from interviews.learning import lessons
from interviews.models import Consensus, Debrief
from interviews.reports import candidate_report
from interviews.tests.making import NOW, Panel, panel, person

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(time) -> Panel:
    held = panel(2, candidate=person("cleo"))
    for seat, value in zip(held.judges, (5, 2, 3), strict=True):
        asked = held.made.asked(1)
        held.rated(seat, value)
        marking.mark(seat, asked, 0, "covered" if value > 2 else "missed")
        marking.save_note(seat, asked, Typed(f"Note of {seat.name}", 0, "w", 1))
    return held.all_judged()


def as_(seat) -> Client:
    client = Client()
    client.force_login(seat.user)
    return client


def go(held: Panel, seat, path: str, **fields):
    address = f"/interviews/{held.interview.pk}/{path}"
    return as_(seat).post(address, fields) if fields else as_(seat).get(address)


def begin(held: Panel) -> None:
    assert go(held, held.made.lead, "debrief/begin/", begin="1").url.endswith("/debrief/")


def test_only_the_lead_begins_it_and_then_the_panel_reads_all(held: Panel) -> None:
    assert go(held, held.pia, "debrief/begin/", begin="1").status_code == 403
    assert go(held, held.pia, "debrief/").status_code == 403
    begin(held)
    for seat in held.judges:
        page = go(held, seat, "debrief/?question=1").content.decode()
        assert all(f"Note of {judge.name}" in page for judge in held.judges)
    assert go(held, held.made.candidate, "debrief/").status_code == 403


def test_a_wrong_rating_before_it_begins_shows_nobody_the_others(held: Panel) -> None:
    marking.reopen(held.pia, NOW, "Once more")
    for fields in ({"rating": "9"}, {"rating": "4"}, {}):
        response = as_(held.made.lead).post(f"/interviews/{held.interview.pk}/questions/1/agree/", fields, follow=True)
        page = response.content.decode()
        assert response.redirect_chain[0][0].endswith("/scorecard/")
        assert "Note of pia" not in page
    assert not Consensus.objects.exists()


def test_missing_scorecards_are_named_where_the_lead_pressed(held: Panel) -> None:
    marking.reopen(held.pia, NOW, "Once more")
    response = as_(held.made.lead).post(f"/interviews/{held.interview.pk}/debrief/begin/", follow=True)
    assert "Not all are in yet: pia" in response.content.decode()
    assert not Debrief.objects.exists()
    assert go(held, held.made.lead, "debrief/begin/", close_the_rest="on").status_code == 302
    assert Debrief.objects.exists()


def test_agreeing_leads_to_the_next_that_was_not_talked_through(held: Panel) -> None:
    begin(held)
    assert go(held, held.made.lead, "questions/1/agree/", rating="4").url.endswith("?question=2")
    assert go(held, held.pia, "questions/2/agree/", rating="4").status_code == 403
    assert go(held, held.made.lead, "questions/2/agree/", rating="not_observed").url.endswith("?question=2")
    assert dict(Consensus.objects.values_list("asked__position", "value")) == {1: 4, 2: None}


@pytest.mark.parametrize(
    ("path", "fields", "says"),
    [
        ("questions/1/agree/", {"rating": "", "note": "A long thought"}, "Choose the rating"),
        ("questions/1/agree/", {"rating": "9", "note": "A long thought"}, "Choose the rating"),
        ("questions/1/revise/", {"rating": "9"}, "1 to 5"),
    ],
)
def test_a_refusal_says_why_and_keeps_what_was_written(held: Panel, path: str, fields: dict, says: str) -> None:
    begin(held)
    response = go(held, held.made.lead, path, **fields)
    assert response.status_code == 422
    page = response.content.decode()
    assert says in page
    assert fields.get("note", "") in page


def decided(held: Panel) -> None:
    begin(held)
    for position, value in ((1, 4), (2, None)):
        debriefing.agree(held.made.asked(position), held.made.lead, NOW, value, "")
    response = go(held, held.made.lead, "debrief/decide/", decision="no", reason="Not yet for this role")
    assert response.status_code == 302


def test_a_decision_without_a_reason_keeps_the_choice(held: Panel) -> None:
    begin(held)
    for position in (1, 2):
        debriefing.agree(held.made.asked(position), held.made.lead, NOW, 3, "")
    page = go(held, held.made.lead, "debrief/decide/", decision="no", reason=" ")
    assert page.status_code == 422
    assert 'value="no" checked' in page.content.decode()


def test_nothing_is_shared_before_the_decision_and_then_what_was_agreed(held: Panel) -> None:
    assert go(held, held.made.lead, "share/", show="ratings").status_code == 403
    decided(held)
    assert go(held, held.made.lead, "share/", show=["ratings", "recommendation"]).status_code == 302
    report = candidate_report(held.made.reload())
    assert [line.rating for line in report.lines] == [4, None]
    assert (report.recommendation, report.overall.rating) == ("no", 4)
    page = go(held, held.made.candidate, "report/").content.decode()
    assert "Note of" not in page
    assert "pia" not in page.replace("With lena, pia, paul", "")


def test_the_panels_files_hold_all_and_the_candidates_none_of_it(held: Panel) -> None:
    decided(held)
    told = json.loads(go(held, held.pia, "report.json").content)["panel"]
    assert [given["rating"] for given in told["questions"][0]["initial"]] == [5, 2, 3]
    assert (told["decision"], told["questions"][0]["agreed"], told["questions"][1]["agreed"]) == (
        "no",
        4,
        "not observed",
    )
    rows = list(csv.reader(io.StringIO(go(held, held.paul, "report.csv").content.decode())))
    assert rows[0][-4:] == [
        "initial rating of lena",
        "initial rating of pia",
        "initial rating of paul",
        "agreed rating",
    ]
    assert rows[1][-4:] == ["5", "2", "3", "4"]
    sharing.share(held.interview, held.made.lead, NOW, ["ratings"])
    assert "panel" not in json.loads(go(held, held.made.candidate, "report.json").content)
    assert "initial" not in go(held, held.made.candidate, "report.csv").content.decode()


def test_before_the_debrief_the_files_hold_ones_own_scorecard_alone(held: Panel) -> None:
    for path in ("report.json", "report.csv"):
        text = go(held, held.pia, path).content.decode()
        assert "Note of pia" in text
        assert "Note of lena" not in text
        assert "initial rating" not in text


def test_lessons_hold_only_what_the_candidate_may_read(held: Panel) -> None:
    decided(held)
    sharing.share(held.interview, held.made.lead, NOW, ["ratings"])
    told = lessons(candidate_report(held.made.reload()))
    assert (told.strengths, told.to_learn) == ([], [])
    sharing.share(held.interview, held.made.lead, NOW, ["marks"])
    strong = lessons(candidate_report(held.made.reload())).strengths
    assert [(topic.name, lesson.position) for topic in strong for lesson in topic.lessons] == [("Storage", 1)]
    assert "What was strong" in go(held, held.made.candidate, "report/").content.decode()


def test_red_flags_are_read_by_the_panel_alone(held: Panel) -> None:
    asked = held.made.asked(1)
    asked.red_flags = ["Says it is free"]
    asked.save()
    marking.reopen(held.made.lead, NOW, "A red flag was missing")
    marking.flag(held.made.lead, asked, {0: True})
    held.made.judged(held.made.lead)
    decided(held)
    sharing.share(held.interview, held.made.lead, NOW, ["ratings", "marks", "notes", "model_answers"])
    assert "Says it is free" in go(held, held.made.lead, "report/").content.decode()
    assert json.loads(go(held, held.made.lead, "report.json").content)["questions"][0]["red_flags"] == [
        "Says it is free"
    ]
    for path in ("report/", "report.json"):
        assert "Says it is free" not in go(held, held.made.candidate, path).content.decode()


def test_a_part_is_sent_only_to_a_page_that_lacks_it(held: Panel) -> None:
    begin(held)
    first = go(held, held.pia, "debrief/parts/?question=1").content.decode()
    assert 'id="debrief-opinions"' in first
    digests = ",".join(f"{name}:{digest}" for name, digest in re.findall(r'id="([\w-]+)"[^>]*data-part="(\w+)"', first))
    assert go(held, held.pia, f"debrief/parts/?question=1&have={digests}").content == b""
    debriefing.agree(held.made.asked(1), held.made.lead, NOW, 4, "Agreed")
    assert b"Agreed" in go(held, held.pia, f"debrief/parts/?question=1&have={digests}").content
