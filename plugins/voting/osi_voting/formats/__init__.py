"""Readers and writers of election files: Pabulib, PrefLib, and CSV files of comparisons and contributions.

`election` is what was read, whatever the format; `reporting` how readers say what is wrong.
"""

from osi_voting.formats.comparisons import read_comparisons
from osi_voting.formats.contributions import read_contributions
from osi_voting.formats.election import Election, TextColumn
from osi_voting.formats.pabulib import Pabulib, PabulibElection, read_pabulib, write_pabulib
from osi_voting.formats.preflib import PrefLib, PrefLibElection, read_preflib, write_preflib
from osi_voting.formats.reporting import FormatError, Repair

__all__ = [
    "Election",
    "FormatError",
    "Pabulib",
    "PabulibElection",
    "PrefLib",
    "PrefLibElection",
    "Repair",
    "TextColumn",
    "read_comparisons",
    "read_contributions",
    "read_pabulib",
    "read_preflib",
    "write_pabulib",
    "write_preflib",
]
