from django.urls import path

from interviews.views import joining, planning, reporting, rooms, running, scoring, typing

app_name = "interviews"

_one = "<int:interview_id>/"
_question = _one + "questions/<int:position>/"

urlpatterns = [
    path("", planning.interviews, name="list"),
    path("new/", planning.new, name="new"),
    path("new/preview/", planning.preview, name="preview"),
    path("new/picker/", planning.picker, name="picker"),
    path(_one, rooms.show, name="show"),
    path(_one + "parts/", rooms.parts, name="parts"),
    path(_one + "start/", running.sitting, {"verb": "start"}, name="start"),
    path(_one + "pause/", running.sitting, {"verb": "pause"}, name="pause"),
    path(_one + "resume/", running.sitting, {"verb": "resume"}, name="resume"),
    path(_one + "end/", running.sitting, {"verb": "end"}, name="end"),
    path(_one + "cancel/", running.sitting, {"verb": "cancel"}, name="cancel"),
    path(_one + "extend/", running.extend, name="extend"),
    path(_question + "open/", running.question, {"verb": "open"}, name="open"),
    path(_question + "skip/", running.question, {"verb": "skip"}, name="skip"),
    path(_question + "close/", running.question, {"verb": "close"}, name="close"),
    path(_question + "answer/", typing.answer, name="answer"),
    path(_question + "note/", typing.note, name="note"),
    path(_question + "rating/", scoring.rate, name="rate"),
    path(_question + "marks/<int:point>/", scoring.mark, name="mark"),
    path(_one + "invitation/", joining.renew, name="invite"),
    path(_one + "invitation/revoke/", joining.revoke, name="revoke"),
    path(_one + "scorecard/", scoring.scorecard, name="scorecard"),
    path(_one + "scorecard/recommendation/", scoring.recommend, name="recommend"),
    path(_one + "scorecard/summary/", typing.summary, name="summary"),
    path(_one + "scorecard/submit/", scoring.submit, name="submit"),
    path(_one + "report/", reporting.report, name="report"),
    path(_one + "report.csv", reporting.report_csv, name="report-csv"),
    path(_one + "report.json", reporting.report_json, name="report-json"),
    path(_one + "share/", reporting.share, name="share"),
]
