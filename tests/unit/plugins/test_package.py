"""`osi_core.plugins` hands its names out when they are asked for: the same ones that a type checker sees."""

import ast
import importlib
import subprocess
import sys
from pathlib import Path

import pytest

from osi_core import plugins


def imported_for_type_checkers():
    """Name → module, from the block that only type checkers read."""
    tree = ast.parse(Path(plugins.__file__).read_text(encoding="utf-8"))
    (block,) = [node for node in tree.body if isinstance(node, ast.If)]
    lines = [line for line in block.body if isinstance(line, ast.ImportFrom)]
    return {alias.name: line.module for line in lines for alias in line.names}


def test_every_name_comes_from_where_a_type_checker_finds_it():
    said = imported_for_type_checkers()
    assert sorted(said) == sorted(plugins.__all__)
    for name, module in said.items():
        assert getattr(plugins, name) is getattr(importlib.import_module(module), name)


def test_another_name_is_refused():
    with pytest.raises(AttributeError, match=r"module 'osi_core\.plugins' has no attribute 'no_such_name'"):
        plugins.no_such_name  # noqa: B018 - the lookup is what is tested
    assert not hasattr(plugins, "__wrapped__")


def test_marking_a_hook_loads_no_problems():
    program = "import sys; from osi_core.plugins import hookimpl; print('pydantic' in sys.modules)"
    said = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "False"
