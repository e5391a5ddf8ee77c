"""How the library says no: one family of errors, made of codes and values.

`Malformed` is a command whose fields do not fit; `Refused` is one that was understood and may not be carried out. Both
name everything that is wrong, not only the first, and both can be told in every language there is a catalogue for.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from osi_core.words import OWN, Catalogues, Message, Value

_KEY = re.compile(r"[A-Za-z0-9_-]{1,60}")
"""A key that can stand in a sentence."""


class Unmet:
    """One thing that does not hold: a stable code, the values that vary, and the field it is about.

    `Unmet("challenge-moderated", challenge=command.resource_name(), status=state.status)`; the field, if any, comes
    second: `Unmet("deadline-past", "closes_at", deadline=command.closes_at)`.
    """

    __slots__ = ("code", "field", "values")

    def __init__(self, code: str, field: str | None = None, /, **values: Value) -> None:
        self.code, self.field = code, field
        self.values: Mapping[str, Value] = values

    @property
    def message(self) -> Message:
        """The sentence to be."""
        return Message(self.code, self.values)

    def say(self, language: str = "en", words: Catalogues = OWN) -> str:
        """The sentence, without the field's name."""
        return words.say(self.message, language)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Unmet) and self._all == other._all

    def __hash__(self) -> int:
        return hash((self.code, self.field))

    def __repr__(self) -> str:
        return f"Unmet({self.code!r}, {self.field!r}, {dict(self.values)!r})"

    @property
    def _all(self) -> tuple[str, str | None, dict[str, Value]]:
        return self.code, self.field, dict(self.values)


class Rejected(Exception):
    """A command that changes nothing; `unmet` says everything that speaks against it."""

    lead = "rejected"
    """The code of the sentence that comes first."""

    def __init__(self, command: str, unmet: Iterable[Unmet]) -> None:
        self.command = command
        self.unmet = tuple(unmet)
        super().__init__(command, self.unmet)

    def __str__(self) -> str:
        return self.say()

    def say(self, language: str = "en", words: Catalogues = OWN) -> str:
        """All of it in one language, one a line when there are several."""
        lead = words.say(Message.of(self.lead, command=self.command), language)
        told = [(one.field, one.say(language, words)) for one in self.unmet]
        lines = [f"{field}: {sentence}" if field else sentence for field, sentence in told]
        return f"{lead}: {lines[0]}" if len(lines) == 1 else "\n  - ".join([f"{lead}:", *lines])

    @property
    def codes(self) -> tuple[str, ...]:
        """The stable codes."""
        return tuple(one.code for one in self.unmet)


class Refused(Rejected):
    """A command was refused; `unmet` names every condition that does not hold."""

    lead = "command.refused"


class Malformed(Rejected):
    """A command could not be made: fields are missing, unknown, or do not fit. It quotes nothing that was written."""

    lead = "command.malformed"

    def __init__(self, command: str, error: ValidationError | Iterable[Unmet]) -> None:
        super().__init__(command, faults_of(error) if isinstance(error, ValidationError) else error)


def faults_of(error: ValidationError) -> Iterator[Unmet]:
    """What a validation found, as codes and values; the values are what was expected, never what was written."""
    for found in error.errors(include_url=False, include_input=False):
        field = ".".join(_told(part) for part in found["loc"]) or None
        context = found.get("ctx", {})
        said = getattr(context.get("error"), "message", None)
        if isinstance(said, Message):  # a validator raised an error that says codes and values itself
            yield Unmet(said.code, field, **said.values)
            continue
        yield Unmet(code_of(found["type"]), field, **{name: _value(value) for name, value in context.items()})


def _told(part: int | str) -> str:
    """A place or a key as it can be told: an unknown key may be anything, of any length."""
    name = str(part)
    return name if _KEY.fullmatch(name) else "…"


def code_of(pydantic_type: str) -> str:
    """The code of one of pydantic's types of errors, or of our own: `string_too_long` → `string-too-long`."""
    return pydantic_type.replace("_", "-")


def _value(value: Any) -> Value:
    if isinstance(value, float):
        return int(value) if value.is_integer() else Decimal(str(value))
    return value if isinstance(value, int | Decimal) else str(value)
