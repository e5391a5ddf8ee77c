"""Services that break their contract in one point each, and the cases that have to notice it."""

from __future__ import annotations

import base64
import json
from collections.abc import AsyncIterator
from typing import Any

import grpc
from google.protobuf.message import Message
from google.type.money_pb2 import Money
from osi.funding.v1 import events_pb2

from osi_conformance.issuer import Issuer
from osi_conformance.recorded import participant
from services.conformance.tests.between import Forward, Metadata, Variant

SAMPLE = (
    "funding/application/create/twice-in-a-round",
    "funding/ballot/cast/too-many-choices",
    "funding/entry/list/never-changed",
    "funding/errors/*",
    "funding/fund/create/keeps-odd-cents",
    "funding/fund/create/malformed-name",
    "funding/fund/create/refuses-fraction-of-a-cent",
    "funding/fund/create/refuses-negative-amount",
    "funding/fund/create/same-request-same-reply",
    "funding/fund/create/with-a-minted-id",
    "funding/fund/get/foreign-mission",
    "funding/fund/list/by-filter",
    "funding/fund/list/in-order",
    "funding/fund/list/pages-give-each-once",
    "funding/grant-round/cancel/etag",
    "funding/grant-round/create/over-the-fund",
    "funding/log/heads/*",
    "funding/log/read/envelope-says-itself",
    "funding/log/read/hashes-where-they-can-be-checked",
    "funding/names/of-another-kind",
    "funding/names/fund-of-another-mission",
    "funding/reads/as-it-was-answered",
    "funding/reads/own-writes",
    "funding/receipt/answers-for-its-own",
    "funding/server/health",
    "funding/server/reflection",
    "funding/time/is-that-of-the-call",
    "funding/token/applicant-is-told-to-oneself",
    "funding/token/operator-acts",
    "funding/token/refuses-expired",
)
"""Some of each kind, of which each variant keeps all that are not about what it breaks."""


def _without(metadata: Metadata, name: str) -> None:
    metadata[:] = [(key, value) for key, value in metadata if key != name]


class LosesIdempotency(Variant):
    """Does again what it has done."""

    caught_by = (
        "funding/fund/create/same-request-same-reply",
        "funding/fund/create/other-request-under-one-id",
        "funding/grant/pay/same-request-same-reply",
        "funding/grant/return/same-request-same-reply",
        "funding/idempotency/*",
    )

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "request_id" in request.DESCRIPTOR.fields_by_name and len(request.request_id) <= 200:
            request.ClearField("request_id")


class IgnoresEtags(Variant):
    """Overwrites what nobody has seen."""

    caught_by = ("funding/grant-round/*/etag", "funding/grant/pay/etag")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "etag" in request.DESCRIPTOR.fields_by_name:
            request.ClearField("etag")


class LeaksAForeignFund(Variant):
    """Tells a fund of one mission to whoever asks for its id in another."""

    caught_by = ("funding/names/fund-of-another-mission",)

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self.funds: dict[str, str] = {}

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        if method == "GetFund":
            request.name = self.funds.get(request.name.rpartition("/")[2], request.name)
        reply = await forward(request, metadata)
        if method == "CreateFund":
            self.funds[reply.name.rpartition("/")[2]] = reply.name
        return reply


class ForgetsTheOrder(Variant):
    """Lists come as they are."""

    caught_by = ("funding/fund/list/in-order", "funding/grant-round/list/in-order")
    may_be_caught_by = ("funding/*/list/unfit-question", "funding/*/list/token-of-another-list")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "order_by" in request.DESCRIPTOR.fields_by_name:
            request.ClearField("order_by")


