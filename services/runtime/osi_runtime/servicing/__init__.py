"""The generic servicer: each row of a table becomes a method of a server, and every call goes the same way.

`gate` says who calls and whether there is room, `parsing` makes a message of bytes and holds it against its contract,
`rows` does what the row says, `answering` turns what went wrong into a status; `handlers` puts them together.
"""

from osi_runtime.servicing.handlers import handlers_of

__all__ = ["handlers_of"]
