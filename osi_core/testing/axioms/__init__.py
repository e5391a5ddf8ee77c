"""The axioms that a rule may claim: exact checks that know of no rule, one file for each group of them.

Each check follows the definition of its paper and says in words what breaks it. `AXIOMS` finds them by the names of
osi_core/plugins/claims.py. Those that ask for search over groups or for a linear program are for small elections.
"""

from osi_core.testing.axioms import (
    completeness,
    condorcet,
    ejr_plus,
    electorates,
    evidence,
    monotonicity,
    pareto,
    places,
    priceability,
    representation,
    rollout,
    up_to_one,
)
from osi_core.testing.axioms.axiom import Axiom, of_outcome

__all__ = ["AXIOMS", "Axiom", "of_outcome"]

_FILES = (
    completeness,
    condorcet,
    ejr_plus,
    electorates,
    evidence,
    monotonicity,
    pareto,
    places,
    priceability,
    representation,
    rollout,
    up_to_one,
)

AXIOMS: dict[str, Axiom] = {axiom.claim.name: axiom for file in _FILES for axiom in file.AXIOMS}
"""An axiom for each claim of the vocabulary."""