class ListsWithoutEnd(Variant):
    """Behind the last page comes the first again."""

    caught_by = ("funding/fund/list/pages-give-each-once", "funding/entry/list/pages-give-each-once")
    may_be_caught_by = ("funding/*/list/*",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if getattr(request, "page_token", "") == "again":
            request.page_token = ""

    def answers(self, method: str, request: Any, reply: Any) -> None:
        listed = method.startswith("List") and method not in ("ListHeads", "ListOperations")
        if listed and not reply.next_page_token:
            reply.next_page_token = "again"


class ForgetsTheLast(Variant):
    """Of a page that is not the last, the last item is told by no page."""

    caught_by = ("funding/fund/list/*",)
    may_be_caught_by = ("funding/*/list/*",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if (
            method in ("ListFunds", "ListGrantRounds", "ListApplications", "ListLedgerEntries")
            and reply.next_page_token
        ):
            field = next(one.name for one in reply.DESCRIPTOR.fields if one.is_repeated)
            del getattr(reply, field)[-1]


class IgnoresFilters(Variant):
    """Lists all, whatever was asked for."""

    caught_by = ("funding/*/list/by-filter",)
    may_be_caught_by = ("funding/*/list/unfit-question",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "filter" in request.DESCRIPTOR.fields_by_name:
            request.ClearField("filter")


class PaysTwice(Variant):
    """Each payment stands twice in the ledger."""

    caught_by = ("funding/entry/list/*",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "ListLedgerEntries":
            paid = [one for one in reply.entries if one.event_type == "funding.paid"]
            reply.entries.extend(paid)


class RoundsACent(Variant):
    """Takes a fraction of a cent for the next lower cent."""

    caught_by = (
        "funding/fund/create/refuses-fraction-of-a-cent",
        "funding/fund/create/refuses-smallest-fraction",
        "funding/application/create/refuses-fraction-of-a-cent",
    )

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        for amount in _amounts(request):
            if amount.currency_code == "EUR" and 0 < amount.nanos < 10**9:
                amount.nanos -= amount.nanos % 10**7


class ReckonsInFloats(Variant):
    """Amounts are told as a float of 32 bits has them."""

    caught_by = ("funding/fund/create/keeps-*",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method in ("CreateFund", "GetFund"):
            for amount in _amounts(reply):
                if amount.units > 2**24:
                    amount.units -= amount.units % 128


def _amounts(message: Message) -> list[Money]:
    found: list[Money] = []
    for field, value in message.ListFields():
        if field.message_type is None or field.is_repeated:
            continue
        found += [value] if isinstance(value, Money) else _amounts(value)
    return found


class TakesForgedTokens(Variant):
    """Believes what a token says, whoever has signed it."""

    caught_by = (
        "funding/token/refuses-signature-of-a-stranger",
        "funding/token/refuses-unsigned",
        "funding/token/refuses-signed-by-the-public-key",
        "funding/token/refuses-changed",
        "funding/token/tells-nothing-of-itself",
    )

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        for place, (key, value) in enumerate(metadata):
            parts = str(value).removeprefix("Bearer ").split(".")
            if key == "authorization" and len(parts) == 3:
                metadata[place] = (key, f"Bearer {self._signed(parts)}")

    def _signed(self, parts: list[str]) -> str:
        header, claims = (json.loads(base64.urlsafe_b64decode(one + "==")) for one in parts[:2])
        return self.issuer._signed(claims, header.get("typ", "JWT"))


class KnowsNoOrganisations(Variant):
    """Whoever operates for one operates for all."""

    caught_by = ("funding/token/operator-of-others", "funding/log/read/for-services-alone")

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self._own = issuer.operator()

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        for place, (key, value) in enumerate(metadata):
            if key == "authorization" and _claims(value).get("osi_organisations") == ["elsewhere"]:
                metadata[place] = (key, f"Bearer {self._own}")


def _claims(value: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(base64.urlsafe_b64decode(value.split(".")[1] + "=="))
    except (ValueError, IndexError):
        return {}
    return found


class TellsWhoApplied(Variant):
    """The applicant's id is told to everybody."""

    caught_by = ("funding/token/applicant-is-told-to-oneself",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "GetApplication" and not reply.applicant:
            mission = reply.name.partition("/applications/")[0]
            reply.applicant = f"{mission}/participants/{participant('founder-01')}"


class TellsReceiptsAgain(Variant):
    """The code of a receipt is told to whoever reads the application."""

    caught_by = ("funding/receipt/told-once",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "GetApplication":
            reply.receipt.code = "0000-0000"


class ShowsItsLog(Variant):
    """The public log is told to whoever asks."""

    caught_by = ("funding/log/read/for-services-alone",)

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self._token = issuer.service()

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "ReadPublic":
            metadata[:] = [("authorization", f"Bearer {self._token}")]


class SwallowsAnEvent(Variant):
    """One public event is never told."""

    caught_by = ("funding/log/read/names-the-one-before", "funding/log/read/of-a-round-that-was-cancelled")
    may_be_caught_by = ("funding/log/read/*",)

    async def streamed(self, method: str, request: Any, metadata: Metadata, forward: Any) -> AsyncIterator[Any]:
        async for one in forward(request, metadata):
            kept = [event for event in one.events if event.type != "funding.round_opened"]
            del one.events[:]
            one.events.extend(kept)
            yield one


class BreaksItsChain(Variant):
    """Hashes are those of other bytes."""

    caught_by = ("funding/log/read/hashes-where-they-can-be-checked",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "ReadPublic":
            for event in reply.events:
                event.hash = bytes(one ^ 1 for one in event.hash)


class SaysItOtherwise(Variant):
    """The message of an event says another amount than its bytes."""

    caught_by = ("funding/log/read/payload-says-the-same",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "ReadPublic":
            for event in reply.events:
                opened = events_pb2.FundOpened()
                if event.payload.Unpack(opened):
                    opened.amount.nanos += 10**7
                    event.payload.Pack(opened)


class SpeaksEnglishOnly(Variant):
    """Refuses in one language."""

    caught_by = ("funding/errors/by-language", "funding/receipt/in-the-readers-language")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        _without(metadata, "accept-language")


class ReadsWhateverThereIs(Variant):
    """Does not wait for what the reader has seen."""

    caught_by = ("funding/reads/beyond-the-end", "funding/reads/malformed-position", "funding/reads/of-another-chain")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        _without(metadata, "osi-after")


class KeepsItsOwnTime(Variant):
    """Takes the clock's time where none was brought, and passes over one that must not be."""

    caught_by = ("funding/time/not-given-in-a-real-mission",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "-real" in str(request):
            _without(metadata, "osi-time")


class CreatesAgain(Variant):
    """What is taken is given once more."""

    caught_by = ("funding/fund/create/id-is-taken", "funding/fund/create/with-a-given-id")
    may_be_caught_by = ("funding/idempotency/*", "funding/server/*", "funding/*/id-*", "funding/*/with-a-given-id")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        for name in ("fund_id", "round_id", "application_id"):
            if name in request.DESCRIPTOR.fields_by_name and getattr(request, name).islower():
                request.ClearField(name)


class NamesNoField(Variant):
    """Refuses, and lets whoever asked find out what for."""

    caught_by = ("funding/fund/create/malformed-name", "funding/fund/create/required-field", "funding/errors/*")
    may_be_caught_by = ("funding/*",)

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        try:
            return await forward(request, metadata)
        except grpc.aio.AioRpcError as error:
            raise grpc.aio.AioRpcError(
                error.code(), grpc.aio.Metadata(), grpc.aio.Metadata(), error.details(), error.debug_error_string()
            ) from None


class ForgetsWhoIssuedIt(Variant):
    """A code of another chain is just unknown."""

    caught_by = ("funding/receipt/names-who-issued-it",)

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        if method == "GetTrail" and len(request.code) == 30:
            request.code = f"ZZZZ{request.code[4:]}"
        return await forward(request, metadata)


VARIANTS: tuple[type[Variant], ...] = (
    LosesIdempotency,
    IgnoresEtags,
    LeaksAForeignFund,
    ForgetsTheOrder,
    ListsWithoutEnd,
    ForgetsTheLast,
    IgnoresFilters,
    PaysTwice,
    RoundsACent,
    ReckonsInFloats,
    TakesForgedTokens,
    KnowsNoOrganisations,
    TellsWhoApplied,
    TellsReceiptsAgain,
    ShowsItsLog,
    SwallowsAnEvent,
    BreaksItsChain,
    SaysItOtherwise,
    SpeaksEnglishOnly,
    ReadsWhateverThereIs,
    KeepsItsOwnTime,
    CreatesAgain,
    NamesNoField,
    ForgetsWhoIssuedIt,
)
