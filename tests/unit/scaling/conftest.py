"""What the tests of phase 6 start from."""

from __future__ import annotations

import pytest

from tests.unit.scaling.world import ScaledWorld


@pytest.fixture
def world() -> ScaledWorld:
    """A mission in which Shade may be rolled out."""
    return ScaledWorld()
