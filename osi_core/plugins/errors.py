"""What can go wrong with plugins and strategies; each error says who, what, and what to do.

What a plugin itself says (the line of a traceback, why an outcome is invalid) is cited in it as it stands: it is for
the plugin's developers.
"""

from __future__ import annotations

import traceback
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osi_core.words import Message, WordedError

if TYPE_CHECKING:
    from osi_core.plugins.problems import Outcome
    from osi_core.plugins.strategy import WorkStage

__all__ = ["Cancelled", "FileRefused", "InvalidOutcome", "OptionsRefused", "PluginError", "ProblemRefused",
           "StrategyError", "StrategyFailed", "StrategyMissing", "StrategyTimeout", "raised_line"]  # fmt: skip


class PluginError(WordedError):
    """The root of all errors about plugins."""


class StrategyMissing(PluginError, LookupError):
    """No strategy of this kind and name can be used; says which there are, and why this one was left out."""


class OptionsRefused(PluginError, ValueError):
    """The options do not fit the strategy's `Options`; names each option."""


class ProblemRefused(PluginError, ValueError):
    """A problem does not hold together, or a strategy cannot answer it (more than it can count, say).

    Problems raise it when they are made, strategies from `solve`, with codes that have words in the plugin's catalogue;
    whoever waits for the decision is told in their language. It may be raised within a validator of pydantic's as well.
    """


class FileRefused(PluginError, ValueError):
    """A reader cannot read a file; names file and line."""


class StrategyError(PluginError):
    """A strategy did not do its work. `strategy` is its name, `package` the distribution that provides it."""

    def __init__(self, strategy: str, package: str, code: str, /, **values: Any) -> None:
        super().__init__(code, strategy=strategy, package=package, **values)
        self.strategy = strategy
        self.package = package


class StrategyFailed(StrategyError):
    """It raised, or its process died, while it was prepared or while it decided (`stage`). `last_line` is the last line
    of the traceback, `details` all of it; `why` is what it says itself, where it raised `ProblemRefused`.
    """

    def __init__(
        self,
        strategy: str,
        package: str,
        last_line: str,
        details: str = "",
        stage: WorkStage = "deciding",
        why: Message | None = None,
    ) -> None:
        code = "plugin.strategy-failed-preparing" if stage == "preparing" else "plugin.strategy-failed"
        super().__init__(strategy, package, code, line=last_line if why is None else why)
        self.why = why
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
        code = "plugin.strategy-timeout-preparing" if stage == "preparing" else "plugin.strategy-timeout"
        super().__init__(strategy, package, code, seconds=Decimal(f"{seconds:g}"))
        self.seconds = seconds
        self.best = best
        self.stage: WorkStage = stage


class Cancelled(StrategyError):
    """Whoever asked for the decision took it back."""

    def __init__(self, strategy: str, package: str) -> None:
        super().__init__(strategy, package, "plugin.strategy-cancelled")


class InvalidOutcome(StrategyError):
    """Its outcome does not answer the problem; `wrong` lists every reason, in English for its developers."""

    def __init__(self, strategy: str, package: str, wrong: list[str]) -> None:
        first, more = "; ".join(wrong[:5]), len(wrong) - 5
        if more > 0:
            super().__init__(strategy, package, "plugin.outcome-invalid-and-more", wrong=first, count=more)
        else:
            super().__init__(strategy, package, "plugin.outcome-invalid", wrong=first)
        self.wrong = wrong


def raised_line(error: BaseException) -> str:
    """The last line of the traceback, with the place in the plugin that raised."""
    line = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    frames = traceback.extract_tb(error.__traceback__)
    return f"{line} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else line
