"""What holds for every service: each case is registered once a service, over what that declares of itself."""

from osi_conformance.cases.every import (
    ballots,
    changing,
    hearing,
    lists,
    names,
    operations,
    outlook,
    public_log,
    reads,
    receipts,
    serving,
    tokens,
    wording,
)

__all__ = [
    "ballots",
    "changing",
    "hearing",
    "lists",
    "names",
    "operations",
    "outlook",
    "public_log",
    "reads",
    "receipts",
    "serving",
    "tokens",
    "wording",
]
