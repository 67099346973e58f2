from django.urls import path

from analysis.views import items, people

app_name = "analysis"

urlpatterns = [
    path("questions/", items.health, name="questions"),
    path("questions/<slug:ref>/", items.question, name="question"),
    path("refresh/", items.refresh, name="refresh"),
    path("me/", people.me, name="me"),
    path("candidates/<number:candidate_id>/", people.candidate, name="candidate"),
    path("interviewers/", people.interviewers, name="interviewers"),
    path("interviewers/<number:interviewer_id>/", people.interviewer, name="interviewer"),
]
