"""The resources of funding, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

FUND = Resource("funds/{fund}")
GRANT_ROUND = Resource("grant-rounds/{round}")
APPLICATION = Resource("applications/{application}")
GRANT_BALLOTS = Resource("grant-rounds/{round}/ballots")
"""A grant round's ballot box: append-only."""
