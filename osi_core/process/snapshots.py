"""Snapshots of a mission's facts: what a start from scratch need not fold again.

They can be dropped at any time. One that cannot be read, is of facts of another form, or is not of this log, is passed
over, and the log is read instead.
"""

from __future__ import annotations

import hashlib
import inspect
import json
import sys
from functools import cache
from importlib.metadata import version
from types import FunctionType

from pydantic import TypeAdapter

from osi_core.domain import Fact
from osi_core.log.envelope import Head, decode
from osi_core.log.heard import HeardHead
from osi_core.log.store import EventStore, Reader, Snapshot
from osi_core.mission.resources import MISSION
from osi_core.process.memory import MissionMemory, many_values_that_stay
from osi_core.process.share import Share


def snapshot_of(memory: MissionMemory) -> Snapshot:
    """The facts as they stand: a line of JSON a kind, in the order of the share; then how far others were heard."""
    lines = [_adapter(kind).dump_json(memory.rows[kind]) for kind in memory.share.facts]
    heard = {chain: (head.position, head.hash.hex()) for chain, head in sorted(memory.heard.items())}
    return Snapshot(memory.head.position, memory.head.hash, b"\n".join([*lines, json.dumps(heard).encode()]))


def heard_in(snapshot: Snapshot) -> dict[str, HeardHead]:
    """How far others had been heard where a snapshot stands. Raises ValueError, TypeError or AttributeError."""
    behind = snapshot.content.rpartition(b"\n")[2]
    return {chain: HeardHead(at, bytes.fromhex(hash)) for chain, (at, hash) in json.loads(behind).items()}


def keep(memory: MissionMemory, store: EventStore) -> None:
    """Keeps the facts as they stand as a snapshot."""
    store.save_snapshot(memory.mission, snapshot_name(memory.share), snapshot_of(memory))


def loaded(reader: EventStore, mission: str, share: Share, chain: str | None = None) -> MissionMemory:
    """The memory of a mission from its newest snapshot, if any; `catch_up` reads the rest.

    `chain` is the name of the chain that will be written here, as long as there is none. A snapshot that is not of this
    log (which was restored from an older copy, or went another way since), or not of what was heard here, is passed
    over.
    """
    memory = MissionMemory(mission, share)
    memory.chain = chain
    found = reader.snapshot(mission, snapshot_name(share))
    if found is None:
        return memory
    stands_on = list(reader.read(mission, found.position - 1, found.position)) if found.position else []
    if [entry.hash for entry in stands_on] != ([found.hash] if found.position else []):
        return memory
    *lines, _ = found.content.split(b"\n")
    try:
        heard = heard_in(found)
        with many_values_that_stay():
            rows: dict[type[Fact], dict[str, Fact]] = {
                kind: _adapter(kind).validate_json(line) for kind, line in zip(share.facts, lines, strict=True)
            }
    except (ValueError, TypeError, AttributeError):
        return memory
    for other, head in heard.items():
        known = reader.heard_at(mission, other, head.position)
        if known is None or known.hash != head.hash:
            return memory
    memory.rows, memory.heard = rows, heard
    memory.head = Head(found.position, found.hash)
    memory.name_chain(reader, found.position)
    _hear_of_the_mission(memory, reader)
    return memory


def _hear_of_the_mission(memory: MissionMemory, reader: Reader) -> None:
    """The mission's state is no fact: it is made again from what was heard of it."""
    upto = {chain: head.position for chain, head in memory.heard.items()}
    for message in reader.heard_stream(MISSION.within(memory.mission), upto):
        if memory.took_in(message):
            memory.hear_of_mission(decode(message.entry))


@cache
def _adapter(kind: type[Fact]) -> TypeAdapter[dict[str, Fact]]:
    return TypeAdapter(dict[str, kind])  # type: ignore[valid-type]


@cache
def snapshot_name(share: Share) -> str:
    """Names the form of a share's facts and the code that folds them: a snapshot of another form, or by a fold that has
    been mended since, is not found, and the log is read instead.
    """
    schemas = [_adapter(kind).json_schema() for kind in share.facts]
    sources = sorted((source.type, [kind.__name__ for kind in kinds]) for source, kinds in share.sources.items())
    folds = [fold_digest(kind) for kind in share.facts]
    return "facts-" + hashlib.sha256(json.dumps([schemas, sources, folds], sort_keys=True).encode()).hexdigest()[:16]


def fold_digest(kind: type[Fact]) -> str:
    """Names the code of a fact's fold: its module and the modules of ours that its module takes functions or classes
    from. A comma too many reads a log once; a fold too few would go unnoticed.
    """
    own = sys.modules[kind.__module__]
    used = (getattr(value, "__module__", None) for value in vars(own).values() if isinstance(value, _CODE))
    library = __name__.split(".")[0]
    modules = {own.__name__, *(name for name in used if name and name.split(".")[0] == library)}
    return hashlib.sha256(b"\0".join(_source(name) for name in sorted(modules))).hexdigest()


_CODE = (type, FunctionType)


@cache
def _source(module: str) -> bytes:
    try:
        source = inspect.getsource(sys.modules[module])
    except OSError:  # installed without its source: then all of one version are the same
        source = version("osi-core")
    return f"{module}\n{source}".encode()
