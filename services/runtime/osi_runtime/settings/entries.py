"""All settings in a row: for the table that people read, and for what looks a key up."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from osi_runtime.settings.field import old_names_of, unit_of

__all__ = ["Setting", "setting_entries", "shown"]


class Setting(NamedTuple):
    """One setting."""

    key: str
    """Full, such as `limits.message_bytes`."""
    value: Any
    default: Any
    unit: str
    """A key of the words; empty for none."""
    old: tuple[str, ...]
    """Keys that it had before."""


def setting_entries(settings: BaseModel, prefix: str = "") -> Iterator[Setting]:
    """Every setting with its value, in the order in which they are declared; those of sections behind their section."""
    for name, field in type(settings).model_fields.items():
        key, value = f"{prefix}{name}", getattr(settings, name)
        if isinstance(value, BaseModel):
            yield from setting_entries(value, f"{key}.")
        else:
            extra = field.json_schema_extra
            yield Setting(key, value, _default(field), unit_of(extra), old_names_of(extra))


def _default(field: FieldInfo) -> Any:
    return field.get_default(call_default_factory=True, validated_data={})


def shown(value: Any) -> str:
    """A value as it may be shown: an address without its password."""
    if value is None:
        return "–"
    if isinstance(value, list | tuple):
        return ", ".join(shown(one) for one in value) or "–"
    if isinstance(value, dict):
        return ", ".join(f"{name}={shown(one)}" for name, one in value.items()) or "–"
    if isinstance(value, BaseModel):
        return " ".join(f"{one.key}={shown(one.value)}" for one in setting_entries(value) if one.value is not None)
    if isinstance(value, bool):
        return str(value).lower()
    text = str(value)
    before, at, after = text.rpartition("@")
    return f"{before.split('://')[0]}://…@{after}" if at and "://" in before else text
