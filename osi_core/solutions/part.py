"""What phase 3 brings to the process."""

from __future__ import annotations

from osi_core.challenges.facts import Challenge
from osi_core.domain import Recorded
from osi_core.log.decisions import DecisionClosed
from osi_core.mission.events import ParticipantErased
from osi_core.mission.facts import Member
from osi_core.part import DecisionKind, Part, Reaction
from osi_core.solutions.events import AttendanceClosed, KickoffAllocated, KickoffCancelled, RegistrationClosed
from osi_core.solutions.facts import Call, Kickoff, Registration, Solution
from osi_core.solutions.problem import allocation_command, kickoff_problem
from osi_core.solutions.rules import RULES
from osi_core.solutions.settings import SolutionsSettings
from osi_core.solutions.team_commands import FollowErasure
from osi_core.solutions.team_facts import Team
from osi_core.solutions.views import VIEWS
from osi_core.support.facts import Initiative


def _allocation(closing: type[DecisionClosed]) -> DecisionKind:
    """An allocation is given up with its kick-off."""
    return DecisionKind(
        closing, KickoffAllocated, "matching", kickoff_problem, allocation_command, cancelled=KickoffCancelled
    )


def _erasure_followed(heard: Recorded) -> FollowErasure:
    assert isinstance(heard.event, ParticipantErased)
    return FollowErasure(mission=heard.mission, participant=heard.event.participant)


PART = Part(
    name="solutions",
    rules=RULES,
    facts=(Call, Kickoff, Registration, Solution, Team),
    reads=(Challenge, Initiative, Member),
    settings=SolutionsSettings,
    decisions=(
        _allocation(RegistrationClosed),
        _allocation(AttendanceClosed),
    ),
    reactions=(Reaction(ParticipantErased, _erasure_followed),),
    strategy_kind="matching",
    views=VIEWS,
)
