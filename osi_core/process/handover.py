"""What a successor is handed by the chain that it succeeds: by it the codes of its receipts are answered from then on.

What was said in public the successor hears like everybody. Of what lay beside the log it needs the digests of receipts,
each with the contribution that it leads to, and the key that these codes were made with, which shows that the digests
are right. All else is left where it was: a handover holds nobody's words. Duties that were not done yet follow from
what was said in public.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Annotated, Literal, NamedTuple

from pydantic import Field, StringConstraints, ValidationError

from osi_core.domain import LARGEST_INTEGER, DataOrigin, Event, Id, Model, Recorded, Refused, Service, Unmet, faults_of
from osi_core.hearing.commands import TakeHandover
from osi_core.hearing.events import ChainAdopted
from osi_core.hearing.facts import HandedOver
from osi_core.log.canonical import canonical
from osi_core.log.envelope import Entry, decode
from osi_core.log.store import EventStore, Reader, StoreError
from osi_core.mission.events import ChainRetired
from osi_core.mission.resources import CHAIN
from osi_core.process.engine import Engine
from osi_core.process.heard_again import HeardLog
from osi_core.process.memory import MissionMemory
from osi_core.process.owed import contributions
from osi_core.process.receipt_codes import RECEIPT_KEY, GivenCode, digest_of_own, receipt_code
from osi_core.process.request import OPERATOR, Request
from osi_core.process.written_share import service_listed
from osi_core.words import WordedError

Position = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]
Digest = Annotated[str, StringConstraints(pattern="^[0-9a-f]{64}$")]
Stream = Annotated[str, StringConstraints(pattern="^[!-~]{1,1000}$")]


class HandoverInvalid(WordedError, ValueError):
    """What was given is no handover, or not one of a chain that is succeeded here."""


class ChainHandover(Model):
    """What one chain hands over."""

    chain: Id
    last: Position
    """The last position of it that counts, where it was retired."""
    hash: Digest
    """Of the event there."""
    key: Digest
    """What its receipts' codes are made with: whoever has it can make them."""
    stands_until: Annotated[int, Field(ge=0, le=LARGEST_INTEGER)] = 0
    """Of one whose log was restored from a copy, where that ended: up to there private things stand behind `last`."""
    renewed: bool = False
    """Whether a log goes on in it that was restored from a copy of another chain, under the same key."""
    receipts: tuple[tuple[Position, Stream, Digest], ...]
    """Of each contribution: its position, the resource that it stands in, and the digest of its receipt's code."""


class Handover(Model):
    """What a store hands over of a mission: of its own chain, and of those that it has been handed itself."""

    format: Literal["osi-handover"] = "osi-handover"
    version: Literal[1] = 1
    mission: Id
    chains: Annotated[tuple[ChainHandover, ...], Field(min_length=1, max_length=100)]

    def as_bytes(self) -> bytes:
        """The handover as a file."""
        return canonical(self.model_dump(mode="json")) + b"\n"


def handover_of(content: bytes) -> Handover:
    """The handover in a file. Raises HandoverInvalid."""
    try:
        return Handover.model_validate_json(content)
    except ValidationError as error:
        fault = next(faults_of(error))
        raise HandoverInvalid("handover.malformed", field=fault.field or "", fault=fault.message) from error


# Handing over


