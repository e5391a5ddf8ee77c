"""The cases of the participation service alone."""

from osi_conformance.cases.participation import (
    asking,
    challenges,
    erasing,
    exchange,
    fields,
    parked,
    refusals_of_challenges,
    refusals_of_missions,
    refusals_of_people,
    refusals_of_rounds,
    rounds,
    seen,
    votes,
    watched,
    way,
)

__all__ = [
    "asking",
    "challenges",
    "erasing",
    "exchange",
    "fields",
    "parked",
    "refusals_of_challenges",
    "refusals_of_missions",
    "refusals_of_people",
    "refusals_of_rounds",
    "rounds",
    "seen",
    "votes",
    "watched",
    "way",
]
