"""Compiled kernels are kept only as long as every source of theirs is the same, and work where none can be kept."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numba.core.dispatcher import Dispatcher

import osi_voting
from osi_voting import __main__ as warm
from osi_voting.budgets.equal_shares import kernel as shares_kernel
from osi_voting.budgets.phragmen import kernel as phragmen_kernel
from osi_voting.formats import scan
from osi_voting.hooks import osi_allocation_rules, osi_prioritisation_rules
from osi_voting.kernels import digest_of_sources, forget_stale, inner, jit
from osi_voting.pairs import newton

KERNEL = """
from osi_voting.kernels import jit
from osi_voting.constants import ONE


@jit
def f(x):
    return x + ONE
"""


@inner
def twice(x):
    """Called from Python and from a kernel."""
    return 2 * x


@jit
def sum_of_twice(values):
    total = 0
    for value in values:
        total += twice(value)
    return total


def test_kept_kernels_go_when_the_sources_are_others(tmp_path):
    index, data = tmp_path / "one.f-1.py311.nbi", tmp_path / "one.f-1.py311.1.nbc"
    for sources, gone in (("a", 1), ("a", 0), ("b", 1), ("b", 0), ("a", 1)):
        index.write_bytes(b"")
        data.write_bytes(b"")
        assert forget_stale(tmp_path, sources) == gone
        assert index.exists() == (not gone)


@pytest.mark.parametrize(
    ("file", "changes"), [("sub/kernel.py", True), ("constants.py", True), ("other.py", False), ("sub/told.py", False)]
)
def test_the_digest_covers_kernels_and_the_constants_they_import(tmp_path, file, changes):
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "kernel.py").write_text(KERNEL, encoding="utf-8")
    (tmp_path / "sub" / "told.py").write_text("from osi_voting.sub.kernel import f\n", encoding="utf-8")
    for name in ("constants", "other"):
        (tmp_path / f"{name}.py").write_text("ONE = 1\n", encoding="utf-8")
    before = digest_of_sources(tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as source:
        source.write("TWO = 2\n")
    assert (digest_of_sources(tmp_path) != before) == changes


def test_the_digest_covers_every_kernel_of_this_package(tmp_path):
    source, package = Path(osi_voting.__file__).parent, tmp_path / "osi_voting"
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    found = [importlib.import_module(one.name) for one in pkgutil.walk_packages([str(source)], "osi_voting.")]
    kernels = [one for module in found for one in vars(module).values() if isinstance(one, Dispatcher)]
    files = {Path(one.py_func.__code__.co_filename).relative_to(source) for one in kernels}
    assert len(files) >= 15
    digests = {digest_of_sources(package)}
    for file in files:
        with (package / file).open("a", encoding="utf-8") as text:
            text.write("# changed\n")
        digests.add(digest_of_sources(package))
    assert len(digests) == len(files) + 1


def test_kernels_import_names_from_modules_and_not_through_a_folder():
    """Or the digest would look at the folder's `__init__`, and not at what a name means."""
    package = Path(osi_voting.__file__).parent
    kernels = [path for path in package.rglob("*.py") if re.search(r"^@(jit|inner)$", path.read_text(), re.MULTILINE)]
    assert len(kernels) >= 15
    for path in kernels:
        for name in re.findall(r"^from osi_voting(.*) import", path.read_text(), re.MULTILINE):
            assert (package / f"{name.lstrip('.').replace('.', '/')}.py").is_file(), f"{path}: osi_voting{name}"


def test_an_inner_function_is_plain_python_elsewhere():
    assert twice(21) == 42
    assert twice(10**30) == 2 * 10**30
    assert sum_of_twice(np.arange(4)) == 12


TRANSPOSED = """
import numpy as np
import osi_voting.hooks as hooks
from osi_voting import grouping
assert hooks.osi_allocation_rules() and hooks.osi_prioritisation_rules() and hooks.osi_importers()
offsets, rows, _ = grouping.transpose(2, np.array([0, 1, 3]), np.array([1, 0, 1], np.int32), np.empty(0, np.int64))
print(grouping.__file__, offsets.tolist(), rows.tolist(), grouping.transpose.stats.cache_path)
"""


NOTHING_TO_COMPILE = """
import sys
warm.read_pabulib = lambda path: None
warm.osi_allocation_rules = warm.osi_prioritisation_rules = lambda: []
sys.exit(warm.main())
"""


def _without_a_place_to_write(folder: Path, program: str) -> subprocess.CompletedProcess[str]:
    """Runs this in a process that can keep kernels nowhere: files stand where folders would have to be.

    Permissions would not do, since they do not hold for root.
    """
    package = folder / "osi_voting"
    source = Path(osi_voting.__file__).parent
    shutil.copytree(source, package, ignore=shutil.ignore_patterns("__pycache__"))
    for place in {path.parent for path in package.rglob("*.py")}:
        (place / "__pycache__").write_text("", encoding="utf-8")
    (folder / "home").write_text("", encoding="utf-8")
    home = {name: str(folder / "home") for name in ("HOME", "XDG_CACHE_HOME", "LOCALAPPDATA")}
    environment = {name: value for name, value in os.environ.items() if name != "NUMBA_CACHE_DIR"} | home
    environment |= {"PYTHONPATH": str(folder), "PYTHONWARNINGS": "error"}
    return subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True, cwd=folder)


def test_kernels_compile_where_nothing_can_be_written(tmp_path):
    ran = _without_a_place_to_write(tmp_path, TRANSPOSED)
    assert ran.returncode == 0, ran.stderr
    assert ran.stdout.split() == f"{tmp_path / 'osi_voting' / 'grouping.py'} [0, 1, 3] [1, 0, 1] None".split()


def test_all_rules_are_compiled_by_one_command(capsys):
    rules: list[Any] = [*osi_allocation_rules(), *osi_prioritisation_rules()]
    kernels: list[Any] = [scan._scan, shares_kernel.run, phragmen_kernel.run, newton.minimise]
    assert warm.main() == 0
    assert [line.split()[0] for line in capsys.readouterr().out.splitlines()] == ["Pabulib", *(r.name for r in rules)]
    assert all(kernel.signatures for kernel in kernels)


def test_that_command_says_where_nothing_can_be_kept(tmp_path):
    ran = _without_a_place_to_write(tmp_path, "from osi_voting import __main__ as warm\n" + NOTHING_TO_COMPILE)
    assert ran.returncode == 1, ran.stderr
    assert "Nothing is kept: set NUMBA_CACHE_DIR" in ran.stderr
