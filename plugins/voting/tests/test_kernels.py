"""Compiled kernels are kept only as long as every source of theirs is the same, and work where none can be kept."""

from __future__ import annotations

import importlib
import os
import pkgutil
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest

import osi_voting
from osi_core.plugins import Profile
from osi_core.testing import sample
from osi_voting import __main__ as warm
from osi_voting import cross_over, grouping, keeping, kernels
from osi_voting.budgets import Greedy
from osi_voting.budgets.equal_shares import kernel as shares_kernel
from osi_voting.budgets.phragmen import kernel as phragmen_kernel
from osi_voting.formats import scan
from osi_voting.hooks import osi_allocation_rules, osi_prioritisation_rules
from osi_voting.keeping import are_kept, digest_of_sources, forget_stale, path_in, read, write
from osi_voting.kernels import compiling, inner, jit, telling, way
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


@jit
def sum_of_sums(values):
    return sum_of_twice(values) + sum_of_twice(values[1:])


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A new folder for kernels, none of which is at hand."""
    monkeypatch.setenv("NUMBA_CACHE_DIR", str(tmp_path))
    for one in kernels.ALL:
        monkeypatch.setattr(one, "_compiled", None)
    keeping.folder_to_write.cache_clear()
    kept = keeping.folder_to_write()
    assert kept is not None
    yield kept
    keeping.folder_to_write.cache_clear()


# -- one source, two ways ----------------------------------------------------------------------------------------------


def test_an_inner_function_is_plain_python_elsewhere():
    assert twice(21) == 42
    assert twice(10**30) == 2 * 10**30


@pytest.mark.parametrize("compiled", [False, True])
def test_a_kernel_calls_others_either_way(compiled):
    with compiling(compiled):
        assert sum_of_sums(np.arange(4)) == 24
    assert sum_of_sums.at_hand or not compiled


def test_what_is_called_within_goes_the_way_of_the_whole(monkeypatch):
    monkeypatch.setattr(kernels, "pays", lambda steps, used: steps > 10)
    with way(11) as outer, way(9) as within:
        assert (outer, within) == (True, True)
    with way(9) as outer, way(11) as within:
        assert (outer, within) == (False, False)
    with way(11) as after:
        assert after is True


def test_where_the_two_cross_overs_lie(folder, monkeypatch):
    kernel: Any = grouping.transpose
    for kept, at_hand, least in ((False, False, cross_over.WITH_NONE), (True, False, cross_over.WITH_KEPT)):
        if kept:
            write(path_in(folder, kernel.source, "types"), b"")
        assert kernel.at_hand is at_hand
        assert not cross_over.pays(least, (kernel,))
        assert cross_over.pays(least + 1, (kernel,))
    with compiling(True):
        kernel(1, np.array([0, 1]), np.zeros(1, np.int32), np.zeros(0, np.int64))
    assert not cross_over.pays(cross_over.AT_HAND, (kernel,))
    assert cross_over.pays(cross_over.AT_HAND + 1, (kernel,))


def test_a_large_array_alone_is_reason_to_compile(monkeypatch):
    asked: list[float] = []
    monkeypatch.setattr(kernels, "pays", lambda steps, used: bool(asked.append(steps)))
    assert sum_of_twice(np.zeros(700, np.int64)) == 0
    assert asked == [700], "and within a kernel nothing is asked"


# -- keeping -----------------------------------------------------------------------------------------------------------


def test_a_kernel_is_compiled_once_and_then_loaded(folder, monkeypatch):
    told: list[str] = []
    for _ in range(2):
        for one in (sum_of_twice, sum_of_sums):
            monkeypatch.setattr(one, "_compiled", None)
        with compiling(True), telling(told.append):
            assert sum_of_sums(np.arange(5)) == 40
    assert sorted(told) == ["sum_of_sums", "sum_of_twice"]
    assert are_kept((sum_of_sums, sum_of_twice))


def test_a_later_process_prepares_with_the_samples_that_first_called_a_kernel(folder, monkeypatch):
    rule, told, solved = Greedy(), list[str](), list[float]()
    problem = cast(Profile, sample("allocation", 6))
    for _ in range(2):
        for one in kernels.ALL:
            monkeypatch.setattr(one, "_compiled", None)
        said: list[float] = []
        with compiling(True), telling(told.append):
            rule.prepare(problem, rule.Options(), lambda fraction, said=said: said.append(fraction))
        solved.append(len(said))
        loaded = {one for one in kernels.ALL if one.at_hand}
        assert loaded
    assert len(told) == len(set(told)), "the second compiled nothing"
    assert solved == [48, 0], "and nobody was told to wait"
    (note,) = folder.glob("greedy-*.note")
    numbers = keeping.read(note)
    assert numbers is not None
    assert 0 < len(numbers) < 10
    assert forget_stale(folder, "a" * 64)
    assert not note.exists(), "it goes with the kernels"


def test_a_kept_kernel_is_loaded_without_numbas_registries(folder):
    code = """
import sys
from osi_core.plugins import no_progress
from osi_core.testing import sample
from osi_voting.budgets import Greedy
from osi_voting.kernels import compiling
with compiling(True):
    Greedy().solve(sample("allocation", 6), Greedy.Options(), bytes(32), no_progress)
