"""What this package announces to `osi_core`: commands that serve, and the words of all its rooms.

What a command needs is imported when it is called, so that no other one waits for gRPC.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osi_core.plugins import hookimpl

if TYPE_CHECKING:
    from osi_core.words import Catalogue

__all__: list[str] = []


@hookimpl
def osi_catalogues() -> list[Catalogue]:
    """The sentences of the runtime, of tokens and of peers."""
    from osi_runtime.auth.words import CATALOGUE as AUTH
    from osi_runtime.peers.words import CATALOGUE as PEERS
    from osi_runtime.words import CATALOGUE

    return [CATALOGUE, AUTH, PEERS]


@hookimpl
def osi_cli_commands(app: Any) -> None:
    """`osi serve`, `osi migrate`, `osi config check`, and the development issuer's `osi issuer` and `osi token`."""
    from osi_runtime.auth.commands import add_commands as add_token_commands
    from osi_runtime.commands import add_commands

    add_commands(app)
    add_token_commands(app)
