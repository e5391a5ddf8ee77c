"""What the tests of phase 3 start from."""

from __future__ import annotations

import pytest

from tests.unit.solutions.world import World


@pytest.fixture
def world() -> World:
    """A mission whose call for solutions is open."""
    return World()
