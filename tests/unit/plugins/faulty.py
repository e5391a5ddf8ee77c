"""A plugin whose strategies harm what they can reach: processes, pipes, memory; a module that a child process can load.

Where one starts processes, they leave their number in the folder that the variable FOLDER names.
"""

from __future__ import annotations

import fcntl
import os
import signal
import struct
import subprocess
import sys
import threading
import time
from pathlib import Path

from osi_core.plugins import PrioritisationRule, Ranking, hookimpl, ranking_by_score
from osi_core.plugins.frames import frame

FOLDER = "OSI_TEST_STARTED"
"""The variable that names the folder where started processes leave their number."""


class Faulty(PrioritisationRule):
    """Does something, and then answers as it should."""

    version = "1"

    def solve(self, problem, options, seed, progress):
        self.do(progress)
        return ranking_by_score(problem, dict.fromkeys(problem.items, 0), seed)

    def do(self, progress):
        """Nothing."""


def started(pid: int) -> None:
    """Says that a process runs."""
    beside = Path(os.environ[FOLDER]) / f"{pid}.new"
    beside.touch()
    beside.rename(beside.with_suffix(".pid"))


def sleeps(**how) -> int:
    """A grandchild that sleeps for a minute."""
    process = subprocess.Popen([sys.executable, "-c", "import time; time.sleep(60)"], **how)
    started(process.pid)
    return process.pid


def pipe() -> int:
    """The pipe of the answers, as a strategy would have to search for it."""
    for number in range(255, 1 << 16):
        try:
            if fcntl.fcntl(number, fcntl.F_GETFL) & os.O_ACCMODE == os.O_WRONLY:
                return number
        except OSError:
            continue
    raise LookupError


def write(raw: bytes) -> None:
    left = memoryview(raw)
    while left:
        left = left[os.write(pipe(), left) :]


def says(**message) -> None:
    """A message that the strategy sends itself, as if it came from what runs it."""
    write(b"".join(frame({"job": number(), **message})))


def number() -> int:
    """The number of the job, from the frames that lead here."""
    at = sys._getframe()
    while at.f_code.co_name != "_answer":
        at = at.f_back
    return at.f_locals["number"]


class Sleeps(Faulty):
    name = "grandchild-sleeps"

    def do(self, progress):
        sleeps()
        time.sleep(60)


class SleepsElsewhere(Faulty):
    name = "grandchild-leaves-the-session"

    def do(self, progress):
        sleeps(start_new_session=True)
        time.sleep(60)


class Daemon(Faulty):
    """Its grandchild has no parent any more, no session in common, and its own name."""

    name = "daemon"

    def do(self, progress):
        if not os.fork():
            os.setsid()
            if not os.fork():
                started(os.getpid())
                time.sleep(60)
            os._exit(0)
        time.sleep(60)


class Moves(Faulty):
    """Each process starts the next and ends, so that who looks for it may come too late."""

    name = "moves-on"

    def do(self, progress):
        if not os.fork():
            os.setsid()
            began = time.monotonic()
            started(os.getpid())
            while time.monotonic() - began < 60:
                if os.fork():
                    os._exit(0)
                os.setsid()
        time.sleep(60)


class LeavesOne(Faulty):
    name = "leaves-one-and-exits"

    def do(self, progress):
        sleeps(start_new_session=True)
        os._exit(3)


class AnswersAndLeavesOne(Faulty):
    name = "leaves-one-and-answers"

    def do(self, progress):
        sleeps(start_new_session=True)


class Junk(Faulty):
    name = "junk"

    def do(self, progress):
        write(b"Traceback (most recent call last):\n")
        time.sleep(60)


class JunkOfAFork(Faulty):
    """A forked process that reports and ends like the strategy it was."""

    name = "reports-from-a-fork"

    def do(self, progress):
        child = os.fork()
        if not child:
            for _ in range(3):
                time.sleep(0.06)
                progress(0.5)
            os._exit(0)
        os.waitpid(child, 0)


class Mixed(Faulty):
    name = "mixed"

    def do(self, progress):
        raw = b"".join(frame({"job": 1, "progress": 0.5, "best": None}))
        write(raw[:-3] + b"..." + raw[-3:])
        time.sleep(60)


class HugeLength(Faulty):
    name = "huge-length"

    def do(self, progress):
        write(b"".join(frame({}))[:8] + struct.pack("<QQ", 0, 4 << 30))
        time.sleep(60)


class HugeColumns(Faulty):
    name = "huge-columns"

    def do(self, progress):
        write(b"".join(frame({}))[:8] + struct.pack("<QQQ", 1, 2, 4 << 30))
        time.sleep(60)


class ManyColumns(Faulty):
    name = "many-columns"

    def do(self, progress):
        write(b"".join(frame({}))[:8] + struct.pack("<QQ", 1 << 60, 2))
        time.sleep(60)


def with_head(head: bytes) -> bytes:
    whole = b"".join(frame({}))
    return whole[:8] + struct.pack("<QQ", 0, len(head)) + head + whole[-8:]


