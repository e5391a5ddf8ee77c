"""Deciding in the background: what was closed is computed beside the requests; people see how far it is, and who may
stops it.

One process does so. A decision that was stopped, or whose process died, stays due, and is computed when it is asked for
again; a result is recorded once, whoever computes it.
"""

from __future__ import annotations

import threading
from typing import Self

from pydantic import BaseModel

from osi_core.domain import Refused
from osi_core.log.store import StoreError
from osi_core.plugins import ChildRunner, Outcome, Progress, Runner
from osi_core.plugins.errors import Cancelled, PluginError
from osi_core.plugins.strategy import WorkStage
from osi_core.process import Engine, decide_due

__all__ = ["Decisions", "Standing"]


class Standing(BaseModel):
    """How far the decisions of a mission are."""

    due: list[str]
    """Full names of what was closed and has no result yet."""
    stage: str
    """`idle`, `preparing`, `deciding`, `stopped` by somebody, or `failed`."""
    fraction: float
    """How much of the stage is done, from 0 to 1."""


def decided(engine: Engine, mission: str, runner: Runner, heard: Progress, cancelled: threading.Event) -> str:
    """Computes and records what is due; how it ended."""
    try:
        decide_due(engine, mission, runner=runner, progress=heard, cancelled=cancelled)
    except Cancelled:
        return "stopped"
    except Refused:  # another process has recorded it meanwhile
        return "idle"
    except (PluginError, StoreError):  # log it, with its cause, and raise an alarm
        return "failed"
    return "idle"


class Decisions:
    """The decisions of one mission, in a thread of their own. Use it as a context manager, or `close` it."""

    def __init__(self, engine: Engine, mission: str, runner: Runner | None = None) -> None:
        self._engine, self._mission = engine, mission
        self._runner = runner or ChildRunner(engine.plugins)
        self._asked, self._cancelled, self._closing = threading.Event(), threading.Event(), False
        self._stage, self._fraction = "idle", 0.0
        self._thread = threading.Thread(target=self._run, name="decisions", daemon=True)
        self._asked.set()  # what was closed before this process began
        self._thread.start()

    def ask(self) -> None:
        """Computes what is due: give it after each close, and where somebody wants a stopped one taken up again."""
        self._asked.set()

    def cancel(self) -> None:
        """Stops what is being computed."""
        self._cancelled.set()

    def standing(self) -> Standing:
        """How far it is now; `due` is read from the log, and so the same in every process."""
        items = self._engine.across(self._mission).due(page_size=1000).items
        due = [one.name for one in items if one.code == "due.decision"]
        return Standing(due=due, stage=self._stage, fraction=self._fraction)

    def close(self) -> None:
        """Ends the thread; what is being computed stays due."""
        self._closing = True
        self._cancelled.set()
        self._asked.set()
        self._thread.join()
        if isinstance(self._runner, ChildRunner):
            self._runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *error: object) -> None:
        self.close()

    def _run(self) -> None:
        while self._asked.wait() and not self._closing:
            self._asked.clear()
            self._cancelled.clear()
            if not self._closing:
                self._stage = decided(self._engine, self._mission, self._runner, self._heard, self._cancelled)

    def _heard(self, fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        self._stage, self._fraction = stage, fraction
