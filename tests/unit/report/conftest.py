"""What the tests of the report start from."""

from __future__ import annotations

import pytest

from osi_core.report.measures import Measures, measure
from osi_core.report.source import Source
from tests.unit.process.journey import Journey, travelled


@pytest.fixture(scope="module")
def journey() -> Journey:
    """A mission that has gone through all six phases; for reading only."""
    return travelled()


@pytest.fixture(scope="module")
def measured(journey: Journey) -> Measures:
    """What its report shows."""
    return measure(Source(journey.engine, "m"))
