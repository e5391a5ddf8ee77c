"""The axioms of matching, curation and scaling: who breaks one is shown a small problem, who keeps it is not."""

from typing import Any

import pytest

from osi_core.plugins import (
    Criterion,
    Evidence,
    Fit,
    FitAssessment,
    Institution,
    Matching,
    MatchingProblem,
    Offer,
    PilotEvidence,
    PilotResult,
    Review,
    RolloutPlan,
    RolloutStep,
    ScalingProblem,
    Seeker,
)
from osi_core.plugins.builtin import CommitmentOrder, GreedyMatching, ReviewMean
from osi_core.plugins.claims import CLAIMS
from osi_core.testing import run_cases
from osi_core.testing.axioms.evidence import unanimity
from osi_core.testing.axioms.places import non_wastefulness, pareto_for_seekers, stability
from osi_core.testing.axioms.rollout import full_use
from tests.unit.testing.broken_without_ballots import BROKEN

KINDS: dict[str, Any] = {"matching": GreedyMatching, "curation": ReviewMean, "scaling": CommitmentOrder}


def matching(wishes, *, maximum=1, affinities=None, previous=(), conflicts=()):
    offers = [Offer(id=name, maximum=maximum) for name in "xy"]
    seekers = [Seeker(id=name) for name in wishes]
    return MatchingProblem.of(
        seekers, offers, wishes, affinities=affinities, previous=previous, conflicts=conflicts, anywhere=False
    )


def placed(pairs, unplaced=()):
    return Matching(pairs=tuple((s, o) for s, o in pairs), unplaced=tuple(unplaced))


# Matching


def test_a_free_place_that_is_wished_more_is_wasted():
    problem = matching({"a": "xy", "b": "y"}, maximum=2)
    assert "a wishes x more than what it has, and x has room" in str(non_wastefulness(problem, placed(["ay", "by"])))
    assert non_wastefulness(problem, placed(["ax", "by"])) is None


def test_a_place_is_free_for_nobody_who_conflicts_and_nobody_is_moved_from_where_it_was():
    problem = matching({"a": "xy"}, conflicts=["ax"])
    assert non_wastefulness(problem, placed(["ay"])) is None
    problem = matching({"a": "xy"}, previous=["ay"])
    assert non_wastefulness(problem, placed(["ay"])) is None


def test_who_is_wanted_more_and_wishes_it_more_blocks_a_matching():
    problem = matching({"a": "x", "b": "x"}, affinities={("a", "x"): 1, ("b", "x"): 2})
    assert "b wishes x more than what it has, and x wants it more than a" in str(stability(problem, placed(["ax"])))
    assert stability(problem, placed(["bx"])) is None


def test_two_who_would_rather_swap_are_not_pareto():
    problem = matching({"a": "xy", "b": "yx"})
    assert "a in x, b in y would be better" in str(pareto_for_seekers(problem, placed(["ay", "bx"])))
    assert pareto_for_seekers(problem, placed(["ax", "by"])) is None


# Curation


def evidence(*scores, pilots=0):
    return Evidence(
        initiative="own",
        criteria=(Criterion(id="need", threshold="2"),),
        reviews=tuple(Review(reviewer=f"r{n}", initiative="own", scores={"need": s}) for n, s in enumerate(scores)),
        scale=(0, 3),
        minimum_reviews=2,
        pilots=tuple(PilotEvidence(id=f"p{n}", institution="i", result=PilotResult.SUCCEEDED) for n in range(pilots)),
    )


def said(fit):
    return FitAssessment(initiative="own", fit=fit, criteria=())


def test_what_all_call_worst_does_not_fit_and_what_all_call_best_does():
    assert "all who reviewed need give it 0" in str(unanimity(evidence(0, 0), said(Fit.FIT)))
    assert "all pilots succeeded, and it is said to be unclear" in str(unanimity(evidence(3, 3), said(Fit.UNCLEAR)))
    assert unanimity(evidence(3), said(Fit.UNCLEAR)) is None, "one review is not enough"
    assert unanimity(evidence(3, 2), said(Fit.NOT_YET)) is None, "not all say so"


# Scaling


def test_room_that_is_committed_is_used_up_to_the_target():
    ready = (Institution(id="a", capacity=3, commitment=1), Institution(id="b", capacity=3))
    problem = ScalingProblem(initiative="own", institutions=ready)
    two = RolloutPlan(initiative="own", steps=(RolloutStep(institution="a", wave=1, units=2),), reached=2)
    assert "2 units are reached; those who are committed can take 3" in str(full_use(problem, two))
    assert full_use(problem.model_copy(update={"target": 2}), two) is None


# All of them


@pytest.mark.parametrize("broken", BROKEN, ids=lambda one: one.name)
def test_a_false_claim_is_refuted(broken):
    (claim,) = broken.claims
    wrong = run_cases(broken(), effort=4, only={"test_claim_holds"})[f"test_claim_holds[{claim}]"]
    assert f"{broken.name} claims {claim}, but:" in wrong


def test_each_of_these_claims_has_one_that_breaks_it():
    assert {claim for one in BROKEN for claim in one.claims} == {
        name for name, claim in CLAIMS.items() if claim.kinds & KINDS.keys()
    }


@pytest.mark.parametrize("kind", KINDS)
def test_a_built_in_strategy_keeps_what_it_claims(kind):
    found = run_cases(KINDS[kind](), effort=2, only={"test_claim_holds"})
    assert found
    assert not any(found.values()), found
