"""From a command's model to the options of `osi do`, and from what was said in them to the command."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum
from pathlib import Path
from types import UnionType
from typing import Annotated, Any, Literal, NamedTuple, Union, get_args, get_origin
from uuid import NAMESPACE_OID, uuid5

from cyclopts import Parameter
from pydantic import AwareDatetime, BaseModel
from pydantic.fields import FieldInfo

from osi_core.cli.session import Exit, Session
from osi_core.domain import Rule, Target
from osi_core.money import Money, decimals_of
from osi_core.process.playbook import Playbook, read_playbook

__all__ = ["Option", "fields_of", "options_of", "parameters"]

_ABOUT_ONESELF = frozenset(
    {
        *("JoinMission", "CastVotes", "EnterRound", "CastBallot", "CastGrantBallot"),
        *("RegisterForKickoff", "ChangeWishes", "CancelRegistration", "ConfirmAttendance"),
    }
)
"""Commands whose `participant` is whoever gives them, unless another one is named."""
_AMOUNT = re.compile(r"(?P<number>\d+(?:\.\d+)?) ?(?P<currency>[A-Z]{3})")


class Option(NamedTuple):
    """One option: a field of the command, or of a model that is a field of it."""

    path: tuple[str, ...]
    """The field's name, or that of the model and its own."""
    type: Any
    """What one value of it is."""
    is_repeated: bool
    is_required: bool
    default: Any
    is_made: bool = False
    """Whether an id is made where none is said."""

    @property
    def name(self) -> str:
        """As a parameter of a function."""
        return "_".join(self.path)

    @property
    def flag(self) -> str:
        """As it is written in a call."""
        return f"--{'-'.join(self.path).replace('_', '-')}"

    @property
    def kind(self) -> str:
        """The key of the word for what is to be written: `kind.date`."""
        if isinstance(self.type, type) and issubclass(self.type, BaseModel) and self.type not in _OWN_KINDS:
            return "record"
        if isinstance(self.type, type) and issubclass(self.type, StrEnum):
            return "choice"
        return _OWN_KINDS.get(self.type, "text")


_OWN_KINDS: Mapping[Any, str] = {
    Money: "money",
    Playbook: "playbook",
    date: "date",
    AwareDatetime: "time",
    datetime: "time",
    Decimal: "number",
    int: "integer",
    bool: "flag",
}


def options_of(line: Rule) -> list[Option]:
    """The options of a command, what is required first."""
    made = _made(line)
    found: list[Option] = []
    for name, info in line.command.model_fields.items():
        if name == "mission":
            continue
        type_, repeated = _plain(info.annotation)
        if not repeated and _is_part(type_):
            found += (_option((name, inner), part) for inner, part in type_.model_fields.items())
            continue
        option = _option((name,), info)
        if name in made or (name == "participant" and line.name in _ABOUT_ONESELF):
            option = option._replace(is_required=False, is_made=name in made)
        found.append(option)
    return sorted(found, key=lambda one: not one.is_required)


def _made(line: Rule) -> set[str]:
    """Fields with an id that is made where none is said: of what is created, and of a ballot."""
    new = line.command.at.variables[-1:] if line.target is Target.NEW else ()
    return {*new, *({"ballot"} & line.command.model_fields.keys())}


def _option(path: tuple[str, ...], info: FieldInfo) -> Option:
    type_, repeated = _plain(info.annotation)
    return Option(path, type_, repeated, info.is_required(), None if info.is_required() else info.get_default())


def _plain(annotation: Any) -> tuple[Any, bool]:
    """What a value is, without what is asked of it, and whether there may be several."""
    if annotation is AwareDatetime:
        return annotation, False
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _plain(arguments[0])
    if origin in (Union, UnionType):
        return _plain(next(one for one in arguments if one is not type(None)))
    if origin is tuple:
        return _plain(arguments[0])[0], True
    return (origin or annotation), False


def _is_part(type_: Any) -> bool:
    """Whether a field is a model whose own fields are options."""
    return isinstance(type_, type) and issubclass(type_, BaseModel) and type_ not in (Money, Playbook)


# To parameters


def parameters(session: Session, options: list[Option]) -> Iterator[inspect.Parameter]:
    """The options as parameters of a function, which cyclopts reads and helps with."""
    for one in options:
        mark = Parameter(name=one.flag, help=_help(session, one), **_form(session, one))
        yield inspect.Parameter(
            one.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=inspect.Parameter.empty if one.is_required else None,
            annotation=Annotated[_written_as(one), mark],
        )


