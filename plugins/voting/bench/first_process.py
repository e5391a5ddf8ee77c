"""What a process takes from an election file to winners: plain, with kernels kept on disk, and with none yet.

python bench/first_process.py [FILE ...] [--rule equal-shares ...] [--runs 3] [--ahead]

Each figure is `osi tally FILE --rule RULE --json` in a process of its own, in seconds of the processor, which bear a
busy machine better than the clock's: the least of several, but one run alone where kernels are compiled. "as it is"
lets the cross-overs decide (`osi_voting.cross_over`), with nothing kept and then with what `python -m osi_voting`
keeps. By default three made-up elections and Łódź 2022 with 90,494 voters and 160 projects, or one as large that is
made up where that is absent. `--ahead` compares with kernels compiled ahead, by numba.pycc into one extension for the
same types (it takes a C compiler).
"""

from __future__ import annotations

import argparse
import os
import random
import resource
import subprocess
import sys
import tempfile
from pathlib import Path

from budgets_growth import file_or_made_up  # type: ignore[import-not-found] # beside this script

LODZ = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "pabulib" / "Poland_Lodz_2022.pb"
SIZES = ((84, 20), (2_000, 50), (10_000, 100))

AS_IT_IS = "import sys; from osi_core.cli import main; sys.exit(main())"

FORCED = """
import sys
from osi_core.cli import main
from osi_voting.kernels import compiling
with compiling({compiled}):
    code = main()
sys.exit(code)
"""

BUILD = """
import sys
from numba.pycc import CC
from osi_core.cli import main
from osi_voting.kernels import ALL, compiling
folder = sys.argv.pop(1)
with compiling(True):
    assert main() == 0
extension = CC("kernels_ahead")
extension.output_dir = folder
for kernel in ALL:
    if kernel.at_hand:
        types, = kernel.compiled.nopython_signatures
        extension.export(f"{kernel.__module__}.{kernel.__name__}".replace(".", "_"), types)(kernel.source)
extension.compile()
"""
"""Runs the command once to learn which kernels it calls with which types, and compiles these."""

AHEAD = """
import sys
sys.path.insert(0, sys.argv.pop(1))
import kernels_ahead
from osi_core.cli import main
from osi_voting.kernels import Kernel, compiling
Kernel.compiled = property(lambda self: getattr(kernels_ahead, f"{self.__module__}.{self.__name__}".replace(".", "_")))
with compiling(True):
    code = main()
assert "numba" not in sys.modules
sys.exit(code)
"""


def seconds(program: str, arguments: list[str], cache: Path) -> float:
    """What one process takes of the processor."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache)}
    subprocess.run([sys.executable, "-W", "ignore", "-c", program, *arguments], env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def least(runs: int, program: str, arguments: list[str], cache: Path) -> float:
    """The least of several."""
    return min(seconds(program, arguments, cache) for _ in range(runs))


def made_up(folder: Path, voters: int, projects: int) -> Path:
    """An election in which a voter names eight projects or so."""
    chance, path = random.Random(voters), folder / f"{voters:,} x {projects}.pb"
    lines = ["META", "key;value", f"budget;{projects * 1000}", "vote_type;approval", "PROJECTS", "project_id;cost"]
    lines += [f"{project};{chance.randint(100, 9000)}" for project in range(projects)]
    lines += ["VOTES", "voter_id;age;vote"]
    for voter in range(voters):
        vote = chance.sample(range(projects), chance.randint(1, min(16, projects)))
        lines.append(f"{voter};{chance.randint(16, 90)};{','.join(map(str, vote))}")
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def show(file: Path, rule: str, runs: int, caches: tuple[Path, Path], ahead: Path | None) -> None:
    """One line of the table. `caches`: one that stays empty, one that holds all."""
    call = ["tally", str(file), "--rule", rule, "--json"]
    none, kept = caches
    with tempfile.TemporaryDirectory() as new:
        first = seconds(AS_IT_IS, call, Path(new))
    figures = [first, least(runs, AS_IT_IS, call, kept)]
    plain = file.stat().st_size < 2_000_000
    figures.append(least(runs, FORCED.format(compiled=False), call, none) if plain else float("nan"))
    figures.append(least(runs, FORCED.format(compiled=True), call, kept))
    with tempfile.TemporaryDirectory() as new:
        figures.append(seconds(FORCED.format(compiled=True), call, Path(new)))
    if ahead is not None:
        seconds(BUILD, [str(ahead), *call], kept)
        figures.append(least(runs, AHEAD, [str(ahead), *call], none))
    print(f"{file.stem:22}{rule:18}" + "".join(f"{figure:10.2f}" for figure in figures), flush=True)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path, nargs="*")
    parser.add_argument("--rule", action="append")
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--ahead", action="store_true")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        files = given.file or [*(made_up(folder, *size) for size in SIZES), file_or_made_up(LODZ, folder)]
        caches = folder / "none", folder / "kept"
        environment = os.environ | {"NUMBA_CACHE_DIR": str(caches[1])}
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        subprocess.run([sys.executable, "-m", "osi_voting"], env=environment, check=True, stdout=subprocess.DEVNULL)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        size = sum(path.stat().st_size for path in caches[1].rglob("*.kernel"))
        print(f"python -m osi_voting: {after.ru_utime - before.ru_utime:.1f} s, {size / 1e6:.1f} MB on disk")
        print(f"osi --help: {least(given.runs, AS_IT_IS, ['--help'], caches[0]):.2f} s\n")
        ways, kept = ["as it is", "as it is", "plain", "compiled", "compiled"], ["none", "all", "", "all", "none"]
        print(f"{'seconds of the processor':40}" + "".join(f"{way:>10}" for way in [*ways, *["ahead"] * given.ahead]))
        print(f"{'kernels kept':40}" + "".join(f"{which:>10}" for which in kept))
        for rule in given.rule or ["equal-shares"]:
            for file in files:
                ahead = Path(tempfile.mkdtemp(dir=folder)) if given.ahead else None
                show(file, rule, given.runs, caches, ahead)


if __name__ == "__main__":
    main()
