"""What can go wrong with plugins and strategies; each error says who, what, and what to do."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from osi_core.plugins.problems import Outcome
    from osi_core.plugins.strategy import WorkStage

__all__ = ["Cancelled", "InvalidOutcome", "OptionsRefused", "PluginError", "StrategyError", "StrategyFailed",
           "StrategyMissing", "StrategyTimeout", "raised_line"]  # fmt: skip


class PluginError(Exception):
    """The root of all errors about plugins."""


class StrategyMissing(PluginError, LookupError):
    """No strategy of this kind and name can be used; says which there are, and why this one was left out."""


class OptionsRefused(PluginError, ValueError):
    """The options do not fit the strategy's `Options`; names each option."""


class StrategyError(PluginError):
    """A strategy did not do its work. `strategy` is its name, `package` the distribution that provides it."""

    def __init__(self, strategy: str, package: str, message: str) -> None:
        super().__init__(f"strategy {strategy!r} of {package}: {message}")
        self.strategy = strategy
        self.package = package


class StrategyFailed(StrategyError):
    """It raised, or its process died, while it was prepared or while it decided (`stage`). `last_line` is the last line
    of the traceback, `details` all of it.
    """

    def __init__(
        self, strategy: str, package: str, last_line: str, details: str = "", stage: WorkStage = "deciding"
    ) -> None:
        super().__init__(strategy, package, f"while preparing: {last_line}" if stage == "preparing" else last_line)
        self.last_line = last_line
        self.details = details
        self.stage: WorkStage = stage


class StrategyTimeout(StrategyError):
    """It was not prepared within the limit, or did not finish within the deadline (`stage`), and was ended. `best` is
    the best outcome it had reported, if any.
    """

    def __init__(
        self,
        strategy: str,
        package: str,
        seconds: float,
        best: Outcome | None = None,
        stage: WorkStage = "deciding",
    ) -> None:
        super().__init__(strategy, package, _TOO_LONG[stage].format(seconds=seconds))
        self.seconds = seconds
        self.best = best
        self.stage: WorkStage = stage


_TOO_LONG: dict[WorkStage, str] = {
    "preparing": "was still preparing (loading and compiling) after {seconds:g} s and was ended; try again, as what "
    "was compiled may have been kept, or raise prepare_seconds in the playbook",
    "deciding": "did not finish within {seconds:g} s and was ended; decision_seconds in the playbook gives it longer",
}


class Cancelled(StrategyError):
    """Whoever asked for the decision took it back."""

    def __init__(self, strategy: str, package: str) -> None:
        super().__init__(strategy, package, "was cancelled")


class InvalidOutcome(StrategyError):
    """Its outcome does not answer the problem; `wrong` lists every reason."""

    def __init__(self, strategy: str, package: str, wrong: list[str]) -> None:
        shown = "; ".join(wrong[:5]) + (f"; and {len(wrong) - 5} more" if len(wrong) > 5 else "")
        super().__init__(strategy, package, f"invalid outcome: {shown}")
        self.wrong = wrong


def raised_line(error: BaseException) -> str:
    """The last line of the traceback, with the place in the plugin that raised."""
    line = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    frames = traceback.extract_tb(error.__traceback__)
    return f"{line} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else line
