"""One digest for all decisions of a mission, whoever has taken them."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

from osi_core.log.canonical import canonical
from osi_core.log.records import DecisionRecord
from osi_core.process import Engine

__all__ = ["decisions_of", "decisions_sha256"]


def decisions_of(engines: Iterable[Engine], mission: str) -> list[DecisionRecord]:
    """The records of all decisions: rule, options, input, outcome and seed of each."""
    records = (getattr(one.event, "record", None) for engine in engines for one in engine.events(mission))
    found = [one for one in records if isinstance(one, DecisionRecord)]
    return sorted(found, key=lambda one: (one.decision, one.seed))


def decisions_sha256(engines: Iterable[Engine], mission: str) -> tuple[int, str]:
    """How many there are, and the digest over all of them."""
    found = decisions_of(engines, mission)
    digest = hashlib.sha256(canonical([one.model_dump(mode="json") for one in found])).hexdigest()
    return len(found), digest
