"""A mission that is reached twice: in its store by an engine here, and over gRPC from a service that runs over it."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from osi_core.cli import Session
from osi_core.cli.access import Access, Server
from osi_core.cli.embedded import Embedded
from osi_remote.mission import reach
from services.participation.tests.conftest import Town
from services.runtime.tests.town import Tokens

Open = Callable[..., AbstractContextManager[Access]]


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    """Whoever signs."""
    return Tokens(tmp_path)


@pytest.fixture
def town() -> Town:
    """A mission in its challenges phase."""
    return Town()


@pytest.fixture
def address(town: Town, tokens: Tokens) -> Iterator[str]:
    """Where a service serves the town, from a thread of its own."""
    ready, told = threading.Event(), list[str]()
    loop = asyncio.new_event_loop()
    enough = asyncio.Event()

    async def serve() -> None:
        async with town.serving(tokens) as served:
            told.extend(served.running.listening.addresses)
            ready.set()
            await enough.wait()

    thread = threading.Thread(target=loop.run_until_complete, args=(serve(),))
    thread.start()
    assert ready.wait(60), "the service is not there"
    yield told[0]
    loop.call_soon_threadsafe(enough.set)
    thread.join(60)
    loop.close()


def token_of(tokens: Tokens, who: str) -> str:
    """The bare token of a participant, or of the operator."""
    metadata = tokens.operator() if who == "operator" else tokens.person(who)
    return dict(metadata)["authorization"].removeprefix("Bearer ")


@pytest.fixture(params=["file", "wire"])
def opened(request: pytest.FixtureRequest, town: Town, tokens: Tokens) -> Open:
    """`opened(by)`: the mission, as somebody reaches it."""
    if request.param == "wire":
        address: str = request.getfixturevalue("address")

    @contextmanager
    def open_(by: str = "") -> Iterator[Access]:
        if request.param == "file":
            embedded = Embedded(Session(), town.store, None, by)
            embedded.engine = town.engine  # whose clock stands still, as the service's does
            yield embedded
            return
        server = Server((address,), token_of(tokens, by) if by else "")
        with reach(Session(), server, "m", "") as access:
            yield access

    return open_
