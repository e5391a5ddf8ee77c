"""How the commands speak: this package's own words, in the session's language."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_args, get_type_hints

from cyclopts import Parameter

from osi_core.cli import Session, Stop
from osi_core.cli.session import Exit
from osi_voting.budgets.telling import money_text
from osi_voting.commands.compiling_told import compiling_told
from osi_voting.commands.words import WORDS

__all__ = ["Voice", "bound"]


class Voice:
    """A session, with the words of this package."""

    def __init__(self, session: Session) -> None:
        self.session = session

    @property
    def german(self) -> bool:
        """Whether German is asked for."""
        return self.session.language == "de"

    def say(self, key: str, /, **values: object) -> str:
        """The sentence of this key."""
        return WORDS[key][self.german].format(**values)

    def stop(self, ends: Exit, key: str, /, **values: object) -> Stop:
        """The error that ends the command with this sentence."""
        return Stop(ends, self.say(key, **values))

    def money(self, amount: float, currency: str) -> str:
        """Minor units as an amount; without a code where the file names no currency."""
        return money_text(round(amount), currency)[self.german]

    def number(self, value: int) -> str:
        """4,400 or 4.400."""
        return self.session.number(value)

    def percent(self, part: float, whole: float) -> str:
        """A part of a whole, to a tenth of a percent."""
        text = f"{100 * part / whole:.1f}" if whole else "0.0"
        return f"{text.replace('.', ',')} %" if self.german else f"{text}%"


def bound(command: Callable[..., int | None], session: Session) -> Callable[..., int | None]:
    """The command without its first parameter, a `Voice`, and with its help in the session's language."""
    hints = get_type_hints(command, include_extras=True)
    signature, voice = inspect.signature(command), Voice(session)
    kept = list(signature.parameters.values())[1:]
    parameters = [one.replace(annotation=_in_words(hints[one.name], voice)) for one in kept]

    @wraps(command)
    def call(*given: Any, **named: Any) -> int | None:
        with compiling_told(voice):
            return command(voice, *given, **named)

    del call.__wrapped__  # or inspect would look through to the command itself
    call.__signature__ = signature.replace(parameters=parameters, return_annotation=int)  # type: ignore[attr-defined]
    call.__annotations__ = {one.name: one.annotation for one in parameters}
    return call


def _in_words(hint: Any, voice: Voice) -> Any:
    marks = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Parameter)]
    said = [Parameter(help=voice.say(mark.help)) for mark in marks if mark.help in WORDS]
    return Annotated[get_args(hint)[0], *marks, *said] if marks else hint
