"""What tests of the runtime share."""

from __future__ import annotations

from pathlib import Path

import pytest

from services.runtime.tests.town import Tokens


@pytest.fixture
def tokens(tmp_path: Path) -> Tokens:
    """Tokens that servers of this test take."""
    return Tokens(tmp_path)
