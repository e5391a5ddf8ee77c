"""What phase 6 brings to the process."""

from __future__ import annotations

from osi_core.challenges.commitment_facts import Commitment
from osi_core.challenges.facts import Challenge
from osi_core.curation.facts import Dossier
from osi_core.mission.facts import Beginning, Institution, Member
from osi_core.part import DecisionKind, Part
from osi_core.scaling.events import PlanRequested, RolloutPlanned
from osi_core.scaling.facts import Adopters, Adoption, FinalReport, Financing, Plan, Readings
from osi_core.scaling.problem import plan_command, scaling_problem
from osi_core.scaling.rules import RULES
from osi_core.scaling.settings import ScalingSettings
from osi_core.scaling.views import VIEWS
from osi_core.solutions.facts import Solution
from osi_core.support.facts import Initiative

PART = Part(
    name="scaling",
    rules=RULES,
    facts=(Adopters, Adoption, FinalReport, Financing, Plan, Readings),
    reads=(Beginning, Challenge, Commitment, Dossier, Initiative, Institution, Member, Solution),
    settings=ScalingSettings,
    decisions=(DecisionKind(PlanRequested, RolloutPlanned, "scaling", scaling_problem, plan_command),),
    strategy_kind="scaling",
    views=VIEWS,
)
