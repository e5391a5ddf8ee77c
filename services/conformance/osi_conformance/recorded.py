"""The recorded logs of the peers: read from files, and put into the place of a mission that begins now."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import Literal, NamedTuple

from osi_core.log.heard import PublicEntry
from osi_core.process.exported_heard import message_of

__all__ = ["CHAINS", "PARTS", "RECORDED", "Origin", "Part", "chain_of_service", "participant", "people", "spoken"]

RECORDED = "kit-mission"
"""The recorded mission's id; it stands nowhere in the logs but as that."""
Origin = Literal["real", "simulated"]
Part = Literal["people", "stipends", "playbook", "closing", "closed"]
PARTS: tuple[Part, ...] = ("people", "stipends", "playbook", "closing", "closed")
"""What may come behind the beginning of a simulated mission, each a story of its own."""
CHAINS = {"participation": "participation-1", "matching": "matching-1"}
"""Service that the kit plays → the name of its chain."""


class Chains(NamedTuple):
    """What two chains have said."""

    participation: tuple[PublicEntry, ...]
    matching: tuple[PublicEntry, ...]


def chain_of_service(service: str) -> str:
    """The name of the chain of a service that the kit plays."""
    return CHAINS[service]


@cache
def people() -> dict[str, str]:
    """Name → participant id of everybody in the recorded mission."""
    rows = json.loads((files(__package__) / "peers" / "people.json").read_text(encoding="utf-8"))
    return {name: row["participant"] for name, row in rows.items()}


def participant(name: str) -> str:
    """The participant id of somebody; of a stranger one that nobody in the mission has."""
    return people().get(name) or f"p-{hashlib.sha256(name.encode()).hexdigest()[:32]}"


def spoken(service: str, origin: Origin, mission: str, part: Part | None = None) -> tuple[PublicEntry, ...]:
    """What a service says of a mission: the beginning, or a part that may come behind it.

    Hashes are made anew, as the origin's claim: SHA-256(hash of the public one before ‖ bytes).
    """
    before = spoken(service, origin, mission)[-1].hash if part else bytes(32)
    found = []
    for entry in _recorded(service, origin, part):
        raw = entry.raw.replace(RECORDED.encode(), mission.encode())
        before = hashlib.sha256(before + raw).digest()
        stream = entry.stream.replace(RECORDED, mission)
        found.append(entry._replace(mission=mission, stream=stream, raw=raw, hash=before))
    return tuple(found)


@cache
def _recorded(service: str, origin: Origin, part: Part | None) -> tuple[PublicEntry, ...]:
    folder = files(__package__) / "peers" / origin
    path = (folder / part if part else folder) / f"{CHAINS[service]}.jsonl"
    if not path.is_file():
        return ()
    return tuple(message_of(line, number) for number, line in enumerate(path.read_bytes().splitlines(), 1))
