"""Makes interviews in every phase by the app's own verbs, in the server's database: `manage.py shell` runs this."""

import json
from datetime import timedelta

from django.contrib.auth.models import User

from interviews import answering, debriefing, flow, marking, planning, sharing
from interviews.autosave import Typed
from interviews.clock import now
from interviews.inviting import token_of
from interviews.models import Interview, Seat
from interviews.planning import Recipe
from interviews.roles import Role
from interviews.scoring import RECOMMENDATIONS

REFS = ("aws-junior-01", "aws-junior-02", "aws-junior-03")
YES = next(iter(RECOMMENDATIONS))
PHASES = (
    "scheduled",
    "live",
    "paused",
    "ended",
    "judged",
    "submitted",
    "shared",
    "half",
    "panel",
    "talked",
    "agreed",
    "decided",
    "cancelled",
)


def _judge(seat: Seat) -> None:
    for asked in seat.interview.put_to_candidate:
        marking.rate(seat, asked, 3)
    marking.recommend(seat, YES)


def _make(phase: str) -> Interview:
    """Irene leads, and from `half` to `decided` Ivan judges as well; at `half` he is not done.

    Question 1 was answered, question 2 is open, question 3 waits.
    """
    at, irene = now() - timedelta(minutes=5), User.objects.get(username="irene")
    of_panel = phase in ("half", "panel", "talked", "agreed", "decided")
    panel = tuple(User.objects.filter(username="ivan")) if of_panel else ()
    one = planning.create(Recipe("Made", "Cleo", 240, refs=REFS, minutes_each=60, panel=panel), irene, at)
    lead = one.seats.get(role=Role.LEAD)
    if phase == "cancelled":
        return flow.cancel(one, lead, at)
    if phase == "scheduled":
        return one
    one = flow.open_question(flow.start(one, lead, at), lead, at, 1)
    answering.save_answer(one, 1, Typed("Words.", 0, "made", 1), False, at)
    one = flow.open_question(one, lead, at, 2)
    if phase == "live":
        return one
    if phase == "paused":
        return flow.pause(one, lead, at)
    one = flow.end(one, lead, at)
    if phase == "ended":
        return one
    for seat in one.judges:
        _judge(seat)
        if phase != "judged" and not (phase == "half" and seat != lead):
            marking.submit(seat, at)
    if phase == "shared":
        sharing.share(one, lead, at, ["ratings"])
    if phase in ("talked", "agreed", "decided"):
        debriefing.open_debrief(one, lead, at, False)
    if phase in ("agreed", "decided"):
        for asked in one.put_to_candidate:
            debriefing.agree(asked, lead, at, 3, "")
    if phase == "decided":
        debriefing.decide(one, lead, at, YES, "Because.")
    return one


def make(wanted: dict[str, int]) -> None:
    """Print the numbers of so many interviews of each phase, with their links."""
    made = {phase: [_make(phase) for _ in range(count)] for phase, count in wanted.items()}
    print(json.dumps({phase: [[one.pk, *_seats(one)] for one in some] for phase, some in made.items()}))


def _seats(interview: Interview) -> tuple[str, int]:
    candidate = interview.seats.get(role=Role.CANDIDATE)
    return token_of(candidate), candidate.pk
