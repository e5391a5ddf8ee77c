"""Other services: what this one says in public (`PublicLog`, the servicer of `osi.log.v1`), and hearing what they say.

`Peers` puts it together: it compares the own log with what others know before anything is served, follows their chains,
and knows how old what it has heard is (`Peers.stale`): facts that are older than the playbook allows decide nothing.
A server gets all of it by two names: `background.peers_running` and `table.LOG_TABLE`.

Names are imported when they are asked for: settings and commands need neither gRPC nor what signs.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from osi_runtime.peers.bell import CommitBell
    from osi_runtime.peers.knowledge import Knowledge, Listed
    from osi_runtime.peers.organisations import HeldOrganisations, Organisations, SqlOrganisations
    from osi_runtime.peers.public_log import PublicLog
    from osi_runtime.peers.reading import Read
    from osi_runtime.peers.refused import BEHIND, MISSING, TOO_OLD
    from osi_runtime.peers.service import Lag, Peers
    from osi_runtime.peers.settings import PeerSettings, PeersSettings, PeerTls
    from osi_runtime.peers.words import CATALOGUE, WORDS

__all__ = [
    "BEHIND",
    "CATALOGUE",
    "MISSING",
    "TOO_OLD",
    "WORDS",
    "CommitBell",
    "HeldOrganisations",
    "Knowledge",
    "Lag",
    "Listed",
    "Organisations",
    "PeerSettings",
    "PeerTls",
    "Peers",
    "PeersSettings",
    "PublicLog",
    "Read",
    "SqlOrganisations",
]

_HOMES = {
    "bell": ("CommitBell",),
    "knowledge": ("Knowledge", "Listed"),
    "organisations": ("HeldOrganisations", "Organisations", "SqlOrganisations"),
    "public_log": ("PublicLog",),
    "reading": ("Read",),
    "refused": ("BEHIND", "MISSING", "TOO_OLD"),
    "service": ("Lag", "Peers"),
    "settings": ("PeerSettings", "PeerTls", "PeersSettings"),
    "words": ("CATALOGUE", "WORDS"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    return found
