"""Services in this process for all tests of the kit, and a way to run cases against each."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable, Iterator, Sequence
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest

from osi_conformance.cases import chosen
from osi_conformance.issuer import Issuer
from osi_conformance.results import Report
from osi_conformance.running import run
from osi_conformance.setup import Setup, settings_text
from osi_core.log.memory import MemoryStore
from osi_runtime.compose import Parts, composed
from osi_runtime.declaration import ServiceDeclaration
from osi_runtime.settings import read_settings
from services.conformance.tests.between import Variant, between


class Kit:
    """`kit("funding/fund/*", variant=…)` runs cases against a service, or against a variant of it."""

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


def declaration_of(service: str) -> ServiceDeclaration:
    """What a service says of itself."""
    import osi_funding
    import osi_matching
    import osi_participation

    packages: dict[str, Any] = {"funding": osi_funding, "matching": osi_matching, "participation": osi_participation}
    declared: ServiceDeclaration = packages[service].SERVICE
    return declared


@pytest.fixture(scope="module")
def kits(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[[str], Kit]]:
    """`kits("funding")`: the kit, and a service that it can ask; each service begins when it is first asked for."""
    with asyncio.Runner() as runner:
        ends, begun = AsyncExitStack(), dict[str, Kit]()

        def kit(service: str) -> Kit:
            if service not in begun:
                begun[service] = _kit(service, tmp_path_factory.mktemp("kit"), runner, ends)
            return begun[service]

        yield kit
        runner.run(ends.aclose())


def _kit(service: str, folder: Path, runner: asyncio.Runner, ends: AsyncExitStack) -> Kit:
    target, first, second = free_ports(3)
    setup = Setup(f"127.0.0.1:{target}", service, folder, ports=(first, second), patience=30.0)
    Issuer(folder)
    file = folder / f"{service}.toml"
    file.write_text(settings_text(setup), encoding="utf-8")
    settings = read_settings(file=file, environ={}).settings

    async def ran(patterns: Sequence[str], variant: Variant | None, expected: Sequence[str], patience: float) -> Report:
        cases, told = chosen(service, patterns), setup._replace(patience=patience)
        if variant is None:
            return await run(told, cases, expected=expected)
        async with between(setup.target, variant) as address:
            return await run(told._replace(target=address), cases, expected=expected)

    declared = declaration_of(service)
    runner.run(ends.enter_async_context(composed(settings, declared, Parts(store=MemoryStore()))))
    return Kit(setup, lambda *given: runner.run(ran(*given)))