class Head(Faulty):
    """A frame whose head is no message."""

    def __init__(self, name: str, head: bytes) -> None:
        self.name, self.head = name, head

    def do(self, progress):
        write(with_head(self.head))
        time.sleep(60)


HEADS = {
    "no-json": b"{",
    "no-text": b'{"\xff": 1}',
    "a-list": b"[]",
    "deep": b"[" * 100_000,
    "large-number": b'{"job": ' + b"9" * 5_000 + b"}",
    "no-column": b'{"job": 1, "outcome": {"$column": 5, "type": "i4"}}',
    "no-column-number": b'{"job": 1, "outcome": {"$column": "x", "type": []}}',
}


class Says(Faulty):
    """Messages of the strategy's own, and then its answer."""

    def __init__(self, name: str, *messages: dict) -> None:
        self.name, self.messages = name, messages

    def do(self, progress):
        for message in self.messages:
            says(**message)


MESSAGES = {
    "nothing-known": [{"hello": 1}],
    "missing-key": [{"progress": 0.5}],
    "another-job": [{"job": 7, "progress": 0.5, "best": None}],
    "wrong-type": [{"progress": "half", "best": None}],
    "not-finite": [{"progress": float("nan"), "best": None}],
    "best-of-another-type": [{"progress": 0.5, "best": [1]}],
    "prepared-again": [{"prepared": True}],
    "raised-of-another-type": [{"raised": 5, "details": [], "why": {"code": 1}, "memory": 0}],
    "ended-too-soon": [{"ended": True}],
    "two-outcomes": [{"outcome": {"order": ["a", "b", "c"]}}],
    "progress-after-outcome": [{"outcome": {"order": ["a", "b", "c"]}}, {"progress": 0.5, "best": None}],
    "flood": [{"progress": 0.5, "best": None}] * 5_000,
}


class LateReports(Faulty):
    """A thread goes on reporting when the outcome has been given."""

    name = "reports-late"

    def do(self, progress):
        def report():
            while True:
                progress(0.5)
                time.sleep(0.01)

        threading.Thread(target=report, daemon=True).start()


class LateJunk(Faulty):
    """A thread writes to the pipe when the outcome has been given."""

    name = "junk-late"

    def do(self, progress):
        threading.Timer(0.2, write, [b"late"]).start()


class Allocates(Faulty):
    name = "allocates-10-gb"

    def do(self, progress):
        kept = []
        for _ in range(100):
            kept.append(bytearray(100_000_000))


class Floods(Faulty):
    """Prints 64 MiB without an end of line, to both."""

    name = "floods-its-output"

    def do(self, progress):
        for number in (1, 2):
            for _ in range(512):
                os.write(number, b"x" * (1 << 16))


class ReadsInput(Faulty):
    name = "reads-its-input"

    def do(self, progress):
        assert sys.stdin.read() == ""
        assert os.read(0, 1) == b""


class Exits(Faulty):
    name = "exits"

    def do(self, progress):
        os._exit(0)


class KillsItself(Faulty):
    name = "kills-itself"

    def do(self, progress):
        os.kill(os.getpid(), signal.SIGKILL)


class KillsItsGroup(Faulty):
    name = "kills-its-group"

    def do(self, progress):
        os.killpg(0, signal.SIGKILL)


class StopsItself(Faulty):
    name = "stops-itself"

    def do(self, progress):
        os.kill(os.getpid(), signal.SIGSTOP)


class IgnoresSignals(Faulty):
    name = "ignores-signals"

    def do(self, progress):
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, signal.SIG_IGN)
        while True:
            time.sleep(1)


class ClosesAll(Faulty):
    name = "closes-all"

    def do(self, progress):
        os.closerange(0, 1 << 16)
        time.sleep(60)


class ClosesUsual(Faulty):
    """What a program does that starts a daemon: harmless, where the pipes are out of the way."""

    name = "closes-usual"

    def do(self, progress):
        os.closerange(3, 256)


class Misfit(Faulty):
    """Makes an outcome that pydantic refuses; the line of the crash is the one with the call."""

    name = "misfit"

    def do(self, progress):
        Ranking(order=5, explanations=())


class NotToBeWritten(Faulty):
    """An outcome that no JSON can hold."""

    name = "not-to-be-written"

    def solve(self, problem, options, seed, progress):
        circle = []
        circle.append(circle)
        return Ranking.model_construct(order=circle, _fields_set={"order"})


class Endless(Faulty):
    """An error with more to say than anyone reads."""

    name = "endless-error"

    def do(self, progress):
        raise RuntimeError("x" * 50_000_000)


class Speechless(Exception):
    def __str__(self):
        raise ValueError


class SaysNothing(Faulty):
    name = "speechless-error"

    def do(self, progress):
        raise Speechless


class Fair(Faulty):
    name = "fair"


PLAIN = [one() for one in Faulty.__subclasses__() if one not in (Head, Says)]
LISTED = [*PLAIN, *(Head(*one) for one in HEADS.items()), *(Says(name, *all_) for name, all_ in MESSAGES.items())]


@hookimpl
def osi_prioritisation_rules():
    return LISTED
