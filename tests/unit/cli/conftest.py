"""Calling `osi` in this process, and a small store for it to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from osi_core.challenges.commands import AcceptChallenge, RejectChallenge, SubmitChallenge
from osi_core.cli import main
from osi_core.domain import Phase, Role, Sector
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import Indicator, SetGoal
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.testing.scenario import Scenario


class Called(NamedTuple):
    """What a call answered."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


Osi = Callable[..., Called]


@pytest.fixture
def osi(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Osi:
    """Calls `osi` in an empty folder, in English unless it is told otherwise."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG", "OSI_STORE", "COLUMNS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)

    def call(*arguments: str) -> Called:
        capsys.readouterr()
        code = main(arguments)
        return Called(code, *capsys.readouterr())

    return call


class Town(NamedTuple):
    """A store with one mission: one challenge accepted, one rejected."""

    path: Path
    accepted: str
    """The receipt of the challenge that was accepted."""
    rejected: str


@pytest.fixture
def town(tmp_path: Path) -> Town:
    path = tmp_path / "town.db"
    store = SqlStore.create(path)
    scenario = Scenario(store, mission={"required_sectors": []})
    scenario.citizen("ada")
    scenario.institution("mayor", Sector.ADMINISTRATION)
    scenario.member("olga", Role.ORGANISER)
    degrees = Indicator(
        name="Summer heat", unit="°C", baseline=Decimal(31), target=Decimal(29), deadline=date(2040, 1, 1)
    )
    scenario.do(SetGoal(mission="m", statement="A town one can breathe in", indicator=degrees))
    scenario.do(ClosePhase(mission="m", phase=Phase.MISSION))
    scenario.do(OpenPhase(mission="m", phase=Phase.CHALLENGES))
    codes = []
    for name, title in (("shade", "Too little shade"), ("spam", "Buy this")):
        command = SubmitChallenge(mission="m", challenge=name, title=title, language="en")
        note = scenario.do(command, by="ada", command_id="form 2026-0815" if name == "shade" else "").receipt
        assert note is not None
        codes.append(note.code)
    scenario.do(AcceptChallenge(mission="m", challenge="shade"), by="olga")
    scenario.do(RejectChallenge(mission="m", challenge="spam", reason="Advertising."), by="olga")
    store.close()
    return Town(path, *codes)
