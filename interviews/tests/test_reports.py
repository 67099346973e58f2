import json
from datetime import timedelta

import pytest
from django.test import Client

from interviews import marking, sharing
from interviews.answering import save_answer
from interviews.autosave import Typed
from interviews.models import Event, Reveal
from interviews.report_files import as_json, as_rows
from interviews.reports import SHARES, candidate_report, panel_report, shares_possible
from interviews.tests.making import NOW, Cast, cast, person
from questions.tests.making import SECRET_ANSWER, SECRET_POINT

pytestmark = pytest.mark.django_db


def judged(**recipe) -> Cast:
    """Three questions: one answered well in two minutes, one out of time and half marked, one skipped."""
    made = cast(candidate=person("cleo"), **recipe).started().opened(1)
    save_answer(made.interview, 1, Typed("A good answer.", 0, "a", 1), False, NOW)
    for point, value in enumerate(("covered", "covered", "missed")):
        marking.mark(made.lead, made.asked(1), point, value)
    marking.rate(made.lead, made.asked(1), 5)
    marking.save_note(made.lead, made.asked(1), Typed("=Well said", 0, "a", 1))
    made.opened(2, NOW + timedelta(minutes=2))
    marking.mark(made.lead, made.asked(2), 1, "partly")
    marking.rate(made.lead, made.asked(2), 2)
    made.opened(3, NOW + timedelta(minutes=9))
    made.ended(NOW + timedelta(minutes=10))
    marking.save_summary(made.lead, Typed("Strong on the whole.", 0, "a", 1))
    return made.submitted()


def shared(made: Cast, *show: str) -> Cast:
    sharing.share(made.interview, made.lead, NOW, list(show))
    made.reload()
    return made


def test_the_verdict_says_it_in_one_line() -> None:
    made = judged()
    report = panel_report(made.interview, made.lead)
    assert report.verdict == "Yes: 3.5 of 5 on average over 2 rated questions, 56% of the key points covered"


def test_time_used_stands_beside_time_allowed() -> None:
    made = judged()
    lines = panel_report(made.interview, made.lead).lines
    assert [(line.used_minutes, line.allowed_minutes, line.asked.state) for line in lines] == [
        (2, 5, "answered"),
        (5, 5, "timed_out"),
        (1, 5, "answered"),
    ]
    assert panel_report(made.interview, made.lead).used_minutes == 10


@pytest.mark.parametrize("show", list(SHARES))
def test_the_candidate_reads_what_was_shared_and_nothing_else(show: str) -> None:
    made = shared(judged(), show)
    report = candidate_report(made.interview)
    line = report.lines[0]
    seen = {
        "ratings": line.rating is not None or report.overall.rating is not None or line.coverage is not None,
        "notes": bool(line.note),
        "summary": bool(report.summary),
        "recommendation": bool(report.recommendation),
        "marks": bool(line.points),
        "model_answers": bool(line.model_answer_html),
    }
    assert {name for name, there in seen.items() if there} == {show}


def test_a_plan_that_never_reveals_shares_no_answer_even_if_asked_to(client: Client, time) -> None:
    made = shared(judged(reveal=Reveal.NEVER), *SHARES)
    assert set(shares_possible(made.interview)) == set(SHARES) - {"marks", "model_answers"}
    client.force_login(made.candidate.user)
    for name in ("report/", "report.json", "report.csv"):
        text = client.get(f"/interviews/{made.interview.pk}/{name}").content.decode()
        assert "A good answer." in text
        assert SECRET_ANSWER not in text
        assert SECRET_POINT not in text


def test_what_cannot_be_shared_cannot_be_posted_either(client: Client, time) -> None:
    made = judged(reveal=Reveal.NEVER)
    client.force_login(made.lead.user)
    response = client.post(f"/interviews/{made.interview.pk}/share/", {"show": ["ratings", "model_answers"]})
    assert response.status_code == 422
    assert made.reload().shared_at is None


def test_sharing_is_recorded_and_can_be_taken_back(client: Client, time) -> None:
    made = shared(judged(), "ratings")
    client.force_login(made.candidate.user)
    address = f"/interviews/{made.interview.pk}/report/"
    assert client.get(address).status_code == 200
    sharing.stop_sharing(made.interview, made.lead, NOW)
    assert client.get(address).status_code == 403
    assert list(Event.objects.order_by("-id").values_list("verb", flat=True)[:2]) == ["stop_sharing", "share"]


def test_sharing_the_same_again_is_nothing_new_and_other_parts_are() -> None:
    made = judged()
    for show in (["ratings"], ["ratings"], ["ratings", "notes"]):
        sharing.share(made.interview, made.lead, NOW, show)
    for _ in range(2):
        sharing.stop_sharing(made.interview, made.lead, NOW)
    told = Event.objects.filter(interview=made.interview, verb__in=["share", "stop_sharing"])
    assert [event.verb for event in told.order_by("id")] == ["share", "share", "stop_sharing"]


def test_no_cell_of_the_table_is_a_formula() -> None:
    made = judged()
    header, *rows = as_rows(panel_report(made.interview, made.lead))
    first = dict(zip(header, rows[0], strict=True))
    assert first["note"] == "'=Well said"
    assert first["answer"] == "A good answer."
    assert (first["rating"], first["coverage"], first["used_minutes"]) == ("5", "1.00", "2.0")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r"])
def test_every_beginning_of_a_formula_is_defused(start: str) -> None:
    made = judged()
    made.interview.asked.filter(position=1).update(answer=f"{start}cmd|' /C calc'!A0")
    assert as_rows(panel_report(made.interview, made.lead))[1][-1].startswith(f"'{start}")


def test_the_json_is_what_the_documentation_says() -> None:
    made = judged()
    document = json.loads(json.dumps(as_json(panel_report(made.interview, made.lead)), default=str))
    assert document["schema"] == "rehearse/report/1"
    assert document["overall"] == {
        "topic": "All questions",
        "questions": 3,
        "rated": 2,
        "coverage": pytest.approx((1.0 + 1 / 8) / 2),
        "rating": 3.5,
    }
    question = document["questions"][0]
    assert (question["seconds_used"], question["seconds_allowed"], question["note"]) == (120, 300, "=Well said")
    assert [point["mark"] for point in question["key_points"]] == ["covered", "covered", "missed"]
    assert [point["mark"] for point in document["questions"][1]["key_points"]] == [None, "partly", None]


def test_a_submitted_panellist_reads_their_own_report_and_not_the_leads(time) -> None:
    made = judged()
    assert panel_report(made.interview, made.candidate).lines[0].rating is None
