"""Plans: recipes that interviewers keep to use again."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import datetime

from django.contrib.auth.models import User
from django.db.models import QuerySet

from interviews.models import Plan
from interviews.planning import Recipe


def keep(
    recipe: Recipe,
    anchors: Mapping[str, str],
    open_to_practice: bool,
    owner: User,
    now: datetime,
    plan: Plan | None = None,
) -> Plan:
    """Store the recipe as a new plan, or in place of what `plan` held."""
    plan = plan or Plan(owner=owner, created_at=now)
    plan.name = recipe.title
    plan.minutes, plan.minutes_each = recipe.minutes, recipe.minutes_each
    plan.reveal, plan.wording_hints, plan.takes_turns = recipe.reveal, recipe.wording_hints, recipe.takes_turns
    plan.rules, plan.refs = [asdict(rule) for rule in recipe.rules], list(recipe.refs)
    plan.anchors = {value: text for value, text in anchors.items() if text}
    plan.open_to_practice = open_to_practice
    plan.save()
    return plan


def for_practice() -> QuerySet[Plan]:
    return Plan.objects.filter(open_to_practice=True)


def alone(plan: Plan, person: User, seed: int, extra_percent: int) -> Recipe:
    """What somebody practises who takes the plan alone."""
    return Recipe(
        title=f"Practice: {plan.name}"[:120],
        candidate_name=person.get_username(),
        minutes=plan.minutes,
        minutes_each=plan.minutes_each,
        refs=tuple(plan.refs),
        rules=plan.drawn_by,
        reveal=plan.reveal,
        seed=seed,
        extra_percent=extra_percent,
        plan=plan,
    )


def may_change(plan: Plan, user: User) -> bool:
    return user.is_superuser or plan.owner_id == user.pk


def forget(plan: Plan) -> None:
    """Forget the plan; the interviews made with it keep what they copied."""
    plan.delete()
