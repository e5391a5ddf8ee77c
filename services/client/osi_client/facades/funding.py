"""The methods of osi.funding.v1.FundingService: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypedDict, Unpack

from google.longrunning import operations_proto_pb2
from google.type import money_pb2
from osi.funding.v1 import funding_service_pb2, resources_pb2
from osi.type.v1 import decision_progress_pb2, terms_pb2

from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.operations import AsyncOperation, Operation
from osi_client.pages import AsyncPages, Pages
from osi_client.plain import Channel

_SERVICE = funding_service_pb2.DESCRIPTOR.services_by_name["FundingService"]


class CreateFundFields(TypedDict, total=False):
    """Fields of `CreateFundRequest`."""

    parent: str
    fund: resources_pb2.Fund
    fund_id: str
    request_id: str


class GetFundFields(TypedDict, total=False):
    """Fields of `GetFundRequest`."""

    name: str


class ListFundsFields(TypedDict, total=False):
    """Fields of `ListFundsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class ListLedgerEntriesFields(TypedDict, total=False):
    """Fields of `ListLedgerEntriesRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class CreateGrantRoundFields(TypedDict, total=False):
    """Fields of `CreateGrantRoundRequest`."""

    parent: str
    round: resources_pb2.GrantRound
    round_id: str
    request_id: str


class GetGrantRoundFields(TypedDict, total=False):
    """Fields of `GetGrantRoundRequest`."""

    name: str


class ListGrantRoundsFields(TypedDict, total=False):
    """Fields of `ListGrantRoundsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class CloseGrantRoundFields(TypedDict, total=False):
    """Fields of `CloseGrantRoundRequest`."""

    name: str
    request_id: str
    etag: str


class CancelGrantRoundFields(TypedDict, total=False):
    """Fields of `CancelGrantRoundRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class CreateApplicationFields(TypedDict, total=False):
    """Fields of `CreateApplicationRequest`."""

    parent: str
    application: resources_pb2.Application
    application_id: str
    request_id: str


class GetApplicationFields(TypedDict, total=False):
    """Fields of `GetApplicationRequest`."""

    name: str


class ListApplicationsFields(TypedDict, total=False):
    """Fields of `ListApplicationsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class CastGrantBallotFields(TypedDict, total=False):
    """Fields of `CastGrantBallotRequest`."""

    name: str
    ballot: funding_service_pb2.GrantBallot
    request_id: str


class BatchCastGrantBallotsFields(TypedDict, total=False):
    """Fields of `BatchCastGrantBallotsRequest`."""

    name: str
    ballots: Iterable[funding_service_pb2.BatchedGrantBallot]


class AcceptGrantFields(TypedDict, total=False):
    """Fields of `AcceptGrantRequest`."""

    name: str
    application: str
    request_id: str
    etag: str


class LapseGrantFields(TypedDict, total=False):
    """Fields of `LapseGrantRequest`."""

    name: str
    application: str
    request_id: str
    etag: str


class ProposeGrantMoveFields(TypedDict, total=False):
    """Fields of `ProposeGrantMoveRequest`."""

    name: str
    application: str
    move: resources_pb2.GrantMove.ValueType
    amount: money_pb2.Money
    request_id: str
    etag: str


class PayGrantFields(TypedDict, total=False):
    """Fields of `PayGrantRequest`."""

    name: str
    application: str
    amount: money_pb2.Money
    note: str
    request_id: str
    etag: str


class ProposeWriteOffFields(TypedDict, total=False):
    """Fields of `ProposeWriteOffRequest`."""

    name: str
    application: str
    amount: money_pb2.Money
    reason: str
    request_id: str
    etag: str


class WriteOffGrantFields(TypedDict, total=False):
    """Fields of `WriteOffGrantRequest`."""

    name: str
    application: str
    amount: money_pb2.Money
    request_id: str
    etag: str


