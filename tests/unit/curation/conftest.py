"""What the tests of phase 5 start from."""

from __future__ import annotations

import pytest

from tests.unit.curation.world import CuratedWorld


@pytest.fixture
def world() -> CuratedWorld:
    """A mission in which Shade and Well are supported and curation has begun."""
    return CuratedWorld()
