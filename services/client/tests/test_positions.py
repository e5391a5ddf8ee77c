"""What was written is read."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import osi_client
from osi_client.positions import Positions, vector, written
from services.client.tests.conftest import Opens
from services.client.tests.scripted import Scripted

CHAINS = st.dictionaries(st.from_regex("[a-z0-9/-]{1,20}", fullmatch=True), st.integers(0, 2**53))


def test_a_later_call_carries_what_an_earlier_one_was_told(osi: Any, script: Scripted) -> None:
    for _ in range(3):
        osi.funding.create_fund(parent="missions/m")
    assert script.metadata("osi-after") == [None, "funding-1=1", "funding-1=2"]


def test_each_mission_has_its_own(osi: Any, script: Scripted) -> None:
    osi.funding.create_fund(parent="missions/m")
    osi.funding.create_fund(parent="missions/n")
    osi.funding.get_fund(name="missions/m/funds/f")
    assert script.metadata("osi-after") == [None, None, "funding-1=1"]


def test_clients_of_several_services_may_share_them(script: Scripted, opens: Opens) -> None:
    shared = Positions()
    opens(script.target, positions=shared).funding.create_fund(parent="missions/m")
    opens(script.target, positions=shared).funding.create_fund(parent="missions/m")
    assert script.metadata("osi-after") == [None, "funding-1=1"]


def test_in_a_simulated_mission_each_call_is_given_at_a_time(script: Scripted, opens: Opens) -> None:
    days = iter((1, 2))
    osi = opens(script.target, at=lambda: datetime(2026, 1, next(days), 9, tzinfo=UTC))
    osi.funding.create_fund(parent="missions/m")
    osi.funding.create_fund(parent="missions/m")
    assert script.metadata("osi-time") == ["2026-01-01T09:00:00Z", "2026-01-02T09:00:00Z"]


def test_they_are_told_and_can_be_forgotten(osi: Any, script: Scripted) -> None:
    osi.funding.create_fund(parent="missions/m")
    positions: osi_client.Positions = osi._inner.positions if hasattr(osi, "_inner") else osi.positions
    assert positions.of("m") == {"funding-1": 1}
    positions.forget("m")
    osi.funding.create_fund(parent="missions/m")
    assert script.metadata("osi-after") == [None, None]


@given(CHAINS, CHAINS)
def test_of_two_vectors_the_furthest_of_each_chain_is_kept(one: dict[str, int], other: dict[str, int]) -> None:
    forth, back = Positions(), Positions()
    for positions, order in ((forth, (one, other)), (back, (other, one))):
        for known in order:
            positions.take("m", written(known))
    furthest = {chain: max(one.get(chain, 0), other.get(chain, 0)) for chain in one | other}
    assert forth.of("m") == back.of("m") == furthest
    assert forth.after("m") == back.after("m") == written(furthest)


@given(CHAINS)
def test_what_was_written_is_read(known: dict[str, int]) -> None:
    assert vector(written(known)) == known


@pytest.mark.parametrize("text", ["", "x", "=1", "x=", "x=-1", "x=1.5", ",,,"])
def test_what_cannot_be_read_is_left(text: str) -> None:
    assert vector(text) == {}
