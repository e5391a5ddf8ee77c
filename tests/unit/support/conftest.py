"""What the tests of phase 4 start from."""

from __future__ import annotations

import pytest

from osi_core.domain import Phase
from osi_core.support import commands as c
from tests.unit.solutions.world import World


@pytest.fixture
def programme() -> World:
    """A programme with the initiatives of Ada (shade), Ben (wells) and Cem (fans); Dia has a solution and stays out."""
    world = World()
    for name, by in {"shade": "ada", "wells": "ben", "fans": "cem", "roofs": "dia"}.items():
        world.solution(name, by=by)
    world.open_without_gates(Phase.SUPPORT)
    world.do(c.StartProgramme(mission="m", programme="first"), by="olga")
    for name in ("shade", "wells", "fans"):
        world.do(c.AdmitInitiative(mission="m", initiative=name, programme="first"), by="olga")
    return world
