"""Who may do what, when: seats, actions, and the one table that joins them."""

from enum import StrEnum

from interviews.states import Phase


class Role(StrEnum):
    LEAD = "lead"
    PANELLIST = "panellist"
    CANDIDATE = "candidate"
    OBSERVER = "observer"
    SOLO = "solo"  # somebody who practises alone: candidate while it runs, judge of themselves afterwards


JUDGES = frozenset({Role.LEAD, Role.PANELLIST})


class Action(StrEnum):
    SEE = "see"  # the one address of an interview: lobby, room or the word that it is over
    SEE_PANEL = "see_panel"  # model answers and key points, before the candidate may
    SEE_WORDING = "see_wording"  # which sentence of an answer speaks to which key point
    INVITE = "invite"
    RUN = "run"  # start, pause, go on, end
    ANSWER = "answer"
    SCORE = "score"
    SUBMIT = "submit"
    READ_REPORT = "read_report"
    SHARE = "share"
    TALK = "talk"  # read the debrief, which shows what each of the panel judged
    DECIDE = "decide"  # open the debrief, agree on ratings, decide
    ASSIGN = "assign"  # who else sits here, and who asks what
    ARCHIVE = "archive"
    GIVE_OR_ERASE = "give_or_erase"  # what is held of a candidate who has no account


_ALWAYS = frozenset(Phase)
_BEFORE, _DURING, _AFTER = Phase.BEFORE, Phase.DURING, Phase.AFTER

ALLOWED: dict[Action, dict[Role, frozenset[Phase]]] = {
    Action.SEE: dict.fromkeys(Role, _ALWAYS),
    Action.SEE_PANEL: {
        Role.LEAD: _ALWAYS,
        Role.PANELLIST: _ALWAYS,
        Role.OBSERVER: _ALWAYS,
        Role.SOLO: frozenset({_AFTER}),
    },
    # Whoever judges their own answer does so without.
    Action.SEE_WORDING: dict.fromkeys((Role.LEAD, Role.PANELLIST, Role.OBSERVER), frozenset({_DURING, _AFTER})),
    Action.INVITE: {Role.LEAD: frozenset({_BEFORE, _DURING})},
    Action.RUN: dict.fromkeys((Role.LEAD, Role.SOLO), frozenset({_BEFORE, _DURING, _AFTER})),
    Action.ANSWER: dict.fromkeys((Role.CANDIDATE, Role.SOLO), frozenset({_DURING, _AFTER})),
    Action.SCORE: {
        Role.LEAD: frozenset({_DURING, _AFTER}),
        Role.PANELLIST: frozenset({_DURING, _AFTER}),
        Role.SOLO: frozenset({_AFTER}),
    },
    Action.SUBMIT: dict.fromkeys((Role.LEAD, Role.PANELLIST, Role.SOLO), frozenset({_AFTER})),
    Action.READ_REPORT: dict.fromkeys((Role.LEAD, Role.PANELLIST, Role.CANDIDATE, Role.SOLO), frozenset({_AFTER})),
    Action.SHARE: {Role.LEAD: frozenset({_AFTER})},
    Action.TALK: dict.fromkeys(JUDGES, frozenset({_AFTER})),
    Action.DECIDE: {Role.LEAD: frozenset({_AFTER})},
    Action.ASSIGN: {Role.LEAD: frozenset({_BEFORE, _DURING})},
    Action.GIVE_OR_ERASE: {Role.LEAD: frozenset({_AFTER, Phase.OFF})},
    Action.ARCHIVE: dict.fromkeys((Role.LEAD, Role.SOLO), frozenset({_AFTER, Phase.OFF})),
}


def may(
    role: str,
    action: Action,
    phase: Phase,
    *,
    submitted: bool = False,
    shared: bool = False,
    debriefed: bool = False,
    decided: bool = True,
) -> bool:
    """Whether a seat may act now.

    `submitted`: the seat's own scorecard is in, so seeing what others judged cannot sway it any more.
    `shared`: the lead has shared the report with the candidate.
    `debriefed`: the debrief was opened, which locks every scorecard.
    `decided`: the panel's decision is made; whoever judges alone makes it with the scorecard.
    """
    if phase not in ALLOWED[action].get(Role(role), frozenset()):
        return False
    if action == Action.READ_REPORT:
        return shared if role == Role.CANDIDATE else submitted
    if action == Action.SHARE:
        return submitted and decided
    if action == Action.TALK:
        return debriefed
    if action == Action.DECIDE:
        return submitted
    return True
