"""From a receipt's code to the way that it tells, also where a mission has several chains.

A chain answers for the codes that it has issued: it alone finds which contribution a code stands for. The way itself
can be told by whoever has heard of the event; whoever runs the mission hears of all that is public, and tells it whole.
What is private, a ballot or a review, is known to its own chain alone, which tells what it led to.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from osi_core.domain import Recorded, Service
from osi_core.log.envelope import chain_of
from osi_core.log.store import EventStore
from osi_core.mission.events import ChainListed, MissionCreated
from osi_core.process.as_known import event_of_id, events_as_known
from osi_core.process.engine import Engine
from osi_core.process.lineage import Lineage
from osi_core.process.receipt_codes import read_code
from osi_core.process.trail import Trail
from osi_core.process.ways import TOLD
from osi_core.words import WordedError


class ReceiptUnknown(WordedError, LookupError):
    """No contribution that is known here has this receipt code, or stands at this event."""


class Issuer(NamedTuple):
    """A chain that answers for the codes that it has issued."""

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
    """The contribution behind a code that this engine's own chain has issued.

    Raises ReceiptMalformed for no code, ReceiptElsewhere for one of another chain, ReceiptUnknown for any other.
    """
    given = read_code(code)
    found = engine.store.receipt(given.digest)
    if found is not None:
        mission, position = found
        for record in engine.events(mission, position - 1, position):
            if given.is_of(record.chain):
                return record
    for issuer in _issuers(engine.store, engine.chain) if given.prefix else ():
        if given.is_of(issuer.chain):
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


def _issuers(store: EventStore, own: str | None) -> Iterator[Issuer]:
    """The other chains that serve, or have served, the missions known here, as these say. `own` is the chain of those
    in which nothing was written yet.
    """
    types = {MissionCreated.type, ChainListed.type}
    for mission in dict.fromkeys((*store.missions(), *store.heard_missions())):
        ours = next(map(chain_of, store.read(mission, 0, 1)), own)
        for record in events_as_known(store, mission, types):
            issuer = _listed(record)
            if issuer.chain != ours:
                yield issuer


def _listed(record: Recorded) -> Issuer:
    if isinstance(record.event, ChainListed):
        return Issuer(record.event.chain, record.event.service, record.event.address)
    return Issuer(record.chain, Service.PARTICIPATION, None)
