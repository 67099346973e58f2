import pytest

from interviews.roles import ALLOWED, Action, Role, may
from interviews.states import Phase

PANEL_ONLY = [
    Action.SEE_PANEL,
    Action.SEE_WORDING,
    Action.INVITE,
    Action.RUN,
    Action.SCORE,
    Action.SUBMIT,
    Action.SHARE,
]


def test_every_action_is_in_the_table() -> None:
    assert set(ALLOWED) == set(Action)


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("action", PANEL_ONLY)
def test_a_candidate_never_does_what_the_panel_does(action: Action, phase: Phase) -> None:
    assert not may(Role.CANDIDATE, action, phase, submitted=True, shared=True)


@pytest.mark.parametrize("phase", Phase)
@pytest.mark.parametrize("role", [Role.LEAD, Role.PANELLIST, Role.OBSERVER])
def test_only_the_candidate_answers(role: Role, phase: Phase) -> None:
    assert not may(role, Action.ANSWER, phase, submitted=True, shared=True)


@pytest.mark.parametrize("phase", Phase)
def test_an_observer_only_looks(phase: Phase) -> None:
    can = {action for action in Action if may(Role.OBSERVER, action, phase, submitted=True, shared=True)}
    assert can - {Action.SEE_WORDING} == {Action.SEE, Action.SEE_PANEL}


@pytest.mark.parametrize("role", [Role.PANELLIST, Role.OBSERVER, Role.CANDIDATE])
def test_only_the_lead_runs_invites_and_shares(role: Role) -> None:
    for action in (Action.RUN, Action.INVITE, Action.SHARE):
        assert not any(may(role, action, phase, submitted=True, shared=True) for phase in Phase)


@pytest.mark.parametrize(
    ("role", "submitted", "shared", "reads"),
    [
        (Role.LEAD, False, True, False),
        (Role.LEAD, True, False, True),
        (Role.PANELLIST, False, False, False),
        (Role.PANELLIST, True, False, True),
        (Role.CANDIDATE, True, False, False),
        (Role.CANDIDATE, False, True, True),
        (Role.OBSERVER, True, True, False),
    ],
)
def test_a_report_is_read_after_ones_own_judgement_or_once_it_is_shared(
    role: Role, submitted: bool, shared: bool, reads: bool
) -> None:
    assert may(role, Action.READ_REPORT, Phase.AFTER, submitted=submitted, shared=shared) is reads
    assert not may(role, Action.READ_REPORT, Phase.DURING, submitted=submitted, shared=shared)


def test_marks_are_made_during_and_after_and_submitted_only_after() -> None:
    can = {(action, phase) for action in (Action.SCORE, Action.SUBMIT) for phase in Phase if may("lead", action, phase)}
    assert can == {(Action.SCORE, Phase.DURING), (Action.SCORE, Phase.AFTER), (Action.SUBMIT, Phase.AFTER)}
