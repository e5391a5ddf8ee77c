"""The gate of phase 3 as the first version of the rules had it: logs written under it verify for ever."""

from __future__ import annotations

from osi_core.solutions.gate import (
    GATE,
    a_priority_is_committed_to,
    every_kickoff_is_held,
    priorities_have_solutions,
)

GATE_1 = GATE._replace(
    opens_when=(a_priority_is_committed_to,), closes_when=(every_kickoff_is_held, priorities_have_solutions)
)
