from django.urls import include, path

from interviews.views import (
    blind,
    calibrating,
    debriefing,
    joining,
    lists,
    personal,
    planning,
    plans,
    reporting,
    rooms,
    running,
    scoring,
    seating,
    typing,
    wording,
)

app_name = "interviews"

plan_patterns = [
    path("", plans.plan_list, name="list"),
    path("new/", plans.new, name="new"),
    path("<number:plan_id>/", plans.edit, name="edit"),
    path("<number:plan_id>/delete/", plans.delete, name="delete"),
]

# Django tries one address after another: what is asked for all the time comes first.
_of_question = [
    path("answer/", typing.answer, name="answer"),
    path("rating/", scoring.rate, name="rate"),
    path("marks/", scoring.mark, name="mark"),
    path("open/", running.question, {"verb": "open"}, name="open"),
    path("skip/", running.question, {"verb": "skip"}, name="skip"),
    path("close/", running.question, {"verb": "close"}, name="close"),
    path("note/", typing.note, name="note"),
    path("flags/", scoring.flag, name="flag"),
    path("agree/", debriefing.agree, name="agree"),
    path("revise/", debriefing.revise, name="revise"),
]

_of_interview = [
    path("parts/", rooms.parts, name="parts"),
    path("", rooms.show, name="show"),
    path("questions/<number:position>/", include(_of_question)),
    path("start/", running.sitting, {"verb": "start"}, name="start"),
    path("pause/", running.sitting, {"verb": "pause"}, name="pause"),
    path("resume/", running.sitting, {"verb": "resume"}, name="resume"),
    path("end/", running.sitting, {"verb": "end"}, name="end"),
    path("cancel/", running.sitting, {"verb": "cancel"}, name="cancel"),
    path("extend/", running.extend, name="extend"),
    path("invitation/", joining.renew, name="invite"),
    path("invitation/revoke/", joining.revoke, name="revoke"),
    path("seats/", seating.add, name="seats"),
    path("seats/<number:seat_id>/remove/", seating.remove, name="unseat"),
    path("askers/", seating.assign, name="askers"),
    path("scorecard/", scoring.scorecard, name="scorecard"),
    path("scorecard/recommendation/", scoring.recommend, name="recommend"),
    path("scorecard/summary/", typing.summary, name="summary"),
    path("scorecard/submit/", scoring.submit, name="submit"),
    path("scorecard/reopen/", scoring.reopen, name="reopen"),
    path("debrief/", debriefing.show, name="debrief"),
    path("debrief/parts/", debriefing.parts, name="debrief-parts"),
    path("debrief/begin/", debriefing.begin, name="debrief-begin"),
    path("debrief/decide/", debriefing.decide, name="decide"),
    path("report/", reporting.report, name="report"),
    path("report.csv", reporting.report_csv, name="report-csv"),
    path("report.json", reporting.report_json, name="report-json"),
    path("share/", reporting.share, name="share"),
    path("candidate/", personal.candidate, name="candidate"),
    path("candidate.json", personal.candidate_json, name="candidate-json"),
]

urlpatterns = [
    path("<number:interview_id>/", include(_of_interview)),
    path("", lists.interviews, name="list"),
    path("archive/", lists.archive, name="archive"),
    path("new/", planning.new, name="new"),
    path("new/preview/", planning.preview, name="preview"),
    path("new/picker/", planning.picker, name="picker"),
    path("blind/", blind.questions, name="blind-list"),
    path("blind/<slug:ref>/", blind.question, name="blind"),
    path("wording/<slug:ref>/", wording.past, name="wording"),
    path("calibration/", calibrating.index, name="calibration"),
    path("calibration/<slug:ref>/", calibrating.question, name="calibration-question"),
    path("calibration/<slug:ref>/<number:position>/", calibrating.sample, name="calibration-sample"),
    path("calibration/<slug:ref>/<number:position>/suggestion/", calibrating.suggestion, name="calibration-suggestion"),
]
