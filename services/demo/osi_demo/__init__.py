"""A mission over the wire: three services, each a process with a store of its own, asked by gRPC and by nothing else.

`House` starts and ends the processes and signs tokens for them, as a development issuer does. `WireEngines` stands
where an engine stands in `osi_core.simulation`: what a play asks for becomes a call to the service whose it is, and
what is known is read from the services' public logs (`knowing`). Nobody looks into a store, so that any of them may be
of another make. `python -m osi_demo` plays the demo so.
"""

from osi_demo.calling import Caller, Refusal
from osi_demo.engines import WireEngines
from osi_demo.house import House

__all__ = ["Caller", "House", "Refusal", "WireEngines"]
