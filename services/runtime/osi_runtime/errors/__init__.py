"""How a call is answered with no: `google.rpc.Status` with details that programs compare and people read (AIP-193).

`CallRefused` is what the runtime itself says no with. `told_of` turns every error that can meet a call into a `Told`;
what nobody foresaw becomes INTERNAL with the id of an incident.
"""

from osi_runtime.errors.refused import CallRefused
from osi_runtime.errors.rich import DOMAIN, Told, Violation, status_message
from osi_runtime.errors.told import told_of

__all__ = ["DOMAIN", "CallRefused", "Told", "Violation", "status_message", "told_of"]
