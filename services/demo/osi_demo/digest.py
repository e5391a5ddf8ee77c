"""One digest for all decisions of a mission, whoever has taken them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from osi_core.domain import Recorded
from osi_core.log.canonical import canonical
from osi_core.log.records import DecisionRecord

__all__ = ["decided", "decisions_of", "sha256_of"]


def decisions_of(records: Iterable[Recorded]) -> list[DecisionRecord]:
    """The records of all decisions: rule, options, input, outcome and seed of each."""
    found = (getattr(one.event, "record", None) for one in records)
    return sorted((one for one in found if isinstance(one, DecisionRecord)), key=lambda one: (one.decision, one.seed))


def sha256_of(decisions: Iterable[DecisionRecord]) -> str:
    """The digest over some of them, in hexadecimal."""
    return hashlib.sha256(canonical([one.model_dump(mode="json") for one in decisions])).hexdigest()


def decided(record: DecisionRecord) -> tuple[object, ...]:
    """What was decided by which rule: all of a record that follows neither from a service's own chance (its pseudonyms,
    and so the order of ballots in the input, and the seed) nor from who has made it.
    """
    return record.decision, record.kind, record.strategy, record.version, record.options, record.outcome_sha256
