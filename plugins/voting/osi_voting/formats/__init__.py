"""Readers and writers of election files: Pabulib, PrefLib, OpaVote, tables of ballots, comparisons and gifts (.csv).

`election` is what was read, whatever the format; `reporting` how readers say what is wrong.
"""

from osi_voting.formats.ballot_table import read_ballot_table
from osi_voting.formats.blt import Blt, BltElection, read_blt, write_blt
from osi_voting.formats.comparisons import read_comparisons
from osi_voting.formats.contributions import read_contributions
from osi_voting.formats.election import Election, TextColumn
from osi_voting.formats.pabulib import Pabulib, PabulibElection, read_pabulib, write_pabulib
from osi_voting.formats.preflib import PrefLib, PrefLibElection, read_preflib, write_preflib
from osi_voting.formats.reporting import FormatError, Repair

__all__ = [
    "Blt",
    "BltElection",
    "Election",
    "FormatError",
    "Pabulib",
    "PabulibElection",
    "PrefLib",
    "PrefLibElection",
    "Repair",
    "TextColumn",
    "read_ballot_table",
    "read_blt",
    "read_comparisons",
    "read_contributions",
    "read_pabulib",
    "read_preflib",
    "write_blt",
    "write_pabulib",
    "write_preflib",
]
