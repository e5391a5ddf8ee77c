"""Who might take an initiative over, as the facts know it: what a rollout plan is computed from."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from osi_core.challenges.commitment_facts import Commitment
from osi_core.challenges.events import CommitmentStatus
from osi_core.challenges.facts import Challenge
from osi_core.curation.facts import Dossier
from osi_core.domain import Context
from osi_core.mission.facts import Institution
from osi_core.scaling.commands import RequestPlan
from osi_core.scaling.events import Candidate
from osi_core.solutions.facts import Solution


class _Promises(NamedTuple):
    """What an institution's commitments say of it."""

    kept: int = 0
    broken: int = 0


def candidates(command: RequestPlan, context: Context) -> tuple[Candidate, ...]:
    """Institutions that committed to the initiative's challenges, that piloted it, or that the request names; one that
    was entered twice is one, and takes what it is named with at most.

    By their ids; only registered ones, so that a misspelt name is refused by the conditions and not planned with.
    """
    really, places = context.joined.really, _places(command, context)
    dossier = context.fact(Dossier, command.initiative) or Dossier()
    promises = _promises(context)
    institutions = context.all(Institution)
    capacities: dict[str, int] = {}
    for one in command.capacities:
        capacities[really(one.institution)] = max(one.units, capacities.get(really(one.institution), 0))
    piloted, partners = context.joined.all_really(dossier.piloted_by), context.joined.all_really(dossier.partners)
    named = {*places, *partners, *capacities}
    return tuple(
        Candidate(
            institution=name,
            place=institutions[name].place or "",
            capacity=capacities.get(name, 1),
            commitment=places.get(name, 0),
            kept=promises.get(name, _Promises()).kept,
            broken=promises.get(name, _Promises()).broken,
            pilot_success=name in piloted,
        )
        for name in sorted(named & institutions.keys())
    )


def _places(command: RequestPlan, context: Context) -> dict[str, int]:
    """Institution → its place in the order of commitments, from 1; 0 when it took back all that it had made."""
    solution, challenges = context.fact(Solution, command.initiative), context.all(Challenge)
    answered: set[str] = set()
    for challenge in solution.challenges if solution else ():
        answered |= living(challenge, challenges)
    places: dict[str, int] = {}
    number = 0
    for commitment in context.all(Commitment).values():  # in the order in which they were made
        if answered.isdisjoint(living(commitment.challenge, challenges)):
            continue
        institution = context.joined.really(commitment.institution)
        if commitment.stands and not places.get(institution):
            number += 1
            places[institution] = number
        places.setdefault(institution, 0)
    return places


def living(challenge: str, challenges: Mapping[str, Challenge]) -> frozenset[str]:
    """The challenges in which one lives on: itself, or what it was merged into or split into."""
    known = challenges.get(challenge)
    onward = (known.merged_into,) if known and known.merged_into else known.split_into if known else ()
    if not onward:
        return frozenset({challenge})
    return frozenset().union(*(living(name, challenges) for name in onward))


def _promises(context: Context) -> dict[str, _Promises]:
    found: dict[str, _Promises] = {}
    for commitment in context.all(Commitment).values():
        institution = context.joined.really(commitment.institution)
        kept, broken = found.get(institution, _Promises())
        kept += commitment.status in (CommitmentStatus.KEPT, CommitmentStatus.KEPT_LATE)
        broken += commitment.status in (CommitmentStatus.LATE, CommitmentStatus.WITHDRAWN)
        found[institution] = _Promises(kept, broken)
    return found
