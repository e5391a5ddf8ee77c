"""Committees and top N: who of many is chosen, so that groups of voters are represented.

A rule is a file, or where it needs more a folder with its family (`thiele`, `phragmen`, `stv`). `instance` reads a
profile, `levels` is the table of whole numbers on which the sequential rules work, `branching` what the searches for a
best committee share. `RULES` lists what the package offers to the hook for prioritisation.
"""

from osi_core.plugins import PrioritisationRule
from osi_voting.committees.approval import MultiwinnerApproval
from osi_voting.committees.equal_shares import EqualSharesCommittee
from osi_voting.committees.instance import CommitteeOptions
from osi_voting.committees.phragmen import LeximaxPhragmen, SequentialPhragmen
from osi_voting.committees.proportional_ranking import FastProportionalRanking
from osi_voting.committees.stv import ScottishSTV, STVOptions
from osi_voting.committees.thiele import (
    PAV,
    ChamberlinCourant,
    GreedyChamberlinCourant,
    OptimalOptions,
    SequentialPAV,
)

__all__ = [
    "PAV",
    "RULES",
    "ChamberlinCourant",
    "CommitteeOptions",
    "EqualSharesCommittee",
    "FastProportionalRanking",
    "GreedyChamberlinCourant",
    "LeximaxPhragmen",
    "MultiwinnerApproval",
    "OptimalOptions",
    "STVOptions",
    "ScottishSTV",
    "SequentialPAV",
    "SequentialPhragmen",
]

RULES: list[PrioritisationRule] = [
    MultiwinnerApproval(),
    SequentialPAV(),
    PAV(),
    SequentialPhragmen(),
    LeximaxPhragmen(),
    EqualSharesCommittee(),
    GreedyChamberlinCourant(),
    ChamberlinCourant(),
    ScottishSTV(),
    FastProportionalRanking(),
]
