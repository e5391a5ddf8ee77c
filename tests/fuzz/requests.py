"""Requests as somebody makes them who means no good, drawn from the contract's own descriptors.

First one that may well fit, of names that exist; then some of its fields, or of its bytes, are changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from random import Random
from typing import Any, NamedTuple

from buf.validate import validate_pb2
from google.api import resource_pb2
from google.protobuf import message_factory
from google.protobuf.descriptor import Descriptor, FieldDescriptor, MethodDescriptor

from tests.fuzz.mutations import of_bytes

F = FieldDescriptor
TEXTS: tuple[str, ...] = (
    *("", " ", "x", "0", "-1", "\0", "a\0b", "\u202eexe", "\x1b[2J", "９", "9" * 5_000, "é" * 300, "m" * 70_000),
    *("../../etc/passwd", "missions", "missions/", "missions//funds/f", "missions/m/funds/f/../g", "/", "%2e%2e", "*"),
    *("missions/-/funds/-", "missions/M/funds/F", "missions/m/funds/f ", " missions/m", "missions/m/rounds/r"),
    *("' OR 1=1 --", "{}", "1e999999", "NaN", "amount", "free > 0", "name = ", "amount desc, amount", '"', "AND"),
    "a" * 3_000,
)  # fmt: skip
NUMBERS: tuple[int, ...] = (0, 1, -1, 2, 7, 50, 999_999_999, -999_999_999, 1_000_000_000, 2**31 - 1, -(2**31))
LARGE: tuple[int, ...] = (*NUMBERS, 2**53, -(2**53), 2**63 - 1, -(2**63), 253_402_300_800, -62_135_596_801)
FILTERS: tuple[str, ...] = (
    *("", "free > 0", 'purpose = "x"', "debit = ACCOUNT_PAID", 'time >= "2026-01-01T00:00:00Z"', "status = 1"),
    *('institution = "missions/m/institutions/town"', "voters >= 1 AND applications < 3", "NOT free > 0", "(free > 0)"),
    *("free > 0 OR free < 0", "free >", "> 0", "free = free", 'free = "x"', "nothing = 1", "a.b.c = 1", "free > 1e99"),
)  # fmt: skip
ORDERS: tuple[str, ...] = ("", "amount", "amount desc", "name", "create_time desc", "free asc, name", "no", "desc", ",")


class Known(NamedTuple):
    """What exists, so that requests are about something."""

    names: Mapping[str, Sequence[str]]
    """Resource type (`funding.osi/Fund`) → full names."""
    tokens: Sequence[str]
    """Tokens that a ballot may come with."""
    codes: Sequence[str]
    """Of receipts."""
    voting: tuple[str, Sequence[str]]
    """A round that takes ballots, and its applications."""
    applying: str
    """A round that takes applications."""
    now: int
    """Seconds since 1970 that it is in the mission."""

    def any_name(self, draw: Random) -> str:
        """The name of anything."""
        return draw.choice(self.names[draw.choice(sorted(self.names))])


def request(draw: Random, method: MethodDescriptor, known: Known) -> bytes:
    """One request, as it goes over the wire."""
    made = plausible(draw, method.input_type, known)
    for _ in range(draw.choice((0, 0, 0, 1, 1, 2, 5))):
        spoil(draw, made, known)
    raw = made.SerializeToString()
    return of_bytes(draw, raw) if draw.random() < 0.05 else raw


# --- one that may fit -------------------------------------------------------------------------------------------------


def plausible(draw: Random, kind: Descriptor, known: Known, depth: int = 0) -> Any:
    """A message whose fields may fit; of optional ones some are missing."""
    made: Any = message_factory.GetMessageClass(kind)()
    if kind.full_name in _MADE:
        _MADE[kind.full_name](draw, made, known)
        return made
    if kind.full_name in _WHOLE and draw.random() < 0.5:
        _WHOLE[kind.full_name](draw, made, known)
        return made
    for field in kind.fields:
        if draw.random() > _wanted(field, depth):
            continue
        put(made, field, [_value(draw, field, known, depth) for _ in range(_count(draw, field))])
    return made


def _wanted(field: F, depth: int) -> float:
    rules = field.GetOptions().Extensions[validate_pb2.field]
    needed = rules.required or rules.string.min_len > 0 or field.name in ("parent", "name")
    return 0.98 if needed else (0.5 if depth < 4 else 0.05)


def _count(draw: Random, field: F) -> int:
    return draw.choice((0, 1, 1, 2, 3)) if field.is_repeated else 1


def _value(draw: Random, field: F, known: Known, depth: int) -> Any:
    if field.message_type is not None:
        return plausible(draw, field.message_type, known, depth + 1)
    if field.enum_type is not None:
        return draw.choice(field.enum_type.values).number
    if field.type == F.TYPE_BOOL:
        return draw.random() < 0.5
    if field.type == F.TYPE_BYTES:
        return draw.randbytes(4 * draw.randrange(4))
    if field.type in (F.TYPE_DOUBLE, F.TYPE_FLOAT):
        return draw.choice((0.0, 1.0, 2.0, 0.5))
    return _text(draw, field, known) if field.type == F.TYPE_STRING else draw.choice((0, 1, 2, 3, 10, 100))


def _text(draw: Random, field: F, known: Known) -> str:
    options: Any = field.GetOptions()
    refers = options.Extensions[resource_pb2.resource_reference].type
    if refers in known.names:
        return draw.choice(known.names[refers])
    if field.full_name.startswith("google.longrunning.") and field.name == "name":
        return draw.choice(known.names["google.longrunning/Operation"])
    if refers or field.name in ("name", "parent", "mission", "resource"):
        of = "funding.osi/Fund" if "Ledger" in field.full_name else "participation.osi/Mission"
        return draw.choice(known.names[of]) if draw.random() < 0.9 else known.any_name(draw)
    match field.name:
        case "etag":
            return draw.choice(("", "", "", "", "1", "2", "7", "999"))
        case "filter":
            return draw.choice(FILTERS) if draw.random() < 0.4 else ""
        case "order_by":
            return draw.choice(ORDERS) if draw.random() < 0.4 else ""
        case "code":
            return draw.choice(known.codes)
        case "page_token":
            return draw.choice(("", "", "", "bm90aGluZw", "AAAA"))
        case "token" | "tokens":
            return draw.choice(known.tokens)
        case "request_id":
            return draw.choice(("", f"r{draw.randrange(50)}", f"r{draw.randrange(10**9)}"))
        case "chain":
            return draw.choice(("funding-1", "participation-1", "matching-1"))
    if field.name == "id" or field.name.endswith("_id"):
        return draw.choice(("", f"x-{draw.randrange(20)}", f"x-{draw.randrange(10**9)}"))
    return draw.choice(("A text.", "Schatten über dem Platz", "x"))


def _money(draw: Random, made: Any, known: Known) -> None:
    made.currency_code = draw.choice((*("EUR",) * 16, "JPY", "eur", "XXX", ""))
    made.units, made.nanos = draw.choice((1, 5, 100, 1_000)), draw.choice((*(0,) * 9, 500_000_000, 10_000_000, 1))


def _time(draw: Random, made: Any, known: Known) -> None:
    made.seconds = known.now + draw.choice((60, 600, 3_600, 7_200, 86_400, -60, 0))


def _duration(draw: Random, made: Any, known: Known) -> None:
    made.nanos = draw.choice((0, 1, 1_000_000))


def _column(draw: Random, made: Any, known: Known) -> None:
    made.type = draw.choice((2, 2, 2, 2, 1, 3, 4, 0))
    made.values = b"".join(draw.randrange(4).to_bytes(4, "little") for _ in range(draw.randrange(5)))


def _struct(draw: Random, made: Any, known: Known) -> None:
    made.update(draw.choice(({}, {"x": 1.0}, {"x": {"y": [1.5, None, "z"]}})))


def _part(draw: Random, made: Any, known: Known) -> None:
    """A part of ballots whose columns belong together."""
    count = draw.randrange(4)
    applications = known.names["funding.osi/Application"]
    made.name = draw.choice(known.names["funding.osi/GrantRound"])
    made.applications.extend(applications)
    made.tokens.extend(draw.choice(known.tokens) for _ in range(count))
    made.ids.extend(f"s-{draw.randrange(10**6)}" for _ in range(count))
    offsets = [0]
    for _ in range(count):
        offsets.append(offsets[-1] + draw.randrange(3))
    choices = [draw.randrange(len(applications)) for _ in range(offsets[-1])]
    for column, numbers in ((made.offsets, offsets), (made.choices, choices)):
        column.type = 2
        column.values = b"".join(number.to_bytes(4, "little") for number in numbers)


_MADE: dict[str, Callable[[Random, Any, Known], None]] = {
    "google.type.Money": _money,
    "google.protobuf.Timestamp": _time,
    "google.protobuf.Duration": _duration,
    "google.protobuf.Struct": _struct,
    "osi.type.v1.Column": _column,
    "osi.funding.v1.StreamGrantBallotsRequest": _part,
}


def _round(draw: Random, made: Any, known: Known) -> None:
    made.fund = known.names["funding.osi/Fund"][0]
    made.budget.currency_code, made.budget.units = "EUR", draw.randrange(1, 50)
    made.applications_until.seconds, made.closes_at.seconds = known.now + 200_000, known.now + 300_000
    made.kind = draw.choice((0, 1, 3))


def _application(draw: Random, made: Any, known: Known) -> None:
    made.round, made.initiative = known.applying, draw.choice(known.names["matching.osi/Initiative"][:3])
    made.asked.currency_code, made.asked.units = "EUR", draw.randrange(1, 50)
    made.purpose = "Sails over the square"


def _cast(draw: Random, made: Any, known: Known) -> None:
    made.name, applications = known.voting
    made.ballot.choices.extend(draw.sample(applications, draw.randrange(len(applications) + 1)))


_WHOLE: dict[str, Callable[[Random, Any, Known], None]] = {
    "osi.funding.v1.GrantRound": _round,
    "osi.funding.v1.Application": _application,
    "osi.funding.v1.CastGrantBallotRequest": _cast,
}
"""What is granted only if all of it fits."""

# --- and is spoiled ---------------------------------------------------------------------------------------------------


def spoil(draw: Random, made: Any, known: Known) -> None:
    """Changes one field, somewhere."""
    places = list(_places(made))
    if not places:
        return
    within, field = draw.choice(places)
    match draw.randrange(6):
        case 0:
            within.ClearField(field.name)
        case 1 if field.is_repeated and not _is_map(field):
            put(within, field, [_bad(draw, field, known)] * draw.choice((1, 2, 20, 1_001, 10_001)))
        case _:
            put(within, field, [_bad(draw, field, known)])


def _places(made: Any) -> Iterator[tuple[Any, Any]]:
    """Every field, set or not, of a message and of those within it."""
    for field in made.DESCRIPTOR.fields:
        if not _is_map(field):
            yield made, field
    for field, value in made.ListFields():
        if field.message_type is None or _is_map(field):
            continue
        for one in value if field.is_repeated else (value,):
            yield from _places(one)


def _is_map(field: Any) -> bool:
    return field.message_type is not None and field.message_type.GetOptions().map_entry


def _bad(draw: Random, field: F, known: Known) -> Any:
    if field.message_type is not None:
        return plausible(draw, field.message_type, known, draw.choice((1, 9)))
    if field.enum_type is not None:
        return draw.choice((0, 1, 99, -1, 2**31 - 1))
    if field.type == F.TYPE_BOOL:
        return True
    if field.type == F.TYPE_BYTES:
        return draw.choice((b"", b"\0", b"\xff" * 7, b"\xff" * 8, draw.randbytes(400)))
    if field.type in (F.TYPE_DOUBLE, F.TYPE_FLOAT):
        return draw.choice((float("nan"), float("inf"), -0.0, 1e308))
    if field.type == F.TYPE_STRING:
        return draw.choice((draw.choice(TEXTS), known.any_name(draw), known.any_name(draw) + "/x"))
    numbers = LARGE if field.type in (F.TYPE_INT64, F.TYPE_SINT64, F.TYPE_SFIXED64) else NUMBERS
    return draw.choice(numbers) if field.type not in (F.TYPE_UINT32, F.TYPE_UINT64) else abs(draw.choice(numbers))


def put(made: Any, field: F, values: Sequence[Any]) -> None:
    """Sets a field, whatever its kind."""
    if _is_map(field):
        return
    if field.is_repeated:
        made.ClearField(field.name)
        getattr(made, field.name).extend(values)
    elif field.message_type is not None:
        getattr(made, field.name).CopyFrom(values[0])
    else:
        setattr(made, field.name, values[0])
