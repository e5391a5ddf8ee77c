"""A service against its contract, as a black box: `osi conformance funding --target HOST:PORT`.

The kit is the service's peer: it plays the other services of some missions by recorded logs (`peers`), signs the tokens
of their people, and looks at nothing but gRPC. `case` keeps the cases, `cases/` has them, `running` runs
them, `results` tells what came of it; `world` puts together what a case works with.
"""

from osi_conformance.case import Case, Failed
from osi_conformance.results import Report, Result
from osi_conformance.running import run
from osi_conformance.setup import Setup

__all__ = ["Case", "Failed", "Report", "Result", "Setup", "run"]
