"""Everything that interviews hold of a person, as values: what an administrator or a lead hands out on request.

It is drawn from the rules by which it is erased, so that nothing is in the one and not in the other.
"""

from collections import defaultdict

from django.db.models import F, Model, QuerySet

from interviews.erasing import RULES, Rule
from interviews.models import Seat
from interviews.roles import Role

ANSWERING = (Role.CANDIDATE, Role.SOLO)
# What a question asks, expects and hints at is the bank's, and may still be to be asked; a nonce is a key.
KEPT_BACK = {"prompt_html", "model_answer_html", "key_points", "follow_ups", "red_flags", "invitation_nonce"}


def held_of(seats: QuerySet[Seat]) -> list[dict]:
    """One entry a seat, table by table: the whole interview where this person answered, else what is theirs of it."""
    entries = _entries(seats.filter(role__in=ANSWERING), answered=True)
    return entries + _entries(seats.exclude(role__in=ANSWERING), answered=False)


def _entries(seats: QuerySet[Seat], *, answered: bool) -> list[dict]:
    tables = {
        str(model._meta.verbose_name).replace(" ", "_"): _rows(model, rule, seats, answered=answered)
        for model, rule in RULES.items()
        if answered or rule.seat
    }
    return [
        {name: rows[number] for name, rows in tables.items()} for number in seats.values_list("interview", flat=True)
    ]


def _rows(model: type[Model], rule: Rule, seats: QuerySet[Seat], *, answered: bool) -> dict[int, list[dict]]:
    """The rows of one table, by interview. Of the seats of others nothing is told."""
    whole = answered and model is not Seat
    way, of = (rule.interview, seats.values("interview")) if whole else (rule.seat, seats.values("pk"))
    columns = [column.attname for column in model._meta.concrete_fields if column.name not in KEPT_BACK]
    found = model._base_manager.filter(**{f"{way}__in": of}).order_by("pk")
    rows = defaultdict(list)
    for row in found.values(*columns, of_interview=F(rule.interview)):
        rows[row.pop("of_interview")].append(row)
    return rows
