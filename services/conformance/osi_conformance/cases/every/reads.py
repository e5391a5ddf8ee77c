"""Reading what one has written: positions with answers, and answers that are not older than a position."""

from __future__ import annotations

import re

import grpc

from osi_conformance.case import ensure
from osi_conformance.cases.every.subjects import every
from osi_conformance.listing import asked
from osi_conformance.services import chain_of
from osi_conformance.subject import Subject
from osi_conformance.target import Target, method_named, new_request
from osi_conformance.trial import Trial

_POSITIONS = re.compile(r"[a-z0-9-]+=\d+(?:,[a-z0-9-]+=\d+)*")


def _own(trial: Trial, position: str) -> int:
    chains = dict(one.split("=") for one in position.split(",") if "=" in one)
    return int(chains.get(trial.setup.chain, 0))


@every("reads/position-of-a-change", "A1")
async def position_of_a_change(trial: Trial, subject: Subject) -> None:
    first, second = await subject.create(trial), await subject.create(trial)
    for reply in (first, second):
        ensure(_POSITIONS.fullmatch(reply.position), f"osi-position is {reply.position!r}; expected: chain=n,…")
    ensure(_own(trial, second.position) > _own(trial, first.position) > 0, "positions do not grow with changes")


@every("reads/own-writes", "A2")
async def own_writes(trial: Trial, subject: Subject) -> None:
    """Over another connection, at once: what was created is there."""
    other = Target(trial.setup.target)
    try:
        for _ in range(20):
            created = await subject.create(trial)
            request = new_request(method_named(subject.get))
            request.name = created.message.name
            found = (await other.call(subject.get, request, [("osi-after", created.position)])).message
            ensure(found.name == created.message.name, f"{found.name or 'nothing'} is told")
    finally:
        await other.close()


@every("reads/of-another-chain", "A2", "own-simulated")
async def of_another_chain(trial: Trial, subject: Subject) -> None:
    """What the others have said up to a position is known before the answer is given."""
    peer = await subject.hears(trial)
    chain, position = chain_of(peer), trial.world.played.of(peer, trial.mission.id).position
    request = asked(subject.listing, trial.mission.name)
    await trial.target.call(subject.listing, request, [("osi-after", f"{chain}={position}")])
    heard = await trial.mission.heard_of(chain)
    ensure(heard >= position, f"the answer was given when {peer} was heard up to {heard}; asked for: {position}")


@every("reads/beyond-the-end", "A3")
async def beyond_the_end(trial: Trial, subject: Subject) -> None:
    beside = [("osi-after", f"{trial.setup.chain}=999999999")]
    await trial.mission.refused(subject.listing, asked(subject.listing, trial.mission.name), "", beside=beside)


@every("reads/malformed-position", "A3")
async def malformed_position(trial: Trial, subject: Subject) -> None:
    request, chain = asked(subject.listing, trial.mission.name), trial.setup.chain
    for wrong in ("x", f"{chain}=-1", chain, "=1", f"{chain}=1;matching-1=2"):
        invalid = grpc.StatusCode.INVALID_ARGUMENT
        await trial.mission.refused(subject.listing, request, "", status=invalid, beside=[("osi-after", wrong)])
