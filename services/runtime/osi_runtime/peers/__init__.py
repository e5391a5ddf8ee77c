"""Other services: what this one says in public (`PublicLog`, the servicer of `osi.log.v1`), and hearing what they say.

`Peers` puts it together: it compares the own log with what others know before anything is served, follows their chains,
and knows how old what it has heard is (`Peers.stale`): facts that are older than the playbook allows decide nothing.
A server gets all of it by two names: `background.peers_running` and `table.LOG_TABLE`.
"""

from osi_runtime.peers.bell import CommitBell
from osi_runtime.peers.knowledge import Knowledge, Listed
from osi_runtime.peers.organisations import HeldOrganisations, Organisations, SqlOrganisations
from osi_runtime.peers.public_log import PublicLog
from osi_runtime.peers.reading import Read
from osi_runtime.peers.refused import BEHIND, CATALOGUE, MISSING, TOO_OLD, WORDS
from osi_runtime.peers.service import Lag, Peers
from osi_runtime.peers.settings import PeerSettings, PeersSettings, PeerTls

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
