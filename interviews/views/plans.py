"""Plans: recipes that interviewers keep, use, change and copy."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from interviews import plans
from interviews.access import interviewers_only
from interviews.clock import now
from interviews.forms import PlanForm, RecipeForm
from interviews.models import Plan
from interviews.views.planning import drawn, filled_by, mended, plan_named


@require_safe
@interviewers_only
def plan_list(request: HttpRequest) -> HttpResponse:
    kept = list(Plan.objects.select_related("owner"))
    rows = [(plan, plans.may_change(plan, request.user)) for plan in kept]
    return render(request, "interviews/plans.html", {"rows": rows})


@require_http_methods(["GET", "HEAD", "POST"])
@interviewers_only
def new(request: HttpRequest) -> HttpResponse:
    """An empty plan, a copy of one (`?copy=`), or what the page of a new interview holds (its button `keep`)."""
    if request.method == "POST":
        return _save(request, None)
    if plan := plan_named(request, "copy"):
        filled = _filled_by(plan) | {"title": f"{plan.name[:110]}, a copy"}
        return _page(request, None, RecipeForm(PlanForm(initial=filled), plan.rules, plan.refs))
    return _page(request, None, RecipeForm(PlanForm()))


@require_http_methods(["GET", "HEAD", "POST"])
@interviewers_only
def edit(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = _mine_or_refused(request, plan_id)
    if request.method == "POST":
        return _save(request, plan)
    return _page(request, plan, RecipeForm(PlanForm(initial=_filled_by(plan), plan=plan), plan.rules, plan.refs))


@require_POST
@interviewers_only
def delete(request: HttpRequest, plan_id: int) -> HttpResponse:
    plan = _mine_or_refused(request, plan_id)
    plans.forget(plan)
    messages.success(request, f"“{plan.name}” is deleted. Interviews made with it keep all that they copied.")
    return redirect("plans:list")


def _mine_or_refused(request: HttpRequest, plan_id: int) -> Plan:
    plan = get_object_or_404(Plan, pk=plan_id)
    if not plans.may_change(plan, request.user):
        raise PermissionDenied("Only whoever made a plan may change it. Copy it, and the copy is yours.")
    return plan


def _filled_by(plan: Plan) -> dict:
    anchors = {f"anchor_{value}": text for value, text in plan.anchors.items()}
    return filled_by(plan) | anchors | {"open_to_practice": plan.open_to_practice}


def _save(request: HttpRequest, plan: Plan | None) -> HttpResponse:
    data = mended(request)
    form = RecipeForm(PlanForm(data, plan=plan))
    if {"redraw", "add-rule", "keep"} & set(data):
        return _page(request, plan, form)
    context = drawn(form)
    if not form.is_valid() or context["choice"].problems:
        return _page(request, plan, form, status=422)
    sitting = form.sitting
    kept = plans.keep(
        form.recipe(), sitting.anchors(), sitting.cleaned_data["open_to_practice"], request.user, now(), plan
    )
    messages.success(request, f"“{kept.name}” is kept. Use it whenever you make an interview.")
    return redirect("plans:list")


def _page(request: HttpRequest, plan: Plan | None, form: RecipeForm, status: int = 200) -> HttpResponse:
    return render(request, "interviews/plan.html", drawn(form) | {"plan": plan}, status=status)
