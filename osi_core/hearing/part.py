"""What hearing brings to the process."""

from __future__ import annotations

from osi_core.hearing.facts import Adopted, Answer, HandedOver, Parked, Stopped
from osi_core.hearing.rules import RULES
from osi_core.mission.facts import ServingChain
from osi_core.part import Part

PART = Part(name="hearing", rules=RULES, facts=(Adopted, Answer, HandedOver, Parked, Stopped), reads=(ServingChain,))
