"""The cases of the participation service alone."""

from osi_conformance.cases.participation import (
    asking,
    challenges,
    exchange,
    fields,
    parked,
    refusals_of_challenges,
    refusals_of_missions,
    rounds,
    seen,
    way,
)

__all__ = [
    "asking",
    "challenges",
    "exchange",
    "fields",
    "parked",
    "refusals_of_challenges",
    "refusals_of_missions",
    "rounds",
    "seen",
    "way",
]
