"""The two libraries of the extra `tables`: imported here alone, and only when a file needs one."""

from __future__ import annotations

from types import ModuleType

from osi_core.files.refused import InputRefused
from osi_core.words import Message

__all__ = ["calamine_for", "charset_normalizer"]


def calamine_for(file: str) -> ModuleType:
    """What reads spreadsheets. Raises `InputRefused`, which says how to install it."""
    try:
        import python_calamine
    except ImportError:
        raise InputRefused(file, Message.of("table.extra", extra="osi-core[tables]")) from None
    return python_calamine


def charset_normalizer() -> ModuleType | None:
    """What tells encodings apart; None where it is not installed."""
    try:
        import charset_normalizer as found
    except ImportError:
        return None
    return found
