"""Interviews in one's own calendar: one as a file, all of one's own as a feed."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from integrations.appointments import of_person, of_seat
from integrations.calendars import calendar_of
from integrations.doors import fresh, token_of, waiting
from integrations.models import CALENDAR
from interviews.access import Entry, seated
from interviews.clock import now as clock_now
from interviews.roles import Action

MEDIA_TYPE = "text/calendar; charset=utf-8"


@require_safe
@seated(Action.SEE)
def appointment(request: HttpRequest, entry: Entry) -> HttpResponse:
    found = of_seat(entry.seat, request.build_absolute_uri)
    if found is None:
        raise Http404("No time is set for this interview.")
    name = f'attachment; filename="interview-{entry.interview.pk}.ics"'
    return HttpResponse(calendar_of([found]), content_type=MEDIA_TYPE, headers={"Content-Disposition": name})


@require_safe
@login_not_required
def feed(request: HttpRequest, key: str) -> HttpResponse:
    """What a calendar program fetches. Its address is the key, so a wrong one counts like a wrong token."""
    now = clock_now()
    if waits := waiting(request, now):
        return HttpResponse(status=429, headers={"Retry-After": str(waits)})
    token = token_of(request, key, now)
    if token is None or CALENDAR not in token.scopes:
        raise Http404
    content = calendar_of(of_person(token.user, now, request.build_absolute_uri), "Interviews")
    return fresh(request, HttpResponse(content, content_type=MEDIA_TYPE))
