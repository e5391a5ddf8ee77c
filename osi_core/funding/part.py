"""What funding brings to the process."""

from __future__ import annotations

from osi_core.funding.events import GrantRoundClosed, GrantRoundDecided
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.funding.problem import grant_command, grant_problem
from osi_core.funding.rules import RULES
from osi_core.funding.settings import FundingSettings
from osi_core.mission.facts import Institution, Member
from osi_core.part import DecisionKind, Part
from osi_core.solutions.facts import Solution
from osi_core.support.facts import Initiative

PART = Part(
    name="funding",
    rules=RULES,
    facts=(Fund, Grant, GrantRound),
    reads=(Initiative, Institution, Member, Solution),
    settings=FundingSettings,
    decisions=(DecisionKind(GrantRoundClosed, GrantRoundDecided, "allocation", grant_problem, grant_command),),
    strategy_kind="allocation",
)