class UndoWriteOffFields(TypedDict, total=False):
    """Fields of `UndoWriteOffRequest`."""

    name: str
    application: str
    amount: money_pb2.Money
    reason: str
    request_id: str
    etag: str


class ReturnGrantFields(TypedDict, total=False):
    """Fields of `ReturnGrantRequest`."""

    name: str
    application: str
    amount: money_pb2.Money
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


_CREATE_FUND = method(_SERVICE, "CreateFund", funding_service_pb2.CreateFundRequest, resources_pb2.Fund)
_GET_FUND = method(_SERVICE, "GetFund", funding_service_pb2.GetFundRequest, resources_pb2.Fund)
_LIST_FUNDS = method(_SERVICE, "ListFunds", funding_service_pb2.ListFundsRequest, funding_service_pb2.ListFundsResponse)
_LIST_LEDGER_ENTRIES = method(
    _SERVICE,
    "ListLedgerEntries",
    funding_service_pb2.ListLedgerEntriesRequest,
    funding_service_pb2.ListLedgerEntriesResponse,
)
_CREATE_GRANT_ROUND = method(
    _SERVICE, "CreateGrantRound", funding_service_pb2.CreateGrantRoundRequest, resources_pb2.GrantRound
)
_GET_GRANT_ROUND = method(_SERVICE, "GetGrantRound", funding_service_pb2.GetGrantRoundRequest, resources_pb2.GrantRound)
_LIST_GRANT_ROUNDS = method(
    _SERVICE, "ListGrantRounds", funding_service_pb2.ListGrantRoundsRequest, funding_service_pb2.ListGrantRoundsResponse
)
_CLOSE_GRANT_ROUND = method(
    _SERVICE, "CloseGrantRound", funding_service_pb2.CloseGrantRoundRequest, operations_proto_pb2.Operation
)
_CANCEL_GRANT_ROUND = method(
    _SERVICE, "CancelGrantRound", funding_service_pb2.CancelGrantRoundRequest, resources_pb2.GrantRound
)
_CREATE_APPLICATION = method(
    _SERVICE, "CreateApplication", funding_service_pb2.CreateApplicationRequest, resources_pb2.Application
)
_GET_APPLICATION = method(
    _SERVICE, "GetApplication", funding_service_pb2.GetApplicationRequest, resources_pb2.Application
)
_LIST_APPLICATIONS = method(
    _SERVICE,
    "ListApplications",
    funding_service_pb2.ListApplicationsRequest,
    funding_service_pb2.ListApplicationsResponse,
)
_CAST_GRANT_BALLOT = method(
    _SERVICE, "CastGrantBallot", funding_service_pb2.CastGrantBallotRequest, funding_service_pb2.CastGrantBallotResponse
)
_BATCH_CAST_GRANT_BALLOTS = method(
    _SERVICE,
    "BatchCastGrantBallots",
    funding_service_pb2.BatchCastGrantBallotsRequest,
    funding_service_pb2.BatchCastGrantBallotsResponse,
)
_STREAM_GRANT_BALLOTS = method(
    _SERVICE,
    "StreamGrantBallots",
    funding_service_pb2.StreamGrantBallotsRequest,
    funding_service_pb2.StreamGrantBallotsResponse,
)
_ACCEPT_GRANT = method(_SERVICE, "AcceptGrant", funding_service_pb2.AcceptGrantRequest, resources_pb2.Application)
_LAPSE_GRANT = method(_SERVICE, "LapseGrant", funding_service_pb2.LapseGrantRequest, resources_pb2.Application)
_PROPOSE_GRANT_MOVE = method(
    _SERVICE, "ProposeGrantMove", funding_service_pb2.ProposeGrantMoveRequest, resources_pb2.Application
)
_PAY_GRANT = method(_SERVICE, "PayGrant", funding_service_pb2.PayGrantRequest, resources_pb2.Application)
_PROPOSE_WRITE_OFF = method(
    _SERVICE, "ProposeWriteOff", funding_service_pb2.ProposeWriteOffRequest, resources_pb2.Application
)
_WRITE_OFF_GRANT = method(
    _SERVICE, "WriteOffGrant", funding_service_pb2.WriteOffGrantRequest, resources_pb2.Application
)
_UNDO_WRITE_OFF = method(_SERVICE, "UndoWriteOff", funding_service_pb2.UndoWriteOffRequest, resources_pb2.Application)
_RETURN_GRANT = method(_SERVICE, "ReturnGrant", funding_service_pb2.ReturnGrantRequest, resources_pb2.Application)


