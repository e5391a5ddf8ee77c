"""Adds to events.jsonl a line for every event type that has none in today's schema; lines that stand are never changed.

    python -m tests.golden

A line is what the log may hold for ever: {"data": ..., "schema": ..., "type": ...} in canonical JSON. Example values
are made from the annotations of the event's fields. Look at the new lines before you commit them.
"""

from __future__ import annotations

import importlib
import json
import pkgutil
import sys
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import AwareDatetime, BaseModel, TypeAdapter, ValidationError
from typing_extensions import TypeAliasType

import osi_core
from osi_core.domain import Event
from osi_core.log.canonical import canonical
from osi_core.plugins.columns import Column

EVENTS = Path(__file__).with_name("events.jsonl")
TEXTS = ("text", "2" * 64, "EUR", "1/2", "en", "7")
"""Texts to try, until one fits the constraints of a field."""
SIMPLE: dict[Any, Any] = {
    bool: True,
    int: 2,
    Decimal: "1.5",
    date: "2026-03-02",
    datetime: "2026-03-02T09:00:00Z",
    AwareDatetime: "2026-03-02T09:00:00Z",
    Any: "text",
    object: "text",
}


def event_types() -> dict[str, type[Event]]:
    """The library's event types, once every module that may define one is imported."""
    for module in pkgutil.walk_packages(osi_core.__path__, "osi_core."):
        if module.name.endswith(".events"):
            importlib.import_module(module.name)
    return {name: kind for name, kind in Event.registry.items() if kind.__module__.startswith("osi_core.")}


def lines() -> dict[tuple[str, int], dict[str, Any]]:
    """The data of each line, by type and schema."""
    found: dict[tuple[str, int], dict[str, Any]] = {}
    for line in EVENTS.read_text("utf-8").splitlines() if EVENTS.exists() else ():
        value = json.loads(line)
        key = (value["type"], value["schema"])
        assert key not in found, f"{EVENTS.name} has two lines for {key}"
        found[key] = value["data"]
    return found


def missing() -> Iterator[tuple[str, int]]:
    """Type and schema of the lines that should be there and are not."""
    known = lines()
    for name, kind in sorted(event_types().items()):
        yield from ((name, schema) for schema in range(1, kind.schema_version() + 1) if (name, schema) not in known)


def example(annotation: Any) -> Any:
    """A value for a field, as JSON holds it. Raises TypeError for an annotation that it has no example for."""
    if isinstance(annotation, TypeAliasType):
        return "text"  # Plain, the only alias there is
    if isinstance(annotation, type) and issubclass(annotation, Enum):
        return next(iter(annotation)).value
    if annotation is Column:
        return TypeAdapter(Column).dump_python(Column.of("i4", [0, 1]), mode="json")
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return model_example(annotation)
    if annotation is str or get_origin(annotation) is Annotated:
        return _constrained(annotation)
    if annotation in SIMPLE:
        return SIMPLE[annotation]
    return _composed(annotation)


def _composed(annotation: Any) -> Any:
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return arguments[0]
    if origin in (Union, UnionType):
        return example(next(one for one in arguments if one is not NoneType))
    if origin is tuple:
        return [example(one) for one in arguments if one is not Ellipsis]
    if origin is dict:
        return {"key": example(arguments[1])}
    raise TypeError(f"no example for {annotation!r}; add one to {__file__}")


def _constrained(annotation: Any) -> Any:
    adapter = TypeAdapter(annotation)
    plain = get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation
    for candidate in TEXTS if plain is str else (example(plain), 3, 1):
        try:
            adapter.validate_python(candidate)
        except ValidationError:
            continue
        return candidate
    raise TypeError(f"no example for {annotation!r}; add one to {__file__}")


def model_example(kind: type[BaseModel]) -> dict[str, Any]:
    """A value for each field of a model; of one that may be left empty, its defaults."""
    if not any(info.is_required() for info in kind.model_fields.values()) and kind.model_fields:
        return kind().model_dump(mode="json")
    found = {}
    for name, info in kind.model_fields.items():
        annotation = info.annotation
        if info.metadata:
            annotation = Annotated[(annotation, *info.metadata)]  # type: ignore[assignment]
        found[name] = example(annotation)
    return found


def new_line(name: str) -> bytes:
    """The line of a type in today's schema."""
    kind = event_types()[name]
    event = kind.model_validate(model_example(kind))
    return canonical({"type": name, "schema": kind.schema_version(), "data": event.model_dump(mode="json")}) + b"\n"


def main() -> int:
    """Appends what is missing; the exit code is 1 when a line of an older schema cannot be made any more."""
    lost = 0
    with EVENTS.open("ab") as file:
        for name, schema in list(missing()):
            if schema == event_types()[name].schema_version():
                file.write(new_line(name))
                print(f"added {name}, schema {schema}")
            else:
                lost = 1
                print(f"{name} has no line of schema {schema}: take the data from a log that was written with it")
    return lost


if __name__ == "__main__":
    sys.exit(main())
