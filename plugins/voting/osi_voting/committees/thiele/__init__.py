"""Rules by a Thiele score, one rule a file: PAV and Chamberlin-Courant, each optimal and seat after seat.

`addition` gives seat after seat to what adds most; `search` finds the best committee with proof, `optimal` makes an
outcome of it, and `lacking` counts the ballots that would have had another item in it.
"""

from osi_voting.committees.thiele.chamberlin_courant import ChamberlinCourant
from osi_voting.committees.thiele.greedy_chamberlin_courant import GreedyChamberlinCourant
from osi_voting.committees.thiele.optimal import OptimalOptions
from osi_voting.committees.thiele.pav import PAV
from osi_voting.committees.thiele.sequential_pav import SequentialPAV

__all__ = ["PAV", "ChamberlinCourant", "GreedyChamberlinCourant", "OptimalOptions", "SequentialPAV"]
