"""The child process seen from the program: started, spoken to, listened to and ended."""

from __future__ import annotations

import contextlib
import os
import queue
import subprocess
import sys
import threading
from dataclasses import asdict

from osi_core.plugins.frames import Message, receive, send
from osi_core.plugins.manager import Plugins

__all__ = ["ChildProcess"]


class ChildProcess:
    """One child process, with a thread that puts its messages into a queue and one that keeps its last words."""

    def __init__(self, plugins: Plugins) -> None:
        pipe = subprocess.PIPE
        command = [sys.executable, "-P", "-m", "osi_core.plugins.child"]
        self._process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=pipe, env=_environment())
        self._messages: queue.Queue[Message | None] = queue.Queue()
        self._said: list[str] = []
        self._threads = [threading.Thread(target=target, daemon=True) for target in (self._listen, self._overhear)]
        for thread in self._threads:
            thread.start()
        self.send({"path": sys.path, "sources": [asdict(source) for source in plugins.sources() if not source.builtin]})

    def send(self, message: Message) -> bool:
        """Whether the message got through."""
        assert self._process.stdin is not None
        try:
            send(self._process.stdin, message)
        except OSError:
            self._process.wait()
            return False
        return True

    def next(self, seconds: float) -> Message | None:
        """The next message, or None when none came in time or none can come any more."""
        try:
            return self._messages.get(timeout=seconds) if seconds > 0 else self._messages.get_nowait()
        except queue.Empty:
            return None

    def alive(self) -> bool:
        """Whether messages may still come."""
        return self._process.poll() is None or self._threads[0].is_alive()

    def last_words(self) -> str:
        """How the process ended, with the last line it wrote to standard error."""
        self._threads[1].join(1.0)
        code = self._process.wait()
        end = f"its process was ended by signal {-code}" if code < 0 else f"its process ended with exit code {code}"
        return f"{end}; it last said: {self._said[-1]}" if self._said else end

    def kill(self) -> None:
        """Ends the process and waits until it, and what listens to it, is gone."""
        self._process.kill()
        self._process.wait()
        for thread in self._threads:
            thread.join(5.0)
        for stream in (self._process.stdin, self._process.stdout, self._process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):  # what was never sent cannot be flushed
                    stream.close()

    def _listen(self) -> None:
        assert self._process.stdout is not None
        try:
            while (message := receive(self._process.stdout)) is not None:
                self._messages.put(message)
        except (OSError, ValueError):
            return
        finally:
            self._messages.put(None)

    def _overhear(self) -> None:
        assert self._process.stderr is not None
        for line in self._process.stderr:
            text = line.decode(errors="replace").strip()
            if text:
                self._said[:] = [text]


def _environment() -> dict[str, str]:
    """The child finds osi_core where this program found it."""
    return os.environ | {"PYTHONPATH": os.pathsep.join(entry for entry in sys.path if entry)}
