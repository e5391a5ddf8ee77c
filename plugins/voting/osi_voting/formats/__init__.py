"""Readers and writers of election files: Pabulib, PrefLib, and CSV files of comparisons and contributions."""

from osi_voting.formats.comparisons import read_comparisons
from osi_voting.formats.contributions import read_contributions
from osi_voting.formats.election import Election, FormatError, Repair, TextColumn
from osi_voting.formats.pabulib import read_pabulib
from osi_voting.formats.pabulib_election import PabulibElection
from osi_voting.formats.pabulib_records import Pabulib
from osi_voting.formats.pabulib_writer import write_pabulib
from osi_voting.formats.preflib import PrefLibElection, read_preflib
from osi_voting.formats.preflib_records import PrefLib
from osi_voting.formats.preflib_writer import write_preflib

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
