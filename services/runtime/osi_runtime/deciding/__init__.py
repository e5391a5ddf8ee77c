"""Decisions by strategy where they are owned: closed by a call, computed beside the calls, told as operations.

A service says with `Decision` what it decides. `closes` makes the method that closes, `operations_of` the table of
`google.longrunning.Operations`, and `decisions_running` computes what is due, in a child process. The log is the truth:
a close without a result is due, whoever closed it, and an operation is a view of it, no state of its own.
"""

from osi_runtime.deciding.closing import closes
from osi_runtime.deciding.computing import decisions_of, decisions_running
from osi_runtime.deciding.declared import Decision
from osi_runtime.deciding.operations import operations_of

__all__ = ["Decision", "closes", "decisions_of", "decisions_running", "operations_of"]
