"""What can go wrong with plugins and strategies; each error says who, what, and what to do.

What a plugin itself says (the line of a traceback, why an outcome is invalid) is cited in it as it stands: it is for
the plugin's developers.
"""

from __future__ import annotations

import inspect
import traceback
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osi_core.words import Message, WordedError

if TYPE_CHECKING:
    from osi_core.plugins.problems import Outcome
    from osi_core.plugins.strategy import WorkStage

__all__ = ["Cancelled", "FileRefused", "FrameRefused", "InvalidOutcome", "OptionsRefused", "PluginError",
           "ProblemRefused", "StrategyError", "StrategyFailed", "StrategyMissing", "StrategyTimeout", "raised_line",
           "source_of"]  # fmt: skip


_LINE = 500
"""How many characters of what a plugin raised are cited."""


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


class FrameRefused(PluginError, ValueError):
    """What came through the pipe of a strategy's process is no answer to its job; each is that strategy's failure."""


class StrategyError(PluginError):
    """A strategy did not do its work. `strategy` is its name, `package` the distribution that provides it."""

    def __init__(self, strategy: str, package: str, code: str, /, **values: Any) -> None:
        super().__init__(code, strategy=strategy, package=package, **values)
        self.strategy = strategy
        self.package = package


class StrategyFailed(StrategyError):
    """It raised, its process died, or what came from there was no answer, while it was prepared or while it decided
    (`stage`). `last_line` says in English what happened: of what it raised, the class, the first line, and the place in
    the plugin; `details` is the traceback, where there is one. `why` is the same as a message, where it raised
    `ProblemRefused` or the fault is that of its process.
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


def raised_line(error: BaseException, folder: str = "") -> str:
    """What was raised in one line, with the place that raised it: the last one within the folder (or file), which is
    the plugin's, and the last of all where none is.
    """
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if folder and Path(frame.filename).is_relative_to(folder)]
    place = (own or frames)[-1:]
    return _line_of(error) + "".join(f" ({Path(frame.filename).name}:{frame.lineno})" for frame in place)


def source_of(function: Callable[..., Any]) -> str:
    """The folder of the package that a function comes from, or the file where its module belongs to none."""
    function = inspect.unwrap(function)
    code = getattr(function, "__code__", None)
    if code is None:
        return ""
    file = Path(code.co_filename)
    depth = function.__module__.count(".") + (file.name == "__init__.py")
    return str(file.parents[depth - 1] if depth else file)


def _line_of(error: BaseException) -> str:
    """The class and the first line of what the error says; of pydantic's the first fault instead of a web address."""
    called = type(error).__name__
    try:
        if faults := getattr(error, "errors", None) if called == "ValidationError" else None:
            first = faults(include_url=False, include_context=False, include_input=False)[0]
            where = ".".join(map(str, first["loc"]))
            text = f"{getattr(error, 'title', '')}{'.' if where else ''}{where}: {first['msg']}"
        else:
            text = next((line.strip() for line in str(error).splitlines() if line.strip()), "")
    except Exception:
        text = "says nothing that can be shown"
    return f"{called}: {text}"[:_LINE] if text else called
