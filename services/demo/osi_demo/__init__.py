"""A mission over the wire: three services, each a process with a store of its own, asked by gRPC and by nothing else.

`House` starts and ends the processes and signs tokens for them, as a development issuer does. `WireEngines` stands
where an engine stands in `osi_core.simulation`: what a play asks for becomes a call to the service whose it is. To
look at what is known, it reads the services' stores, as a person at the machine could; it writes by calls alone.
`python -m osi_demo` plays the demo so.
"""

from osi_demo.calling import Caller, Refusal
from osi_demo.engines import WireEngines
from osi_demo.house import House

__all__ = ["Caller", "House", "Refusal", "WireEngines"]
