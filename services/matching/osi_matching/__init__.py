"""The matching service: calls, solutions, kick-offs, support, curation and scaling.

`methods` is the table, put together of one for each phase; each method is a row that names a command of the phase rules
or a view. `deciding` says what is decided here, which is told as operations. `osi serve matching` finds `SERVICE`.
"""

from osi_matching.declaration import SERVICE

__all__ = ["SERVICE"]
