"""Real elections, where they are: OSI_TEST_DATA, by default shared/data beside the repository."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[4]


@pytest.fixture(scope="session")
def pabulib() -> Path:
    """The folder with 23 elections and `reference.json`."""
    folder = Path(os.environ.get("OSI_TEST_DATA", REPOSITORY.parent / "shared" / "data")) / "pabulib"
    if not (folder / "reference.json").is_file():
        pytest.skip(f"{folder} is absent: set OSI_TEST_DATA to the folder with the real elections")
    return folder
