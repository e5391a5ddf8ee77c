"""Clients of the services, async and plain.

`async with connect("localhost:4433", token=...) as osi` gives a client to await, `with connect(...)` one to call; both
have the same methods, with the types of the contracts. A call is tried again until its deadline and happens once; what
was written is read; and an error says by its type what it is and carries all that the service says.
"""

from osi_client.attempts import Retries
from osi_client.ballots import ByToken
from osi_client.connecting import AsyncClient, Client, Connection, connect
from osi_client.details import Details, Field, Precondition, Reason
from osi_client.errors import (
    Aborted,
    AlreadyExists,
    Cancelled,
    DataLoss,
    DeadlineExceeded,
    FailedPrecondition,
    Internal,
    InvalidArgument,
    NotFound,
    OutOfRange,
    PermissionDenied,
    Refused,
    ResourceExhausted,
    ServiceError,
    Unauthenticated,
    Unavailable,
    Unimplemented,
    Unknown,
    error_of_status,
)
from osi_client.operations import AsyncOperation, Operation
from osi_client.pages import AsyncPages, Pages
from osi_client.positions import Positions
from osi_client.security import Tls
from osi_client.tokens import Token

__all__ = [
    "Aborted",
    "AlreadyExists",
    "AsyncClient",
    "AsyncOperation",
    "AsyncPages",
    "ByToken",
    "Cancelled",
    "Client",
    "Connection",
    "DataLoss",
    "DeadlineExceeded",
    "Details",
    "FailedPrecondition",
    "Field",
    "Internal",
    "InvalidArgument",
    "NotFound",
    "Operation",
    "OutOfRange",
    "Pages",
    "PermissionDenied",
    "Positions",
    "Precondition",
    "Reason",
    "Refused",
    "ResourceExhausted",
    "Retries",
    "ServiceError",
    "Tls",
    "Token",
    "Unauthenticated",
    "Unavailable",
    "Unimplemented",
    "Unknown",
    "connect",
    "error_of_status",
]
