"""The conformance kit: proof, case by case, that a strategy keeps what all strategies promise.

Install `osi-core[testing]`, derive one class from `StrategyConformance`, name the strategy, run pytest. The kit is the
contract of the hooks, and is versioned with them (`KIT_VERSION`).
"""

from osi_core.testing.conformance import KIT_VERSION, StrategyConformance, run_cases
from osi_core.testing.problems import empty, sample, samples
from osi_core.testing.rewriting import normal_form, rewritten

__all__ = [
    "KIT_VERSION",
    "StrategyConformance",
    "empty",
    "normal_form",
    "rewritten",
    "run_cases",
    "sample",
    "samples",
]