def hand_over(store: EventStore, mission: str) -> Handover:
    """What the store of a retired chain hands over to whoever succeeds it.

    Raises StoreError where the mission is not here, where the store has not heard that its chain was retired, and
    where it ends before the last event that counts: such a store was restored from an older copy.
    """
    end = store.head(mission).position
    own = next(map(decode, store.read(mission, end - 1, end)), None) if end else None
    if own is None:
        raise StoreError("store.handover-nothing", mission=mission)
    last = _retired_at(store, mission, own.chain)
    if last is None:
        raise StoreError("store.handover-not-retired", mission=mission, chain=own.chain)
    if end < last:
        raise StoreError("store.handover-ends-before", mission=mission, chain=own.chain, last=last, end=end)
    key = store.text(mission, RECEIPT_KEY)
    if key is None:
        raise StoreError("store.handover-nothing", mission=mission)
    copies = [_adopted_in(entry) for entry in store.read(mission, types={ChainAdopted.type})]
    before, handed = 0, []
    for copy in copies:
        handed.append(_of_copy(store, mission, copy, before, key.text))
        before = copy.after
    hash = next(iter(store.read(mission, last - 1, last))).hash if last else b""
    receipts = tuple(_receipts_in(store, mission, before, last))
    if last > before:
        of_own = ChainHandover(
            chain=own.chain, last=last, hash=hash.hex(), key=key.text, renewed=bool(copies), receipts=receipts
        )
        handed.insert(0, of_own)
    if not handed:
        raise StoreError("store.handover-nothing", mission=mission)
    return Handover(mission=mission, chains=(*handed, *_handed_before(store, mission)))


def _adopted_in(entry: Entry) -> ChainAdopted:
    event = decode(entry).event
    assert isinstance(event, ChainAdopted)
    return event


def _receipts_in(store: EventStore, mission: str, after: int, upto: int) -> Iterator[tuple[int, str, str]]:
    """The receipts of a range of the own log."""
    digests = {one.position: one.code_sha256 for name, one in store.receipts() if name == mission}
    for entry in store.read(mission, after, upto):
        if entry.position in digests:
            yield entry.position, entry.stream, digests[entry.position]


def _of_copy(store: EventStore, mission: str, copy: ChainAdopted, before: int, key: str) -> ChainHandover:
    """What is known here of a chain that the log was restored from a copy of: its codes behind that are made again."""
    receipts = list(_receipts_in(store, mission, before, copy.after))
    for message in store.heard(mission, copy.chain, copy.after, copy.last):
        if message.raw and Event.registry.get(message.type) in contributions():
            code = receipt_code(bytes.fromhex(key), message.position, copy.chain, renewed=before > 0)
            receipts.append((message.position, message.stream, digest_of_own(code)))
    last = store.heard_at(mission, copy.chain, copy.last)
    if last is None:
        raise StoreError("store.handover-nothing", mission=mission)
    return ChainHandover(
        chain=copy.chain,
        last=copy.last,
        hash=last.hash.hex(),
        key=key,
        stands_until=copy.after,
        renewed=before > 0,
        receipts=tuple(receipts),
    )


def _retired_at(store: Reader, mission: str, chain: str) -> int | None:
    """The last position of a chain that counts, as the mission's chain says."""
    ends = {name: head.position for name, head in store.heard_heads(mission).items()}
    for message in store.heard_stream(CHAIN.within(mission, chain), ends):
        event = decode(message.entry).event if message.raw else None
        if isinstance(event, ChainRetired) and event.chain == chain:
            return event.last
    return None


def _handed_before(store: EventStore, mission: str) -> list[ChainHandover]:
    taken = (decode(entry).event for entry in store.read(mission, types={HandedOver.sources[0].type}))
    contents = (store.blob(event.sha256) for event in taken)  # type: ignore[attr-defined]
    return [ChainHandover.model_validate_json(content) for content in contents if content is not None]


# Taking over


def service_in(store: Reader, handover: Handover) -> Service:
    """The service that the chains of a handover speak for, as the mission lists the first of them, as far as is known.

    Raises HandoverInvalid where the store has not heard of it.
    """
    mission, chain = handover.mission, handover.chains[0].chain
    service = service_listed(store, mission, chain)
    if service is None:
        raise HandoverInvalid("handover.chain-unknown", mission=mission, chain=chain)
    return service


class Taken(NamedTuple):
    """What a successor has taken over."""

    chains: tuple[str, ...]
    receipts: int
    """How many receipts' codes it answers by it."""
    known: bool
    """Whether all of it had been taken over before."""


