"""The funding service: funds, grant rounds, grants and their ledger.

`methods` is the table: nearly every method is a row that names a command of the phase rules or a view. What is more
than a row has a file of its own: decisions as operations (`deciding`, `operations`), ballots of several people
(`casting`, `streaming`), and the way of a receipt (`receipts`). `osi serve funding` finds `SERVICE`.
"""

from osi_funding.declaration import SERVICE

__all__ = ["SERVICE"]
