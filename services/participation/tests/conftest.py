"""A mission whose challenges phase is open, played before the service begins, and the service over its store."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import grpc.aio
import pytest
from osi.log.v1 import hearing_service_pb2

from osi_core.challenges import commands as c
from osi_core.domain import Phase, Role
from osi_core.log.memory import MemoryStore
from osi_core.plugins import Plugins
from osi_core.testing.scenario import Scenario
from osi_participation import SERVICE
from osi_runtime.compose import Parts, composed
from osi_runtime.hearing import HEARING
from services.runtime.tests.town import Served, Tokens, settings_of


class Town(Scenario):
    """Four citizens and an organiser; two challenges are accepted, and two statements stand."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        super().__init__(self.store, Plugins.builtin())
        self.citizen("ada", "ben", "cem", "dia")
        self.member("olga", Role.ORGANISER)
        self.open_without_gates(Phase.CHALLENGES)
        for name in ("water", "heat"):
            self.do(c.SubmitChallenge(mission="m", challenge=name, title=f"Zu viel {name}"), by="ada")
            self.do(c.AcceptChallenge(mission="m", challenge=name), by="olga")
        for name in ("trees", "roofs"):
            self.do(c.SubmitStatement(mission="m", statement=name, text=f"More {name}"), by="ben")

    def round(self, name: str = "first", **fields: Any) -> None:
        """A round is opened for a week."""
        given = {"closes_at": self.now + timedelta(days=7), "items": ("water", "heat"), **fields}
        self.do(c.OpenRound(mission="m", round=name, **given), by="olga")

    def serving(self, tokens: Tokens) -> AbstractAsyncContextManager[Served]:
        """The service, at this town's time."""
        return serving(self, tokens)


@asynccontextmanager
async def serving(town: Scenario, tokens: Tokens) -> AsyncIterator[Served]:
    """The service over a mission's store, at the mission's time; others are missions of the city."""
    parts = Parts(
        store=town.engine.store,
        plugins=Plugins.builtin(),
        clock=lambda: town.now,
        organisation_of=lambda mission: "town" if mission == "m" else "city",
    )
    # The mission was played by an engine of the whole, which hears nobody.
    tables = tuple(one for one in SERVICE.tables if one is not HEARING)
    files = tuple(one for one in SERVICE.files if one is not hearing_service_pb2.DESCRIPTOR)
    whole = replace(SERVICE, share="all", tables=tables, files=files)
    async with (
        composed(settings_of(tokens), whole, parts) as running,
        grpc.aio.insecure_channel(running.listening.addresses[0]) as channel,
    ):
        yield Served(running, channel, tokens)


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    """Whoever signs."""
    return Tokens(tmp_path)


@pytest.fixture
def town() -> Town:
    """A mission in its challenges phase."""
    return Town()