def take_over(engine: Engine, handover: Handover) -> Taken:
    """Lets an engine answer for the receipts of the chains that its own succeeds; the same again changes nothing.

    Raises HandoverInvalid where one does not fit what was heard of its chain, and Refused where the mission or the
    chain is not succeeded here, or another handover of it was taken.
    """
    mission = handover.mission
    asked = []
    for one in handover.chains:
        _require_sound(one, engine.store, mission)
        content = canonical(one.model_dump(mode="json"))
        command = TakeHandover.of(mission, one.chain, one.last, one.hash, content, len(one.receipts))
        memory = engine.memory(mission)
        if one.chain not in memory.predecessors:
            raise Refused("TakeHandover", [Unmet("chain-not-succeeded", "chain", chain=CHAIN(one.chain))])
        taken = memory.rows[HandedOver].get(HandedOver.key(one.chain, memory.chain or ""))
        if not (isinstance(taken, HandedOver) and taken.sha256 == command.sha256):
            state = memory.mission_state(engine.store)
            is_real = state is None or state.origin is DataOrigin.REAL
            time = None if is_real else memory.last  # in one that is not, it happens with what happened last
            asked.append(Request(command, OPERATOR, time=time, blobs=(content,)))
    for answer in engine.handle_many(asked) if asked else ():
        if isinstance(answer, Exception):
            raise answer
    count = sum(len(one.receipts) for one in handover.chains)
    return Taken(tuple(one.chain for one in handover.chains), count, not asked)


def _require_sound(handed: ChainHandover, heard: HeardLog, mission: str) -> None:
    """Raises HandoverInvalid unless each code is made with the key, and stands where it was heard to stand."""
    key, before = bytes.fromhex(handed.key), 0
    streams = {one.position: one.stream for one in heard.heard(mission, handed.chain)}
    for position, stream, digest in handed.receipts:
        fits = digest_of_own(receipt_code(key, position, handed.chain, renewed=handed.renewed)) == digest
        counts = before < position <= max(handed.last, handed.stands_until)
        if not (fits and counts and streams.get(position, stream) == stream):
            raise HandoverInvalid("handover.unfit", chain=handed.chain, position=position)
        before = position


# Answering


class Contribution(NamedTuple):
    """What a code stands for that a former chain has issued."""

    mission: str
    chain: str
    position: int
    stream: str


def contribution_of(store: Reader, memory: MissionMemory, given: GivenCode) -> Contribution | None:
    """The contribution behind a code of a chain that was handed over to the one that is written here."""
    for row in memory.rows.get(HandedOver, {}).values():
        assert isinstance(row, HandedOver)
        if row.by != memory.chain or not given.is_of(row.chain):
            continue
        found = _places(store.blob(row.sha256) or b"").get(given.digest)
        if found is not None:
            return Contribution(memory.mission, row.chain, *found)
    return None


def adopted_contribution(store: Reader, memory: MissionMemory, given: GivenCode) -> Recorded | None:
    """The contribution behind a code of a chain that the log here was restored from a copy of, and that was heard of
    behind it: its code was lost with its digest, and is made again.
    """
    kept = store.text(memory.mission, RECEIPT_KEY) if memory.adopted else None
    if kept is None:
        return None
    key, before = bytes.fromhex(kept.text), 0
    for chain, row in memory.adopted.items():
        for message in store.heard(memory.mission, chain, row.after, row.last) if given.is_of(chain) else ():
            code = receipt_code(key, message.position, chain, renewed=before > 0)
            if message.raw and digest_of_own(code) == given.digest:
                return decode(message.entry)
        before = row.after
    return None


@lru_cache(maxsize=4)
def _places(content: bytes) -> Mapping[str, tuple[int, str]]:
    """Digest → where the contribution stands, of one handover: it never changes, and people ask one by one."""
    receipts: Sequence[tuple[int, str, str]] = ()
    if content:
        receipts = ChainHandover.model_validate_json(content).receipts
    return {digest: (position, stream) for position, stream, digest in receipts}
