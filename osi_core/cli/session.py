"""One call of `osi`: its language, where it prints, and how it says no."""

from __future__ import annotations

import copy
import json
import os
import re
import sys
from collections.abc import Iterable, Mapping
from contextvars import ContextVar
from datetime import date
from enum import IntEnum, StrEnum
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from osi_core.words import Catalogue, Message, escaped

if TYPE_CHECKING:  # rich and the plugins are loaded when first used
    from rich.console import Console, RenderableType

    from osi_core.plugins import Plugins
    from osi_core.words import Catalogues

Language = str
"""Of a catalogue: `de`, `en`, or one that somebody has added."""


class Exit(IntEnum):
    """What the command's exit code says."""

    FINE = 0
    NO = 1
    USAGE = 2
    CANNOT = 3
    INTERRUPTED = 130


class Stop(Exception):
    """Ends the command with an exit code and one message that says what to do."""

    def __init__(self, code: Exit, message: str) -> None:
        self.code, self.message = code, message
        super().__init__(message)


class ServerOptions(NamedTuple):
    """What a call says of services, everywhere in it."""

    addresses: str = ""
    """By commas; empty: OSI_SERVER, where no store is named."""
    token_file: Path | None = None
    roots: Path | None = None
    certificate: Path | None = None
    key: Path | None = None


class _Babel:
    """Babel's formats, loaded when the first number or date is written."""

    def __getattr__(self, name: str) -> Any:
        from osi_core.words.babel_formats import BabelFormat

        return getattr(BabelFormat(), name)


class Session:
    """What every command gets as its first argument."""

    def __init__(self, language: Language = "en", *, json: bool = False, debug: bool = False) -> None:
        self.language: Language = language
        self.json, self.debug = json, debug
        self.server = ServerOptions()
        """Whether, and how, services are to be asked instead of a store here."""
        self.scopes: tuple[str, ...] = ("cli",)
        """Whose sentences `say` looks for, one after the other."""

    # Saying

    @cached_property
    def words(self) -> Catalogues:
        """The library's sentences, with numbers and dates as the language writes them."""
        from osi_core.words import OWN

        return OWN.with_(formats=_Babel())

    def with_words(self, scope: str, catalogue: Catalogue) -> Session:
        """The same session, which knows the sentences of this catalogue too: what the commands of a plugin speak.

        A key of theirs is looked up as the code `<scope>.<key>`, and then among the library's own.
        """
        own = copy.copy(self)
        own.words, own.scopes = self.words.with_(catalogue), (scope, *self.scopes)
        return own

    def say(self, key: str, /, **values: object) -> str:
        """The sentence of this key in the session's language."""
        messages = [Message(f"{scope}.{key}", values) for scope in self.scopes]
        known = (one for one in messages if self.words.sentence(one, self.language) is not None)
        return self.tell(next(known, messages[-1]))

    def knows(self, key: str) -> bool:
        """Whether there is a sentence for this key."""
        messages = (Message(f"{scope}.{key}") for scope in self.scopes)
        return any(self.words.sentence(one, self.language) is not None for one in messages)

    def tell(self, message: Message) -> str:
        """A sentence that the logic has put into a code and values."""
        return self.words.say(message, self.language)

    def term(self, member: StrEnum) -> str:
        """The word for one of a closed list."""
        return self.words.write(member, self.language)

    def stop(self, ends: Exit, key: str, /, **values: object) -> Stop:
        """The error that ends the command with this exit code and this sentence."""
        return Stop(ends, self.say(key, **values))

    def number(self, value: int) -> str:
        """4,400 in English, 4.400 in German."""
        return self.words.formats.integer(value, self.language)

    def day(self, day: date) -> str:
        """A date as the language writes it."""
        return self.words.formats.date(day, self.language)

    # Printing

    @cached_property
    def out(self) -> Console:
        """Standard output, for what was asked for."""
        from osi_core.cli.terminal import console

        return console()

    @cached_property
    def err(self) -> Console:
        """Standard error, for progress, notes and errors."""
        from osi_core.cli.terminal import console

        return console(stderr=True)

    @property
    def unicode(self) -> bool:
        """Whether standard output can show signs like ✓ and →."""
        return self.out.encoding.lower().startswith("utf")

    def show(self, *parts: RenderableType) -> None:
        """Prints to standard output; sentences are wrapped at words on a terminal, and whole in a pipe or a file."""
        from rich.text import Text

        for part in parts:
            self.out.print(part, soft_wrap=isinstance(part, str | Text) and not self.out.is_terminal)

    def line(self, text: RenderableType) -> None:
        """Prints one line to standard output as it is, however long: for `grep` and `cut`."""
        self.out.print(text, soft_wrap=True)

    def note(self, text: str) -> None:
        """A quiet remark on standard error."""
        self.err.print(text, style="quiet", soft_wrap=True)

    def emit(self, value: Mapping[str, Any] | Iterable[Any]) -> None:
        """Prints one JSON document on standard output: the whole answer to `--json`, hidden characters as escapes.

        Piece by piece, so that a long answer is never held as one text; what has a `plain` form gets it only then.
        """
        pieces = json.JSONEncoder(ensure_ascii=False, indent=2, default=_plain).iterencode(value)
        while some := list(islice(pieces, 10_000)):
            sys.stdout.write(escaped("".join(some)))
        sys.stdout.write("\n")

    # Plugins

    @cached_property
    def plugins(self) -> Plugins:
        """The built-in strategies and all installed plugins; loaded once."""
        from osi_core.plugins import Plugins

        return Plugins.load()


_current: ContextVar[Session | None] = ContextVar("osi_session", default=None)


def current() -> Session:
    """The session of the running command, for commands that plugins add."""
    return _current.get() or Session()


def enter(session: Session) -> None:
    """Makes this the running command's session."""
    _current.set(session)


def version() -> str:
    """What `osi --version` says."""
    from importlib import metadata

    return f"osi-core {metadata.version('osi-core')}"


def language_of(arguments: Iterable[str], environment: Mapping[str, str] = os.environ) -> Language:
    """The language of `--lang`, else of the locale (LC_ALL, LC_MESSAGES, LANG), as far as there is a catalogue for it;
    otherwise English.
    """
    given = list(arguments)
    for place, argument in enumerate(given):
        if argument == "--":
            break
        if argument == "--lang" and place + 1 < len(given):
            return _known(given[place + 1])
        if argument.startswith("--lang="):
            return _known(argument.removeprefix("--lang="))
    names = (environment.get(name) for name in ("LC_ALL", "LC_MESSAGES", "LANG"))
    return _known(next((name for name in names if name), ""))


def languages() -> tuple[Language, ...]:
    """The languages that there is a catalogue for."""
    from osi_core.words import OWN

    return OWN.languages()


def _known(name: str) -> Language:
    short = re.split(r"[_.@-]", name.lower())[0]
    return short if short in languages() else "en"


def _plain(value: Any) -> Any:
    """What JSON has no type for."""
    return value.plain() if hasattr(value, "plain") else str(value)
