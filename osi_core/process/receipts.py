"""From a receipt's code to the way that it tells, also where a mission has several chains.

A chain answers for the codes that it has issued, and for those of a chain that it succeeds and whose receipts it was
handed (`process/handover.py`): it alone finds which contribution a code stands for. The way itself
can be told by whoever has heard of the event; whoever runs the mission hears of all that is public, and tells it whole.
What is private, a ballot or a review, is known to its own chain alone, which tells what it led to.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from osi_core.domain import Recorded, Service, within_mission
from osi_core.hearing.facts import HandedOver
from osi_core.log.envelope import decode
from osi_core.mission.events import ChainListed
from osi_core.mission.facts import ServingChain
from osi_core.mission.resources import CHAIN
from osi_core.process.as_known import event_of_id
from osi_core.process.engine import Engine
from osi_core.process.handover import Contribution, adopted_contribution, contribution_of
from osi_core.process.lineage import Lineage
from osi_core.process.memory import MissionMemory
from osi_core.process.receipt_codes import GivenCode, read_code
from osi_core.process.trail import Trail
from osi_core.process.ways import TOLD
from osi_core.words import Name, WordedError


class ReceiptUnknown(WordedError, LookupError):
    """No contribution that is known here has this receipt code, or stands at this event."""


class ReceiptLeftBehind(ReceiptUnknown):
    """The code stands for something private of a chain that this one succeeds: what it was, and what came of it in
    private, stayed with the former store.
    """

    def __init__(self, code: str, of: Contribution) -> None:
        self.contribution = of
        name = Name(within_mission(of.stream))
        super().__init__("receipt.left-behind", code=code, chain=of.chain, position=of.position, name=name)


class Issuer(NamedTuple):
    """A chain that answers for the codes that it, or one that it succeeds, has issued."""

    chain: str
    service: Service
    address: str | None
    """Where its service answers; None where the mission does not say."""


class ReceiptElsewhere(ReceiptUnknown):
    """The code was issued by another chain that serves a mission here, or did: `issuer` answers for it."""

    def __init__(self, code: str, issuer: Issuer) -> None:
        self.issuer = issuer
        values = {"chain": issuer.chain, "service": issuer.service}
        if issuer.address is None:
            super().__init__("receipt.elsewhere", code=code, **values)
        else:
            super().__init__("receipt.elsewhere-at", code=code, **values, address=issuer.address)


def find_receipt(engine: Engine, code: str) -> Recorded:
    """The contribution behind a code that this engine's own chain has issued, or one whose receipts it was handed.

    Raises ReceiptMalformed for no code, ReceiptElsewhere for one of another chain, ReceiptLeftBehind for something
    private of a former chain, ReceiptUnknown for any other.
    """
    given = read_code(code)
    found = engine.store.receipt(given.digest)
    if found is not None:
        mission, position = found
        for record in engine.events(mission, position - 1, position):
            if given.is_of(record.chain):
                return record
    for mission in _missions(engine):
        adopted = adopted_contribution(engine.store, engine.memory(mission), given)
        if adopted is not None:
            return adopted
        handed = contribution_of(engine.store, engine.memory(mission), given)
        if handed is not None:
            message = engine.store.heard_at(mission, handed.chain, handed.position)
            if message is None or not message.raw:
                raise ReceiptLeftBehind(code, handed)
            return decode(message.entry)
    issuer = _issuer_of(engine, given) if given.prefix else None
    if issuer is not None:
        raise ReceiptElsewhere(code, issuer)
    raise ReceiptUnknown("receipt.unknown", code=code)


def trail_of(engine: Engine, code: str) -> Trail:
    """The way of the contribution that a receipt code stands for, for whoever holds it. Raises as `find_receipt`."""
    record = find_receipt(engine, code)
    return Lineage(engine, record.mission).trail(record, own=True)


def trail_of_event(engine: Engine, id: str, *, own: bool = False) -> Trail:
    """The way of the contribution that is the public event of this id, in whichever chain that stands.

    `own` only for somebody of whom the issuer says that they hold the receipt: what concerns them alone is told too.
    Raises ReceiptUnknown for an event that is private, not heard of, or no contribution.
    """
    record = event_of_id(engine.store, id)
    if record is None or not record.event.public or record.event.type not in TOLD:
        raise ReceiptUnknown("receipt.event-unknown", id=id)
    return Lineage(engine, record.mission).trail(record, own=own)


def _issuer_of(engine: Engine, given: GivenCode) -> Issuer | None:
    """Who has issued a code, of the other chains that serve the missions known here, or did.

    An engine of the whole has none beside it; where something was heard all the same, it reads a service's store.
    """
    for mission in _missions(engine):
        memory = engine.memory(mission)
        for chain in sorted({*memory.rows[ServingChain], *engine.store.heard_heads(mission)} - {memory.chain}):
            if given.is_of(chain):
                return _issuer(engine, mission, _answers_for(memory, chain))
    return None


def _missions(engine: Engine) -> Iterable[str]:
    """The missions that more than one chain serves, as far as is known."""
    known = engine.store.missions() if engine.share.hears else ()
    return dict.fromkeys((*engine.store.heard_missions(), *known))


def _answers_for(memory: MissionMemory, chain: str) -> str:
    """The chain that was handed the receipts of one, if it succeeds that; else the chain itself."""
    chains = memory.rows[ServingChain]
    former = chains.get(chain)
    for row in memory.rows.get(HandedOver, {}).values():
        assert isinstance(row, HandedOver)
        by = chains.get(row.by)
        if not (isinstance(former, ServingChain) and isinstance(by, ServingChain)) or row.chain != chain:
            continue
        if by.service is former.service and by.last is None and former.last is not None:
            return row.by
    return chain


def _issuer(engine: Engine, mission: str, chain: str) -> Issuer:
    """What the mission says of a chain; of that which runs it, nothing."""
    store, stream = engine.store, CHAIN.within(mission, chain)
    ends = {name: head.position for name, head in store.heard_heads(mission).items()}
    heard = (message.entry for message in store.heard_stream(stream, ends) if message.raw)
    for entry in (*store.read_stream(stream), *heard):
        if entry.type == ChainListed.type:
            listed = decode(entry).event
            assert isinstance(listed, ChainListed)
            return Issuer(chain, listed.service, listed.address)
    return Issuer(chain, Service.PARTICIPATION, None)
