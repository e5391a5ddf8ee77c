"""From a command's function to a command of the app: the session is put in, the help is put into words."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, get_args, get_type_hints

from cyclopts import Parameter

from osi_core.cli.session import Session
from osi_core.words import Catalogue

StoreOption = Annotated[str | None, Parameter(help="opt.store", metavar="PATH|URL")]
"""`--store PATH|URL`, the same in every command that reads a log."""
MissionOption = Annotated[str | None, Parameter(help="opt.mission", metavar="ID")]
"""`--mission ID`, the same in every command about one mission."""
Flag = Parameter(negative="")


def bound(
    command: Callable[..., int | None], session: Session, scope: str = "", words: Catalogue | None = None
) -> Callable[..., int | None]:
    """The command without its first parameter, the session, and with its help (keys of the words) in the session's
    language. A plugin hands in the catalogue of its commands and the `scope` that their keys stand in; their session
    then knows these too.
    """
    hints = get_type_hints(command, include_extras=True)
    signature = inspect.signature(command)
    speaking = session.with_words(scope, words) if words else session
    kept = list(signature.parameters.values())[1:]
    parameters = [one.replace(annotation=_in_words(hints[one.name], speaking)) for one in kept]

    @wraps(command)
    def call(*given: Any, **named: Any) -> int | None:  # `--json` is known only now
        return command(session.with_words(scope, words) if words else session, *given, **named)

    del call.__wrapped__  # or inspect would look through to the command itself
    call.__signature__ = signature.replace(parameters=parameters, return_annotation=int)  # type: ignore[attr-defined]
    call.__annotations__ = {one.name: one.annotation for one in parameters}
    return call


def _in_words(hint: Any, session: Session) -> Any:
    marks = [mark for mark in getattr(hint, "__metadata__", ()) if isinstance(mark, Parameter)]
    said = [Parameter(help=session.say(mark.help)) for mark in marks if mark.help and session.knows(mark.help)]
    return Annotated[get_args(hint)[0], *marks, *said] if marks else hint
