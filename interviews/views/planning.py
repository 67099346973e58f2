"""The interviews that are mine, and the page on which one is made, with a live preview of what its rules draw."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews.access import interviewers_only, may_plan
from interviews.clock import now
from interviews.forms import RecipeForm, new_seed
from interviews.models import Interview
from interviews.planning import Unplannable, choose, create
from interviews.states import InterviewState
from questions.models import Question
from questions.search import matching

FIRST_RULES = [{"count": 3, "level": "fresher"}, {"count": 2, "level": "intermediate"}]
SHOWN_IN_PICKER = 40
PAGE = 25


@require_safe
def interviews(request: HttpRequest) -> HttpResponse:
    """Mine, whatever seat I have, the newest first."""
    mine = Interview.objects.filter(seats__user=request.user, seats__revoked_at=None).for_list()
    state = request.GET.get("state", "")
    found = mine.filter(state=state) if state in set(InterviewState) else mine
    context = {
        "page": Paginator(found, PAGE).get_page(request.GET.get("page")),
        "state": state,
        "states": list(InterviewState),
        "may_plan": may_plan(request.user),
    }
    return render(request, "interviews/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@interviewers_only
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        refs = request.GET.getlist("refs")
        form = RecipeForm(request.user, rules=[] if refs else FIRST_RULES)
        form.refs = tuple(refs)
        return _form_page(request, form)
    if "redraw" in request.POST or "add-rule" in request.POST:
        return _form_page(request, RecipeForm(request.user, _mended(request)))
    form = RecipeForm(request.user, request.POST)
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        interview = create(form.recipe(), request.user, now())
    except Unplannable:
        return _form_page(request, form, status=422)
    return redirect("interviews:show", interview.pk)


def _mended(request: HttpRequest):
    """The posted form with the button's wish carried out: a new seed, or one more empty rule."""
    data = request.POST.copy()
    if "redraw" in data:
        data["seed"] = new_seed()
    if "add-rule" in data:
        data["rules-TOTAL_FORMS"] = int(data.get("rules-TOTAL_FORMS") or 0) + 1
    return data


def _form_page(request: HttpRequest, form: RecipeForm, status: int = 200) -> HttpResponse:
    return render(request, "interviews/new.html", _context(form), status=status)


def _context(form: RecipeForm) -> dict:
    if form.interview.is_bound:
        form.is_valid()
    recipe = form.recipe() if form.interview.is_bound else form.first_recipe()
    return {"form": form, "choice": choose(recipe), "picker": _picker("", form.refs), "refs": form.refs}


@require_POST
@interviewers_only
def preview(request: HttpRequest) -> HttpResponse:
    """What the form as it stands would draw; its seed goes along, so that this is what will be asked."""
    return render(request, "interviews/_draw.html", _context(RecipeForm(request.user, _mended(request))))


@require_safe
@interviewers_only
def picker(request: HttpRequest) -> HttpResponse:
    """Questions to pick by hand that fit what is typed; those already picked stay in the list."""
    refs = tuple(request.GET.getlist("refs"))
    context = {"picker": _picker(request.GET.get("text", ""), refs), "refs": refs}
    return render(request, "interviews/_picker.html", context)


def _picker(text: str, refs: tuple[str, ...]) -> list[Question]:
    published = Question.objects.published().for_list()
    picked = list(published.filter(ref__in=refs))
    others = published.exclude(ref__in=refs)
    # Whoever plans interviews asks the questions, and so may look for what an answer says.
    found = matching(others, text, sees_answers=True) if text.strip() else others
    return picked + list(found[:SHOWN_IN_PICKER])
