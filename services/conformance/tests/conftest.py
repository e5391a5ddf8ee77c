"""A funding service in this process for all tests of the kit, and a way to run cases against it."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path

import pytest

from osi_conformance.case import chosen
from osi_conformance.cases import CASES
from osi_conformance.issuer import Issuer
from osi_conformance.results import Report
from osi_conformance.running import run
from osi_conformance.setup import Setup, settings_text
from osi_core.log.memory import MemoryStore
from osi_funding import SERVICE
from osi_runtime.compose import Parts, composed
from osi_runtime.settings import read_settings
from services.conformance.tests.between import Variant, between


class Kit:
    """`kit("funding/fund/*", variant=…)` runs cases against the service, or against a variant of it."""

    def __init__(self, setup: Setup, ran: Callable[..., Report]) -> None:
        self.setup, self._ran = setup, ran

    def __call__(
        self, *patterns: str, variant: Variant | None = None, expected: Sequence[str] = (), patience: float = 30.0
    ) -> Report:
        return self._ran(patterns, variant, expected, patience)


def free_ports(count: int) -> list[int]:
    """Ports that nobody listens on now."""
    sockets = [socket.socket() for _ in range(count)]
    try:
        for one in sockets:
            one.bind(("127.0.0.1", 0))
        return [one.getsockname()[1] for one in sockets]
    finally:
        for one in sockets:
            one.close()


@pytest.fixture(scope="module")
def kit(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Kit]:
    """The kit, and a service that it can ask."""
    target, first, second = free_ports(3)
    folder: Path = tmp_path_factory.mktemp("kit")
    setup = Setup(f"127.0.0.1:{target}", folder, ports=(first, second), patience=30.0)
    Issuer(folder)
    file = folder / "funding.toml"
    file.write_text(settings_text(setup), encoding="utf-8")
    settings = read_settings(file=file, environ={}).settings

    async def ran(patterns: Sequence[str], variant: Variant | None, expected: Sequence[str], patience: float) -> Report:
        assert CASES, "importing them fills it"
        cases, told = chosen(patterns), setup._replace(patience=patience)
        if variant is None:
            return await run(told, cases, expected=expected)
        async with between(setup.target, variant) as address:
            return await run(told._replace(target=address), cases, expected=expected)

    with asyncio.Runner() as runner:
        ends = AsyncExitStack()
        runner.run(ends.enter_async_context(composed(settings, SERVICE, Parts(store=MemoryStore()))))
        yield Kit(setup, lambda *given: runner.run(ran(*given)))
        runner.run(ends.aclose())
