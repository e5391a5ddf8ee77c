"""The conformance kit: proof, case by case, that a strategy keeps what all strategies promise, and what it claims.

Install `osi-core[testing]`, derive one class from `StrategyConformance`, name the strategy, run pytest. The kit is the
contract of the hooks, and is versioned with them (`KIT_VERSION`). docs/conformance.md lists the cases and the claims.

Names are imported when they are asked for: pytest loads this folder's plugin also where hypothesis is not installed.
"""

import importlib
from typing import TYPE_CHECKING, Any

from osi_core.extras import extra
from osi_core.testing.plugin import KIT_VERSION

if TYPE_CHECKING:
    from osi_core.testing.axioms import AXIOMS, Axiom, of_outcome
    from osi_core.testing.command import CaseResult, ConformanceReport, StrategyReport, run_cases, run_conformance
    from osi_core.testing.conformance import NotKept, StrategyConformance
    from osi_core.testing.drawing import elections
    from osi_core.testing.problems import empty, sample, samples
    from osi_core.testing.rewriting import normal_form, rewritten
    from osi_core.testing.rule import Rule
    from osi_core.testing.search import counterexample
    from osi_core.testing.words import WordsConformance, WordsMissing

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
    "WordsConformance",
    "WordsMissing",
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

_MODULES = {
    "axioms": ("AXIOMS", "Axiom", "of_outcome"),
    "command": ("CaseResult", "ConformanceReport", "StrategyReport", "run_cases", "run_conformance"),
    "conformance": ("NotKept", "StrategyConformance"),
    "drawing": ("elections",),
    "problems": ("empty", "sample", "samples"),
    "rewriting": ("normal_form", "rewritten"),
    "rule": ("Rule",),
    "search": ("counterexample",),
    "words": ("WordsConformance", "WordsMissing"),
}
_HOME = {name: module for module, names in _MODULES.items() for name in names}


def __getattr__(name: str) -> Any:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    with extra("testing"):
        globals()[name] = found = getattr(importlib.import_module(f"{__name__}.{_HOME[name]}"), name)
    return found