def _written_as(one: Option) -> Any:
    """The type that cyclopts reads: texts, but for flags and what is chosen from a list."""
    kind: Any = str
    if one.kind == "choice":
        kind = Literal[tuple(member.value for member in one.type)]
    elif one.kind == "flag" and not one.is_repeated:
        return bool if one.is_required else bool | None
    if one.is_repeated:
        kind = tuple[kind, ...]
    return kind if one.is_required else kind | None


def _form(session: Session, one: Option) -> dict[str, Any]:
    if one.kind == "flag" and not one.is_repeated:
        return {} if one.is_required else {"negative": ""}
    form: dict[str, Any] = {"negative": "", "show_choices": True, "allow_leading_hyphen": True}
    return form | ({"metavar": session.say(f"meta.{one.kind}")} if one.kind != "choice" else {})


def _help(session: Session, one: Option) -> str:
    words = session.say(f"kind.{one.kind}", fields=",".join(f"{name}=…" for name in _inner(one)))
    if one.is_repeated:
        words = session.say("do.many", kind=words)
    if one.is_made:
        return session.say("do.made", kind=words)
    if one.default in (None, "", ()) or isinstance(one.default, BaseModel):
        return words
    values = one.default if isinstance(one.default, tuple) else (one.default,)
    return f"{words} ({session.say('help.default', value=', '.join(_text(value) for value in values))})"


def _inner(one: Option) -> tuple[str, ...]:
    return tuple(one.type.model_fields) if one.kind == "record" else ()


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


# From what was said


def fields_of(
    session: Session, line: Rule, given: Mapping[str, Any], request_id: str, oneself: Callable[[], str]
) -> dict[str, Any]:
    """The command's fields but the mission. Raises Stop for what cannot be read; the command itself judges the rest."""
    found: dict[str, Any] = {}
    for one in options_of(line):
        value = given.get(one.name)
        if value is None:
            continue
        read = [_read(session, one, part) for part in value] if one.is_repeated else _read(session, one, value)
        if one.kind == "record":
            own = one.type.__name__.lower()  # a vote has an id of its own, which nobody has to think of
            if own in one.type.model_fields:
                made = [str(uuid5(NAMESPACE_OID, f"{request_id} {place}")) for place in range(len(read))]
                read = [{own: id_, **record} for id_, record in zip(made, read, strict=True)]
        if len(one.path) == 1:
            found[one.path[0]] = read
        else:
            found.setdefault(one.path[0], {})[one.path[1]] = read
    for name in _made(line) - found.keys():
        found[name] = str(uuid5(NAMESPACE_OID, f"{request_id} {line.name}"))  # the same again for the same request
    if line.name in _ABOUT_ONESELF and "participant" not in found:
        found["participant"] = "oneself" if line.name == "JoinMission" else oneself()
    return found


def _read(session: Session, one: Option, text: Any) -> Any:
    match one.kind:
        case "money":
            return _amount(session, one, text)
        case "record":
            return _record(session, one, text)
        case "playbook":
            return read_playbook(Path(text))
    return text


def _amount(session: Session, one: Option, text: str) -> Money:
    found = _AMOUNT.fullmatch(text.strip())
    if found is not None:
        minor = Decimal(found["number"]).scaleb(decimals_of(found["currency"]))
        if minor == minor.to_integral_value():
            return Money(minor=int(minor), currency=found["currency"])
    raise _unreadable(session, one, text)


def _record(session: Session, one: Option, text: str) -> dict[str, Any]:
    """A record as JSON, or as `field=value,field=value`."""
    try:
        found = json.loads(text) if text.lstrip().startswith("{") else dict(_pairs(one.type, text))
    except ValueError:
        raise _unreadable(session, one, text) from None
    if not isinstance(found, dict):
        raise _unreadable(session, one, text)
    return found


def _pairs(model: type[BaseModel], text: str) -> Iterator[tuple[str, Any]]:
    for part in text.split(","):
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals:
            raise ValueError(part)
        info = model.model_fields.get(name)
        is_number = info is not None and get_origin(info.annotation) is Literal  # of which pydantic takes no text
        yield name, int(value) if is_number else value


def _unreadable(session: Session, one: Option, text: str) -> Exception:
    wanted = session.say(f"kind.{one.kind}", fields=",".join(f"{name}=…" for name in _inner(one)))
    return session.stop(Exit.USAGE, "usage.value", name=one.flag, given=text, wanted=wanted)
