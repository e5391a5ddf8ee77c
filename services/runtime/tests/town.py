"""A town that gives, its tokens, and servers of it: what the tests of serving start from."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from contextlib import asynccontextmanager
from functools import wraps
from pathlib import Path
from typing import Any

from google.protobuf.message import Message
from google.rpc import error_details_pb2 as kinds
from google.rpc.status_pb2 import Status
from grpc import aio
from joserfc.jwk import OKPKey
from osi.funding.v1 import funding_service_pb2 as pb
from osi.funding.v1.funding_service_pb2_grpc import FundingServiceStub
from osi.funding.v1.resources_pb2 import Fund

from osi_core.domain import Phase, Sector
from osi_core.log.memory import MemoryStore
from osi_core.log.store import EventStore
from osi_core.plugins import Plugins
from osi_core.testing.scenario import Scenario
from osi_runtime.auth import minted
from osi_runtime.auth.tokens import MISSION_TYPE
from osi_runtime.compose import Parts, Running, composed
from osi_runtime.settings import Settings, read_settings

ISSUER, LOGIN = "https://participation.town.example", "https://login.town.example"
Metadata = tuple[tuple[str, str], ...]


def in_a_loop(test: Callable[..., Coroutine[Any, Any, None]]) -> Callable[..., None]:
    """A test that is a coroutine."""

    @wraps(test)
    def run(*given: Any, **named: Any) -> None:
        asyncio.run(test(*given, **named))

    return run


def founded(store: EventStore) -> EventStore:
    """The mission m, in which Rita speaks for the town that may give, and Cem takes part."""
    scenario = Scenario(store)
    scenario.institution("town", Sector.ADMINISTRATION, "rita")
    scenario.citizen("cem")
    scenario.open_without_gates(Phase.SOLUTIONS)
    return store


class Tokens:
    """Tokens that the servers of a folder take."""

    def __init__(self, folder: Path) -> None:
        self.key = OKPKey.generate_key("Ed25519", {"use": "sig", "kid": "first"})
        self.jwks = folder / "jwks.json"
        self.jwks.write_text(json.dumps({"keys": [self.key.as_dict(private=False)]}))

    def person(self, who: str = "rita", mission: str = "m", seconds: float = 900) -> Metadata:
        """A participant's."""
        claims = {"aud": "osi", "sub": who, "mission": mission}
        return (("authorization", f"Bearer {minted(self.key, ISSUER, claims, seconds, kind=MISSION_TYPE).token}"),)

    def operator(self, *organisations: str) -> Metadata:
        """An operator's."""
        claims = {
            "aud": "osi-town",
            "sub": "olga",
            "scope": "osi.operator",
            "osi_organisations": list(organisations or ("town",)),
        }
        return (("authorization", f"Bearer {minted(self.key, LOGIN, claims, 900).token}"),)

    @property
    def settings(self) -> dict[str, Any]:
        """The section `auth`."""
        return {
            "missions": [{"issuer": ISSUER, "jwks": str(self.jwks), "organisation": "town"}],
            "oidc": [
                {"issuer": LOGIN, "jwks": str(self.jwks), "audience": ["osi-town"], "organisations": ["town", "city"]}
            ],
        }


class Served:
    """A server in this process, and how it is called."""

    def __init__(self, running: Running, channel: aio.Channel, tokens: Tokens) -> None:
        self.running, self.channel, self.tokens = running, channel, tokens
        self.runtime = running.runtime
        self.stub = FundingServiceStub(channel)

    def create(self, fund: str = "f", by: str = "rita", **fields: Any) -> Any:
        """Opens a fund; the call, to be awaited."""
        return self.stub.CreateFund(request(fund, **fields), metadata=self.tokens.person(by))


def request(fund: str = "f", minor: int = 100_00, request_id: str = "", **fields: Any) -> pb.CreateFundRequest:
    """Asks to open a fund of the town's."""
    given: dict[str, Any] = {"institution": "missions/m/institutions/town", "purpose": "A cooler town"} | fields
    wanted = Fund(**given)
    wanted.amount.currency_code, wanted.amount.units, wanted.amount.nanos = "EUR", minor // 100, minor % 100 * 10**7
    return pb.CreateFundRequest(parent="missions/m", fund=wanted, fund_id=fund, request_id=request_id)


@asynccontextmanager
async def served(
    tokens: Tokens,
    store: EventStore | None = None,
    flags: Mapping[str, Any] | None = None,
    service: Any = None,
    **parts: Any,
) -> AsyncIterator[Served]:
    """The service of a town, in this process, on a store in memory unless another one is given."""
    from services.runtime.tests.town_service import SERVICE

    settings = settings_of(tokens, flags)
    given: dict[str, Any] = {"plugins": Plugins.builtin(), "organisation_of": {"m": "town", "n": "city"}.get} | parts
    made = Parts(store=store or founded(MemoryStore()), **given)
    async with (
        composed(settings, service or SERVICE, made) as running,
        aio.insecure_channel(running.listening.addresses[0]) as channel,
    ):
        yield Served(running, channel, tokens)


def settings_of(tokens: Tokens, flags: Mapping[str, Any] | None = None) -> Settings:
    """Settings of a server that listens at a free port."""
    given = {"address": "127.0.0.1:0", "auth": tokens.settings, "limits.calls_per_second": 0}
    return read_settings({**given, **(flags or {})}, environ={}).settings


def details_of(error: aio.AioRpcError) -> dict[type[Message], Any]:
    """The details of a status, by their kind."""
    raw = next(value for name, value in error.trailing_metadata() or () if name == "grpc-status-details-bin")
    found: dict[type[Message], Any] = {}
    for packed in Status.FromString(bytes(raw)).details:  # type: ignore[arg-type]
        for kind in _KINDS:
            if packed.Is(kind.DESCRIPTOR):
                detail = kind()
                packed.Unpack(detail)
                assert kind not in found, "AIP-193: each kind at most once"
                found[kind] = detail
    return found


_KINDS = (kinds.ErrorInfo, kinds.BadRequest, kinds.PreconditionFailure, kinds.RetryInfo, kinds.LocalizedMessage)
