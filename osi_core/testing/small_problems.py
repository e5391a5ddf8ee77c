"""Small problems without ballots for hypothesis to draw and to shrink: matchings, evidence, rollouts.

Like the elections of `drawing`: few people, few choices, everything that may tie does.
"""

from __future__ import annotations

from itertools import chain, permutations
from typing import Any

from hypothesis import strategies as st

from osi_core.plugins import (
    Criterion,
    Evidence,
    Institution,
    KindName,
    MatchingProblem,
    Offer,
    PilotEvidence,
    PilotResult,
    Problem,
    Review,
    ScalingProblem,
    Seeker,
)
from osi_core.testing.drawing import Form

__all__ = ["DRAWN", "small_problems"]

DRAWN: frozenset[KindName] = frozenset({"matching", "curation", "scaling"})
"""The kinds of decisions without ballots of which there are small problems."""

_SEEKERS, _OFFERS = "abcd", "xyz"
_RARELY = st.integers(0, 3)
"""3 means yes."""


def small_problems(kind: KindName, form: Form = "any") -> st.SearchStrategy[Problem]:
    """Problems of a kind in `DRAWN`. `plain` ones have no minima, no places beside the first, no matching before."""
    return {"matching": _matching(form), "curation": _evidence(), "scaling": _scaling()}[kind]


@st.composite
def _matching(draw: st.DrawFn, form: Form) -> MatchingProblem:
    names, teams = _SEEKERS[: draw(st.integers(1, 4))], _OFFERS[: draw(st.integers(1, 3))]
    wishes = list(chain.from_iterable(permutations(teams, length) for length in range(len(teams) + 1)))
    wished = {name: draw(st.sampled_from(wishes)) for name in names}
    pairs = [(name, team) for name in names for team in teams]
    further: dict[str, Any] = {"affinities": {pair: draw(st.integers(0, 3)) for pair in pairs}}
    if draw(_RARELY) == 3:
        further["conflicts"] = [draw(st.sampled_from(pairs))]
    if form == "any":
        further["anywhere"] = draw(st.booleans())
        further["previous"] = [draw(st.sampled_from(pairs))] if draw(_RARELY) == 3 else []
    else:
        further["anywhere"] = False
    seekers = [Seeker(id=name, places=1 + int(form == "any" and draw(_RARELY) == 3)) for name in names]
    return MatchingProblem.of(seekers, [_offer(draw, team, form) for team in teams], wished, **further)


def _offer(draw: st.DrawFn, name: str, form: Form) -> Offer:
    maximum = draw(st.integers(1, 3))
    return Offer(id=name, maximum=maximum, minimum=draw(st.integers(0, maximum)) if form == "any" else 0)


@st.composite
def _evidence(draw: st.DrawFn) -> Evidence:
    criteria = [
        Criterion(id=name, threshold=draw(st.sampled_from(["1", "2", "3/2"])), weight=draw(st.integers(1, 2)))
        for name in "ab"[: draw(st.integers(1, 2))]
    ]
    reviews = []
    for number in range(draw(st.integers(0, 4))):
        own = draw(_RARELY) < 3
        scores = {one.id: draw(st.integers(0, 3)) for one in criteria if draw(_RARELY) < 3}
        reviews.append(Review(reviewer=f"r{number}", initiative="own" if own else "other", scores=scores))
    results = st.sampled_from([None, *PilotResult])
    pilots = [
        PilotEvidence(id=name, institution=name, result=draw(results)) for name in "pq"[: draw(st.integers(0, 2))]
    ]
    return Evidence(
        initiative="own",
        criteria=tuple(criteria),
        reviews=tuple(reviews),
        scale=(0, 3),
        minimum_reviews=draw(st.integers(1, 2)),
        pilots=tuple(pilots),
        minimum_pilots=draw(st.integers(0, 2)),
    )


@st.composite
def _scaling(draw: st.DrawFn) -> ScalingProblem:
    institutions = [
        Institution(
            id=name,
            capacity=draw(st.integers(0, 4)),
            commitment=draw(st.integers(0, 3)),
            kept=draw(st.integers(0, 1)),
            broken=draw(st.integers(0, 1)),
            pilot_success=draw(st.booleans()),
        )
        for name in "abcd"[: draw(st.integers(1, 4))]
    ]
    target = draw(st.integers(1, 8)) if draw(st.booleans()) else None
    return ScalingProblem(initiative="own", institutions=tuple(institutions), target=target)
