"""Readers and writers of election files: Pabulib (.pb)."""

from osi_voting.formats.election import Election, FormatError, Repair, TextColumn
from osi_voting.formats.pabulib import read_pabulib
from osi_voting.formats.pabulib_records import Pabulib
from osi_voting.formats.pabulib_writer import write_pabulib

__all__ = ["Election", "FormatError", "Pabulib", "Repair", "TextColumn", "read_pabulib", "write_pabulib"]
