"""What the tests of the service start from."""

from __future__ import annotations

import asyncio
import warnings
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from osi_conformance.town import Town
from osi_core.log.memory import MemoryStore
from osi_runtime.compose import Running
from services.funding.tests.serving import Beside, serving

Play = Callable[[Callable[..., Awaitable[Any]]], None]


@pytest.fixture(autouse=True)
def tokens_of_the_kit() -> Iterator[None]:
    """The kit signs by the name that all programs know for Ed25519; the one of RFC 9864 is not known to all yet."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="EdDSA is deprecated")
        yield


@pytest.fixture
def neighbours(tmp_path: Path) -> Iterator[Beside]:
    """The services beside it, not yet speaking."""
    return Beside(tmp_path / "kit")


@pytest.fixture
def play(neighbours: Beside) -> Play:
    """Plays a story in a town, with the service in this process: `play(story)` awaits `story(town, running)`."""

    def played(story: Callable[[Town, Running], Awaitable[Any]]) -> None:
        async def all_of_it() -> None:
            async with neighbours.speaking(), serving(neighbours, MemoryStore()) as running:
                await story(await neighbours.town(), running)

        asyncio.run(all_of_it())

    return played
