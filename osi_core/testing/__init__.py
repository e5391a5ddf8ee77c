"""The conformance kit: proof, case by case, that a strategy keeps what all strategies promise, and what it claims.

Install `osi-core[testing]`, derive one class from `StrategyConformance`, name the strategy, run pytest. The kit is the
contract of the hooks, and is versioned with them (`KIT_VERSION`). docs/conformance.md lists the cases and the claims.
"""

from osi_core.testing.axioms import AXIOMS, Axiom, of_outcome
from osi_core.testing.command import CaseResult, ConformanceReport, StrategyReport, run_cases, run_conformance
from osi_core.testing.conformance import KIT_VERSION, NotKept, StrategyConformance
from osi_core.testing.elections import elections
from osi_core.testing.problems import empty, sample, samples
from osi_core.testing.rewriting import normal_form, rewritten
from osi_core.testing.rule import Rule
from osi_core.testing.search import counterexample

__all__ = [
    "AXIOMS",
    "KIT_VERSION",
    "Axiom",
    "CaseResult",
    "ConformanceReport",
    "NotKept",
    "Rule",
    "StrategyConformance",
    "StrategyReport",
    "counterexample",
    "elections",
    "empty",
    "normal_form",
    "of_outcome",
    "rewritten",
    "run_cases",
    "run_conformance",
    "sample",
    "samples",
]
