"""What this package announces to `osi_core`: its words, and a command for each service: `osi conformance funding`.

What the command needs is imported when it is called, so that no other one waits for gRPC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osi_core.plugins import hookimpl

if TYPE_CHECKING:
    from osi_core.words import Catalogue

__all__: list[str] = []


@hookimpl
def osi_catalogues() -> list[Catalogue]:
    """The sentences of cases and command."""
    from osi_conformance.words import CATALOGUE

    return [CATALOGUE]


@hookimpl
def osi_cli_commands(app: Any) -> None:
    """A command for each service, beside those that there are in this group."""
    from osi_conformance.registration import add_commands

    add_commands(app)
