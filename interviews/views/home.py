"""The first page: what this is and one real question to try, or the next thing for somebody who is known."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from interviews.access import may_plan
from interviews.demo import PASSWORD, PEOPLE
from interviews.models import Interview, Reveal
from interviews.states import InterviewState
from questions.models import Question
from questions.rubric import Level

UNFINISHED = [InterviewState.DRAFT, InterviewState.SCHEDULED, InterviewState.LIVE, InterviewState.PAUSED]


def sample_question() -> Question | None:
    """A question to try without an account; never one that an interview still asks, or whose answer one keeps back."""
    free = Question.objects.published().exclude(asked__interview__state__in=UNFINISHED)
    return free.exclude(asked__interview__reveal=Reveal.NEVER).filter(level=Level.FRESHER).for_detail().first()


@require_safe
@login_not_required
def home(request: HttpRequest) -> HttpResponse:
    if not request.user.is_authenticated:
        return render(request, "home.html", {"sample": sample_question()})
    mine = Interview.objects.filter(seats__user=request.user, seats__revoked_at=None).for_list()
    context = {
        "running": list(mine.filter(state__in=[InterviewState.LIVE, InterviewState.PAUSED])[:5]),
        "coming": list(mine.filter(state__in=[InterviewState.DRAFT, InterviewState.SCHEDULED])[:5]),
        "past": list(mine.filter(state=InterviewState.ENDED)[:5]),
        "may_plan": may_plan(request.user),
        "bank_size": Question.objects.published().count(),
    }
    return render(request, "home_signed_in.html", context)


@require_POST
@login_not_required
def try_one(request: HttpRequest) -> HttpResponse:
    """The sample question with what was written, beside what a good answer says."""
    question = sample_question()
    if question is None:
        return redirect("home")
    context = {"sample": question, "answer": request.POST.get("answer", "")[:5000], "revealed": True}
    return render(request, "_sample.html" if request.htmx else "home.html", context)


class Login(LoginView):
    redirect_authenticated_user = True

    def get_context_data(self, **kwargs) -> dict:
        people = {"demo_people": PEOPLE, "demo_password": PASSWORD} if settings.DEMO else {}
        return super().get_context_data(**kwargs) | people
