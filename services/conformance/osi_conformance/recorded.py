"""The recorded logs of the peers: read from files, and put into the place of a mission that begins now."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Literal

from osi_conformance.services import SERVICES, chain_of
from osi_core.log.heard import PublicEntry
from osi_core.process.exported_heard import message_of

__all__ = ["RECORDED", "Origin", "participant", "people", "spoken"]

RECORDED = "kit-mission"
"""The recorded mission's id; it stands nowhere in the logs but as that."""
Origin = Literal["real", "simulated"]


@cache
def people() -> dict[str, str]:
    """Name → participant id of everybody in the recorded mission."""
    rows = json.loads((files(__package__) / "peers" / "people.json").read_text(encoding="utf-8"))
    return {name: row["participant"] for name, row in rows.items()}


def participant(name: str) -> str:
    """The participant id of somebody; of a stranger one that nobody in the mission has."""
    return people().get(name) or f"p-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def spoken(tested: str, peer: str, origin: Origin, mission: str, part: str | None = None) -> tuple[PublicEntry, ...]:
    """What a peer of the tested service says of a mission: the beginning, or a part that may come behind it. Nothing
    where missions begin at the service that is tested. Raises LookupError for a part that there is not.

    Hashes are made anew, as the origin's claim: SHA-256(hash of the public one before ‖ bytes).
    """
    if part is not None and part not in SERVICES[tested].parts:
        raise LookupError(f"nothing is recorded as {part} for {tested}")
    before = spoken(tested, peer, origin, mission)[-1].hash if part else bytes(32)
    found = []
    for entry in _recorded(tested, peer, origin, part):
        raw = entry.raw.replace(RECORDED.encode(), mission.encode())
        before = hashlib.sha256(before + raw).digest()
        stream = entry.stream.replace(RECORDED, mission)
        found.append(entry._replace(mission=mission, stream=stream, raw=raw, hash=before))
    return tuple(found)


@cache
def _recorded(tested: str, peer: str, origin: Origin, part: str | None) -> tuple[PublicEntry, ...]:
    folder = files(__package__) / "peers" / tested / origin
    path = (folder / part if part else folder) / f"{chain_of(peer)}.jsonl"
    if not path.is_file():
        return ()
    return tuple(message_of(line, number) for number, line in enumerate(path.read_bytes().splitlines(), 1))
