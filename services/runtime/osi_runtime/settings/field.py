"""How a setting is declared: its default, its unit, its bounds, and the names that it had before."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict, Field

__all__ = ["Section", "old_names_of", "setting", "unit_of"]


class Section(BaseModel):
    """Settings that belong together. They stay as they were read, and take no key that they do not know."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


def setting(default: Any, *, unit: str = "", old: tuple[str, ...] = (), **bounds: Any) -> Any:
    """A setting with its default. `unit` is a key of the words (`runtime.unit.<unit>`), empty for what has none.

    `old` are the full keys that it had in earlier releases, such as `limits.max_message`: they are taken with a
    warning. `bounds` are those of `pydantic.Field`.
    """
    extra: dict[str, Any] = {"unit": unit, "old": list(old)}
    if isinstance(default, type) and issubclass(default, BaseModel):
        return Field(default_factory=default, json_schema_extra=extra, **bounds)
    return Field(default, json_schema_extra=extra, **bounds)


def unit_of(extra: Any) -> str:
    """The unit in a field's `json_schema_extra`."""
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def old_names_of(extra: Any) -> tuple[str, ...]:
    """The former keys in a field's `json_schema_extra`."""
    return tuple(extra.get("old", ())) if isinstance(extra, dict) else ()
