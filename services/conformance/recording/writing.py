"""The recorded logs as files: what each chain has said, one public entry a line, as in `heard.jsonl` of an export."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from osi_core.domain import DataOrigin, Service
from osi_core.log.heard import PublicEntry
from osi_core.process.exported_heard import heard_line
from services.conformance.recording import around_matching, play
from services.conformance.recording.peers import Peers, person

FOLDER = Path(__file__).parents[1] / "osi_conformance" / "peers"


def files() -> dict[str, bytes]:
    """Path below the folder → its content."""
    found = {"people.json": _people()}
    found |= _around("funding", play.base, play.PARTS, (Service.PARTICIPATION, Service.MATCHING))
    found |= _around("matching", around_matching.base, around_matching.PARTS, (Service.PARTICIPATION, Service.FUNDING))
    return found


def _around(
    tested: str,
    base: Callable[[DataOrigin], Peers],
    parts: Mapping[str, Callable[[Peers], None]],
    speakers: Sequence[Service],
) -> dict[str, bytes]:
    """What the others say to a service that is tested."""
    found = {}
    for origin in (DataOrigin.REAL, DataOrigin.SIMULATED):
        begun = base(origin)
        for service in speakers:
            found[f"{tested}/{origin.value}/{service.value}-1.jsonl"] = _lines(begun.told(service))
    for name, part in parts.items():
        peers = base(DataOrigin.SIMULATED)
        before = {service: len(peers.told(service)) for service in speakers}
        part(peers)
        for service in speakers:
            told = peers.told(service)[before[service] :]
            if told:
                found[f"{tested}/simulated/{name}/{service.value}-1.jsonl"] = _lines(told)
    return found


def _lines(told: list[PublicEntry]) -> bytes:
    return b"".join(map(heard_line, told))


def _people() -> bytes:
    everybody = {**around_matching.PEOPLE, **play.PEOPLE}
    rows = {name: {"participant": person(name), "is": what} for name, what in everybody.items()}
    return (json.dumps(rows, indent=2, ensure_ascii=True) + "\n").encode()
