"""What this package announces to `osi_core`: the command `osi up` and its sentences."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osi_core.plugins import hookimpl

if TYPE_CHECKING:
    from osi_core.words import Catalogue

__all__: list[str] = []


@hookimpl
def osi_catalogues() -> list[Catalogue]:
    """The sentences of the command."""
    from osi_up.words import CATALOGUE

    return [CATALOGUE]


@hookimpl
def osi_cli_commands(app: Any) -> None:
    """`osi up`."""
    from osi_up.registration import add_commands

    add_commands(app)
