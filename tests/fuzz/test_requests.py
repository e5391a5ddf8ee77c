"""Every method of a real service, asked by somebody who means no good: it is answered, or refused with what is wrong.

Nothing is ever INTERNAL or UNKNOWN, nothing ends the process, and whatever does not fit is named by its field.
"""

from __future__ import annotations

import asyncio
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from random import Random
from typing import Any

import grpc
import pytest
from google.protobuf.descriptor import Descriptor, MethodDescriptor
from google.rpc import error_details_pb2 as kinds
from google.rpc.status_pb2 import Status
from osi.funding.v1 import resources_pb2 as res

from osi_conformance.mission import Mission
from osi_conformance.services import SERVICES
from osi_conformance.target import methods_of
from osi_conformance.town import Town
from tests.fuzz.requests import TEXTS, Known, request
from tests.fuzz.running import CASES, fuzz
from tests.system.served import Served, served

pytestmark = pytest.mark.system

SHARE = max(3_000, CASES // 10) / CASES
"""100,000 of the million of `make fuzz`."""
METHODS = tuple(method for service in SERVICES["funding"].all for method in methods_of(service))
CALLERS = (
    *("rita", "rosa", "olga", "otto", "bert", "uwe", "eli", "ada", "founder-01", "founder-02", "zoe", "mia"),
    *("operator", "peer", "elsewhere", ""),
)
USUAL = {
    "CreateGrantRound": ("olga", "otto"),
    "CloseGrantRound": ("olga",),
    "CancelGrantRound": ("olga",),
    "CreateApplication": ("founder-01", "founder-02", "founder-03"),
    "CastGrantBallot": ("ada", "ben", "cem"),
    "AcceptGrant": ("founder-01", "founder-02"),
    **dict.fromkeys(("ProposeGrantMove", "PayGrant", "ProposeWriteOff", "WriteOffGrant"), ("rita", "rosa")),
    **dict.fromkeys(("ListHeads", "GetHead", "ReadPublic", "GetHeardHead"), ("peer",)),
}
"""Who may do it; others try it too."""
FAULTS = (grpc.StatusCode.INTERNAL, grpc.StatusCode.UNKNOWN, grpc.StatusCode.DATA_LOSS, grpc.StatusCode.UNAVAILABLE)
BESIDE = {"osi-after", "osi-time", "authorization", "accept-language", "request_id", "etag"}
SECONDS = 5.0
LARGEST = 4 * 2**20
"""Bytes of a message, where nothing else is set."""


class Asked:
    """A running service that is asked, with what exists in its mission."""

    def __init__(self, service: Served, mission: Mission, known: Known) -> None:
        self.service, self.mission, self.known = service, mission, known
        self.codes: Counter[str] = Counter()
        self.answered: Counter[str] = Counter()
        self.plain = grpc.insecure_channel(service.setup.target)

    async def ask(self, draw: Random) -> None:
        """Draws a request, sends it, and looks at the answer."""
        method = draw.choice(METHODS)
        parts = draw.choice((1, 1, 2, 3)) if method.client_streaming else 1
        sent = [request(draw, method, self.known) for _ in range(parts)]
        if draw.random() < 0.002:
            await self._later()
        code, status = await self._send(draw, method, sent)
        self.codes[code.name] += 1
        self.answered[method.name] += code is grpc.StatusCode.OK
        assert self.service.is_alive, f"{method.full_name} ended the process:\n{self.service.log[-5_000:]}"
        if max(map(len, sent)) > LARGEST:  # gRPC itself refuses it, without a word
            assert code is grpc.StatusCode.RESOURCE_EXHAUSTED, f"{method.full_name} took a message that is too large"
        else:
            checked(method, code, status)

    async def _later(self) -> None:
        """Time passes, so that what was open is closed; other rounds are open then."""
        self.mission.later(minutes=61)
        town = Town(self.mission)
        voting, applying = await town.voting(10_000, 20_000), (await town.round()).name
        now = int(self.mission.now.timestamp())
        self.known = self.known._replace(voting=voting, applying=applying, now=now)

    async def _send(self, draw: Random, method: MethodDescriptor, sent: list[bytes]) -> tuple[grpc.StatusCode, Status]:
        path = f"/{method.containing_service.full_name}/{method.name}"
        beside = self._beside(draw, method)
        channel: Any = self.service.target.channel
        try:
            if method.server_streaming:
                async for _ in channel.unary_stream(path)(sent[0], metadata=beside, timeout=0.2):
                    pass
            elif method.client_streaming:
                await asyncio.to_thread(self._stream, path, sent, beside)
            else:
                await channel.unary_unary(path)(sent[0], metadata=beside, timeout=_patience(method))
        except grpc.RpcError as raised:
            error: Any = raised
            return error.code(), _status(error)
        return grpc.StatusCode.OK, Status()

    def _stream(self, path: str, sent: list[bytes], beside: tuple[tuple[str, str], ...]) -> None:
        """By the plain client of gRPC, for grpc.aio may lose the status of a stream that ends while it still sends."""
        plain: Any = self.plain
        plain.stream_unary(path)(iter(sent), metadata=beside, timeout=SECONDS)

    def _beside(self, draw: Random, method: MethodDescriptor) -> tuple[tuple[str, str], ...]:
        by = draw.choice(USUAL.get(method.name, ("rita",)) if draw.random() < 0.7 else CALLERS)
        token = self.mission.token(by)
        if draw.random() < 0.03:
            token = draw.choice((self.mission.issuer.unsigned(self.mission.id, "p"), token[:-4], "x", token + "x"))
        beside = dict(self.mission.metadata(token=token))
        if draw.random() < 0.02:
            named = {
                "osi-after": ("funding-1=1", "funding-1=999999", "x", "funding-1=-1", ",,,", "=" * 50),
                "osi-time": ("x", "", "2026-01-01", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"),
                "accept-language": ("de", "en;q=x", ";;;,,,", "*" * 500),
            }
            key = draw.choice(sorted(named))
            beside[key] = draw.choice(named[key])
        return tuple(beside.items())


def _patience(method: MethodDescriptor) -> float:
    return 0.2 if method.name == "WaitOperation" else SECONDS


def checked(method: MethodDescriptor, code: grpc.StatusCode, status: Status) -> None:
    """What holds of every answer."""
    if code is grpc.StatusCode.OK:
        return
    if code is grpc.StatusCode.DEADLINE_EXCEEDED and (method.server_streaming or method.name == "WaitOperation"):
        return
    told = f"{method.full_name} was answered {code.name}: {status.message}"
    assert code not in FAULTS, told
    details = _details(status)
    assert details["ErrorInfo"], told
    assert all(one.reason for one in details["ErrorInfo"]), told
    if code is not grpc.StatusCode.INVALID_ARGUMENT:
        return
    reasons = {one.reason for one in details["ErrorInfo"]}
    named = [one.field for bad in details["BadRequest"] for one in bad.field_violations]
    assert named or reasons & {"runtime.not-a-message"}, f"{told} ({reasons}): no field is named"
    wrong = [path for path in named if path not in BESIDE and not is_path(method.input_type, path)]
    assert not wrong, f"{told} ({reasons}): {wrong} are no fields of {method.input_type.full_name}"


def _status(error: Any) -> Status:
    """What came with an error; of one without details what it says alone."""
    raw = dict(error.trailing_metadata() or ()).get("grpc-status-details-bin")
    return Status.FromString(raw) if isinstance(raw, bytes) else Status(message=error.details() or "")


def _details(status: Status) -> Mapping[str, list[Any]]:
    found: dict[str, list[Any]] = {kind: [] for kind in ("ErrorInfo", "BadRequest", "PreconditionFailure")}
    for packed in status.details:
        name = packed.TypeName().rpartition(".")[2]
        if name in found:
            found[name].append(getattr(kinds, name).FromString(packed.value))
    return found


def is_path(kind: Descriptor | None, path: str) -> bool:
    """Whether a path leads to a field: `fund.amount.currency_code`, `ballot.choices[3]`; one that is not known by that
    number or in that form is named by its number.
    """
    for step in path.split("."):
        if step.isdecimal():
            return True
        named = re.fullmatch(r"(\w+)(\[[^\]]+\])?", step)
        if kind is None or named is None or named[1] not in kind.fields_by_name:
            return False
        field = kind.fields_by_name[named[1]]
        if named[2] and not field.is_repeated:
            return False
        kind = field.message_type
        if kind is not None and kind.full_name == "google.protobuf.Struct":
            return True
    return True


@pytest.fixture(scope="module")
def asked(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[asyncio.Runner, Asked]]:
    with asyncio.Runner() as runner:
        ends = AsyncExitStack()
        try:
            yield runner, runner.run(_begun(ends, tmp_path_factory.mktemp("requests")))
        finally:
            runner.run(ends.aclose())


async def _begun(ends: AsyncExitStack, folder: Path) -> Asked:
    service = await ends.enter_async_context(served(folder))
    mission = service.mission()
    await service.start()
    await mission.heard()
    town = Town(mission)
    fund = await town.fund(100_000_000)
    voted, applications = await town.voting(10_000, 20_000)
    await town.cast("ada", voted, *applications)
    named = (await town.apply((await town.round(fund.name)).name, 3)).receipt.code
    operation = (await town.close(voted)).message.name
    decided = res.GrantRound()
    assert (await town.mission.finished(operation)).response.Unpack(decided)
    open_name, choices = await town.voting(10_000, 20_000)
    fresh = await town.round(fund.name)
    at = mission.at
    names = {
        "participation.osi/Mission": [mission.name] * 20 + ["missions/another"],
        "participation.osi/Institution": [at("institutions/town"), at("institutions/works"), at("institutions/none")],
        "participation.osi/Participant": [mission.participant("ada"), mission.participant("rita")],
        "matching.osi/Initiative": [at(f"initiatives/initiative-{number:02}") for number in (1, 2, 3, 12, 99)],
        "matching.osi/Offer": [at("offers/none")],
        "funding.osi/Fund": [fund.name, decided.fund, at("funds/none"), "missions/another/funds/f"],
        "funding.osi/GrantRound": [voted, voted, fresh.name, fresh.name, open_name, at("grant-rounds/none")],
        "funding.osi/Application": [*applications, *applications, *choices, at("applications/none")],
        "google.longrunning/Operation": [operation, operation, at("operations/1"), at("operations/x")],
    }
    tokens = [mission.token(by) for by in ("ada", "ben", "zoe", "operator")]
    asked = Asked(
        service,
        mission,
        Known(
            names,
            [*tokens, "x"],
            [named, named[:-1], "x"],
            (open_name, choices),
            fresh.name,
            int(mission.now.timestamp()),
        ),
    )
    ends.callback(asked.plain.close)
    return asked


def test_whatever_is_asked_is_answered_or_refused_with_what_is_wrong(asked: tuple[asyncio.Runner, Asked]) -> None:
    runner, service = asked

    def case(draw: Random) -> None:
        runner.run(service.ask(draw))

    fuzz(case, SHARE)
    print(sorted(service.codes.items()))
    missing = {method.name for method in METHODS} - {name for name, count in service.answered.items() if count}
    print(f"never granted: {sorted(missing)}")
    assert "Traceback" not in service.service.log
    assert service.codes["OK"] > sum(service.codes.values()) / 20


@pytest.mark.parametrize("text", TEXTS, ids=range(len(TEXTS)))
def test_no_text_in_any_field_is_a_fault(asked: tuple[asyncio.Runner, Asked], text: str) -> None:
    """Every text field of a request, one after the other."""
    runner, service = asked
    town = Town(service.mission)
    for field in ("parent", "fund_id", "request_id", "fund.institution", "fund.purpose", "fund.amount.currency_code"):
        given: Any = town.fund_request()
        *within, name = field.split(".")
        place = given
        for step in within:
            place = getattr(place, step)
        setattr(place, name, text)
        code, status = runner.run(_once(service, given.SerializeToString()))
        checked(next(one for one in METHODS if one.name == "CreateFund"), code, status)


async def _once(asked: Asked, raw: bytes) -> tuple[grpc.StatusCode, Status]:
    channel: Any = asked.service.target.channel
    call = channel.unary_unary("/osi.funding.v1.FundingService/CreateFund")
    try:
        answer = await call(raw, metadata=tuple(asked.mission.metadata("rita")), timeout=SECONDS)
    except grpc.aio.AioRpcError as error:
        return error.code(), _status(error)
    assert res.Fund.FromString(answer).name
    return grpc.StatusCode.OK, Status()
