"""What the tests of the process start from."""

from __future__ import annotations

import pytest

from tests.unit.process.journey import Journey, travelled


@pytest.fixture
def scenario() -> Journey:
    """A mission before its first step, with people and institutions."""
    return Journey()


@pytest.fixture
def journey() -> Journey:
    """A mission that has gone through all six phases."""
    return travelled()
