"""What phase 4 brings to the process."""

from __future__ import annotations

from osi_core.funding.facts import Fund
from osi_core.part import Part
from osi_core.solutions.facts import Solution
from osi_core.support.facts import Bundle, Initiative, Need, Offer, Programme
from osi_core.support.rules import RULES
from osi_core.support.settings import SupportSettings

PART = Part(
    name="support",
    rules=RULES,
    facts=(Bundle, Initiative, Need, Offer, Programme),
    reads=(Fund, Solution),
    settings=SupportSettings,
)
