"""The public log: what is said to the other services is whole, in order, bound, and said to them alone."""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from typing import Any

import grpc
from google.protobuf import descriptor_pool, message_factory
from google.protobuf.message import Message
from google.type.money_pb2 import Money
from osi.funding.v1 import events_pb2  # noqa: F401 - brings its descriptors
from osi.funding.v1 import funding_service_pb2 as api
from osi.log.v1 import answers_pb2  # noqa: F401
from osi.log.v1 import log_service_pb2 as log
from osi.type.v1 import annotations_pb2, terms_pb2

from osi_conformance.case import case, ensure
from osi_conformance.target import Refusal
from osi_conformance.town import money
from osi_conformance.trial import Trial

NOT_FOUND, DENIED = grpc.StatusCode.NOT_FOUND, grpc.StatusCode.PERMISSION_DENIED
UNAUTHENTICATED = grpc.StatusCode.UNAUTHENTICATED


def _asked(trial: Trial, **fields: Any) -> log.ReadPublicRequest:
    return log.ReadPublicRequest(**{"mission": trial.mission.name, "chain": trial.setup.chain, **fields})


async def _read(trial: Trial, by: str = "peer", **fields: Any) -> AsyncIterator[Any]:
    beside = trial.mission.metadata(by, timed=False)
    async for part in trial.target.stream("ReadPublic", _asked(trial, **fields), beside):
        for event in part.events:
            yield event


async def _events(trial: Trial, **fields: Any) -> list[Any]:
    return [one async for one in _read(trial, **fields)]


async def _head(trial: Trial) -> Any:
    return await trial.mission.read("GetHead", log.GetHeadRequest(mission=trial.mission.name), "peer")


async def _something(trial: Trial) -> None:
    """A fund, a round and an application, so that there is something to read."""
    await trial.town.apply((await trial.town.round()).name)


@case("funding/log/read/in-order", "G1")
async def in_order(trial: Trial) -> None:
    await _something(trial)
    positions = [one.position for one in await _events(trial)]
    ensure(positions, "nothing is told")
    ensure(positions == sorted(set(positions)), f"positions are {positions}")


@case("funding/log/read/names-the-one-before", "G2", "simulated")
async def names_the_one_before(trial: Trial) -> None:
    """Private events lie between, and who hears still knows that nothing public is missing."""
    round_, names = await trial.town.voting(100)
    await trial.town.cast("ada", round_, *names)
    await trial.town.fund()
    before = 0
    for one in await _events(trial):
        ensure(one.previous == before, f"{one.id} names {one.previous} before itself; told was {before}")
        before = one.position
    ensure((await _head(trial)).last_public == before, "the head's last public event is not the last that is told")


@case("funding/log/read/envelope-says-itself", "G3")
async def envelope_says_itself(trial: Trial) -> None:
    await _something(trial)
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


@case("funding/log/read/hashes-where-they-can-be-checked", "G4")
async def hashes(trial: Trial) -> None:
    """Where no private event lies between, SHA-256(hash of the one before ‖ envelope) is the hash."""
    await _something(trial)
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


@case("funding/log/read/payload-says-the-same", "G5", "simulated")
async def payload_says_the_same(trial: Trial) -> None:
    """The event as a message says what its envelope says, field by field."""
    grant = await trial.grant(accepted=True)
    await grant.do("ProposeGrantMove", "olga")
    await grant.do("PayGrant", "rita", note="Transfer 17")
    kinds = _kinds()
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
    ensure("funding.paid" in seen, "the payment is not in the public log")


def _kinds() -> dict[str, type[Message]]:
    """Type of an event → the message of the contract that shows it."""
    found = {}
    for file in ("osi/funding/v1/events.proto", "osi/log/v1/answers.proto"):
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


@case("funding/log/read/part-of-it", "G6")
async def part_of_it(trial: Trial) -> None:
    await _something(trial)
    whole = [one.position for one in await _events(trial)]
    after, upto = whole[1], whole[-2]
    found = [one.position for one in await _events(trial, after=after, upto=upto)]
    wanted = [one for one in whole if after < one <= upto]
    ensure(found == wanted, f"behind {after} and up to {upto} there are {found}; expected: {wanted}")


@case("funding/log/read/follow", "G7")
async def follow(trial: Trial) -> None:
    await trial.town.fund()
    last = (await _events(trial))[-1].position
    fund: list[str] = []

    async def next_one() -> Any:
        async for one in _read(trial, after=last, follow=True):
            return one
        return None

    following = asyncio.create_task(next_one())
    await asyncio.sleep(0.2)
    fund.append((await trial.town.fund()).name)
    found = await asyncio.wait_for(following, 10)
    ensure(found is not None and found.stream == fund[0], "whoever follows does not hear what comes")


@case("funding/log/read/only-its-own-chain", "G8")
async def only_its_own_chain(trial: Trial) -> None:
    try:
        await _events(trial, chain="participation-1")
    except Refusal:
        return
    ensure(False, "the service tells what another has said")


@case("funding/log/read/unknown-mission", "N1")
async def unknown_mission(trial: Trial) -> None:
    try:
        await _events(trial, mission="missions/of-somebody-else")
    except Refusal as refusal:
        ensure(refusal.code is NOT_FOUND, f"{refusal}; expected: NOT_FOUND")
        return
    ensure(False, "a mission that nobody knows was told of")


@case("funding/log/read/for-services-alone", "G9")
async def for_services_alone(trial: Trial) -> None:
    for by in ("", "ada", "elsewhere"):
        try:
            async for _ in _read(trial, by):
                break
        except Refusal as refusal:
            allowed = (DENIED, UNAUTHENTICATED, NOT_FOUND)
            ensure(refusal.code in allowed, f"{refusal}; expected: one of {[one.name for one in allowed]}")
        else:
            ensure(False, f"the log is told to {by or 'nobody in particular'}")


@case("funding/log/heads/has-the-mission", "G10")
async def heads(trial: Trial) -> None:
    token, found = "", []
    for _ in range(100):
        request = log.ListHeadsRequest(page_token=token, page_size=50)
        page = await trial.mission.read("ListHeads", request, "peer")
        found += [(one.mission, one.chain, one.service) for one in page.heads]
        token = page.next_page_token
        if not token:
            break
    ensure(not token, "the list of heads does not end")
    wanted = (trial.mission.name, trial.setup.chain, terms_pb2.SERVICE_FUNDING)
    ensure(found.count(wanted) == 1, f"{wanted[0]} stands {found.count(wanted)} times among the heads")


@case("funding/log/read/nothing-private", "G11", "simulated")
async def nothing_private(trial: Trial) -> None:
    """Public texts are seals: what people wrote is not in the log."""
    round_ = (await trial.town.round()).name
    await trial.town.apply(round_, purpose="Secretwordpurpose")
    for one in await _events(trial):
        said = one.envelope + one.payload.value
        ensure(b"Secretwordpurpose" not in said, f"{one.id} ({one.type}) says what the applicant wrote")


@case("funding/log/read/of-a-round-that-was-cancelled", "G1")
async def of_a_cancelled_round(trial: Trial) -> None:
    round_ = (await trial.town.round()).name
    await trial.mission.call("CancelGrantRound", api.CancelGrantRoundRequest(name=round_, reason="over"), "olga")
    kinds = [one.type for one in await _events(trial) if one.stream == round_]
    ensure(kinds == ["funding.round_opened", "funding.round_cancelled"], f"of the round is told: {kinds}")
