"""Phragmén's rules, whose seats are loads on their supporters: seat after seat, and the fairest committee.

`sequential` and `leximax` are the rules. `search` finds the committee with the fairest loads with proof, `loads` shares
out a committee's load exactly, and `loads_kernel` is the compiled flow for it.
"""

from osi_voting.committees.phragmen.leximax import LeximaxPhragmen
from osi_voting.committees.phragmen.sequential import SequentialPhragmen

__all__ = ["LeximaxPhragmen", "SequentialPhragmen"]
