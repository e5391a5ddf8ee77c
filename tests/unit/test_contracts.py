"""The contracts on imports in pyproject.toml: a phase's file is open to other phases, or a contract protects it."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

import osi_core
from osi_core.process.share import PARTS

OPEN = {"__init__", "commitment_facts", "events", "facts", "gate", "gate_1", "resources", "round_facts", "settings"}
HOUSE = Path(osi_core.__file__).parent
CONTRACTS = tomllib.loads((HOUSE.parent / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]


@pytest.mark.parametrize("phase", [*PARTS, "hearing"])
def test_every_file_of_a_phase_is_open_or_protected(phase):
    protected = [name for one in CONTRACTS for name in one.get("protected_modules", ())]
    inside = f"osi_core.{phase}."
    listed = [name.removeprefix(inside) for name in protected if name.startswith(inside)]
    assert sorted(listed) == sorted({path.stem for path in (HOUSE / phase).glob("*.py")} - OPEN)
