"""How a service's no becomes one message and an exit code."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import osi_client
from osi_core.cli import Session, Stop
from osi_core.cli.session import Exit

__all__ = ["answered"]

_NO = (
    osi_client.FailedPrecondition,
    osi_client.PermissionDenied,
    osi_client.NotFound,
    osi_client.AlreadyExists,
    osi_client.Aborted,
)


@contextmanager
def answered(session: Session, address: str) -> Iterator[None]:
    """Turns what a call to an address raises into a Stop."""
    try:
        yield
    except osi_client.ServiceError as error:
        raise stop_of(session, error, address) from error


def stop_of(session: Session, error: osi_client.ServiceError, address: str) -> Stop:
    """The message: what the service says in the session's language, and what to do."""
    told = error.sentences.get(session.language) or error.sentences.get("en") or ()
    said = "\n".join(told) or error.message
    match error:
        case osi_client.Unauthenticated():
            return Stop(Exit.CANNOT, session.say("unauthenticated", said=said))
        case osi_client.InvalidArgument() | osi_client.OutOfRange():
            return Stop(Exit.USAGE, said)
        case osi_client.Unimplemented():
            return Stop(Exit.CANNOT, session.say("unimplemented", address=address, method=error.method))
        case _ if isinstance(error, _NO):
            return Stop(Exit.NO, said)
        case osi_client.Unavailable() if not told:
            said = session.say("unavailable", address=address, said=_line(error.message))
        case _:
            said = session.say("failed", address=address, said=said or type(error).__name__)
    again = f"\n{session.say('again', id=error.request_id)}" if error.request_id else ""
    return Stop(Exit.CANNOT, f"{said}{again}")


def _line(text: str) -> str:
    """What gRPC says of a connection, without its lists of attempts."""
    return text.splitlines()[0][:200] if text else "–"
