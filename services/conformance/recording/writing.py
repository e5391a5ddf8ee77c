"""The recorded logs as files: what each chain has said, one public entry a line, as in `heard.jsonl` of an export."""

from __future__ import annotations

import json
from pathlib import Path

from osi_core.domain import DataOrigin, Service
from osi_core.log.heard import PublicEntry
from osi_core.process.exported_heard import heard_line
from services.conformance.recording.peers import person
from services.conformance.recording.play import PARTS, PEOPLE, base

FOLDER = Path(__file__).parents[1] / "osi_conformance" / "peers"
SPEAKERS = (Service.PARTICIPATION, Service.MATCHING)


def files() -> dict[str, bytes]:
    """Path below the folder → its content."""
    found = {"people.json": _people()}
    found |= _around_funding()
    return found


def _around_funding() -> dict[str, bytes]:
    """What participation and matching say to funding."""
    found = {}
    for origin in (DataOrigin.REAL, DataOrigin.SIMULATED):
        begun = base(origin)
        for service in SPEAKERS:
            found[f"funding/{origin.value}/{service.value}-1.jsonl"] = _lines(begun.told(service))
    for name, part in PARTS.items():
        peers = base(DataOrigin.SIMULATED)
        before = {service: len(peers.told(service)) for service in SPEAKERS}
        part(peers)
        for service in SPEAKERS:
            told = peers.told(service)[before[service] :]
            if told:
                found[f"funding/simulated/{name}/{service.value}-1.jsonl"] = _lines(told)
    return found


def _lines(told: list[PublicEntry]) -> bytes:
    return b"".join(map(heard_line, told))


def _people() -> bytes:
    rows = {name: {"participant": person(name), "is": what} for name, what in PEOPLE.items()}
    return (json.dumps(rows, indent=2, ensure_ascii=True) + "\n").encode()
