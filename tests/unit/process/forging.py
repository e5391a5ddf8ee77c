"""A forger of exports: changes what a bundle says and makes chain and manifest anew, so that they fit again."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from osi_core.log.canonical import canonical, parse
from osi_core.log.envelope import GENESIS, chain_in, chained, event_id
from osi_core.process.export import entries_of

Envelope = dict[str, Any]


def envelopes_of(folder: Path) -> list[Envelope]:
    """The log of a bundle, parsed."""
    with (folder / "log.jsonl").open("rb") as lines:
        return [parse(entry.raw) for entry in entries_of(lines)]


def forge(folder: Path, change: Callable[[list[Envelope]], list[Envelope] | None]) -> None:
    """Lets `change` rewrite the whole log, and makes positions, versions, ids, chain and manifest fit what it left."""
    envelopes = envelopes_of(folder)
    changed = change(envelopes)
    write(folder, renumbered(envelopes if changed is None else changed))


def renumbered(envelopes: list[Envelope]) -> list[Envelope]:
    """The events with positions, ids, versions and what they stand on as if they had been written so."""
    moved: dict[int, int] = {0: 0}
    versions: dict[str, int] = {}
    for position, one in enumerate(envelopes, start=1):
        moved.setdefault(one["position"], position)
        stands_on = max(old for old in moved if old <= max(one["facts_at"].values()))
        versions[one["stream"]] = versions.get(one["stream"], 0) + 1
        one |= {
            "position": position,
            "id": event_id(chain_in(one["id"]), one["mission"], position),
            "version": versions[one["stream"]],
            "facts_at": dict.fromkeys(one["facts_at"], moved[stands_on]),
        }
    return envelopes


def write(folder: Path, envelopes: list[Envelope]) -> None:
    """Writes a log, chained, and a manifest that agrees with it."""
    previous, lines = GENESIS, []
    for one in envelopes:
        raw = canonical(one)
        previous = chained(previous, raw)
        lines.append(b'{"hash":"' + previous.hex().encode() + b'","event":' + raw + b"}\n")
    (folder / "log.jsonl").write_bytes(b"".join(lines))
    path = folder / "manifest.json"
    manifest = json.loads(path.read_text())
    results = sum("record" in one["data"] for one in envelopes)
    path.write_text(
        json.dumps(manifest | {"events": len(envelopes), "head_hash": previous.hex(), "decisions": results})
    )
