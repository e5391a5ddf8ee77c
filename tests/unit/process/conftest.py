"""What the tests of the process start from."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from osi_core.process.export import write_bundle
from tests.unit.process.journey import Journey, travelled


@pytest.fixture
def scenario() -> Journey:
    """A mission before its first step, with people and institutions."""
    return Journey()


@pytest.fixture
def journey() -> Journey:
    """A mission that has gone through all six phases."""
    return travelled()


@pytest.fixture(scope="module")
def exported(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundle of a mission that has gone through all phases; to be read only."""
    folder = tmp_path_factory.mktemp("export") / "bundle"
    write_bundle(travelled().engine.store, "m", folder)
    return folder


@pytest.fixture
def bundle(exported: Path, tmp_path: Path) -> Path:
    """A copy of the bundle to tamper with."""
    return Path(shutil.copytree(exported, tmp_path / "bundle"))
