"""`osi report` writes the page of a mission anew."""

from __future__ import annotations

from pathlib import Path

import pytest

from osi_core.challenges.commands import SubmitChallenge
from osi_core.cli import main
from osi_core.domain import Phase
from osi_core.log.sql import SqlStore
from osi_core.mission.commands import EraseParticipant
from osi_core.process import Engine
from osi_core.testing.scenario import Scenario


def test_a_report_is_written_anew_and_erased_words_are_gone(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    database, page = tmp_path / "mission.db", tmp_path / "page.html"
    scenario = Scenario(SqlStore.create(database))
    scenario.open_without_gates(Phase.CHALLENGES)
    scenario.citizen("anna")
    receipt = scenario.do(SubmitChallenge(mission="m", challenge="c", title="Unmistakable words"), by="anna").receipt
    assert receipt is not None
    scenario.engine.store.close()
    arguments = ["report", "--store", str(database), "--to", str(page), "--lang", "en", "--receipt", receipt.code]
    assert main(arguments) == 0
    assert "Unmistakable words" in page.read_text("utf-8")
    store = SqlStore.open(database)
    Engine(store).handle(EraseParticipant(mission="m", participant="anna"), actor="anna")
    store.close()
    assert main(arguments) == 0
    assert "Unmistakable words" not in page.read_text("utf-8")
    assert "page.html: the report of missions/m." in capsys.readouterr().out
