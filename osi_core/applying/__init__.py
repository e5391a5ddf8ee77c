"""Bringing tables into a living mission: institutions, people, challenges, solutions and ballots, row by row.

`read` makes entries of a file or a folder, by the readers and mappings of `simulation`; `apply` gives their commands to
an engine, in groups. Each row has a command id of its own, made of the file's name and of what tells the row apart, so
that what is applied twice happens once, and what was cut off goes on. A person is who stands in the row under a login;
who brought the table, and by which document, stands in the log as the provenance of that table, stated beside it.
"""

from osi_core.applying.applying import Applied, Outcome, apply, tried_on
from osi_core.applying.entry import Entry, Step
from osi_core.applying.reading import Bringing, read

__all__ = ["Applied", "Bringing", "Entry", "Outcome", "Step", "apply", "read", "tried_on"]
