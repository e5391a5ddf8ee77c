"""The public log: what is said to the other services is whole, in order, bound, and said to them alone."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Sequence
from typing import Any

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message
from google.type.money_pb2 import Money
from osi.funding.v1 import events_pb2 as funding_events  # noqa: F401 - brings its descriptors
from osi.log.v1 import answers_pb2  # noqa: F401
from osi.log.v1 import log_service_pb2 as log
from osi.matching.v1 import events_pb2 as matching_events  # noqa: F401
from osi.participation.v1 import events_pb2 as participation_events  # noqa: F401
from osi.type.v1 import annotations_pb2, terms_pb2

from osi_conformance.case import ensure, fail
from osi_conformance.cases.every.subjects import every
from osi_conformance.services import chain_of
from osi_conformance.subject import Subject
from osi_conformance.target import Refusal
from osi_conformance.town import money
from osi_conformance.trial import Trial

NOT_FOUND, DENIED = grpc.StatusCode.NOT_FOUND, grpc.StatusCode.PERMISSION_DENIED
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED


async def _events(trial: Trial, **fields: Any) -> list[Any]:
    return [one async for one in trial.public("peer", **fields)]


async def _head(trial: Trial) -> Any:
    return await trial.mission.read("GetHead", log.GetHeadRequest(mission=trial.mission.name), "peer")


@every("log/read/in-order", "G1")
async def in_order(trial: Trial, subject: Subject) -> None:
    await subject.speaks(trial)
    positions = [one.position for one in await _events(trial)]
    ensure(positions, "nothing is told")
    ensure(positions == sorted(set(positions)), f"positions are {positions}")


@every("log/read/names-the-one-before", "G2", "simulated")
async def names_the_one_before(trial: Trial, subject: Subject) -> None:
    """Private events lie between, and who hears still knows that nothing public is missing."""
    await subject.whispers(trial)
    before = 0
    for one in await _events(trial):
        ensure(one.previous == before, f"{one.id} names {one.previous} before itself; told was {before}")
        before = one.position
    ensure((await _head(trial)).last_public == before, "the head's last public event is not the last that is told")


@every("log/read/envelope-says-itself", "G3")
async def envelope_says_itself(trial: Trial, subject: Subject) -> None:
    await subject.speaks(trial)
    for one in await _events(trial):
        said = json.loads(one.envelope)
        ensure(_canonical(said) == one.envelope, f"{one.id}: the envelope is no canonical JSON (RFC 8785)")
        told = {"mission": one.mission.removeprefix("missions/"), "position": one.position, "stream": one.stream}
        told |= {"version": one.version, "type": one.type, "id": one.id}
        wrong = [name for name, value in told.items() if said.get(name) != value]
        ensure(not wrong, f"{one.id}: envelope and message differ in {wrong}")
        ensure(one.id == f"{trial.setup.chain}:{trial.mission.id}:{one.position}", f"{one.id} is no id of an event")


def _canonical(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()


@every("log/read/hashes-where-they-can-be-checked", "G4")
async def hashes(trial: Trial, subject: Subject) -> None:
    """Where no private event lies between, SHA-256(hash of the one before ‖ envelope) is the hash."""
    await subject.speaks(trial)
    before, hash_, checked = 0, bytes(32), 0
    for one in await _events(trial):
        if one.position == before + 1:
            wanted = hashlib.sha256(hash_ + one.envelope).digest()
            ensure(one.hash == wanted, f"{one.id}: the hash is not that of its bytes behind the one before")
            checked += 1
        before, hash_ = one.position, one.hash
    ensure(checked, "there is no place where the chain could be checked")
    head = await _head(trial)
    if head.position == before:
        ensure(head.hash == hash_, "the head's hash is not that of the last event")


@every("log/read/payload-says-the-same", "G5", "simulated")
async def payload_says_the_same(trial: Trial, subject: Subject) -> None:
    """The event as a message says what its envelope says, field by field."""
    wanted, kinds = await subject.tells(trial), _kinds(subject.events)
    seen = set()
    for one in await _events(trial):
        kind = kinds.get(one.type)
        ensure(kind is not None, f"{one.type} is in no contract")
        assert kind is not None
        payload = kind()
        ensure(one.payload.Unpack(payload), f"{one.id} ({one.type}) has {one.payload.type_url or 'nothing'} as payload")
        wrong = _unlike(payload, json.loads(one.envelope)["data"])
        ensure(not wrong, f"{one.id} ({one.type}): {'; '.join(wrong)}")
        seen.add(one.type)
    ensure(wanted in seen, f"{wanted} is not in the public log")


def _kinds(files: Sequence[str]) -> dict[str, type[Message]]:
    """Type of an event → the message of the contract that shows it."""
    found = {}
    for file in files:
        for message in descriptor_pool.Default().FindFileByName(file).message_types_by_name.values():
            type_ = message.GetOptions().Extensions[annotations_pb2.event_type]
            found[type_] = message_factory.GetMessageClass(message)
    return found


def _unlike(payload: Any, data: dict[str, Any]) -> list[str]:
    """The fields in which a message and the event's own data differ."""
    wrong = []
    for field in payload.DESCRIPTOR.fields:
        value, said = getattr(payload, field.name), data.get(field.name)
        if not _alike(value, said):
            wrong.append(f"{field.name} is {' '.join(str(value).split())[:80]!r}, the envelope says {str(said)[:80]!r}")
    return wrong


