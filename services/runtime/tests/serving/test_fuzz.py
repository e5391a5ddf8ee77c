"""Whatever is sent, well-formed or not: the answer is a status that somebody chose, and the server goes on."""

from __future__ import annotations

import asyncio
import os
import random
from typing import Any

import pytest
from google.protobuf import message_factory
from google.protobuf.descriptor import FieldDescriptor as Field
from google.rpc import error_details_pb2 as kinds
from grpc import StatusCode, aio

from services.runtime.tests.town import details_of, in_a_loop, request, served
from services.runtime.tests.town_service import SERVICE

CASES = int(os.environ.get("OSI_FUZZ_CASES", "2000"))
TEXTS = (
    "",
    "missions/m",
    "missions/m/funds/f",
    "missions/m/funds/f/entries/1",
    "missions/m/grant-rounds/r",
    "missions/m/applications/a",
    "missions/m/institutions/town",
    "missions/n/funds/f",
    "missions//funds/",
    "missions/m/funds/f/",
    "missions/m/funds/\0",
    "A",
    "f",
    "EUR",
    "x" * 400,
    "ü\u202e\U0001f600",
    "free > 0 AND",
    "fund desc, amount",
    "7",
    "99999999999999999999",
    "-1",
)
NUMBERS = (0, 1, -1, 2, 7, 999_999_999, 2**31 - 1, -(2**31), 2**53, 2**63 - 1, -(2**63))
_BOUNDS = {
    Field.CPPTYPE_INT32: (-(2**31), 2**31 - 1),
    Field.CPPTYPE_UINT32: (0, 2**32 - 1),
    Field.CPPTYPE_UINT64: (0, 2**64 - 1),
}


def value(dice: random.Random, field: Any, depth: int) -> Any:
    kind = field.cpp_type
    if kind == Field.CPPTYPE_MESSAGE:
        return drawn(dice, message_factory.GetMessageClass(field.message_type)(), depth + 1)
    if kind == Field.CPPTYPE_STRING:
        return dice.choice(TEXTS) if field.type == Field.TYPE_STRING else dice.randbytes(dice.choice((0, 1, 4, 8, 9)))
    if kind == Field.CPPTYPE_BOOL:
        return dice.random() < 0.5
    if kind == Field.CPPTYPE_ENUM:
        return dice.choice((0, 1, 2, 99))
    if kind in (Field.CPPTYPE_DOUBLE, Field.CPPTYPE_FLOAT):
        return dice.choice((0.0, 1.5, -1.0, float("nan"), float("inf"), 1e308))
    low, high = _BOUNDS.get(kind, (-(2**63), 2**63 - 1))
    return min(max(dice.choice(NUMBERS), low), high)


def drawn(dice: random.Random, message: Any, depth: int = 0) -> Any:
    """A message with some of its fields set to anything that they can hold."""
    for field in message.DESCRIPTOR.fields:
        if depth > 4 or dice.random() < 0.3:
            continue
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            continue
        if field.is_repeated:
            many = [value(dice, field, depth) for _ in range(dice.choice((0, 1, 2, 3)))]
            getattr(message, field.name).extend(many)
        elif field.cpp_type == Field.CPPTYPE_MESSAGE:
            getattr(message, field.name).CopyFrom(value(dice, field, depth))
        else:
            setattr(message, field.name, value(dice, field, depth))
    return message


def bytes_of(dice: random.Random, kind: type[Any]) -> bytes:
    raw: bytes = drawn(dice, kind()).SerializeToString()
    match dice.randrange(8):
        case 0:  # cut off
            return raw[: dice.randrange(len(raw) + 1)]
        case 1 if raw:  # a byte is another
            place = dice.randrange(len(raw))
            return raw[:place] + dice.randbytes(1) + raw[place + 1 :]
        case _:
            return raw


async def error_of(answer: Any) -> aio.AioRpcError:
    """What an answer that is none raises."""
    with pytest.raises(aio.AioRpcError) as caught:
        await answer
    return caught.value


CHOSEN = set(StatusCode) - {StatusCode.UNKNOWN, StatusCode.INTERNAL}


@in_a_loop
async def test_no_message_ends_as_unknown_or_internal(tokens):
    dice = random.Random(16)
    methods = [
        (f"/{method.containing_service.full_name}/{method.name}", message_factory.GetMessageClass(method.input_type))
        for method, _ in SERVICE.rows()
        if not method.client_streaming and method.name not in ("CloseGrantRound", "BatchCastGrantBallots")
    ]
    callers = (tokens.person("rita"), tokens.person("cem"), tokens.operator(), ())
    beside = (
        (),
        (("osi-time", "2026-03-03T09:00:00Z"),),
        (("osi-time", "9999-12-31T23:59:59-23:59"),),
        (("osi-after", "a=1,b"),),
        (("accept-language", ";;de;q=x"),),
    )
    seen: dict[StatusCode, int] = {}

    async def call(town: Any) -> None:
        name, kind = dice.choice(methods)
        raw = bytes_of(dice, kind)
        metadata = (*dice.choice(callers), *dice.choice(beside))
        answer = town.channel.unary_unary(name)(raw, metadata=metadata)
        code = await answer.code()
        seen[code] = seen.get(code, 0) + 1
        assert code in CHOSEN, (name, raw, metadata, await answer.details())
        if code is StatusCode.OK:
            return
        told = details_of(await error_of(answer))
        assert told[kinds.ErrorInfo].reason
        if kinds.BadRequest in told:
            assert all(one.field and one.reason for one in told[kinds.BadRequest].field_violations)

    async with served(tokens) as town:
        await town.create("f")
        for _ in range(CASES // 20):
            await asyncio.gather(*(call(town) for _ in range(20)))
        assert (await town.stub.CreateFund(request("z"), metadata=tokens.person())).name
    assert {StatusCode.OK, StatusCode.INVALID_ARGUMENT, StatusCode.NOT_FOUND} <= set(seen)
