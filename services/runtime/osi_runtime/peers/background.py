"""What a server runs beside its calls: the other services are compared with, heard, and told of in its health."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

from osi_core.domain import Refused
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore, StoreError
from osi_core.process import Engine, Request
from osi_runtime.health import Probe
from osi_runtime.peers.organisations import HeldOrganisations, Organisations, SqlOrganisations
from osi_runtime.peers.reading import Read
from osi_runtime.peers.refused import WORDS
from osi_runtime.peers.service import Peers

if TYPE_CHECKING:
    from osi_runtime.runtime import Guard, Runtime

_RUNNING: WeakKeyDictionary[Any, Peers] = WeakKeyDictionary()


def peers_of(runtime: Any) -> Peers | None:
    """The other services of a running server; None before it has begun to hear them."""
    return _RUNNING.get(runtime)


@asynccontextmanager
async def peers_running(runtime: Runtime) -> AsyncIterator[Peers]:
    """Compares with the other services, then hears them until the context is left: a `Background` of a declaration.

    Raises StoreError, which says what to do, where others know more of the own log than the store: serve nothing then.
    """
    settings, store = runtime.settings.peers, runtime.engine.store
    organisations = await runtime.readers.read(lambda: organisations_beside(store, runtime.settings.store))
    peers = Peers(
        runtime.engine,
        runtime.writer,
        settings,
        organisations,
        read=runtime.readers.read,
        own=settings.organisation,
        message_of=getattr(runtime.wire, "event_message", None),
        capacity=runtime.settings.limits.waiting_requests,
        **_recording(runtime),
    )
    runtime.organisation_of, runtime.reaches = peers.organisation_of, peers.reaches
    runtime.guards.append(_guard(peers, runtime.engine, runtime.readers.read))
    runtime.probes += (
        Probe("osi.peers", _told(peers), vital=False),
        Probe("osi.log", _behind(peers)),
    )
    await peers.compare()
    async with peers.running():
        _RUNNING[runtime] = peers
        try:
            yield peers
        finally:
            del _RUNNING[runtime]


def _recording(runtime: Runtime) -> dict[str, Any]:
    if runtime.telemetry is None:
        return {}
    from osi_runtime.telemetry.calling import Calling
    from osi_runtime.telemetry.messages import Hearing

    return {"telemetry": Hearing(runtime.telemetry), "calling": Calling(runtime.telemetry)}


def organisations_beside(store: EventStore, address: str | None) -> Organisations:
    """Whose missions are is kept in the database where the store is; beside one in memory, in memory. Waits.

    `address` is the store's as it was given: a database's name is told without its password.
    """
    if not isinstance(store, SqlStore):
        return HeldOrganisations()
    where = address if "://" in store.name else store.name
    if where is None:
        raise StoreError("store.no-address", address=store.name)
    return SqlOrganisations(where)


def _guard(peers: Peers, engine: Engine, read: Read) -> Guard:
    """Asked of each command before it goes to the writer: what it stands on must not be known too little of."""

    async def guard(request: Request) -> None:
        command = request.command
        if not peers.stale(command.mission):  # nearly always: then nobody has to know what it stands on
            return
        of = await read(lambda: engine.stands_on(command))
        unmet = peers.stale(command.mission, of=of)
        if unmet:
            raise Refused(type(command).__name__, unmet)

    return guard


def _told(peers: Peers) -> Any:
    async def look() -> str:
        return "; ".join(WORDS.say(one) for one in peers.problems())

    return look


def _behind(peers: Peers) -> Any:
    async def look() -> str:
        return "" if peers.may_serve else "others know more of this service's log than its store"

    return look
