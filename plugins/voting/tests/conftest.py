"""What all tests of the package share: hypothesis' settings, and the real elections where they are."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

# As in the repository: repeatable, and never failed by a slow machine (kernels compile at their first call).
settings.register_profile("default", deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("search", settings.get_profile("default"), derandomize=False, max_examples=1_000)
settings.load_profile(os.environ.get("OSI_HYPOTHESIS_PROFILE", "default"))

REPOSITORY = Path(__file__).parents[3]


@pytest.fixture(scope="session")
def pabulib() -> Path:
    """The folder with 23 elections and their reference: OSI_TEST_DATA, or shared/data beside the repository."""
    folder = Path(os.environ.get("OSI_TEST_DATA", REPOSITORY.parent / "shared" / "data")) / "pabulib"
    if not (folder / "reference.json").is_file():
        pytest.skip(f"{folder} is absent: set OSI_TEST_DATA to the folder with the real elections")
    return folder