print("numba.np.arraymath" in sys.modules)
"""
    ran = [subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True) for _ in range(2)]
    assert [one.stdout.strip() for one in ran] == ["True", "False"]


@pytest.mark.parametrize("left", [0, 20, 32, 200])
def test_a_file_that_was_cut_off_is_compiled_again(folder, monkeypatch, left):
    def compiled() -> int:
        told: list[str] = []
        monkeypatch.setattr(sum_of_twice, "_compiled", None)
        with compiling(True), telling(told.append):
            assert sum_of_twice(np.arange(5)) == 20
        return len(told)

    assert compiled() == 1
    (file,) = folder.glob("*sum_of_twice*.kernel")
    file.write_bytes(file.read_bytes()[:left])
    assert compiled() == 1
    assert compiled() == 0, "it is whole again"


def test_what_was_written_is_read_and_nothing_else(tmp_path):
    path = tmp_path / "one.kernel"
    assert read(path) is None
    write(path, b"held")
    assert read(path) == b"held"
    assert [one.name for one in tmp_path.iterdir()] == ["one.kernel"]
    path.write_bytes(path.read_bytes()[:-1])
    assert read(path) is None
    write(tmp_path / "absent" / "one.kernel", b"held")  # a folder that is gone is no error
    assert not (tmp_path / "absent").exists()


def test_kept_kernels_go_when_the_sources_are_others(tmp_path):
    def kept(sources: str, tag: str = sys.implementation.cache_tag) -> Path:
        path = tmp_path / f"grouping.transpose.{tag}.{sources * 16}.0123456789abcdef.kernel"
        path.write_bytes(b"")
        return path

    a, b, other = kept("a"), kept("b"), kept("c", "cpython-300")
    assert forget_stale(tmp_path, "a" * 64) == 1
    assert (a.exists(), b.exists()) == (True, False)
    assert other.exists(), "another Python's are not ours to judge"
    assert forget_stale(tmp_path, "a" * 64) == 0


FORGETTING = """
import sys, threading
from pathlib import Path
from osi_voting.keeping import forget_stale, read, write
folder, mine = Path(sys.argv[1]), sys.argv[2]
own = folder / f"m.f.{sys.implementation.cache_tag}.{mine * 16}.{'0' * 16}.kernel"
for number in range(300):
    write(own, mine.encode() * 1000)
    forget_stale(folder, mine * 64)
    assert read(own) in (None, mine.encode() * 1000)
"""


def test_processes_with_different_sources_throw_away_at_once_and_never_take_each_others(tmp_path):
    ran = [
        subprocess.Popen([sys.executable, "-c", FORGETTING, str(tmp_path), mine], stderr=subprocess.PIPE, text=True)
        for mine in "abc"
    ]
    told = [one.communicate()[1] for one in ran]
    assert [one.returncode for one in ran] == [0, 0, 0], told
    assert not list(tmp_path.glob("*.tmp"))


COMPILING = """
import numpy as np
from osi_voting import grouping
from osi_voting.formats import texts
from osi_voting.kernels import compiling
with compiling(True):
    grouping.transpose(1, np.array([0, 1]), np.zeros(1, np.int32), np.zeros(0, np.int64))
    print("one", flush=True)
    while True:
        texts.repeated(np.zeros(0, np.uint8), np.zeros(1, np.int64))
"""


def test_what_was_compiled_stays_when_the_process_is_killed(tmp_path):
    environment = os.environ | {"NUMBA_CACHE_DIR": str(tmp_path)}
    ran = subprocess.Popen([sys.executable, "-c", COMPILING], env=environment, stdout=subprocess.PIPE, text=True)
    assert ran.stdout is not None
    assert ran.stdout.readline() == "one\n"
    time.sleep(0.05)
    ran.send_signal(signal.SIGKILL)
    ran.wait()
    ran.stdout.close()
    kept = [path for path in tmp_path.rglob("*.kernel") if ".transpose." in path.name]
    assert len(kept) == 1
    assert read(kept[0]) is not None


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
    for one in pkgutil.walk_packages([str(source)], "osi_voting."):
        importlib.import_module(one.name)
    written = [Path(one.source.__code__.co_filename) for one in kernels.ALL]
    files = {path.relative_to(source) for path in written if path.is_relative_to(source)}
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


# -- where nothing can be written, and all at once ---------------------------------------------------------------------


TRANSPOSED = """
import numpy as np
import osi_voting.hooks as hooks
from osi_voting import grouping
from osi_voting.keeping import folder_to_write
from osi_voting.kernels import compiling
assert hooks.osi_allocation_rules() and hooks.osi_prioritisation_rules() and hooks.osi_importers()
with compiling(True):
    offsets, rows, _ = grouping.transpose(2, np.array([0, 1, 3]), np.array([1, 0, 1], np.int32), np.empty(0, np.int64))
print(grouping.__file__, offsets.tolist(), rows.tolist(), folder_to_write())
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
    main: list[Any] = [scan.votes_kernel, shares_kernel.run, phragmen_kernel.run, newton.minimise]
    assert warm.main() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines[1:-1]] == ["Pabulib", *(r.name for r in rules if hasattr(r, "prepare"))]
    assert lines[0].startswith("Compiling")
    assert str(keeping.folder_to_write()) in lines[-1]
    assert all(kernel.at_hand for kernel in main)


def test_that_command_says_where_nothing_can_be_kept(tmp_path):
    ran = _without_a_place_to_write(tmp_path, "from osi_voting import __main__ as warm\n" + NOTHING_TO_COMPILE)
    assert ran.returncode == 1, ran.stderr
    assert "Nothing is kept: set NUMBA_CACHE_DIR" in ran.stderr
