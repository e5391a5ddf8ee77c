"""What funding brings to the process."""

from __future__ import annotations

from osi_core.domain import Recorded
from osi_core.funding.commands import SetStipendsAside
from osi_core.funding.events import GrantRoundCancelled, GrantRoundClosed, GrantRoundDecided
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.funding.problem import grant_command, grant_problem
from osi_core.funding.rules import RULES
from osi_core.funding.settings import FundingSettings
from osi_core.funding.views import VIEWS
from osi_core.mission.facts import Institution, Member
from osi_core.part import DecisionKind, Part, Reaction
from osi_core.solutions.facts import Solution
from osi_core.support.events import SupportOffered
from osi_core.support.facts import Initiative


def _offer_of_stipends(heard: Recorded) -> SetStipendsAside | None:
    offered = heard.event
    assert isinstance(offered, SupportOffered)
    if offered.fund is None or offered.budget is None:
        return None
    return SetStipendsAside(mission=heard.mission, fund=offered.fund, offer=offered.offer, budget=offered.budget)


PART = Part(
    name="funding",
    rules=RULES,
    facts=(Fund, Grant, GrantRound),
    reads=(Initiative, Institution, Member, Solution),
    settings=FundingSettings,
    decisions=(
        DecisionKind(
            GrantRoundClosed,
            GrantRoundDecided,
            "allocation",
            grant_problem,
            grant_command,
            cancelled=GrantRoundCancelled,
        ),
    ),
    reactions=(Reaction(SupportOffered, _offer_of_stipends),),
    strategy_kind="allocation",
    views=VIEWS,
)
