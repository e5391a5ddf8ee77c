"""`osi health`: whether a service serves, and each thing that it stands on."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import grpc
from cyclopts import Parameter
from grpc_health.v1 import health_pb2, health_pb2_grpc  # type: ignore[import-untyped]

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_core.cli.terminal import rows
from osi_core.files import MIB, InputRefused, read_input

__all__ = ["health"]

_SECONDS = 5.0
_PARTS = ("", "osi.store", "osi.log", "osi.peers", "osi.bus")
"""The whole, and what it may stand on."""


def health(
    session: Session,
    target: Annotated[str, Parameter(help="opt.health_target", metavar="HOST:PORT")],
    /,
    *,
    ca: Annotated[Path | None, Parameter(help="opt.parked_ca", metavar="FILE")] = None,
) -> int:
    """What the service says of itself; exit code 1 where it does not serve."""
    try:
        channel = _channel(target, ca)
    except InputRefused as refused:
        raise session.stop(Exit.CANNOT, "health.silent", target=target, said=session.tell(refused.problem)) from None
    with channel:
        stub: Any = health_pb2_grpc.HealthStub(channel)
        try:
            found = {name: state for name in _PARTS if (state := _state(stub, name)) is not None}
        except grpc.RpcError as error:
            call: Any = error
            raise session.stop(Exit.CANNOT, "health.silent", target=target, said=str(call.details())) from error
    if session.json:
        session.emit(found)
    else:
        table = rows("name", "")
        for name, serves in found.items():
            table.add_row(name or target, session.say("health.serves" if serves else "health.not"))
        session.show(table)
    return Exit.FINE if found.get("") else Exit.NO


def _channel(target: str, ca: Path | None) -> grpc.Channel:
    if ca is None:
        return grpc.insecure_channel(target)
    return grpc.secure_channel(target, grpc.ssl_channel_credentials(read_input(ca, limit=MIB)))


def _state(stub: Any, name: str) -> bool | None:
    """Whether this serves; None for what the service does not have. Raises what gRPC raises."""
    try:
        answer = stub.Check(health_pb2.HealthCheckRequest(service=name), timeout=_SECONDS)
    except grpc.RpcError as error:
        call: Any = error
        if call.code() is grpc.StatusCode.NOT_FOUND:
            return None
        raise
    return bool(answer.status == health_pb2.HealthCheckResponse.SERVING)
