"""`osi receipt` on the stores of a house divided."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from osi_core.domain import Service
from osi_core.log.sql import SqlStore
from osi_core.log.store import EventStore
from osi_core.plugins import Plugins
from osi_core.testing.divided import Divided
from tests.unit.process.apart import JourneyApart
from tests.unit.process.journey import STEPS


class OnDisk(JourneyApart):
    """Each service with a file of its own."""

    def _engine(self, store: EventStore, plugins: Plugins) -> Any:
        self.plugins = plugins
        self.stores = {service: SqlStore.create(Path(f"{service}.db")) for service in Service}
        return Divided(self.engine_of)


@pytest.fixture
def receipts(osi) -> dict[str, str]:
    """What people have taken home; the stores lie in this folder."""
    journey = OnDisk()
    for step in STEPS[:4]:
        step(journey)
    journey.engine.carry()
    for store in journey.stores.values():
        store.close()
    return journey.receipts


def test_the_whole_way_says_in_which_chain_each_step_stands(osi, receipts):
    told = osi("receipt", receipts["heat"], "--store", "participation.db", "--all", "--lang", "en")
    assert told.code == 0
    rows = [line.split("real", 1)[1].split() for line in told.out.splitlines() if " real " in line]
    assert [row[0] for row in rows if row[0].endswith("-1")][:1] == ["matching-1"]
    assert "In the log at " in told.out


def test_a_code_of_another_service_leads_there_and_from_there_to_the_whole_way(osi, receipts):
    code = receipts["sails"]
    elsewhere = osi("receipt", code, "--store", "participation.db")
    assert elsewhere.code == 1
    assert "issued by another service, matching, in its chain matching-1" in elsewhere.err
    back = osi("receipt", receipts["heat"], "--store", "matching.db", "--lang", "de")
    assert (back.code, "in seiner Kette participation-1" in back.err) == (1, True)
    own = osi("receipt", code, "--store", "matching.db", "--json").json
    whole = osi("receipt", own["id"], "--store", "participation.db")
    assert whole.code == 0
    assert f"In the log of matching-1 at {own['position']}:{own['hash']}" in " ".join(whole.out.split())
    unknown = osi("receipt", "matching-1:m:9999", "--store", "participation.db")
    assert (unknown.code, "no contribution is known here as matching-1:m:9999" in unknown.err) == (1, True)
