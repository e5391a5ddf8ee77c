"""What can go wrong with plugins and strategies; each error says who, what, and what to do.

An error is a code and values, as everything that a person may read: `say` tells it in a language, `str` in English.
What a plugin itself says (the line of a traceback, why an outcome is invalid) is cited in it as it stands: it is for
the plugin's developers.
"""

from __future__ import annotations

import traceback
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from osi_core.plugins.problems import Outcome
    from osi_core.plugins.strategy import WorkStage
    from osi_core.words import Catalogues, Message

__all__ = ["Cancelled", "InvalidOutcome", "OptionsRefused", "PluginError", "StrategyError", "StrategyFailed",
           "StrategyMissing", "StrategyTimeout", "raised_line"]  # fmt: skip


class PluginError(Exception):
    """The root of all errors about plugins: a stable code, and the values that vary."""

    def __init__(self, code: str, /, **values: Any) -> None:
        super().__init__(code, values)
        self.code, self.values = code, values

    @property
    def message(self) -> Message:
        """The sentence to be."""
        from osi_core.words import Message  # here, because who only lists plugins needs no words

        return Message(self.code, self.values)

    def say(self, language: str = "en", words: Catalogues | None = None) -> str:
        """The sentence in this language."""
        from osi_core.words import OWN

        return (words or OWN).say(self.message, language)

    def __str__(self) -> str:
        return self.say()


class StrategyMissing(PluginError, LookupError):
    """No strategy of this kind and name can be used; says which there are, and why this one was left out."""


class OptionsRefused(PluginError, ValueError):
    """The options do not fit the strategy's `Options`; names each option."""


class StrategyError(PluginError):
    """A strategy did not do its work. `strategy` is its name, `package` the distribution that provides it."""

    def __init__(self, strategy: str, package: str, code: str, /, **values: Any) -> None:
        super().__init__(code, strategy=strategy, package=package, **values)
        self.strategy = strategy
        self.package = package


class StrategyFailed(StrategyError):
    """It raised, or its process died, while it was prepared or while it decided (`stage`). `last_line` is the last line
    of the traceback, `details` all of it.
    """

    def __init__(
        self, strategy: str, package: str, last_line: str, details: str = "", stage: WorkStage = "deciding"
    ) -> None:
        code = "strategy-failed-preparing" if stage == "preparing" else "strategy-failed"
        super().__init__(strategy, package, code, line=last_line)
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
        code = "strategy-timeout-preparing" if stage == "preparing" else "strategy-timeout"
        super().__init__(strategy, package, code, seconds=Decimal(f"{seconds:g}"))
        self.seconds = seconds
        self.best = best
        self.stage: WorkStage = stage


class Cancelled(StrategyError):
    """Whoever asked for the decision took it back."""

    def __init__(self, strategy: str, package: str) -> None:
        super().__init__(strategy, package, "strategy-cancelled")


class InvalidOutcome(StrategyError):
    """Its outcome does not answer the problem; `wrong` lists every reason, in English for its developers."""

    def __init__(self, strategy: str, package: str, wrong: list[str]) -> None:
        first, more = "; ".join(wrong[:5]), len(wrong) - 5
        if more > 0:
            super().__init__(strategy, package, "outcome-invalid-and-more", wrong=first, count=more)
        else:
            super().__init__(strategy, package, "outcome-invalid", wrong=first)
        self.wrong = wrong


def raised_line(error: BaseException) -> str:
    """The last line of the traceback, with the place in the plugin that raised."""
    line = "".join(traceback.format_exception_only(error)).strip().splitlines()[-1]
    frames = traceback.extract_tb(error.__traceback__)
    return f"{line} ({Path(frames[-1].filename).name}:{frames[-1].lineno})" if frames else line
