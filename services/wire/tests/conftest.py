"""The wire of funding, as its service compiles it."""

from __future__ import annotations

import pytest

from osi_wire import Wire
from services.wire.tests.contracts import wire_of_funding


@pytest.fixture(scope="session")
def wire() -> Wire:
    return wire_of_funding()
