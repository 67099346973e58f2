"""Who may do what, when: seats, actions, and the one table that joins them."""

from enum import StrEnum

from interviews.states import Phase


class Role(StrEnum):
    LEAD = "lead"
    PANELLIST = "panellist"
    CANDIDATE = "candidate"
    OBSERVER = "observer"


class Action(StrEnum):
    SEE = "see"  # the one address of an interview: lobby, room or the word that it is over
    SEE_PANEL = "see_panel"  # model answers and key points, before the candidate may
    INVITE = "invite"
    RUN = "run"  # start, pause, go on, end
    ANSWER = "answer"
    SCORE = "score"
    SUBMIT = "submit"
    READ_REPORT = "read_report"
    SHARE = "share"


_ALWAYS = frozenset(Phase)
_BEFORE, _DURING, _AFTER = Phase.BEFORE, Phase.DURING, Phase.AFTER

ALLOWED: dict[Action, dict[Role, frozenset[Phase]]] = {
    Action.SEE: dict.fromkeys(Role, _ALWAYS),
    Action.SEE_PANEL: dict.fromkeys((Role.LEAD, Role.PANELLIST, Role.OBSERVER), _ALWAYS),
    Action.INVITE: {Role.LEAD: frozenset({_BEFORE, _DURING})},
    Action.RUN: {Role.LEAD: frozenset({_BEFORE, _DURING, _AFTER})},
    Action.ANSWER: {Role.CANDIDATE: frozenset({_DURING, _AFTER})},
    Action.SCORE: dict.fromkeys((Role.LEAD, Role.PANELLIST), frozenset({_DURING, _AFTER})),
    Action.SUBMIT: dict.fromkeys((Role.LEAD, Role.PANELLIST), frozenset({_AFTER})),
    Action.READ_REPORT: dict.fromkeys((Role.LEAD, Role.PANELLIST, Role.CANDIDATE), frozenset({_AFTER})),
    Action.SHARE: {Role.LEAD: frozenset({_AFTER})},
}


def may(role: str, action: Action, phase: Phase, *, submitted: bool = False, shared: bool = False) -> bool:
    """Whether a seat may act now.

    `submitted`: the seat's own scorecard is in, so seeing what others judged cannot sway it any more.
    `shared`: the lead has shared the report with the candidate.
    """
    if phase not in ALLOWED[action].get(Role(role), frozenset()):
        return False
    if action == Action.READ_REPORT:
        return shared if role == Role.CANDIDATE else submitted
    if action == Action.SHARE:
        return submitted
    return True
