"""The one reader of tables: CSV, spreadsheets, JSON and JSON Lines, as offices and other programs write them.

`read_table(path)` gives a `Table`: the titles of its columns, rows of text with the lines on which they begin, and
notes on what was found odd and read all the same. What a file is, is told by its content, not by its ending. Cells are
text that can be read in one way only: a number of a spreadsheet or of JSON has no separators of thousands, a date is in
ISO form. `Columns` says which of other people's columns are meant; `readings` and `times` tell what a number or a time
may mean, and what may mean two things is for people to say.
"""

from __future__ import annotations

from osi_core.files.tables.columns import Columns
from osi_core.files.tables.numbers import readings, whole_number
from osi_core.files.tables.reading import read_table
from osi_core.files.tables.table import Form, Note, Numbered, Table
from osi_core.files.tables.times import Order, Times, TimeUnclear

__all__ = [
    "Columns",
    "Form",
    "Note",
    "Numbered",
    "Order",
    "Table",
    "TimeUnclear",
    "Times",
    "read_table",
    "readings",
    "whole_number",
]
