"""Committees and top N, one rule a file: who of many is chosen, so that groups of voters are represented.

`election` reads a profile, `levels` is the table of whole numbers on which the sequential rules work, `branching` what
the searches for a best committee share. `RULES` lists what the package offers to the hook for prioritisation.
"""

from osi_core.plugins import PrioritisationRule
from osi_voting.committees.approval import MultiwinnerApproval
from osi_voting.committees.chamberlin_courant_exact import ChamberlinCourant
from osi_voting.committees.chamberlin_courant_greedy import GreedyChamberlinCourant
from osi_voting.committees.election import CommitteeOptions
from osi_voting.committees.equal_shares import EqualSharesCommittee
from osi_voting.committees.optimal import OptimalOptions
from osi_voting.committees.pav_exact import PAV
from osi_voting.committees.pav_sequential import SequentialPAV
from osi_voting.committees.phragmen_leximax import LeximaxPhragmen
from osi_voting.committees.phragmen_sequential import SequentialPhragmen
from osi_voting.committees.proportional_ranking import FastProportionalRanking
from osi_voting.committees.stv import ScottishSTV, STVOptions

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
