"""All that is known here of JetStream: one connection, the stream, and a subscription that tells when it is dead.

nats-py reconnects by itself, but its pull subscriptions do not survive that and say nothing. So it is not let: a
connection that is lost ends everything that stands on it, and all is begun anew.
"""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress

from nats.aio.client import Client
from nats.aio.msg import Msg
from nats.errors import Error as NatsError
from nats.js import JetStreamContext, api
from nats.js.errors import APIError, NotFoundError

from osi_runtime.bus.connecting import connect
from osi_runtime.bus.settings import BusSettings

__all__ = ["LOST", "STREAM", "Connection", "Lost", "connected"]

_logger = logging.getLogger(__name__)
STREAM = "OSI"
_SUBJECTS = ["osi.v1.>"]
_DUPLICATES_SECONDS = 120.0
_ACK_SECONDS = 30.0
_IN_USE = 10058
_PENDING = "Nats-Pending-Messages"
_RESETS = (2, 14)
"""The first server that begins a consumer anew where it has acknowledged; others wait for `_ACK_SECONDS`."""


class Lost(ConnectionError):
    """The connection, or a subscription on it, is dead."""


LOST = (NatsError, OSError, TimeoutError)
"""What comes of a bus that cannot be used now: it is tried again."""


class Connection:
    """A connection to the stream, until it is lost for the first time."""

    def __init__(self, client: Client, settings: BusSettings, lost: asyncio.Event) -> None:
        self._client, self._settings, self._lost = client, settings, lost
        self.stream: JetStreamContext = client.jetstream(
            timeout=settings.answer_seconds, publish_async_max_pending=settings.window_events
        )

    async def make_stream(self) -> None:
        """Makes the stream where there is none."""
        config = api.StreamConfig(
            name=STREAM,
            subjects=_SUBJECTS,
            storage=api.StorageType.FILE,
            num_replicas=self._settings.replicas,
            duplicate_window=_DUPLICATES_SECONDS,
        )
        try:
            await self.stream.stream_info(STREAM)
        except NotFoundError:
            try:
                await self.stream.add_stream(config)
            except APIError as error:
                if error.err_code != _IN_USE:  # another service has made it meanwhile
                    raise

    async def last(self, subjects: str) -> dict[str, str]:
        """The headers of the last message of some subjects; empty where there is none."""
        try:
            found = await self.stream.get_msg(STREAM, subject=subjects)
        except NotFoundError:
            return {}
        return dict(found.headers or {})

    async def holds(self, sequence: int) -> bool:
        """Whether the stream has a message at this place."""
        try:
            await self.stream.get_msg(STREAM, seq=sequence)
        except NotFoundError:
            return False
        return True

    async def until_lost(self) -> None:
        """Waits until the connection is lost, and raises Lost."""
        await self._lost.wait()
        raise Lost("the connection has ended")

    async def messages(self, name: str, subjects: Sequence[str]) -> AsyncIterator[list[Msg]]:
        """What the stream says under some subjects, to one that it knows by name: some messages each time, in order.
        Whoever has done with them acknowledges the last; it stands for those before it.

        Raises Lost where the stream gives no sign of life.
        """
        config = api.ConsumerConfig(
            durable_name=name,
            filter_subjects=[*subjects],
            ack_policy=api.AckPolicy.ALL,
            ack_wait=_ACK_SECONDS,
            max_ack_pending=4 * self._settings.batch_events,
        )
        await self.stream.add_consumer(STREAM, config)
        expected = await self._reset(name)
        queue: asyncio.Queue[Msg] = asyncio.Queue()
        inbox = self._client.new_inbox()
        subscription = await self._client.subscribe(inbox, cb=queue.put)
        try:
            async for some in self._pulled(name, inbox, queue):
                first, last = (one.metadata.sequence.consumer for one in (some[0], some[-1]))
                # Whoever was there before has got some, and is gone.
                if last - first + 1 != len(some) or (expected and first != expected):
                    raise Lost("some messages went elsewhere")
                expected = last + 1
                yield some
        finally:
            with suppress(*LOST):
                await subscription.unsubscribe()

    async def _reset(self, name: str) -> int:
        """Lets what was on its way to whoever was there before come again now, and not behind what follows it. Returns
        the number that the first message will have; 0 where that cannot be said.
        """
        version = self._client.connected_server_version
        if (version.major, version.minor) < _RESETS:
            return 0
        await self.stream.reset_consumer(STREAM, name)
        return 1

    async def _pulled(self, name: str, inbox: str, queue: asyncio.Queue[Msg]) -> AsyncIterator[list[Msg]]:
        """What comes. There is always more asked for than what is taken now, so that it comes meanwhile."""
        beat, batch = self._settings.heartbeat_seconds, self._settings.batch_events
        asked = {"batch": batch, "expires": _nanoseconds(10 * beat), "idle_heartbeat": _nanoseconds(beat)}
        subject = f"$JS.API.CONSUMER.MSG.NEXT.{STREAM}.{name}"
        coming = 0
        while True:
            while coming <= batch:
                await self._client.publish(subject, json.dumps(asked).encode(), reply=inbox)
                coming += batch
            try:
                async with asyncio.timeout(2 * beat):
                    some = [await queue.get()]
            except TimeoutError as error:
                raise Lost("the subscription gives no sign of life") from error
            while not queue.empty():
                some.append(queue.get_nowait())
            given = [one for one in some if not _status(one)]
            if given:
                yield given
            said = {_status(one) for one in some} - {"", "100"}
            if said - {"404", "408"}:  # 409: the consumer is gone; 503: so is the stream
                raise Lost(f"the subscription has ended ({', '.join(sorted(said))})")
            # A request whose time was over says what it will not bring; an older server does not say how much that is.
            over = sum(int((one.headers or {}).get(_PENDING, coming)) for one in some if _status(one) in ("404", "408"))
            coming = max(0, coming - len(given) - over)


def _status(message: Msg) -> str:
    if message.data or not message.headers:
        return ""
    return str(message.headers.get("Status", ""))


def _nanoseconds(seconds: float) -> int:
    return int(seconds * 1_000_000_000)


@asynccontextmanager
async def connected(
    settings: BusSettings, name: str, told: Callable[[str], None] = _logger.warning
) -> AsyncIterator[Connection]:
    """A connection by this name, with the stream there. `told` is called with what the server says to be wrong.

    Raises what LOST lists.
    """
    lost = asyncio.Event()

    async def closed() -> None:
        lost.set()

    async def said(error: Exception) -> None:
        told(str(error) or type(error).__name__)

    client = await connect(settings, name, closed=closed, said=said)
    try:
        connection = Connection(client, settings, lost)
        await connection.make_stream()
        yield connection
    finally:
        with suppress(*LOST):
            await client.close()
