"""PrefLib files (.soc, .soi, .toc, .toi, .cat), the format of preferences.

`reader` reads a file and `writer` writes one, a ballot a line (`lines`); `records` is what the hooks for importers and
exporters offer.
"""

from osi_voting.formats.preflib.reader import PrefLibElection, read_preflib
from osi_voting.formats.preflib.records import PrefLib
from osi_voting.formats.preflib.writer import write_preflib

__all__ = ["PrefLib", "PrefLibElection", "read_preflib", "write_preflib"]
