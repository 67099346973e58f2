"""The first page: what this is and one real question to try, or the next thing for somebody who is known."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from interviews.access import may_plan
from interviews.demo import PASSWORD, PEOPLE
from interviews.keeping import sample_question
from interviews.lists import newest
from interviews.states import InterviewState
from questions.models import Question, may_edit

SHOWN = 5
SHOWN_STATES = {
    "running": [InterviewState.LIVE, InterviewState.PAUSED],
    "coming": [InterviewState.DRAFT, InterviewState.SCHEDULED],
    "past": [InterviewState.ENDED],
}


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "home.html", {"sample": sample_question()})
    context = newest(request.user, SHOWN_STATES, SHOWN) | {
        "may_plan": may_plan(request.user),
        "bank_size": Question.objects.published().count(),
    }
    works_here = context["may_plan"] or may_edit(request.user)
    if not (works_here or context["running"] or context["coming"] or context["past"]):
        return redirect("practice:today")
    return render(request, "home_signed_in.html", context)


class Login(LoginView):
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs) -> dict:
        people = {"demo_people": PEOPLE, "demo_password": PASSWORD} if settings.DEMO else {}
        return super().get_context_data(**kwargs) | people
