"""The composition root: the one place that knows which parts a running service is made of, and in which order they
begin and end.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import UTC, datetime
from typing import Any, NamedTuple

from google.protobuf.descriptor import FileDescriptor

from osi_core.log.store import EventStore
from osi_core.plugins import Plugins
from osi_core.process import Engine, Writer, share_of
from osi_core.process.chance import Chance
from osi_core.process.writer import GroupDone
from osi_core.words import OWN, Catalogues
from osi_core.words.babel_formats import BabelFormat
from osi_runtime.auth.authenticating import Authenticator
from osi_runtime.auth.refused import CATALOGUE as AUTH_WORDS
from osi_runtime.declaration import ServiceDeclaration, Table
from osi_runtime.health import Probe, StoreHealth, Watch
from osi_runtime.listening import HEALTH, Listening, listen
from osi_runtime.peers import CATALOGUE as PEERS_WORDS
from osi_runtime.peers.background import peers_running
from osi_runtime.peers.table import LOG_TABLE
from osi_runtime.randomness import Drawn
from osi_runtime.readers import Readers
from osi_runtime.runtime import Runtime, WireMapping
from osi_runtime.settings import Settings
from osi_runtime.stores import open_store, system_of
from osi_runtime.telemetry import Telemetry
from osi_runtime.words import CATALOGUE
from osi_wire import CATALOGUE as WIRE_WORDS
from osi_wire import Wire

__all__ = ["Parts", "Running", "composed"]

_logger = logging.getLogger(__name__)


class Parts(NamedTuple):
    """What a service is made of beside its settings; each left out is the real one."""

    store: EventStore | None = None
    """Not closed in the end: whoever brings it does so."""
    wire: WireMapping | None = None
    plugins: Plugins | None = None
    clock: Callable[[], datetime] = lambda: datetime.now(UTC)
    chance: Chance | None = None
    telemetry: Telemetry | None = None
    organisation_of: Callable[[str], str | None] | None = None


class Running(NamedTuple):
    """A service that serves."""

    runtime: Runtime
    listening: Listening
    watch: Watch
    new_store: bool


@asynccontextmanager
async def composed(
    settings: Settings,
    declaration: ServiceDeclaration,
    parts: Parts = Parts(),  # noqa: B008 - it is frozen
) -> AsyncIterator[Running]:
    """A service that serves for as long as the context lasts; everything is closed in the order in which it is needed
    no more. Raises StoreError, ListenFailed, TlsUnusable, ExporterMissing or MethodsIncomplete where it cannot begin.
    """
    async with AsyncExitStack() as ends:
        opened = open_store(settings, declaration.name) if parts.store is None else None
        store: EventStore = opened.store if opened is not None else parts.store  # type: ignore[assignment]
        if opened is not None:
            ends.callback(store.close)
        telemetry = parts.telemetry
        if telemetry is None and settings.telemetry.enabled:
            telemetry = Telemetry(declaration.name)
            ends.push_async_callback(asyncio.to_thread, telemetry.close)
        plugins = parts.plugins or Plugins.load()
        engine = Engine(
            store,
            share=share_of(declaration.share),
            plugins=plugins,
            clock=parts.clock,
            chance=parts.chance or Drawn(),
            chain=settings.chain or _chain(declaration),
        )
        readers = Readers(settings.readers)
        ends.push_async_callback(asyncio.to_thread, readers.close)
        health = StoreHealth(store, readers)
        writer = Writer(engine, settings.limits.waiting_requests, watch=_watched(health, telemetry, store))
        ends.push_async_callback(asyncio.to_thread, writer.close)
        runtime = Runtime(
            settings=settings,
            declaration=declaration,
            engine=engine,
            writer=writer,
            readers=readers,
            wire=parts.wire or _wire(declaration),
            words=_words(declaration, plugins),
            authenticator=Authenticator(settings.auth),
            telemetry=telemetry,
        )
        runtime.probes.append(Probe("osi.store", health.look))
        peers = await ends.enter_async_context(peers_running(runtime))
        bus = None
        if settings.bus.servers:  # what speaks with NATS is loaded where it is used
            from osi_runtime.bus.background import bus_running

            bus = await ends.enter_async_context(bus_running(runtime, peers))
        if telemetry is not None:
            from osi_runtime.telemetry.numbers import watch_numbers

            watch_numbers(telemetry, runtime, peers, bus)
        if parts.organisation_of is not None:
            runtime.organisation_of = parts.organisation_of
        for background in declaration.background:
            await ends.enter_async_context(background(runtime))
        tables: Sequence[Table] = (declaration, LOG_TABLE, *declaration.tables)
        services = [service.full_name for table in tables for service in table.descriptors]
        watch = Watch((*services, HEALTH), runtime.probes, settings.health.every_seconds)
        await watch.begin()
        ends.push_async_callback(_ended, asyncio.create_task(watch.run(), name="health"))
        listening = await listen(runtime, tables, watch)
        ends.push_async_callback(listening.stop, 0)
        yield Running(runtime, listening, watch, opened is not None and opened.new)


def _chain(declaration: ServiceDeclaration) -> str | None:
    """The name of the chains that a service writes when nobody gives another; an engine of the whole takes chance's."""
    return None if declaration.share == "all" else f"{declaration.name}-1"


def _watched(health: StoreHealth, telemetry: Telemetry | None, store: EventStore) -> Callable[[GroupDone], None]:
    if telemetry is None:
        return health.group
    system = system_of(store)

    def watch(done: GroupDone) -> None:
        health.group(done)
        telemetry.group(done, system)

    return watch


def _wire(declaration: ServiceDeclaration) -> Wire:
    return Wire(_files(declaration), share_of(declaration.share).rules, declaration.views())


def _files(declaration: ServiceDeclaration) -> Iterable[FileDescriptor]:
    """The contract's files: those of its services, and those of the same package that they stand on."""
    found: dict[str, FileDescriptor] = {one.name: one for one in declaration.files}
    waiting = [service.file for service in declaration.descriptors]
    while waiting:
        file = waiting.pop()
        if file.name not in found:
            found[file.name] = file
            waiting += [one for one in file.dependencies if one.package == file.package]
    return found.values()


def _words(declaration: ServiceDeclaration, plugins: Plugins) -> Catalogues:
    own = [declaration.words] if declaration.words is not None else []
    more = [*own, CATALOGUE, AUTH_WORDS, PEERS_WORDS, WIRE_WORDS]
    known = plugins.words().catalogues
    return OWN.with_(*more, *(one for one in known if one not in OWN.catalogues), formats=BabelFormat())


async def _ended(task: asyncio.Task[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task
