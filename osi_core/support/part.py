"""What phase 4 brings to the process."""

from __future__ import annotations

from osi_core.domain import Recorded
from osi_core.funding.events import StipendsDeclined
from osi_core.funding.facts import Fund
from osi_core.part import Part, Reaction
from osi_core.solutions.facts import Solution
from osi_core.support.commands import EndUnfundedOffer
from osi_core.support.facts import Bundle, Initiative, Need, Offer, Programme
from osi_core.support.rules import RULES
from osi_core.support.settings import SupportSettings
from osi_core.support.views import VIEWS


def _declined(heard: Recorded) -> EndUnfundedOffer:
    assert isinstance(heard.event, StipendsDeclined)
    return EndUnfundedOffer(mission=heard.mission, offer=heard.event.offer)


PART = Part(
    name="support",
    rules=RULES,
    facts=(Bundle, Initiative, Need, Offer, Programme),
    reads=(Fund, Solution),
    settings=SupportSettings,
    reactions=(Reaction(StipendsDeclined, _declined),),
    views=VIEWS,
)
