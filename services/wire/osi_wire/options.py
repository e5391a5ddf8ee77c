"""Options of descriptors, whose extensions no stub of protobuf knows to name."""

from __future__ import annotations

from typing import Any


def option(descriptor: Any, extension: Any) -> Any:
    """What a descriptor says in an option; empty where it says nothing."""
    return descriptor.GetOptions().Extensions[extension]
