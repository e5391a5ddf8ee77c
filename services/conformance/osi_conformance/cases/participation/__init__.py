"""The cases of the participation service alone."""

from osi_conformance.cases.participation import exchange, refusals_of_challenges, refusals_of_missions

__all__ = ["exchange", "refusals_of_challenges", "refusals_of_missions"]