def _alike(value: Any, said: Any) -> bool:
    """Whether a field can stand for a value: money to the cent, names by their ids, texts and numbers as they are."""
    if isinstance(value, Money):
        return said is None or value == money(said["minor"], said["currency"])
    if isinstance(value, str):
        return said is None or value == said or value.endswith(f"/{said}") or isinstance(said, dict)
    if isinstance(value, bool) or (isinstance(value, int) and isinstance(said, int)):
        return bool(value == (said or 0))
    if isinstance(said, list) and hasattr(value, "__len__"):
        return len(value) == len(said)
    return True


@every("log/read/part-of-it", "G6")
async def part_of_it(trial: Trial, subject: Subject) -> None:
    await subject.speaks(trial)
    whole = [one.position for one in await _events(trial)]
    after, upto = whole[1], whole[-2]
    found = [one.position for one in await _events(trial, after=after, upto=upto)]
    wanted = [one for one in whole if after < one <= upto]
    ensure(found == wanted, f"behind {after} and up to {upto} there are {found}; expected: {wanted}")


@every("log/read/follow", "G7")
async def follow(trial: Trial, subject: Subject) -> None:
    await subject.create(trial)
    last = (await _events(trial))[-1].position

    async def next_one() -> Any:
        async for one in trial.public("peer", after=last, follow=True):
            return one
        return None

    following = asyncio.create_task(next_one())
    await asyncio.sleep(0.2)
    name = (await subject.create(trial)).message.name
    found = await asyncio.wait_for(following, 10)
    ensure(found is not None and found.stream == name, "whoever follows does not hear what comes")


@every("log/read/only-its-own-chain", "G8")
async def only_its_own_chain(trial: Trial, subject: Subject) -> None:
    """What was heard of its own chains a service may ask for, which was restored or takes over; no other one may."""
    try:
        await _events(trial, chain=chain_of(trial.setup.tested.peers[1]))
    except Refusal:
        return
    fail("the service tells what another has said")


@every("log/read/unknown-mission", "N1")
async def unknown_mission(trial: Trial, subject: Subject) -> None:
    try:
        await _events(trial, mission="missions/of-somebody-else")
    except Refusal as refusal:
        ensure(refusal.code is NOT_FOUND, f"{refusal}; expected: NOT_FOUND")
        return
    fail("a mission that nobody knows was told of")


@every("log/read/for-services-alone", "G9")
async def for_services_alone(trial: Trial, subject: Subject) -> None:
    for by in ("", "ada", "elsewhere"):
        try:
            async for _ in trial.public(by):
                break
        except Refusal as refusal:
            allowed = (DENIED, UNAUTHENTICATED, NOT_FOUND)
            ensure(refusal.code in allowed, f"{refusal}; expected: one of {[one.name for one in allowed]}")
        else:
            fail(f"the log is told to {by or 'nobody in particular'}")


@every("log/heads/has-the-mission", "G10")
async def heads(trial: Trial, subject: Subject) -> None:
    token, found = "", []
    for _ in range(100):
        request = log.ListHeadsRequest(page_token=token, page_size=50)
        page = await trial.mission.read("ListHeads", request, "peer")
        found += [(one.mission, one.chain, one.service) for one in page.heads]
        token = page.next_page_token
        if not token:
            break
    ensure(not token, "the list of heads does not end")
    wanted = (trial.mission.name, trial.setup.chain, terms_pb2.Service.Value(f"SERVICE_{subject.service.upper()}"))
    ensure(found.count(wanted) == 1, f"{wanted[0]} stands {found.count(wanted)} times among the heads")


@every("log/read/nothing-private", "G11", "simulated")
async def nothing_private(trial: Trial, subject: Subject) -> None:
    """Public texts are seals: what people wrote is not in the log."""
    await subject.contributes(trial, "Secretwordpurpose")
    for one in await _events(trial):
        said = one.envelope + one.payload.value
        ensure(b"Secretwordpurpose" not in said, f"{one.id} ({one.type}) says what somebody wrote")
