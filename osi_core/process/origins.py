"""What of a mission is real, imported or simulated: counted from its events, part by part.

Each event says its origin (`osi_core.domain.DataOrigin`). Report, status, export and command line all read it here.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from osi_core.domain import DataOrigin
from osi_core.log.envelope import Entry, origin_of

__all__ = ["PARTS", "origins_of", "part_of", "parts_by_origin"]

PARTS = (
    "mission",
    "people",
    "institutions",
    "challenges",
    "statements",
    "votes",
    "ballots",
    "commitments",
    "solutions",
    "kickoff",
    "support",
    "grants",
    "curation",
    "scaling",
)
"""The parts of a mission, in the order of the report."""

_PART_OF = {
    "mission.created": "mission",
    "mission.goal": "mission",
    "mission.participant": "people",
    "mission.role": "people",
    "mission.mandate": "people",
    "mission.institution": "institutions",
    "mission.endorsed": "institutions",
    "challenges.statement": "statements",
    "challenges.votes": "votes",
    "challenges.round": "ballots",
    "challenges.voter": "ballots",
    "challenges.ballots": "ballots",
    "challenges.prioritised": "ballots",
    "challenges.commitment": "commitments",
    "challenges.gap": "commitments",
    "challenges.": "challenges",
    "solutions.allocation": "kickoff",
    "solutions.attend": "kickoff",
    "solutions.kickoff": "kickoff",
    "solutions.places": "kickoff",
    "solutions.registr": "kickoff",
    "solutions.register": "kickoff",
    "solutions.wishes": "kickoff",
    "solutions.": "solutions",
    "support.": "support",
    "funding.": "grants",
    "curation.": "curation",
    "scaling.": "scaling",
}
"""How types of events begin → their part; the first that fits."""


def part_of(type_: str) -> str | None:
    """The part that events of a type belong to; None for what belongs to all, as the opening of a phase."""
    return next((part for start, part in _PART_OF.items() if type_.startswith(start)), None)


def origins_of(entries: Iterable[Entry]) -> dict[str | None, Counter[DataOrigin]]:
    """Part → how many of its events are of which origin; under None, what belongs to all."""
    counted: Counter[tuple[str, DataOrigin]] = Counter((entry.type, origin_of(entry.raw)) for entry in entries)
    found: dict[str | None, Counter[DataOrigin]] = {}
    for (type_, origin), count in counted.items():
        found.setdefault(part_of(type_), Counter())[origin] += count
    return found


def parts_by_origin(
    origins: Mapping[str | None, Counter[DataOrigin]], parts: Iterable[str]
) -> dict[DataOrigin, list[str]]:
    """DataOrigin → those of these parts that hold something of it, what is real first; a mixed part stands in each."""
    asked = list(parts)
    found = {origin: [part for part in asked if origins.get(part, Counter())[origin]] for origin in DataOrigin}
    return {origin: named for origin, named in found.items() if named}
