"""The resources of this phase, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

CHALLENGE = Resource("challenges/{challenge}")
STATEMENT = Resource("statements/{statement}")
VOTES = Resource("deliberation/votes")
"""Everyone's votes on statements: one append-only stream."""
ROUND = Resource("rounds/{round}")
BALLOTS = Resource("rounds/{round}/ballots")
"""A round's ballot box: append-only."""
COMMITMENT = Resource("commitments/{commitment}")
GAP = Resource("gaps/{challenge}")
