"""Services in this process for the tests of the kit, and a way to run cases against each."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest

from osi_conformance.cases import chosen
from osi_conformance.issuer import Issuer
from osi_conformance.results import Report
from osi_conformance.running import run
from osi_conformance.setup import Setup, settings_text
from osi_core.log.memory import MemoryStore
from osi_core.testing.ports import free_ports
from osi_runtime.compose import Parts, composed
from osi_runtime.declaration import ServiceDeclaration
from osi_runtime.settings import read_settings
from services.conformance.tests.between import Variant, between


def declaration_of(service: str) -> ServiceDeclaration:
    """What a service says of itself."""
    import osi_funding
    import osi_matching
    import osi_participation

    packages: dict[str, Any] = {"funding": osi_funding, "matching": osi_matching, "participation": osi_participation}
    declared: ServiceDeclaration = packages[service].SERVICE
    return declared


class Kit:
    """`kit("funding/fund/*", variant=…)` runs cases against a service that has just begun, or a variant of it.

    A service goes on following each mission that it has heard of: one that served many runs would do little else.
    """

    def __init__(self, service: str, folder: Path) -> None:
        self.service, self.folder, self.issuer = service, folder, Issuer(folder)

    def __call__(
        self,
        *patterns: str,
        variant: Callable[[Issuer], Variant] | None = None,
        expected: Sequence[str] = (),
        patience: float = 30.0,
    ) -> Report:
        return asyncio.run(self._ran(patterns, variant, expected, patience))

    async def _ran(
        self,
        patterns: Sequence[str],
        variant: Callable[[Issuer], Variant] | None,
        expected: Sequence[str],
        patience: float,
    ) -> Report:
        target, first, second = free_ports(3)
        setup = Setup(f"127.0.0.1:{target}", self.service, self.folder, ports=(first, second), patience=patience)
        file = self.folder / f"{self.service}.toml"
        file.write_text(settings_text(setup), encoding="utf-8")
        settings, cases = read_settings(file=file, environ={}).settings, chosen(self.service, patterns)
        async with composed(settings, declaration_of(self.service), Parts(store=MemoryStore())):
            if variant is None:
                return await run(setup, cases, expected=expected)
            async with between(setup.target, variant(self.issuer)) as address:
                return await run(setup._replace(target=address), cases, expected=expected)


@pytest.fixture(scope="module")
def kits(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Kit]:
    """`kits("funding")`: the kit for the services of that name; the keys that it signs with are made once."""
    folder = tmp_path_factory.mktemp("kit")
    return lambda service: Kit(service, folder)
