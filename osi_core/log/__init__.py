"""The log: what happened, once and for good.

Events as canonical bytes in a hash chain per mission, what is heard of other chains, the `EventStore` port with its
guarantees, a store in memory and one in SQL (`osi_core.log.sql`, extra `sql`), and the records of decisions. "Ledger"
always means money, never this.
"""

from osi_core.log.canonical import canonical
from osi_core.log.envelope import Entry, Head, LogDamaged, check_chain, decode, encode
from osi_core.log.heard import HeardHead, Place, PublicEntry, place
from osi_core.log.store import (
    Alias,
    Batch,
    Conflict,
    EventStore,
    PrivateText,
    Receipt,
    Reply,
    Snapshot,
    StoreBusy,
    StoreError,
    StoreFull,
    Transaction,
)

__all__ = [
    "Alias",
    "Batch",
    "Conflict",
    "Entry",
    "EventStore",
    "Head",
    "HeardHead",
    "LogDamaged",
    "Place",
    "PrivateText",
    "PublicEntry",
    "Receipt",
    "Reply",
    "Snapshot",
    "StoreBusy",
    "StoreError",
    "StoreFull",
    "Transaction",
    "canonical",
    "check_chain",
    "decode",
    "encode",
    "place",
]