class FundingMethods:
    """Funds, grant rounds, applications and grants of the missions that this service serves. Who may do what stands
    in the phase rules; a token only proves who asks.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def create_fund(
        self,
        request: funding_service_pb2.CreateFundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateFundFields],
    ) -> resources_pb2.Fund:
        """Opens a fund, for the institution that the caller speaks for."""
        return self._channel.unary(_CREATE_FUND, _CREATE_FUND.made(request, fields), timeout)

    def get_fund(
        self,
        request: funding_service_pb2.GetFundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetFundFields],
    ) -> resources_pb2.Fund:
        """Gets a fund with what its accounts hold."""
        return self._channel.unary(_GET_FUND, _GET_FUND.made(request, fields), timeout)

    def list_funds(
        self,
        request: funding_service_pb2.ListFundsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListFundsFields],
    ) -> Pages[resources_pb2.Fund, funding_service_pb2.ListFundsRequest, funding_service_pb2.ListFundsResponse]:
        """Lists the funds of a mission."""
        return Pages(self._channel, _LIST_FUNDS, _LIST_FUNDS.made(request, fields), timeout)

    def list_ledger_entries(
        self,
        request: funding_service_pb2.ListLedgerEntriesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListLedgerEntriesFields],
    ) -> Pages[
        resources_pb2.LedgerEntry,
        funding_service_pb2.ListLedgerEntriesRequest,
        funding_service_pb2.ListLedgerEntriesResponse,
    ]:
        """Lists the entries of a fund's ledger."""
        return Pages(self._channel, _LIST_LEDGER_ENTRIES, _LIST_LEDGER_ENTRIES.made(request, fields), timeout)

    def create_grant_round(
        self,
        request: funding_service_pb2.CreateGrantRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateGrantRoundFields],
    ) -> resources_pb2.GrantRound:
        """Opens a grant round: sets its budget aside, calls for applications, and fixes rule and options of the
        decision.
        """
        return self._channel.unary(_CREATE_GRANT_ROUND, _CREATE_GRANT_ROUND.made(request, fields), timeout)

    def get_grant_round(
        self,
        request: funding_service_pb2.GetGrantRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetGrantRoundFields],
    ) -> resources_pb2.GrantRound:
        """Gets a grant round, with its result once it has one."""
        return self._channel.unary(_GET_GRANT_ROUND, _GET_GRANT_ROUND.made(request, fields), timeout)

    def list_grant_rounds(
        self,
        request: funding_service_pb2.ListGrantRoundsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListGrantRoundsFields],
    ) -> Pages[
        resources_pb2.GrantRound,
        funding_service_pb2.ListGrantRoundsRequest,
        funding_service_pb2.ListGrantRoundsResponse,
    ]:
        """Lists the grant rounds of a mission."""
        return Pages(self._channel, _LIST_GRANT_ROUNDS, _LIST_GRANT_ROUNDS.made(request, fields), timeout)

    def close_grant_round(
        self,
        request: funding_service_pb2.CloseGrantRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseGrantRoundFields],
    ) -> Operation[resources_pb2.GrantRound, decision_progress_pb2.DecisionProgress]:
        """Closes a grant round whose time has come. From here on no ballot counts, and the decision is computed
        beside the service's other work. The operation tells how far that is; its response is the round with its
        result. Cancelling the operation stops the computation, not the close: the result stays due, and is
        computed when it is asked for again.
        """
        return Operation(
            self._channel,
            self._channel.unary(_CLOSE_GRANT_ROUND, _CLOSE_GRANT_ROUND.made(request, fields), timeout),
            resources_pb2.GrantRound,
            decision_progress_pb2.DecisionProgress,
        )

    def cancel_grant_round(
        self,
        request: funding_service_pb2.CancelGrantRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelGrantRoundFields],
    ) -> resources_pb2.GrantRound:
        """Cancels a grant round without a result: its money goes back to the fund, and ballots count nowhere."""
        return self._channel.unary(_CANCEL_GRANT_ROUND, _CANCEL_GRANT_ROUND.made(request, fields), timeout)

    def create_application(
        self,
        request: funding_service_pb2.CreateApplicationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateApplicationFields],
    ) -> resources_pb2.Application:
        """Applies for money in a grant round, as a speaker of the initiative."""
        return self._channel.unary(_CREATE_APPLICATION, _CREATE_APPLICATION.made(request, fields), timeout)

    def get_application(
        self,
        request: funding_service_pb2.GetApplicationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetApplicationFields],
    ) -> resources_pb2.Application:
        """Gets an application, with what came of it."""
        return self._channel.unary(_GET_APPLICATION, _GET_APPLICATION.made(request, fields), timeout)

    def list_applications(
        self,
        request: funding_service_pb2.ListApplicationsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListApplicationsFields],
    ) -> Pages[
        resources_pb2.Application,
        funding_service_pb2.ListApplicationsRequest,
        funding_service_pb2.ListApplicationsResponse,
    ]:
        """Lists the applications of a mission."""
        return Pages(self._channel, _LIST_APPLICATIONS, _LIST_APPLICATIONS.made(request, fields), timeout)

    def cast_grant_ballot(
        self,
        request: funding_service_pb2.CastGrantBallotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CastGrantBallotFields],
    ) -> funding_service_pb2.CastGrantBallotResponse:
        """Casts a ballot in a grant round, or replaces the caller's own by a later one until the round closes. Who
        has cast what is known to nobody once the round is decided.
        """
        return self._channel.unary(_CAST_GRANT_BALLOT, _CAST_GRANT_BALLOT.made(request, fields), timeout)

    def batch_cast_grant_ballots(
        self,
        request: funding_service_pb2.BatchCastGrantBallotsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[BatchCastGrantBallotsFields],
    ) -> funding_service_pb2.BatchCastGrantBallotsResponse:
        """Casts ballots of several people at once, each proven by a token of its own: for a page or a counter in
        front of this service. Each ballot is taken or refused by itself.
        """
        return self._channel.unary(_BATCH_CAST_GRANT_BALLOTS, _BATCH_CAST_GRANT_BALLOTS.made(request, fields), timeout)

    def stream_grant_ballots(
        self, requests: Sequence[funding_service_pb2.StreamGrantBallotsRequest], /, *, timeout: float | None = None
    ) -> funding_service_pb2.StreamGrantBallotsResponse:
        """Casts many ballots as columns, in parts: each part is taken when it is complete, and what was sent before
        a stream broke off stands. Send the same parts again to go on: ballots are known by their ids, and count
        once.
        """
        return self._channel.send(_STREAM_GRANT_BALLOTS, lambda: requests, timeout)

    def accept_grant(
        self,
        request: funding_service_pb2.AcceptGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptGrantFields],
    ) -> resources_pb2.Application:
        """Takes what was awarded, as one of the initiative's team."""
        return self._channel.unary(_ACCEPT_GRANT, _ACCEPT_GRANT.made(request, fields), timeout)

    def lapse_grant(
        self,
        request: funding_service_pb2.LapseGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[LapseGrantFields],
    ) -> resources_pb2.Application:
        """States that nobody accepted an award in time; its money is free again."""
        return self._channel.unary(_LAPSE_GRANT, _LAPSE_GRANT.made(request, fields), timeout)

    def propose_grant_move(
        self,
        request: funding_service_pb2.ProposeGrantMoveRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeGrantMoveFields],
    ) -> resources_pb2.Application:
        """Proposes, as the first of two people, to pay a grant or to take it back."""
        return self._channel.unary(_PROPOSE_GRANT_MOVE, _PROPOSE_GRANT_MOVE.made(request, fields), timeout)

    def pay_grant(
        self,
        request: funding_service_pb2.PayGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[PayGrantFields],
    ) -> resources_pb2.Application:
        """States that money was paid to the initiative. Behind the first payment, what exceeds the playbook's limit
        takes two people: one proposed it, another pays.
        """
        return self._channel.unary(_PAY_GRANT, _PAY_GRANT.made(request, fields), timeout)

    def propose_write_off(
        self,
        request: funding_service_pb2.ProposeWriteOffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeWriteOffFields],
    ) -> resources_pb2.Application:
        """Proposes, as the first of two people, to expect paid money back no more."""
        return self._channel.unary(_PROPOSE_WRITE_OFF, _PROPOSE_WRITE_OFF.made(request, fields), timeout)

    def write_off_grant(
        self,
        request: funding_service_pb2.WriteOffGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WriteOffGrantFields],
    ) -> resources_pb2.Application:
        """Writes off, as the second person, what another proposed, for the reason that was given."""
        return self._channel.unary(_WRITE_OFF_GRANT, _WRITE_OFF_GRANT.made(request, fields), timeout)

    def undo_write_off(
        self,
        request: funding_service_pb2.UndoWriteOffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[UndoWriteOffFields],
    ) -> resources_pb2.Application:
        """Counts as paid again what was written off by mistake."""
        return self._channel.unary(_UNDO_WRITE_OFF, _UNDO_WRITE_OFF.made(request, fields), timeout)

    def return_grant(
        self,
        request: funding_service_pb2.ReturnGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ReturnGrantFields],
    ) -> resources_pb2.Application:
        """States that money of a grant comes back: what was not paid first."""
        return self._channel.unary(_RETURN_GRANT, _RETURN_GRANT.made(request, fields), timeout)


