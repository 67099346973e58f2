"""The page on which an interview is made, with a live preview of what its rules draw."""

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from config.numbers import number_in
from interviews.access import interviewers_only
from interviews.calibrating import uncalibrated
from interviews.clock import now
from interviews.forms import InterviewForm, RecipeForm, SittingForm, new_seed
from interviews.models import Plan
from interviews.planning import Unplannable, choose, create
from questions.models import Question
from questions.search import matching

FIRST_RULES = [{"count": 3, "level": "fresher"}, {"count": 2, "level": "intermediate"}]
SHOWN_IN_PICKER = 40


@require_http_methods(["GET", "HEAD", "POST"])
@interviewers_only
def new(request: HttpRequest) -> HttpResponse:
    if request.method != "POST":
        return _form_page(request, _first_form(request))
    if "redraw" in request.POST or "add-rule" in request.POST:
        return _form_page(request, RecipeForm(InterviewForm(mended(request), lead=request.user)))
    form = RecipeForm(InterviewForm(request.POST, lead=request.user))
    if not form.is_valid():
        return _form_page(request, form, status=422)
    try:
        interview = create(form.recipe(), request.user, now(), once="once" in request.POST)
    except Unplannable:
        return _form_page(request, form, status=422)
    return redirect("interviews:show", interview.pk)


def _first_form(request: HttpRequest) -> RecipeForm:
    """An empty form, or one that a plan or questions picked in the bank have filled in."""
    refs = request.GET.getlist("refs")
    if plan := plan_named(request, "plan"):
        filled = filled_by(plan) | {"plan": plan}
        return RecipeForm(InterviewForm(initial=filled, lead=request.user), plan.rules, plan.refs)
    return RecipeForm(InterviewForm(lead=request.user), [] if refs else FIRST_RULES, refs)


def plan_named(request: HttpRequest, key: str) -> Plan | None:
    """The plan whose number the address holds; None where it holds none. Raises Http404 for one that is gone."""
    number = number_in(request.GET.get(key, ""), digits=9)
    return None if number is None else get_object_or_404(Plan, pk=number)


def filled_by(plan: Plan) -> dict:
    """What a form starts with that is filled in from a plan."""
    names = ("minutes", "minutes_each", "reveal", "wording_hints", "takes_turns")
    return {"title": plan.name} | {name: getattr(plan, name) for name in names}


def mended(request: HttpRequest) -> QueryDict:
    """The posted form with the button's wish carried out: a new seed, or one more empty rule."""
    data = request.POST.copy()
    if "redraw" in data:
        data["seed"] = new_seed()
    if "add-rule" in data:
        data["rules-TOTAL_FORMS"] = (number_in(data.get("rules-TOTAL_FORMS", ""), digits=3) or 0) + 1
    return data


def _form_page(request: HttpRequest, form: RecipeForm, status: int = 200) -> HttpResponse:
    context = drawn(form) | {"lacks_calibration": bool(uncalibrated([request.user]))}
    return render(request, "interviews/new.html", context, status=status)


def drawn(form: RecipeForm) -> dict:
    """What a page shows that holds the form: the form, what it draws, and what can be picked by hand."""
    if form.sitting.is_bound:
        form.is_valid()
    return {"form": form, "choice": choose(form.recipe()), "picker": _picker("", form.refs), "refs": form.refs}


@require_POST
@interviewers_only
def preview(request: HttpRequest) -> HttpResponse:
    """What the form as it stands would draw; its seed goes along, so that this is what will be asked."""
    context = drawn(RecipeForm(SittingForm(mended(request))))
    return render(request, "interviews/_draw.html", context)


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
