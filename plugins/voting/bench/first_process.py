"""What a fresh process takes from an election file to winners: kernels kept on disk, none yet, or compiled ahead.

python bench/first_process.py [FILE] [--rule equal-shares] [--runs 5]     (compiling ahead takes a C compiler)

Each line is `osi tally FILE --rule RULE --json` in a process of its own: the least of several, by the clock and by
the processor (the latter bears a busy machine better), and what the kernels take on disk. Compiled ahead are the same
functions for the same types, by numba.pycc into one extension in a temporary folder; then Numba is not even imported.
By default Łódź 2022 with 90,494 voters and 160 projects, or as large an election that is made up where that is absent.
"""

from __future__ import annotations

import argparse
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from budgets_growth import file_or_made_up  # type: ignore[import-not-found] # beside this script

LODZ = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "pabulib" / "Poland_Lodz_2022.pb"

PLAIN = "import sys; from osi_core.cli import main; sys.exit(main())"

BUILD = """
import sys
from numba.core.dispatcher import Dispatcher
from numba.pycc import CC
from osi_core.cli import main
folder = sys.argv.pop(1)
assert main() == 0
modules = [module for name, module in sys.modules.items() if name.startswith("osi_voting.")]
kernels = {one for module in modules for one in vars(module).values() if isinstance(one, Dispatcher)}
extension = CC("kernels_ahead")
extension.output_dir = folder
for kernel in kernels:
    if kernel.nopython_signatures:
        assert len(kernel.nopython_signatures) == 1, kernel
        function = kernel.py_func
        name = f"{function.__module__}.{function.__name__}".replace(".", "_")
        extension.export(name, kernel.nopython_signatures[0])(function)
extension.compile()
"""
"""Runs the command once to learn which kernels it calls with which types, and compiles these."""

AHEAD = """
import sys
from types import ModuleType
sys.path.insert(0, sys.argv.pop(1))
import kernels_ahead
kernels = sys.modules["osi_voting.kernels"] = ModuleType("osi_voting.kernels")
kernels.inner = lambda function: function
kernels.jit = lambda function: getattr(
    kernels_ahead, f"{function.__module__}.{function.__name__}".replace(".", "_"), function
)
from osi_core.cli import main
code = main()
assert "numba" not in sys.modules
sys.exit(code)
"""


def seconds(program: str, arguments: list[str], cache: Path) -> tuple[float, float]:
    """What one process takes: by the clock, and of the processor."""
    before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    environment = os.environ | {"NUMBA_CACHE_DIR": str(cache)}
    subprocess.run([sys.executable, "-W", "ignore", "-c", program, *arguments], env=environment, check=True,
                   stdout=subprocess.DEVNULL)  # fmt: skip
    clock, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    return clock, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime


def least(runs: int, program: str, arguments: list[str], cache: Path) -> tuple[float, float]:
    """The least of several, of either."""
    clock, processor = zip(*(seconds(program, arguments, cache) for _ in range(runs)), strict=True)
    return min(clock), min(processor)


def show(name: str, taken: tuple[float, float], kept: Path | None = None) -> None:
    """One line of the table."""
    files = [path for path in kept.rglob("*") if path.is_file()] if kept else []
    size = f"{sum(path.stat().st_size for path in files) / 1e6:8.1f} MB in {len(files)} files" if files else ""
    print(f"{name:44}{taken[0]:9.2f} s{taken[1]:9.2f} s{size}", flush=True)


def main() -> None:
    """Prints the table."""
    parser = argparse.ArgumentParser()
    parser.add_argument("file", type=Path, nargs="?", default=LODZ)
    parser.add_argument("--rule", default="equal-shares")
    parser.add_argument("--runs", type=int, default=5)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        file = file_or_made_up(given.file, Path(folder))
        cache, ahead = Path(folder) / "cache", Path(folder) / "ahead"
        ahead.mkdir()
        call = ["tally", str(file), "--rule", given.rule, "--json"]
        seconds(PLAIN, ["--version"], cache)
        print(f"{file.name}, {given.rule:{30 - len(file.name)}}{'clock':>22}{'processor':>11}  on disk")
        show("the very first: kernels are compiled", seconds(PLAIN, call, cache))
        show("kernels kept on disk", least(given.runs, PLAIN, call, cache), cache)
        try:
            built = seconds(BUILD, [str(ahead), *call], cache)
        except subprocess.CalledProcessError:
            print("compiled ahead: not possible here, see above")
            return
        show("compiled ahead", least(given.runs, AHEAD, [str(ahead), *call], cache), ahead)
        show("building that", built)
        show("the command alone: osi --help", least(given.runs, PLAIN, ["--help"], cache))


if __name__ == "__main__":
    main()
