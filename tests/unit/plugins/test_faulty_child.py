"""A strategy's process may do what it likes: the program gets one clear error, nothing is left, and the next job runs.

No test looks at a tight time. What must end is a minute away from ending by itself.
"""

from __future__ import annotations

import importlib.util
import os
import re
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest

from osi_core.plugins import Cancelled, ChildRunner, Job, Plugins, StrategyFailed, StrategyTimeout, TieOptions
from osi_core.plugins.protections import Protection, missing_protections

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="the strategies fork")
on_linux = pytest.mark.skipif(sys.platform != "linux", reason="only Linux hands descendants on")
MANY_SECONDS = 120.0
"""Far from what any of this takes, and from the minute after which it would end by itself."""


@pytest.fixture(scope="module")
def faulty():
    spec = importlib.util.spec_from_file_location("faulty", Path(__file__).with_name("faulty.py"))
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["faulty"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def started(tmp_path_factory, faulty):
    """The processes that strategies have started and that still run."""
    folder = tmp_path_factory.mktemp("started")
    os.environ[faulty.FOLDER] = str(folder)

    def running():
        numbers = [int(path.stem) for path in folder.glob("*.pid")]
        return [number for number in numbers if runs(number)]

    running.folder = folder  # type: ignore[attr-defined]
    yield running
    del os.environ[faulty.FOLDER]
    for number in running():
        os.kill(number, signal.SIGKILL)


@pytest.fixture(scope="module")
def runner(faulty, started):
    plugins = Plugins.builtin()
    plugins.register(faulty, distribution="osi-faulty", version="0.1")
    with ChildRunner(plugins) as runner:
        yield runner


@pytest.fixture
def job(profile):
    return lambda strategy: Job("prioritisation", strategy, TieOptions(), profile, b"s" * 32)


@pytest.fixture(autouse=True)
def time_limit(request):
    began = time.monotonic()
    yield
    assert time.monotonic() - began < MANY_SECONDS


def runs(pid):
    """Whether a process is there and no zombie."""
    try:
        stat = Path(f"/proc/{pid}/stat").read_text()
    except OSError:
        return False
    return stat.rpartition(")")[2].split()[0] != "Z"


def failure(runner, job, **limits):
    """What is said of a strategy that fails; afterwards one of the same package is served as if nothing had been."""
    with pytest.raises(StrategyFailed) as caught:
        runner.run(job, deadline=MANY_SECONDS, **limits)
    assert set(runner.run(Job(job.kind, "fair", job.options, job.problem, job.seed)).order) == {"a", "b", "c"}
    return str(caught.value)


WITH_GRANDCHILDREN = [
    "grandchild-sleeps",
    pytest.param("grandchild-leaves-the-session", marks=on_linux),
    pytest.param("daemon", marks=on_linux),
    pytest.param("moves-on", marks=on_linux),
]


@pytest.mark.parametrize("strategy", WITH_GRANDCHILDREN)
def test_at_the_deadline_it_ends_with_all_that_it_started(runner, job, started, strategy):
    with pytest.raises(StrategyTimeout):
        runner.run(job(strategy), deadline=1)
    assert list(started.folder.glob("*.pid"))
    assert started() == []


def test_a_cancel_ends_all_that_it_started(runner, job, started):
    cancelled = threading.Event()
    before = set(started.folder.glob("*.pid"))

    def cancel_as_soon_as_it_runs():
        while set(started.folder.glob("*.pid")) == before:
            time.sleep(0.01)
        cancelled.set()

    threading.Thread(target=cancel_as_soon_as_it_runs, daemon=True).start()
    with pytest.raises(Cancelled):
        runner.run(job("grandchild-sleeps"), cancelled=cancelled)
    assert started() == []


@on_linux
def test_a_close_ends_all_that_it_started(runner, job, started):
    with ChildRunner(runner._plugins) as another:
        another.run(job("leaves-one-and-answers"))
        assert len(started()) == 1
    assert started() == []


@on_linux
def test_what_it_started_ends_when_its_process_dies(runner, job, started):
    assert "its process ended with exit code 3" in failure(runner, job("leaves-one-and-exits"))
    assert started() == []


@on_linux
def test_when_the_program_is_killed_nothing_of_a_strategy_goes_on(started):
    program = (
        "import sys; sys.path.insert(0, sys.argv[1]); import faulty\n"
        "from osi_core.plugins import *\n"
        "plugins = Plugins.builtin(); plugins.register(faulty)\n"
        "profile = Profile.of('approval', ['a'], [['a']])\n"
        "ChildRunner(plugins).run(Job('prioritisation', 'daemon', TieOptions(), profile, bytes(32)))\n"
    )
    before = set(started.folder.glob("*.pid"))
    process = subprocess.Popen([sys.executable, "-c", program, str(Path(__file__).parent)])
    while set(started.folder.glob("*.pid")) == before:
        assert process.poll() is None
        time.sleep(0.01)
    assert len(started()) == 1
    process.kill()
    process.wait()
    until = time.monotonic() + MANY_SECONDS
    while started() and time.monotonic() < until:
        time.sleep(0.01)
    assert started() == []


@pytest.mark.parametrize(
    ("strategy", "said"),
    [
        ("junk", r"bytes that are no message came from its process \(54 72 61 63 65 62 61 63\)"),
        ("mixed", "other bytes stand within a message"),
        ("huge-length", "its answer has 4096 MiB, and 64 MiB are the most"),
        ("huge-columns", "its answer has 4097 MiB, and 1024 MiB are the most"),
        ("many-columns", "bytes that are no message"),
        ("no-json", r"cannot be read \(JSONDecodeError"),
        ("no-text", r"cannot be read \(UnicodeDecodeError"),
        ("a-list", r"cannot be read \(list, expected an object\)"),
        ("deep", r"cannot be read \(RecursionError"),
        ("large-number", r"cannot be read \(ValueError"),
        ("no-column", r"cannot be read \(IndexError"),
        ("no-column-number", r"cannot be read \(TypeError"),
        ("nothing-known", r"does not belong there \(with: job, hello\)"),
        ("missing-key", "does not belong there"),
        ("another-job", "does not belong there"),
        ("wrong-type", "does not belong there"),
        ("not-finite", "does not belong there"),
        ("best-of-another-type", "does not belong there"),
        ("prepared-again", "does not belong there"),
        ("raised-of-another-type", "does not belong there"),
        ("ended-too-soon", "does not belong there"),
        ("two-outcomes", r"does not belong there \(with: job, outcome\)"),
        ("progress-after-outcome", r"does not belong there \(with: job, progress, best\)"),
        ("flood", "messages, far more than progress needs"),
        ("closes-all", "its process closed the pipe by which it answers"),
        ("exits", "its process ended with exit code 0"),
        ("kills-itself", "its process was ended by signal 9"),
        ("kills-its-group", "its process was ended by signal 9"),
        ("not-to-be-written", "RecursionError|ValueError"),
        ("speechless-error", r"Speechless: says nothing that can be shown \(faulty.py:\d+\)$"),
        ("endless-error", r"RuntimeError: x{480,500} \(faulty.py:\d+\)$"),
    ],
)
def test_what_is_no_answer_is_that_strategys_failure(runner, job, strategy, said):
    told = failure(runner, job(strategy))
    assert told.startswith(f"strategy '{strategy}' of osi-faulty 0.1: ")
    assert re.search(said, told), told


@pytest.mark.parametrize("strategy", ["stops-itself", "ignores-signals"])
def test_one_that_does_not_listen_is_ended_at_the_deadline(runner, job, strategy):
    with pytest.raises(StrategyTimeout):
        runner.run(job(strategy), deadline=0.3)


@pytest.mark.skipif(Protection.MEMORY in missing_protections(), reason="memory cannot be limited here")
def test_ten_gigabytes_are_refused_and_the_key_is_named(runner, job):
    told = failure(runner, job("allocates-10-gb"), memory_mib=1000)
    assert "the 1000 MiB of memory that its process may have were not enough; decision_memory_mib" in told


@pytest.mark.parametrize(
    "strategy",
    ["floods-its-output", "reads-its-input", "closes-usual", "reports-from-a-fork", "leaves-one-and-answers"],
)
def test_what_disturbs_nobody_is_no_failure(runner, job, strategy):
    assert set(runner.run(job(strategy), deadline=MANY_SECONDS).order) == {"a", "b", "c"}


@pytest.mark.parametrize("strategy", ["reports-late", "junk-late"])
def test_what_comes_too_late_harms_no_strategy_of_another_package(runner, job, strategy):
    runner.run(job(strategy), deadline=MANY_SECONDS)
    time.sleep(0.3)
    for _ in range(3):
        assert runner.run(job("borda"), deadline=MANY_SECONDS).order[0] == "a"


def test_what_a_package_left_behind_is_gone_when_another_is_served(runner, job, started):
    runner.run(job("leaves-one-and-answers"))
    runner.run(job("borda"))
    assert started() == []


def test_the_line_of_a_crash_is_the_plugins_own_and_said_once(runner, job, faulty):
    told = failure(runner, job("misfit"))
    line = next(n for n, text in enumerate(Path(faulty.__file__).read_text().splitlines(), 1) if "order=5" in text)
    assert told == (
        "strategy 'misfit' of osi-faulty 0.1: ValidationError: Ranking.order: Input should be a valid tuple "
        f"(faulty.py:{line})"
    )


def test_on_linux_all_protections_hold():
    if sys.platform == "linux":
        assert missing_protections() == ()
    else:
        assert Protection.DESCENDANTS in missing_protections()
