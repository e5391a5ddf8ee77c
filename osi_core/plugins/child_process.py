"""The child process seen from the program: started, spoken to, listened to and ended.

Nothing here waits for a strategy: what is sent and what comes goes through threads, so that the caller can always look
at the clock; and ending the process never waits for longer than moments, whoever still holds its pipes.
"""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterable
from typing import IO, Any

from osi_core.plugins.errors import FrameRefused
from osi_core.plugins.frames import ANSWER, Limits, Message, frame, receive
from osi_core.words import Message as Said

__all__ = ["ChildProcess"]

_SUPERVISED = hasattr(os, "fork")
_WAITING = 8
"""How many messages may wait to be taken; a child that sends more waits itself."""
_LAST_WORDS = 4096
"""How many bytes of what was written to standard error are kept."""
_DIES_WITHIN = 1.0
"""Seconds in which a process that answers no more has died, if it has."""
_CHUNK = 1 << 16
_ENDS_WITHIN = 10.0
"""Seconds for the supervisor to end all that the strategy started; it gives up after half of that."""


class ChildProcess:
    """One child process, with a thread that sends, one that puts what comes into a queue, and one that keeps its last
    words. `path` is where it looks for modules.
    """

    def __init__(self, path: list[str], limits: Limits = ANSWER) -> None:
        pipe = subprocess.PIPE
        control, self._control = os.pipe() if _SUPERVISED else (-1, -1)
        try:
            self._process = subprocess.Popen(
                [sys.executable, "-P", "-m", *_program(control)],
                stdin=pipe,
                stdout=pipe,
                stderr=pipe,
                bufsize=0,
                env=_environment(),
                pass_fds=(control,) if _SUPERVISED else (),
                start_new_session=_SUPERVISED,
            )
        finally:
            if _SUPERVISED:
                os.close(control)
        self._limits, self._ending = limits, threading.Event()
        self._to_send: queue.SimpleQueue[Iterable[bytes] | None] = queue.SimpleQueue()
        self._messages: queue.Queue[Message | FrameRefused | None] = queue.Queue(_WAITING)
        self._said = b""
        streams = (self._process.stdin, self._process.stdout, self._process.stderr)
        self._threads = [
            threading.Thread(target=self._with, args=(work, stream), daemon=True)
            for work, stream in zip((self._speak, self._listen, self._overhear), streams, strict=True)
        ]
        for thread in self._threads:
            thread.start()
        self.send({"path": path})

    def send(self, message: Message) -> None:
        """Sends a message as soon as the child takes it; where it takes none any more, `next` says so."""
        self._to_send.put(frame(message))

    def next(self, seconds: float) -> Message | None:
        """The next message, or None when none came in time. Raises `FrameRefused` for what was no message, and
        `EOFError` when none can come any more.
        """
        try:
            found = self._messages.get(timeout=seconds) if seconds > 0 else self._messages.get_nowait()
        except queue.Empty:
            return None
        if isinstance(found, FrameRefused):
            raise found
        if found is None:
            raise EOFError
        return found

    def alive(self) -> bool:
        """Whether its process has not ended."""
        return self._process.poll() is None

    def idle(self) -> bool:
        """Whether it waits for a job: it lives, and nothing has come that nobody asked for."""
        return self.alive() and self._messages.empty()

    def last_words(self) -> Said:
        """How the process ended, with the last line it wrote to standard error."""
        try:
            code = self._process.wait(_DIES_WITHIN)
        except subprocess.TimeoutExpired:
            return Said("plugin.answer-closed")
        self._threads[2].join(1.0)
        said = next((line for line in reversed(self._said.decode(errors="replace").splitlines()) if line.strip()), "")
        return _ended(code, said.strip())

    def kill(self) -> None:
        """Ends the process and all that it started, within moments."""
        self._ending.set()
        self._to_send.put(None)
        if self._control >= 0:
            with contextlib.suppress(OSError):
                os.write(self._control, b"!")
            os.close(self._control)
            self._control = -1
        else:
            self._process.kill()
        self._threads[2].join(0.2)  # it hears the end at once, where `wait` with a limit sleeps and looks
        try:
            self._process.wait(_ENDS_WITHIN)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for thread in self._threads:
            thread.join(0.5)  # one whose pipe somebody still holds that could not be ended is left to itself

    def _with(self, work: Callable[[Any], None], stream: IO[bytes]) -> None:
        """Does the work of one thread, which alone closes its stream: nobody else can without waiting for it."""
        with stream, contextlib.suppress(OSError):
            work(stream)

    def _speak(self, stream: IO[bytes]) -> None:
        while (pieces := self._to_send.get()) is not None:
            for piece in pieces:
                left = memoryview(piece)
                while left and not self._ending.is_set():
                    left = left[stream.write(left) :]

    def _listen(self, stream: IO[bytes]) -> None:
        """Puts what comes into the queue, and as the last thing why no more can come."""
        try:
            while (message := receive(stream, self._limits)) is not None:
                self._put(message)
            self._put(None)
        except FrameRefused as error:
            self._put(error)
        except OSError:
            self._put(None)

    def _put(self, found: Message | FrameRefused | None) -> None:
        while not self._ending.is_set():
            with contextlib.suppress(queue.Full):
                return self._messages.put(found, timeout=0.1)

    def _overhear(self, stream: IO[bytes]) -> None:
        while chunk := stream.read(_CHUNK):
            self._said = (self._said + chunk)[-_LAST_WORDS:]
            if len(chunk) == _CHUNK:
                time.sleep(0.001)  # who floods it waits, not the program


def _ended(code: int, said: str) -> Said:
    """How a process ended, by what the system says of it and what it last said itself."""
    if code < 0:
        killed = Said.of("plugin.process-killed", signal=-code)
        return Said.of("plugin.process-killed-and-said", signal=-code, said=said) if said else killed
    exited = Said.of("plugin.process-exited", status=code)
    return Said.of("plugin.process-exited-and-said", status=code, said=said) if said else exited


def _program(control: int) -> tuple[str, ...]:
    """What the process runs: under a supervisor where the platform can fork."""
    return ("osi_core.plugins.supervisor", str(control)) if _SUPERVISED else ("osi_core.plugins.child",)


def _environment() -> dict[str, str]:
    """The child finds osi_core where this program found it."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
