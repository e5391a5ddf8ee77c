"""Ports for servers that a test starts."""

from __future__ import annotations

import pytest

from osi_core.testing.ports import free_ports


def test_they_stand_in_a_row() -> None:
    first, *others = free_ports(4)
    assert others == [first + 1, first + 2, first + 3]


def test_processes_of_one_run_draw_no_port_of_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTEST_XDIST_WORKER_COUNT", "500")
    drawn = []
    for worker in ("gw0", "gw1", "gw499"):
        monkeypatch.setenv("PYTEST_XDIST_WORKER", worker)
        drawn.append({port for _ in range(100) for port in free_ports(4)})
    assert len(set.union(*drawn)) == sum(map(len, drawn))
