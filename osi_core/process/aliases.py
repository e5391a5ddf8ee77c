"""Aliases: who somebody is in the embedding system, of which a store keeps a digest under a key of the mission.

The key lies beside the log and goes with the mission into another store, so people who are known stay known there. The
digest is enough to find a participant, and too little to read who it is.
"""

from __future__ import annotations

from osi_core.log.store import Reader
from osi_core.macs import mac

ALIAS_KEY = "alias-key"
"""Under which name the private store keeps the key of a mission's aliases: no seal, so no event leads to it."""


def alias_digest(key: bytes, alias: str) -> str:
    """What the store keeps of an alias."""
    return mac(key, alias.encode()).hex()


def tied_to(reader: Reader, mission: str, alias: str) -> str | None:
    """The participant that an alias is tied to; NOBODY when the person was erased and the alias is not free yet."""
    key = reader.text(mission, ALIAS_KEY)
    return None if key is None else reader.participant(mission, alias_digest(bytes.fromhex(key.text), alias))
