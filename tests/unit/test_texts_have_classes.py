"""Every text that a command or a request brings is of a class: sealed, chosen, minted, or public by office.

A new field of plain `str` fails here, until somebody has thought of who may read it, and for how long.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from typing import Annotated, Any, Literal, get_args, get_origin, get_type_hints

import pytest
from pydantic import BaseModel
from typing_extensions import TypeAliasType

from osi_core.domain import Command, Id, TextClass, Words
from osi_core.money import Currency
from osi_core.process.request import _Fields
from osi_core.process.share import share_of

COMMANDS = sorted(share_of("all").rules, key=repr)
_OF_MONEY = frozenset(get_args(Currency)[1:])
"""Money lies below the vocabulary of texts and cannot name a class; a currency's code is chosen."""


def texts(kind: Any, path: str, marks: tuple[Any, ...] = ()) -> Iterator[tuple[str, TextClass | None]]:
    """Every text within a type, by its path, with the class that stands at it or around it."""
    if get_origin(kind) is Annotated:
        inner, *own = get_args(kind)
        yield from texts(inner, path, (*marks, *own))
    elif isinstance(kind, TypeAliasType):
        yield from texts(kind.__value__, path, marks)
    elif isinstance(kind, type) and issubclass(kind, BaseModel):
        for name, info in kind.model_fields.items():
            yield from texts(info.annotation, f"{path}.{name}", tuple(info.metadata))
    elif isinstance(kind, type) and issubclass(kind, str):
        yield path, class_of(marks) or (TextClass.CHOSEN if issubclass(kind, Enum) else None)
    elif get_origin(kind) is Literal:
        yield path, TextClass.CHOSEN
    elif kind in (object, Any) or (get_origin(kind) is dict and class_of(marks)):
        yield path, class_of(marks)
    else:
        for part in get_args(kind):
            yield from texts(part, path, marks)


def class_of(marks: tuple[Any, ...]) -> TextClass | None:
    """The one class among the marks of a type."""
    if not _OF_MONEY.isdisjoint(marks):
        return TextClass.CHOSEN
    found = [mark for mark in marks if isinstance(mark, TextClass)]
    assert len(found) <= 1, found
    return found[0] if found else None


@pytest.mark.parametrize("command", COMMANDS, ids=lambda command: command.__name__)
def test_every_text_of_a_command_is_classed(command: type[Command]) -> None:
    classed = list(texts(command, command.__name__))
    assert [path for path, found in classed if found is None] == []
    personal = {path.split(".")[1] for path, found in classed if found is TextClass.PERSONAL}
    assert personal == set(command.personal_fields())
    sealed = {path.split(".")[1] for path, found in classed if found in (TextClass.PERSONAL, TextClass.CODE)}
    assert sealed == set(command.sealed_fields())


def test_every_text_of_a_request_is_classed() -> None:
    hints = get_type_hints(_Fields, include_extras=True)
    classed = dict(found for name, kind in hints.items() if name != "command" for found in texts(kind, name))
    assert classed == {
        "actor": TextClass.MINTED,
        "command_id": TextClass.PERSONAL,
        "alias": TextClass.PERSONAL,
        "origin": TextClass.CHOSEN,
        "trace": TextClass.MINTED,
    }


def test_what_somebody_adds_without_a_class_is_found() -> None:
    class Part(BaseModel):
        name: Id
        nick: str

    class WithGaps(Command):
        words: Words | None = None
        plain: str
        parts: tuple[Part, ...] = ()
        by_name: dict[str, int] = {}
        anything: Any = None

    found = dict(texts(WithGaps, "x"))
    assert {path for path, of in found.items() if of is None} == {"x.plain", "x.parts.nick", "x.by_name", "x.anything"}
    assert (found["x.words"], found["x.parts.name"]) == (TextClass.PERSONAL, TextClass.MINTED)


def test_there_is_something_of_every_class() -> None:
    found = {of for command in COMMANDS for _, of in texts(command, "")}
    assert found == set(TextClass)
