"""Pabulib files (.pb), the format of participatory budgeting.

`reader` reads a file, its `head` in plain Python and its `votes` with the kernel of `osi_voting.formats.scan`; `writer`
writes one. `election` is what a file says, `points` its decimals as whole numbers, and `records` what the hooks for
importers and exporters offer.
"""

from osi_voting.formats.pabulib.election import PabulibElection
from osi_voting.formats.pabulib.reader import read_pabulib
from osi_voting.formats.pabulib.records import Pabulib
from osi_voting.formats.pabulib.writer import write_pabulib

__all__ = ["Pabulib", "PabulibElection", "read_pabulib", "write_pabulib"]
