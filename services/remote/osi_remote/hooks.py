"""What this package announces to `osi_core` beside its way to services: the sentences of what can go wrong there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from osi_core.plugins import hookimpl

if TYPE_CHECKING:
    from osi_core.words import Catalogue

__all__: list[str] = []


@hookimpl
def osi_catalogues() -> list[Catalogue]:
    """The sentences of errors."""
    from osi_remote.words import CATALOGUE

    return [CATALOGUE]
