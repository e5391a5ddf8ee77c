"""What is wrong with the words of a call, in a sentence: cyclopts' own messages, in both languages."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING, Literal, get_args, get_origin

from cyclopts import (
    CoercionError,
    CycloptsError,
    MissingArgumentError,
    RepeatArgumentError,
    UnknownCommandError,
    UnknownOptionError,
    UnusedCliTokensError,
    ValidationError,
)

if TYPE_CHECKING:
    from osi_core.cli.session import Session


def explained(session: Session, error: CycloptsError) -> str:
    """The sentence, and where help is to be found."""
    chain = " ".join(("osi", *(error.command_chain or ())))
    return f"{_sentence(session, error)}\n{session.say('usage.help', command=chain)}"


def _sentence(session: Session, error: CycloptsError) -> str:
    match error:
        case UnknownCommandError():
            token = (error.unused_tokens or ["?"])[0]
            return _with_guess(session, session.say("usage.command", given=token), token, _commands(error))
        case UnknownOptionError():
            token = error.token.keyword or error.token.value
            names = [name for argument in error.argument_collection for name in argument.names]
            return _with_guess(session, session.say("usage.option", given=token), token, names)
        case UnusedCliTokensError():
            return session.say("usage.unused", given=" ".join(error.unused_tokens or ()))
        case MissingArgumentError() if error.argument is not None:
            return session.say(
                "usage.missing", name=_shown(error.argument.name, error.argument.field_info.is_keyword_only)
            )
        case RepeatArgumentError():
            return session.say("usage.repeated", name=error.token.keyword or error.token.value)
        case CoercionError() if error.token is not None and error.argument is not None:
            wanted = _kind(session, error.target_type)
            return session.say("usage.value", name=error.argument.name, given=error.token.value, wanted=wanted)
        case ValidationError() if error.argument is not None and error.argument.tokens:
            allowed = error.exception_message.removeprefix("Must be ").rstrip(".")
            given = error.argument.tokens[0].value
            return session.say("usage.range", name=error.argument.name, given=given, allowed=allowed)
    return str(error)


def _shown(name: str, option: bool) -> str:
    return name if option else name.lstrip("-").upper()


def _kind(session: Session, wanted: object) -> str:
    if get_origin(wanted) is Literal:
        return f" {session.say('usage.or')} ".join(map(str, get_args(wanted)))
    return session.say("usage.number") if wanted is int else getattr(wanted, "__name__", str(wanted))


def _commands(error: CycloptsError) -> list[str]:
    return [name for name in error.app or () if not name.startswith("-")]


def _with_guess(session: Session, sentence: str, given: str, known: list[str]) -> str:
    close = difflib.get_close_matches(given, known, n=1)
    return f"{sentence} {session.say('usage.guess', known=close[0])}" if close else sentence
