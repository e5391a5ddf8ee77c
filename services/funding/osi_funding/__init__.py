"""The funding service: funds, grant rounds, grants and their ledger.

`methods` is the table: nearly every method is a row that names a command of the phase rules or a view. `deciding` says
what is decided here, which is told as operations. `osi serve funding` finds `SERVICE`.
"""

from osi_funding.declaration import SERVICE

__all__ = ["SERVICE"]
