"""The cases of the funding service alone."""

from osi_conformance.cases.funding import (
    decisions,
    filters,
    grants,
    hearing,
    ledger,
    money,
    public_log,
    reads,
    receipts,
    refusals_of_grants,
    refusals_of_rounds,
    serving,
    tokens,
)

__all__ = [
    "decisions",
    "filters",
    "grants",
    "hearing",
    "ledger",
    "money",
    "public_log",
    "reads",
    "receipts",
    "refusals_of_grants",
    "refusals_of_rounds",
    "serving",
    "tokens",
]
