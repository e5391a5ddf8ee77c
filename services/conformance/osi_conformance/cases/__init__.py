"""All cases, a file for each kind. Importing this folder fills `CASES`, which `osi_conformance.case` keeps."""

from osi_conformance.case import CASES
from osi_conformance.cases import (
    ballots,
    changing,
    decisions,
    grants,
    hearing,
    ledger,
    lists,
    money,
    names,
    public_log,
    reads,
    receipts,
    refusals_of_grants,
    refusals_of_rounds,
    serving,
    tokens,
    wording,
)

__all__ = [
    "CASES",
    "ballots",
    "changing",
    "decisions",
    "grants",
    "hearing",
    "ledger",
    "lists",
    "money",
    "names",
    "public_log",
    "reads",
    "receipts",
    "refusals_of_grants",
    "refusals_of_rounds",
    "serving",
    "tokens",
    "wording",
]
