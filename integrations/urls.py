from django.urls import path

from integrations.views import api, calendar, keys

app_name = "integrations"

urlpatterns = [
    path("account/tokens/", keys.show, name="tokens"),
    path("account/tokens/new/", keys.new, name="token-new"),
    path("account/tokens/calendar/", keys.new_feed, name="feed-new"),
    path("account/tokens/<number:token_id>/revoke/", keys.revoke, name="token-revoke"),
    path("calendar/<str:key>.ics", calendar.feed, name="feed"),
    path("interviews/<number:interview_id>/interview.ics", calendar.appointment, name="appointment"),
    path("api/openapi.json", api.openapi, name="api-openapi"),
    path("api/v1/questions", api.questions, name="api-questions"),
    path("api/v1/questions/<slug:ref>", api.question, name="api-question"),
    path("api/v1/interviews", api.interviews, name="api-interviews"),
    path("api/v1/interviews/<number:interview_id>/report", api.report, name="api-report"),
    path("api/<path:rest>", api.missing, name="api-missing"),
]
