"""The resources of funding, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

FUND = Resource("funds/{fund}")
LEDGER_ENTRY = Resource("funds/{fund}/entries/{entry}")
"""A posting of a fund's ledger. It has no stream of its own: it comes of an event of whatever moved the money."""
GRANT_ROUND = Resource("grant-rounds/{round}")
APPLICATION = Resource("applications/{application}")
GRANT_BALLOTS = Resource("grant-rounds/{round}/ballots")
"""A grant round's ballot box: append-only."""
