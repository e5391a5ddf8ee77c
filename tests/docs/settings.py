"""`python -m tests.docs.settings` writes docs/settings.md anew: every setting of a service, from the models."""

from __future__ import annotations

import ast
import inspect
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple, get_args

from annotated_types import Ge, Gt, Le, Lt
from pydantic import BaseModel
from pydantic.fields import FieldInfo

from osi_core.words import Message
from osi_runtime.settings import Settings, setting_entries
from osi_runtime.settings.entries import shown
from osi_runtime.settings.field import unit_of
from osi_runtime.settings.places import variable_of
from osi_runtime.words import WORDS

PAGE = Path(__file__).parents[2] / "docs/settings.md"
_SIGNS = {Ge: "≥", Gt: ">", Le: "≤", Lt: "<"}
_HEAD = """\
# Settings of a service

All that `osi serve`, `osi migrate`, `osi adopt` and `osi config check` take. Each can be said by `--set KEY=VALUE`, by
its variable, or in the file (TOML) that `--config` or `OSI_CONFIG` names, and goes in this order; [operating a
service](operating-a-service.md#settings) tells more, and examples/deploy/config has files as they are used. A list of
tables as a variable is JSON. What OpenTelemetry takes has variables of its own (`OTEL_…`).

This page is written by `python -m tests.docs.settings`; `osi config check` prints the same with the values that hold.
"""


class Row(NamedTuple):
    """A line of a table."""

    key: str
    variable: str
    default: str
    takes: str
    says: str


def page() -> str:
    """The page as it has to be."""
    parts = [_HEAD, "## All of them", "", *_table(rows())]
    for key, listed, model in inner_models(Settings):
        name = f"[[{key}]]" if listed else f"[{key}]"
        parts += ["", f"## `{name}`", "", *_table(_rows_of_model(model), variables=False)]
    return "\n".join(parts) + "\n"


def rows() -> list[Row]:
    """A row for each setting, in the order of the models."""
    fields = dict(_fields(Settings))
    return [
        Row(
            one.key,
            variable_of(one.key),
            shown(one.default),
            _takes(fields[one.key], one.unit),
            WORDS.sentence(Message(f"runtime.key.{one.key}"), "en") or "",
        )
        for one in setting_entries(Settings())
    ]


def inner_models(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, bool, type[BaseModel]]]:
    """The tables that a setting's value is, or is a list of: its key, whether it is a list, and the model."""
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from inner_models(field.annotation, f"{prefix}{name}.")
        else:
            for found in _models_in(field.annotation):
                yield f"{prefix}{name}", isinstance(field.default, tuple), found
                yield from inner_models(found, f"{prefix}{name}.")


def _fields(model: type[BaseModel], prefix: str = "") -> Iterator[tuple[str, FieldInfo]]:
    for name, field in model.model_fields.items():
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            yield from _fields(field.annotation, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}", field


def _models_in(annotation: Any) -> Iterator[type[BaseModel]]:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for one in get_args(annotation):
        yield from _models_in(one)


def _rows_of_model(model: type[BaseModel]) -> list[Row]:
    said = dict(_docstrings(model))
    return [
        Row(
            name,
            "",
            "must be given" if field.is_required() else shown(field.default),
            _takes(field, unit_of(field.json_schema_extra)),
            said.get(name, ""),
        )
        for name, field in model.model_fields.items()
    ]


def _docstrings(model: type[BaseModel]) -> Iterator[tuple[str, str]]:
    """What stands below each field of a model, and of those that it is one of; the nearest comes last."""
    for kind in reversed(model.__mro__):
        if kind is not BaseModel and issubclass(kind, BaseModel):
            (body,) = ast.parse(textwrap.dedent(inspect.getsource(kind))).body
            assert isinstance(body, ast.ClassDef)
            for field, below in zip(body.body, body.body[1:], strict=False):
                if isinstance(field, ast.AnnAssign) and isinstance(below, ast.Expr):
                    assert isinstance(field.target, ast.Name)
                    assert isinstance(below.value, ast.Constant)
                    yield field.target.id, inspect.cleandoc(str(below.value.value)).replace("\n", " ")


def _takes(field: FieldInfo, unit: str) -> str:
    bounds = [
        f"{sign} {getattr(one, kind.__name__.lower()):,}"
        for one in field.metadata
        for kind, sign in _SIGNS.items()
        if isinstance(one, kind)
    ]
    word = WORDS.sentence(Message(f"runtime.unit.{unit}"), "en") if unit else ""
    return "; ".join(filter(None, (word, ", ".join(bounds))))


def _table(listed: list[Row], *, variables: bool = True) -> list[str]:
    head = ("setting", *(["variable"] if variables else []), "default", "takes", "what it is")
    lines = [f"| {' | '.join(head)} |", "|" + "---|" * len(head)]
    for one in listed:
        cells = (f"`{one.key}`", *([f"`{one.variable}`"] if variables else []), one.default, one.takes, one.says)
        lines.append("| " + " | ".join(cell.replace("|", "\\|").replace("<", "&lt;") for cell in cells) + " |")
    return lines


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