class AsyncFundingMethods:
    """Funds, grant rounds, applications and grants of the missions that this service serves. Who may do what stands
    in the phase rules; a token only proves who asks.
    """

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel

    async def create_fund(
        self,
        request: funding_service_pb2.CreateFundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateFundFields],
    ) -> resources_pb2.Fund:
        """Opens a fund, for the institution that the caller speaks for."""
        return await self._channel.unary(_CREATE_FUND, _CREATE_FUND.made(request, fields), timeout)

    async def get_fund(
        self,
        request: funding_service_pb2.GetFundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetFundFields],
    ) -> resources_pb2.Fund:
        """Gets a fund with what its accounts hold."""
        return await self._channel.unary(_GET_FUND, _GET_FUND.made(request, fields), timeout)

    def list_funds(
        self,
        request: funding_service_pb2.ListFundsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListFundsFields],
    ) -> AsyncPages[resources_pb2.Fund, funding_service_pb2.ListFundsRequest, funding_service_pb2.ListFundsResponse]:
        """Lists the funds of a mission."""
        return AsyncPages(self._channel, _LIST_FUNDS, _LIST_FUNDS.made(request, fields), timeout)

    def list_ledger_entries(
        self,
        request: funding_service_pb2.ListLedgerEntriesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListLedgerEntriesFields],
    ) -> AsyncPages[
        resources_pb2.LedgerEntry,
        funding_service_pb2.ListLedgerEntriesRequest,
        funding_service_pb2.ListLedgerEntriesResponse,
    ]:
        """Lists the entries of a fund's ledger."""
        return AsyncPages(self._channel, _LIST_LEDGER_ENTRIES, _LIST_LEDGER_ENTRIES.made(request, fields), timeout)

    async def create_grant_round(
        self,
        request: funding_service_pb2.CreateGrantRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateGrantRoundFields],
    ) -> resources_pb2.GrantRound:
        """Opens a grant round: sets its budget aside, calls for applications, and fixes rule and options of the
        decision.
        """
        return await self._channel.unary(_CREATE_GRANT_ROUND, _CREATE_GRANT_ROUND.made(request, fields), timeout)

    async def get_grant_round(
        self,
        request: funding_service_pb2.GetGrantRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetGrantRoundFields],
    ) -> resources_pb2.GrantRound:
        """Gets a grant round, with its result once it has one."""
        return await self._channel.unary(_GET_GRANT_ROUND, _GET_GRANT_ROUND.made(request, fields), timeout)

    def list_grant_rounds(
        self,
        request: funding_service_pb2.ListGrantRoundsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListGrantRoundsFields],
    ) -> AsyncPages[
        resources_pb2.GrantRound,
        funding_service_pb2.ListGrantRoundsRequest,
        funding_service_pb2.ListGrantRoundsResponse,
    ]:
        """Lists the grant rounds of a mission."""
        return AsyncPages(self._channel, _LIST_GRANT_ROUNDS, _LIST_GRANT_ROUNDS.made(request, fields), timeout)

    async def close_grant_round(
        self,
        request: funding_service_pb2.CloseGrantRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseGrantRoundFields],
    ) -> AsyncOperation[resources_pb2.GrantRound, decision_progress_pb2.DecisionProgress]:
        """Closes a grant round whose time has come. From here on no ballot counts, and the decision is computed
        beside the service's other work. The operation tells how far that is; its response is the round with its
        result. Cancelling the operation stops the computation, not the close: the result stays due, and is
        computed when it is asked for again.
        """
        return AsyncOperation(
            self._channel,
            await self._channel.unary(_CLOSE_GRANT_ROUND, _CLOSE_GRANT_ROUND.made(request, fields), timeout),
            resources_pb2.GrantRound,
            decision_progress_pb2.DecisionProgress,
        )

    async def cancel_grant_round(
        self,
        request: funding_service_pb2.CancelGrantRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelGrantRoundFields],
    ) -> resources_pb2.GrantRound:
        """Cancels a grant round without a result: its money goes back to the fund, and ballots count nowhere."""
        return await self._channel.unary(_CANCEL_GRANT_ROUND, _CANCEL_GRANT_ROUND.made(request, fields), timeout)

    async def create_application(
        self,
        request: funding_service_pb2.CreateApplicationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateApplicationFields],
    ) -> resources_pb2.Application:
        """Applies for money in a grant round, as a speaker of the initiative."""
        return await self._channel.unary(_CREATE_APPLICATION, _CREATE_APPLICATION.made(request, fields), timeout)

    async def get_application(
        self,
        request: funding_service_pb2.GetApplicationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetApplicationFields],
    ) -> resources_pb2.Application:
        """Gets an application, with what came of it."""
        return await self._channel.unary(_GET_APPLICATION, _GET_APPLICATION.made(request, fields), timeout)

    def list_applications(
        self,
        request: funding_service_pb2.ListApplicationsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListApplicationsFields],
    ) -> AsyncPages[
        resources_pb2.Application,
        funding_service_pb2.ListApplicationsRequest,
        funding_service_pb2.ListApplicationsResponse,
    ]:
        """Lists the applications of a mission."""
        return AsyncPages(self._channel, _LIST_APPLICATIONS, _LIST_APPLICATIONS.made(request, fields), timeout)

    async def cast_grant_ballot(
        self,
        request: funding_service_pb2.CastGrantBallotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CastGrantBallotFields],
    ) -> funding_service_pb2.CastGrantBallotResponse:
        """Casts a ballot in a grant round, or replaces the caller's own by a later one until the round closes. Who
        has cast what is known to nobody once the round is decided.
        """
        return await self._channel.unary(_CAST_GRANT_BALLOT, _CAST_GRANT_BALLOT.made(request, fields), timeout)

    async def batch_cast_grant_ballots(
        self,
        request: funding_service_pb2.BatchCastGrantBallotsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[BatchCastGrantBallotsFields],
    ) -> funding_service_pb2.BatchCastGrantBallotsResponse:
        """Casts ballots of several people at once, each proven by a token of its own: for a page or a counter in
        front of this service. Each ballot is taken or refused by itself.
        """
        return await self._channel.unary(
            _BATCH_CAST_GRANT_BALLOTS, _BATCH_CAST_GRANT_BALLOTS.made(request, fields), timeout
        )

    async def stream_grant_ballots(
        self, requests: Sequence[funding_service_pb2.StreamGrantBallotsRequest], /, *, timeout: float | None = None
    ) -> funding_service_pb2.StreamGrantBallotsResponse:
        """Casts many ballots as columns, in parts: each part is taken when it is complete, and what was sent before
        a stream broke off stands. Send the same parts again to go on: ballots are known by their ids, and count
        once.
        """
        return await self._channel.send(_STREAM_GRANT_BALLOTS, lambda: requests, timeout)

    async def accept_grant(
        self,
        request: funding_service_pb2.AcceptGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptGrantFields],
    ) -> resources_pb2.Application:
        """Takes what was awarded, as one of the initiative's team."""
        return await self._channel.unary(_ACCEPT_GRANT, _ACCEPT_GRANT.made(request, fields), timeout)

    async def lapse_grant(
        self,
        request: funding_service_pb2.LapseGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[LapseGrantFields],
    ) -> resources_pb2.Application:
        """States that nobody accepted an award in time; its money is free again."""
        return await self._channel.unary(_LAPSE_GRANT, _LAPSE_GRANT.made(request, fields), timeout)

    async def propose_grant_move(
        self,
        request: funding_service_pb2.ProposeGrantMoveRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeGrantMoveFields],
    ) -> resources_pb2.Application:
        """Proposes, as the first of two people, to pay a grant or to take it back."""
        return await self._channel.unary(_PROPOSE_GRANT_MOVE, _PROPOSE_GRANT_MOVE.made(request, fields), timeout)

    async def pay_grant(
        self,
        request: funding_service_pb2.PayGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[PayGrantFields],
    ) -> resources_pb2.Application:
        """States that money was paid to the initiative. Behind the first payment, what exceeds the playbook's limit
        takes two people: one proposed it, another pays.
        """
        return await self._channel.unary(_PAY_GRANT, _PAY_GRANT.made(request, fields), timeout)

    async def propose_write_off(
        self,
        request: funding_service_pb2.ProposeWriteOffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeWriteOffFields],
    ) -> resources_pb2.Application:
        """Proposes, as the first of two people, to expect paid money back no more."""
        return await self._channel.unary(_PROPOSE_WRITE_OFF, _PROPOSE_WRITE_OFF.made(request, fields), timeout)

    async def write_off_grant(
        self,
        request: funding_service_pb2.WriteOffGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WriteOffGrantFields],
    ) -> resources_pb2.Application:
        """Writes off, as the second person, what another proposed, for the reason that was given."""
        return await self._channel.unary(_WRITE_OFF_GRANT, _WRITE_OFF_GRANT.made(request, fields), timeout)

    async def undo_write_off(
        self,
        request: funding_service_pb2.UndoWriteOffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[UndoWriteOffFields],
    ) -> resources_pb2.Application:
        """Counts as paid again what was written off by mistake."""
        return await self._channel.unary(_UNDO_WRITE_OFF, _UNDO_WRITE_OFF.made(request, fields), timeout)

    async def return_grant(
        self,
        request: funding_service_pb2.ReturnGrantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ReturnGrantFields],
    ) -> resources_pb2.Application:
        """States that money of a grant comes back: what was not paid first."""
        return await self._channel.unary(_RETURN_GRANT, _RETURN_GRANT.made(request, fields), timeout)
