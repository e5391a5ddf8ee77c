"""The methods of osi.matching.v1.MatchingService: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypedDict, Unpack

from google.longrunning import operations_proto_pb2
from google.type import date_pb2, money_pb2
from osi.matching.v1 import matching_service_pb2, resources_pb2
from osi.type.v1 import decision_progress_pb2, terms_pb2

from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.operations import AsyncOperation, Operation
from osi_client.pages import AsyncPages, Pages
from osi_client.plain import Channel

_SERVICE = matching_service_pb2.DESCRIPTOR.services_by_name["MatchingService"]


class CreateCallFields(TypedDict, total=False):
    """Fields of `CreateCallRequest`."""

    parent: str
    call: resources_pb2.Call
    call_id: str
    request_id: str


class GetCallFields(TypedDict, total=False):
    """Fields of `GetCallRequest`."""

    name: str


class ListCallsFields(TypedDict, total=False):
    """Fields of `ListCallsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class AmendCallFields(TypedDict, total=False):
    """Fields of `AmendCallRequest`."""

    name: str
    text: str
    closes_on: date_pb2.Date
    reason: str
    request_id: str
    etag: str


class CreateSolutionFields(TypedDict, total=False):
    """Fields of `CreateSolutionRequest`."""

    parent: str
    solution: resources_pb2.Solution
    solution_id: str
    request_id: str


class GetSolutionFields(TypedDict, total=False):
    """Fields of `GetSolutionRequest`."""

    name: str


class ListSolutionsFields(TypedDict, total=False):
    """Fields of `ListSolutionsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class UpdateSolutionFields(TypedDict, total=False):
    """Fields of `UpdateSolutionRequest`."""

    name: str
    title: str
    text: str
    wanted_skills: Iterable[str]
    clear_wanted_skills: bool
    joining: resources_pb2.Joining.ValueType
    kind: resources_pb2.UpdateKind.ValueType
    request_id: str
    etag: str


class TieToChallengeFields(TypedDict, total=False):
    """Fields of `TieToChallengeRequest`."""

    name: str
    challenge: str
    request_id: str
    etag: str


class InviteToTeamFields(TypedDict, total=False):
    """Fields of `InviteToTeamRequest`."""

    name: str
    participant: str
    request_id: str
    etag: str


class JoinTeamFields(TypedDict, total=False):
    """Fields of `JoinTeamRequest`."""

    name: str
    skills: Iterable[str]
    request_id: str
    etag: str


class RequestToJoinFields(TypedDict, total=False):
    """Fields of `RequestToJoinRequest`."""

    name: str
    skills: Iterable[str]
    request_id: str
    etag: str


class WithdrawRequestFields(TypedDict, total=False):
    """Fields of `WithdrawRequestRequest`."""

    name: str
    request_id: str
    etag: str


class AcceptRequestFields(TypedDict, total=False):
    """Fields of `AcceptRequestRequest`."""

    name: str
    participant: str
    request_id: str
    etag: str


class DeclineRequestFields(TypedDict, total=False):
    """Fields of `DeclineRequestRequest`."""

    name: str
    participant: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class LeaveTeamFields(TypedDict, total=False):
    """Fields of `LeaveTeamRequest`."""

    name: str
    request_id: str
    etag: str


class RemoveFromTeamFields(TypedDict, total=False):
    """Fields of `RemoveFromTeamRequest`."""

    name: str
    participant: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class AppointSpeakerFields(TypedDict, total=False):
    """Fields of `AppointSpeakerRequest`."""

    name: str
    participant: str
    hand_over: bool
    request_id: str
    etag: str


class ResignAsSpeakerFields(TypedDict, total=False):
    """Fields of `ResignAsSpeakerRequest`."""

    name: str
    request_id: str
    etag: str


class ProposeSpeakerFields(TypedDict, total=False):
    """Fields of `ProposeSpeakerRequest`."""

    name: str
    participant: str
    request_id: str
    etag: str


class NameSpeakerFields(TypedDict, total=False):
    """Fields of `NameSpeakerRequest`."""

    name: str
    participant: str
    request_id: str
    etag: str


class WithdrawSolutionFields(TypedDict, total=False):
    """Fields of `WithdrawSolutionRequest`."""

    name: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class CreateKickoffFields(TypedDict, total=False):
    """Fields of `CreateKickoffRequest`."""

    parent: str
    kickoff: resources_pb2.Kickoff
    kickoff_id: str
    request_id: str


class GetKickoffFields(TypedDict, total=False):
    """Fields of `GetKickoffRequest`."""

    name: str


class ListKickoffsFields(TypedDict, total=False):
    """Fields of `ListKickoffsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class MoveKickoffFields(TypedDict, total=False):
    """Fields of `MoveKickoffRequest`."""

    name: str
    starts_on: date_pb2.Date
    days: int
    reason: str
    request_id: str
    etag: str


class CancelKickoffFields(TypedDict, total=False):
    """Fields of `CancelKickoffRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class RegisterForKickoffFields(TypedDict, total=False):
    """Fields of `RegisterForKickoffRequest`."""

    name: str
    wishes: Iterable[str]
    skills: Iterable[str]
    request_id: str


class GetRegistrationFields(TypedDict, total=False):
    """Fields of `GetRegistrationRequest`."""

    name: str


class ListRegistrationsFields(TypedDict, total=False):
    """Fields of `ListRegistrationsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class ChangeWishesFields(TypedDict, total=False):
    """Fields of `ChangeWishesRequest`."""

    name: str
    wishes: Iterable[str]
    skills: Iterable[str]
    request_id: str
    etag: str


class CancelRegistrationFields(TypedDict, total=False):
    """Fields of `CancelRegistrationRequest`."""

    name: str
    request_id: str
    etag: str


class ConfirmAttendanceFields(TypedDict, total=False):
    """Fields of `ConfirmAttendanceRequest`."""

    name: str
    request_id: str
    etag: str


class CloseRegistrationFields(TypedDict, total=False):
    """Fields of `CloseRegistrationRequest`."""

    name: str
    request_id: str
    etag: str


class ReopenAllocationFields(TypedDict, total=False):
    """Fields of `ReopenAllocationRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class CloseAttendanceFields(TypedDict, total=False):
    """Fields of `CloseAttendanceRequest`."""

    name: str
    request_id: str
    etag: str


class HoldKickoffFields(TypedDict, total=False):
    """Fields of `HoldKickoffRequest`."""

    name: str
    request_id: str
    etag: str


class CreateProgrammeFields(TypedDict, total=False):
    """Fields of `CreateProgrammeRequest`."""

    parent: str
    programme: resources_pb2.Programme
    programme_id: str
    request_id: str


class GetProgrammeFields(TypedDict, total=False):
    """Fields of `GetProgrammeRequest`."""

    name: str


class ListProgrammesFields(TypedDict, total=False):
    """Fields of `ListProgrammesRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class ExtendProgrammeFields(TypedDict, total=False):
    """Fields of `ExtendProgrammeRequest`."""

    name: str
    ends_on: date_pb2.Date
    reason: str
    request_id: str
    etag: str


class AdmitInitiativeFields(TypedDict, total=False):
    """Fields of `AdmitInitiativeRequest`."""

    name: str
    programme: str
    request_id: str


class GetInitiativeFields(TypedDict, total=False):
    """Fields of `GetInitiativeRequest`."""

    name: str


class ListInitiativesFields(TypedDict, total=False):
    """Fields of `ListInitiativesRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class RecordActivityFields(TypedDict, total=False):
    """Fields of `RecordActivityRequest`."""

    name: str
    note: str
    request_id: str
    etag: str


class WarnOfDropOffFields(TypedDict, total=False):
    """Fields of `WarnOfDropOffRequest`."""

    name: str
    request_id: str
    etag: str


class MarkDroppedOutFields(TypedDict, total=False):
    """Fields of `MarkDroppedOutRequest`."""

    name: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class EndProgrammeFields(TypedDict, total=False):
    """Fields of `EndProgrammeRequest`."""

    name: str
    request_id: str
    etag: str


class CreateNeedFields(TypedDict, total=False):
    """Fields of `CreateNeedRequest`."""

    parent: str
    need: resources_pb2.Need
    need_id: str
    request_id: str


class GetNeedFields(TypedDict, total=False):
    """Fields of `GetNeedRequest`."""

    name: str


class ListNeedsFields(TypedDict, total=False):
    """Fields of `ListNeedsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class CancelNeedFields(TypedDict, total=False):
    """Fields of `CancelNeedRequest`."""

    name: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class CreateOfferFields(TypedDict, total=False):
    """Fields of `CreateOfferRequest`."""

    parent: str
    offer: resources_pb2.Offer
    offer_id: str
    request_id: str


class GetOfferFields(TypedDict, total=False):
    """Fields of `GetOfferRequest`."""

    name: str


class ListOffersFields(TypedDict, total=False):
    """Fields of `ListOffersRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class WithdrawOfferFields(TypedDict, total=False):
    """Fields of `WithdrawOfferRequest`."""

    name: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class MatchNeedFields(TypedDict, total=False):
    """Fields of `MatchNeedRequest`."""

    name: str
    need: str
    amount: money_pb2.Money
    request_id: str
    etag: str


class AcceptMatchFields(TypedDict, total=False):
    """Fields of `AcceptMatchRequest`."""

    name: str
    need: str
    request_id: str
    etag: str


class ReleaseMatchFields(TypedDict, total=False):
    """Fields of `ReleaseMatchRequest`."""

    name: str
    need: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class DeliverSupportFields(TypedDict, total=False):
    """Fields of `DeliverSupportRequest`."""

    name: str
    need: str
    note: str
    request_id: str
    etag: str


class ConfirmDeliveryFields(TypedDict, total=False):
    """Fields of `ConfirmDeliveryRequest`."""

    name: str
    need: str
    request_id: str
    etag: str


class CreateBundleFields(TypedDict, total=False):
    """Fields of `CreateBundleRequest`."""

    parent: str
    bundle: resources_pb2.Bundle
    bundle_id: str
    request_id: str


class GetBundleFields(TypedDict, total=False):
    """Fields of `GetBundleRequest`."""

    name: str


class ListBundlesFields(TypedDict, total=False):
    """Fields of `ListBundlesRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class ConsentToBundleFields(TypedDict, total=False):
    """Fields of `ConsentToBundleRequest`."""

    name: str
    initiative: str
    request_id: str
    etag: str


class DeclineBundleFields(TypedDict, total=False):
    """Fields of `DeclineBundleRequest`."""

    name: str
    initiative: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class OpenAssessmentFields(TypedDict, total=False):
    """Fields of `OpenAssessmentRequest`."""

    name: str
    request_id: str


class GetDossierFields(TypedDict, total=False):
    """Fields of `GetDossierRequest`."""

    name: str


class ListDossiersFields(TypedDict, total=False):
    """Fields of `ListDossiersRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class OrderAssessmentFields(TypedDict, total=False):
    """Fields of `OrderAssessmentRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class SubmitReviewFields(TypedDict, total=False):
    """Fields of `SubmitReviewRequest`."""

    name: str
    scores: Iterable[resources_pb2.Score]
    comment: str
    independent: bool
    request_id: str


class DeclareConflictFields(TypedDict, total=False):
    """Fields of `DeclareConflictRequest`."""

    name: str
    kind: resources_pb2.ConflictKind.ValueType
    request_id: str


class CloseAssessmentFields(TypedDict, total=False):
    """Fields of `CloseAssessmentRequest`."""

    name: str
    request_id: str
    etag: str


class OverrideAssessmentFields(TypedDict, total=False):
    """Fields of `OverrideAssessmentRequest`."""

    name: str
    result: resources_pb2.Fit.ValueType
    reason: str
    request_id: str
    etag: str


class ConfirmOverrideFields(TypedDict, total=False):
    """Fields of `ConfirmOverrideRequest`."""

    name: str
    result: resources_pb2.Fit.ValueType
    request_id: str
    etag: str


class ContestAssessmentFields(TypedDict, total=False):
    """Fields of `ContestAssessmentRequest`."""

    name: str
    ground: resources_pb2.ContestGround.ValueType
    reason: str
    request_id: str
    etag: str


class ContestAsReviewerFields(TypedDict, total=False):
    """Fields of `ContestAsReviewerRequest`."""

    name: str
    ground: resources_pb2.ContestGround.ValueType
    reason: str
    request_id: str
    etag: str


class AnswerContestFields(TypedDict, total=False):
    """Fields of `AnswerContestRequest`."""

    name: str
    contest: int
    upheld: bool
    answer: str
    request_id: str
    etag: str


class AssessFinallyFields(TypedDict, total=False):
    """Fields of `AssessFinallyRequest`."""

    name: str
    outcome: resources_pb2.FinalOutcome.ValueType
    reason: str
    request_id: str


class CreatePilotFields(TypedDict, total=False):
    """Fields of `CreatePilotRequest`."""

    parent: str
    pilot: resources_pb2.Pilot
    pilot_id: str
    request_id: str


class GetPilotFields(TypedDict, total=False):
    """Fields of `GetPilotRequest`."""

    name: str


class ListPilotsFields(TypedDict, total=False):
    """Fields of `ListPilotsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class StartPilotFields(TypedDict, total=False):
    """Fields of `StartPilotRequest`."""

    name: str
    request_id: str
    etag: str


class RecordPilotResultFields(TypedDict, total=False):
    """Fields of `RecordPilotResultRequest`."""

    name: str
    met: Iterable[bool]
    result: resources_pb2.PilotResult.ValueType
    evidence: str
    request_id: str
    etag: str


class AbandonPilotFields(TypedDict, total=False):
    """Fields of `AbandonPilotRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class OpenPlanFields(TypedDict, total=False):
    """Fields of `OpenPlanRequest`."""

    name: str
    request_id: str


class GetPlanFields(TypedDict, total=False):
    """Fields of `GetPlanRequest`."""

    name: str


class ListPlansFields(TypedDict, total=False):
    """Fields of `ListPlansRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class RequestPlanFields(TypedDict, total=False):
    """Fields of `RequestPlanRequest`."""

    name: str
    target: int
    capacities: Iterable[resources_pb2.Capacity]
    request_id: str


class CreateAdoptionFields(TypedDict, total=False):
    """Fields of `CreateAdoptionRequest`."""

    parent: str
    adoption: resources_pb2.Adoption
    adoption_id: str
    request_id: str


class GetAdoptionFields(TypedDict, total=False):
    """Fields of `GetAdoptionRequest`."""

    name: str


class ListAdoptionsFields(TypedDict, total=False):
    """Fields of `ListAdoptionsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class EndAdoptionFields(TypedDict, total=False):
    """Fields of `EndAdoptionRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class CreateCooperationFields(TypedDict, total=False):
    """Fields of `CreateCooperationRequest`."""

    parent: str
    cooperation: resources_pb2.Cooperation
    cooperation_id: str
    request_id: str


class GetCooperationFields(TypedDict, total=False):
    """Fields of `GetCooperationRequest`."""

    name: str


class ListCooperationsFields(TypedDict, total=False):
    """Fields of `ListCooperationsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class EndCooperationFields(TypedDict, total=False):
    """Fields of `EndCooperationRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class SetFinancingModelFields(TypedDict, total=False):
    """Fields of `SetFinancingModelRequest`."""

    name: str
    kind: resources_pb2.FinancingKind.ValueType
    description: str
    per_year: money_pb2.Money
    self_sustaining: bool
    request_id: str


class GetFinancingFields(TypedDict, total=False):
    """Fields of `GetFinancingRequest`."""

    name: str


class ListFinancingsFields(TypedDict, total=False):
    """Fields of `ListFinancingsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class RecordReadingFields(TypedDict, total=False):
    """Fields of `RecordReadingRequest`."""

    parent: str
    value: str
    on: date_pb2.Date
    source: str
    request_id: str


class PublishFinalReportFields(TypedDict, total=False):
    """Fields of `PublishFinalReportRequest`."""

    parent: str
    summary: str
    sha256: str
    request_id: str


class GetFinalReportFields(TypedDict, total=False):
    """Fields of `GetFinalReportRequest`."""

    name: str


class GetReadingFields(TypedDict, total=False):
    """Fields of `GetReadingRequest`."""

    name: str


class ListReadingsFields(TypedDict, total=False):
    """Fields of `ListReadingsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


_CREATE_CALL = method(_SERVICE, "CreateCall", matching_service_pb2.CreateCallRequest, resources_pb2.Call)
_GET_CALL = method(_SERVICE, "GetCall", matching_service_pb2.GetCallRequest, resources_pb2.Call)
_LIST_CALLS = method(
    _SERVICE, "ListCalls", matching_service_pb2.ListCallsRequest, matching_service_pb2.ListCallsResponse
)
_AMEND_CALL = method(_SERVICE, "AmendCall", matching_service_pb2.AmendCallRequest, resources_pb2.Call)
_CREATE_SOLUTION = method(
    _SERVICE, "CreateSolution", matching_service_pb2.CreateSolutionRequest, resources_pb2.Solution
)
_GET_SOLUTION = method(_SERVICE, "GetSolution", matching_service_pb2.GetSolutionRequest, resources_pb2.Solution)
_LIST_SOLUTIONS = method(
    _SERVICE, "ListSolutions", matching_service_pb2.ListSolutionsRequest, matching_service_pb2.ListSolutionsResponse
)
_UPDATE_SOLUTION = method(
    _SERVICE, "UpdateSolution", matching_service_pb2.UpdateSolutionRequest, resources_pb2.Solution
)
_TIE_TO_CHALLENGE = method(
    _SERVICE, "TieToChallenge", matching_service_pb2.TieToChallengeRequest, resources_pb2.Solution
)
_INVITE_TO_TEAM = method(_SERVICE, "InviteToTeam", matching_service_pb2.InviteToTeamRequest, resources_pb2.Solution)
_JOIN_TEAM = method(_SERVICE, "JoinTeam", matching_service_pb2.JoinTeamRequest, resources_pb2.Solution)
_REQUEST_TO_JOIN = method(_SERVICE, "RequestToJoin", matching_service_pb2.RequestToJoinRequest, resources_pb2.Solution)
_WITHDRAW_REQUEST = method(
    _SERVICE, "WithdrawRequest", matching_service_pb2.WithdrawRequestRequest, resources_pb2.Solution
)
_ACCEPT_REQUEST = method(_SERVICE, "AcceptRequest", matching_service_pb2.AcceptRequestRequest, resources_pb2.Solution)
_DECLINE_REQUEST = method(
    _SERVICE, "DeclineRequest", matching_service_pb2.DeclineRequestRequest, resources_pb2.Solution
)
_LEAVE_TEAM = method(_SERVICE, "LeaveTeam", matching_service_pb2.LeaveTeamRequest, resources_pb2.Solution)
_REMOVE_FROM_TEAM = method(
    _SERVICE, "RemoveFromTeam", matching_service_pb2.RemoveFromTeamRequest, resources_pb2.Solution
)
_APPOINT_SPEAKER = method(
    _SERVICE, "AppointSpeaker", matching_service_pb2.AppointSpeakerRequest, resources_pb2.Solution
)
_RESIGN_AS_SPEAKER = method(
    _SERVICE, "ResignAsSpeaker", matching_service_pb2.ResignAsSpeakerRequest, resources_pb2.Solution
)
_PROPOSE_SPEAKER = method(
    _SERVICE, "ProposeSpeaker", matching_service_pb2.ProposeSpeakerRequest, resources_pb2.Solution
)
_NAME_SPEAKER = method(_SERVICE, "NameSpeaker", matching_service_pb2.NameSpeakerRequest, resources_pb2.Solution)
_WITHDRAW_SOLUTION = method(
    _SERVICE, "WithdrawSolution", matching_service_pb2.WithdrawSolutionRequest, resources_pb2.Solution
)
_CREATE_KICKOFF = method(_SERVICE, "CreateKickoff", matching_service_pb2.CreateKickoffRequest, resources_pb2.Kickoff)
_GET_KICKOFF = method(_SERVICE, "GetKickoff", matching_service_pb2.GetKickoffRequest, resources_pb2.Kickoff)
_LIST_KICKOFFS = method(
    _SERVICE, "ListKickoffs", matching_service_pb2.ListKickoffsRequest, matching_service_pb2.ListKickoffsResponse
)
_MOVE_KICKOFF = method(_SERVICE, "MoveKickoff", matching_service_pb2.MoveKickoffRequest, resources_pb2.Kickoff)
_CANCEL_KICKOFF = method(_SERVICE, "CancelKickoff", matching_service_pb2.CancelKickoffRequest, resources_pb2.Kickoff)
_REGISTER_FOR_KICKOFF = method(
    _SERVICE, "RegisterForKickoff", matching_service_pb2.RegisterForKickoffRequest, resources_pb2.Registration
)
_GET_REGISTRATION = method(
    _SERVICE, "GetRegistration", matching_service_pb2.GetRegistrationRequest, resources_pb2.Registration
)
_LIST_REGISTRATIONS = method(
    _SERVICE,
    "ListRegistrations",
    matching_service_pb2.ListRegistrationsRequest,
    matching_service_pb2.ListRegistrationsResponse,
)
_CHANGE_WISHES = method(_SERVICE, "ChangeWishes", matching_service_pb2.ChangeWishesRequest, resources_pb2.Registration)
_CANCEL_REGISTRATION = method(
    _SERVICE, "CancelRegistration", matching_service_pb2.CancelRegistrationRequest, resources_pb2.Registration
)
_CONFIRM_ATTENDANCE = method(
    _SERVICE, "ConfirmAttendance", matching_service_pb2.ConfirmAttendanceRequest, resources_pb2.Registration
)
_CLOSE_REGISTRATION = method(
    _SERVICE, "CloseRegistration", matching_service_pb2.CloseRegistrationRequest, operations_proto_pb2.Operation
)
_REOPEN_ALLOCATION = method(
    _SERVICE, "ReopenAllocation", matching_service_pb2.ReopenAllocationRequest, resources_pb2.Kickoff
)
_CLOSE_ATTENDANCE = method(
    _SERVICE, "CloseAttendance", matching_service_pb2.CloseAttendanceRequest, operations_proto_pb2.Operation
)
_HOLD_KICKOFF = method(_SERVICE, "HoldKickoff", matching_service_pb2.HoldKickoffRequest, resources_pb2.Kickoff)
_CREATE_PROGRAMME = method(
    _SERVICE, "CreateProgramme", matching_service_pb2.CreateProgrammeRequest, resources_pb2.Programme
)
_GET_PROGRAMME = method(_SERVICE, "GetProgramme", matching_service_pb2.GetProgrammeRequest, resources_pb2.Programme)
_LIST_PROGRAMMES = method(
    _SERVICE, "ListProgrammes", matching_service_pb2.ListProgrammesRequest, matching_service_pb2.ListProgrammesResponse
)
_EXTEND_PROGRAMME = method(
    _SERVICE, "ExtendProgramme", matching_service_pb2.ExtendProgrammeRequest, resources_pb2.Programme
)
_ADMIT_INITIATIVE = method(
    _SERVICE, "AdmitInitiative", matching_service_pb2.AdmitInitiativeRequest, resources_pb2.Initiative
)
_GET_INITIATIVE = method(_SERVICE, "GetInitiative", matching_service_pb2.GetInitiativeRequest, resources_pb2.Initiative)
_LIST_INITIATIVES = method(
    _SERVICE,
    "ListInitiatives",
    matching_service_pb2.ListInitiativesRequest,
    matching_service_pb2.ListInitiativesResponse,
)
_RECORD_ACTIVITY = method(
    _SERVICE, "RecordActivity", matching_service_pb2.RecordActivityRequest, resources_pb2.Initiative
)
_WARN_OF_DROP_OFF = method(
    _SERVICE, "WarnOfDropOff", matching_service_pb2.WarnOfDropOffRequest, resources_pb2.Programme
)
_MARK_DROPPED_OUT = method(
    _SERVICE, "MarkDroppedOut", matching_service_pb2.MarkDroppedOutRequest, resources_pb2.Initiative
)
_END_PROGRAMME = method(_SERVICE, "EndProgramme", matching_service_pb2.EndProgrammeRequest, resources_pb2.Programme)
_CREATE_NEED = method(_SERVICE, "CreateNeed", matching_service_pb2.CreateNeedRequest, resources_pb2.Need)
_GET_NEED = method(_SERVICE, "GetNeed", matching_service_pb2.GetNeedRequest, resources_pb2.Need)
_LIST_NEEDS = method(
    _SERVICE, "ListNeeds", matching_service_pb2.ListNeedsRequest, matching_service_pb2.ListNeedsResponse
)
_CANCEL_NEED = method(_SERVICE, "CancelNeed", matching_service_pb2.CancelNeedRequest, resources_pb2.Need)
_CREATE_OFFER = method(_SERVICE, "CreateOffer", matching_service_pb2.CreateOfferRequest, resources_pb2.Offer)
_GET_OFFER = method(_SERVICE, "GetOffer", matching_service_pb2.GetOfferRequest, resources_pb2.Offer)
_LIST_OFFERS = method(
    _SERVICE, "ListOffers", matching_service_pb2.ListOffersRequest, matching_service_pb2.ListOffersResponse
)
_WITHDRAW_OFFER = method(_SERVICE, "WithdrawOffer", matching_service_pb2.WithdrawOfferRequest, resources_pb2.Offer)
_MATCH_NEED = method(_SERVICE, "MatchNeed", matching_service_pb2.MatchNeedRequest, resources_pb2.Offer)
_ACCEPT_MATCH = method(_SERVICE, "AcceptMatch", matching_service_pb2.AcceptMatchRequest, resources_pb2.Offer)
_RELEASE_MATCH = method(_SERVICE, "ReleaseMatch", matching_service_pb2.ReleaseMatchRequest, resources_pb2.Offer)
_DELIVER_SUPPORT = method(_SERVICE, "DeliverSupport", matching_service_pb2.DeliverSupportRequest, resources_pb2.Offer)
_CONFIRM_DELIVERY = method(
    _SERVICE, "ConfirmDelivery", matching_service_pb2.ConfirmDeliveryRequest, resources_pb2.Offer
)
_CREATE_BUNDLE = method(_SERVICE, "CreateBundle", matching_service_pb2.CreateBundleRequest, resources_pb2.Bundle)
_GET_BUNDLE = method(_SERVICE, "GetBundle", matching_service_pb2.GetBundleRequest, resources_pb2.Bundle)
_LIST_BUNDLES = method(
    _SERVICE, "ListBundles", matching_service_pb2.ListBundlesRequest, matching_service_pb2.ListBundlesResponse
)
_CONSENT_TO_BUNDLE = method(
    _SERVICE, "ConsentToBundle", matching_service_pb2.ConsentToBundleRequest, resources_pb2.Bundle
)
_DECLINE_BUNDLE = method(_SERVICE, "DeclineBundle", matching_service_pb2.DeclineBundleRequest, resources_pb2.Bundle)
_OPEN_ASSESSMENT = method(_SERVICE, "OpenAssessment", matching_service_pb2.OpenAssessmentRequest, resources_pb2.Dossier)
_GET_DOSSIER = method(_SERVICE, "GetDossier", matching_service_pb2.GetDossierRequest, resources_pb2.Dossier)
_LIST_DOSSIERS = method(
    _SERVICE, "ListDossiers", matching_service_pb2.ListDossiersRequest, matching_service_pb2.ListDossiersResponse
)
_ORDER_ASSESSMENT = method(
    _SERVICE, "OrderAssessment", matching_service_pb2.OrderAssessmentRequest, resources_pb2.Dossier
)
_SUBMIT_REVIEW = method(
    _SERVICE, "SubmitReview", matching_service_pb2.SubmitReviewRequest, matching_service_pb2.SubmitReviewResponse
)
_DECLARE_CONFLICT = method(
    _SERVICE,
    "DeclareConflict",
    matching_service_pb2.DeclareConflictRequest,
    matching_service_pb2.DeclareConflictResponse,
)
_CLOSE_ASSESSMENT = method(
    _SERVICE, "CloseAssessment", matching_service_pb2.CloseAssessmentRequest, operations_proto_pb2.Operation
)
_OVERRIDE_ASSESSMENT = method(
    _SERVICE, "OverrideAssessment", matching_service_pb2.OverrideAssessmentRequest, resources_pb2.Dossier
)
_CONFIRM_OVERRIDE = method(
    _SERVICE, "ConfirmOverride", matching_service_pb2.ConfirmOverrideRequest, resources_pb2.Dossier
)
_CONTEST_ASSESSMENT = method(
    _SERVICE, "ContestAssessment", matching_service_pb2.ContestAssessmentRequest, resources_pb2.Dossier
)
_CONTEST_AS_REVIEWER = method(
    _SERVICE, "ContestAsReviewer", matching_service_pb2.ContestAsReviewerRequest, resources_pb2.Dossier
)
_ANSWER_CONTEST = method(_SERVICE, "AnswerContest", matching_service_pb2.AnswerContestRequest, resources_pb2.Dossier)
_ASSESS_FINALLY = method(_SERVICE, "AssessFinally", matching_service_pb2.AssessFinallyRequest, resources_pb2.Dossier)
_CREATE_PILOT = method(_SERVICE, "CreatePilot", matching_service_pb2.CreatePilotRequest, resources_pb2.Pilot)
_GET_PILOT = method(_SERVICE, "GetPilot", matching_service_pb2.GetPilotRequest, resources_pb2.Pilot)
_LIST_PILOTS = method(
    _SERVICE, "ListPilots", matching_service_pb2.ListPilotsRequest, matching_service_pb2.ListPilotsResponse
)
_START_PILOT = method(_SERVICE, "StartPilot", matching_service_pb2.StartPilotRequest, resources_pb2.Pilot)
_RECORD_PILOT_RESULT = method(
    _SERVICE, "RecordPilotResult", matching_service_pb2.RecordPilotResultRequest, resources_pb2.Pilot
)
_ABANDON_PILOT = method(_SERVICE, "AbandonPilot", matching_service_pb2.AbandonPilotRequest, resources_pb2.Pilot)
_OPEN_PLAN = method(_SERVICE, "OpenPlan", matching_service_pb2.OpenPlanRequest, matching_service_pb2.OpenPlanResponse)
_GET_PLAN = method(_SERVICE, "GetPlan", matching_service_pb2.GetPlanRequest, resources_pb2.Plan)
_LIST_PLANS = method(
    _SERVICE, "ListPlans", matching_service_pb2.ListPlansRequest, matching_service_pb2.ListPlansResponse
)
_REQUEST_PLAN = method(_SERVICE, "RequestPlan", matching_service_pb2.RequestPlanRequest, operations_proto_pb2.Operation)
_CREATE_ADOPTION = method(
    _SERVICE, "CreateAdoption", matching_service_pb2.CreateAdoptionRequest, resources_pb2.Adoption
)
_GET_ADOPTION = method(_SERVICE, "GetAdoption", matching_service_pb2.GetAdoptionRequest, resources_pb2.Adoption)
_LIST_ADOPTIONS = method(
    _SERVICE, "ListAdoptions", matching_service_pb2.ListAdoptionsRequest, matching_service_pb2.ListAdoptionsResponse
)
_END_ADOPTION = method(_SERVICE, "EndAdoption", matching_service_pb2.EndAdoptionRequest, resources_pb2.Adoption)
_CREATE_COOPERATION = method(
    _SERVICE, "CreateCooperation", matching_service_pb2.CreateCooperationRequest, resources_pb2.Cooperation
)
_GET_COOPERATION = method(
    _SERVICE, "GetCooperation", matching_service_pb2.GetCooperationRequest, resources_pb2.Cooperation
)
_LIST_COOPERATIONS = method(
    _SERVICE,
    "ListCooperations",
    matching_service_pb2.ListCooperationsRequest,
    matching_service_pb2.ListCooperationsResponse,
)
_END_COOPERATION = method(
    _SERVICE, "EndCooperation", matching_service_pb2.EndCooperationRequest, resources_pb2.Cooperation
)
_SET_FINANCING_MODEL = method(
    _SERVICE, "SetFinancingModel", matching_service_pb2.SetFinancingModelRequest, resources_pb2.Financing
)
_GET_FINANCING = method(_SERVICE, "GetFinancing", matching_service_pb2.GetFinancingRequest, resources_pb2.Financing)
_LIST_FINANCINGS = method(
    _SERVICE, "ListFinancings", matching_service_pb2.ListFinancingsRequest, matching_service_pb2.ListFinancingsResponse
)
_RECORD_READING = method(
    _SERVICE, "RecordReading", matching_service_pb2.RecordReadingRequest, matching_service_pb2.RecordReadingResponse
)
_PUBLISH_FINAL_REPORT = method(
    _SERVICE, "PublishFinalReport", matching_service_pb2.PublishFinalReportRequest, resources_pb2.FinalReport
)
_GET_FINAL_REPORT = method(
    _SERVICE, "GetFinalReport", matching_service_pb2.GetFinalReportRequest, resources_pb2.FinalReport
)
_GET_READING = method(_SERVICE, "GetReading", matching_service_pb2.GetReadingRequest, resources_pb2.Reading)
_LIST_READINGS = method(
    _SERVICE, "ListReadings", matching_service_pb2.ListReadingsRequest, matching_service_pb2.ListReadingsResponse
)


class MatchingMethods:
    """Calls, solutions, kick-offs, support, curation and scaling. Who may do what, in which phase, and what must
    hold first stands in the phase rules; a token only proves who asks.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def create_call(
        self,
        request: matching_service_pb2.CreateCallRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateCallFields],
    ) -> resources_pb2.Call:
        """Calls for solutions in public; from here on they may be submitted, until the closing day if there is one."""
        return self._channel.unary(_CREATE_CALL, _CREATE_CALL.made(request, fields), timeout)

    def get_call(
        self,
        request: matching_service_pb2.GetCallRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetCallFields],
    ) -> resources_pb2.Call:
        """Gets a call."""
        return self._channel.unary(_GET_CALL, _GET_CALL.made(request, fields), timeout)

    def list_calls(
        self,
        request: matching_service_pb2.ListCallsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListCallsFields],
    ) -> Pages[resources_pb2.Call, matching_service_pb2.ListCallsRequest, matching_service_pb2.ListCallsResponse]:
        """Lists calls."""
        return Pages(self._channel, _LIST_CALLS, _LIST_CALLS.made(request, fields), timeout)

    def amend_call(
        self,
        request: matching_service_pb2.AmendCallRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AmendCallFields],
    ) -> resources_pb2.Call:
        """Says a call better, or lets it close on another day; without one it stays open. A text left out stays."""
        return self._channel.unary(_AMEND_CALL, _AMEND_CALL.made(request, fields), timeout)

    def create_solution(
        self,
        request: matching_service_pb2.CreateSolutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateSolutionFields],
    ) -> resources_pb2.Solution:
        """Brings in a solution, existing or newly developed, for prioritised challenges; who submits it founds its
        team.
        """
        return self._channel.unary(_CREATE_SOLUTION, _CREATE_SOLUTION.made(request, fields), timeout)

    def get_solution(
        self,
        request: matching_service_pb2.GetSolutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetSolutionFields],
    ) -> resources_pb2.Solution:
        """Gets a solution."""
        return self._channel.unary(_GET_SOLUTION, _GET_SOLUTION.made(request, fields), timeout)

    def list_solutions(
        self,
        request: matching_service_pb2.ListSolutionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListSolutionsFields],
    ) -> Pages[
        resources_pb2.Solution, matching_service_pb2.ListSolutionsRequest, matching_service_pb2.ListSolutionsResponse
    ]:
        """Lists solutions."""
        return Pages(self._channel, _LIST_SOLUTIONS, _LIST_SOLUTIONS.made(request, fields), timeout)

    def update_solution(
        self,
        request: matching_service_pb2.UpdateSolutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[UpdateSolutionFields],
    ) -> resources_pb2.Solution:
        """Says better what the solution is, or whom its team looks for; what is left out stays as it is. Who changes
        the words says whether that is a correction or new content, which makes a new version.
        """
        return self._channel.unary(_UPDATE_SOLUTION, _UPDATE_SOLUTION.made(request, fields), timeout)

    def tie_to_challenge(
        self,
        request: matching_service_pb2.TieToChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[TieToChallengeFields],
    ) -> resources_pb2.Solution:
        """Says that the solution answers one more challenge."""
        return self._channel.unary(_TIE_TO_CHALLENGE, _TIE_TO_CHALLENGE.made(request, fields), timeout)

    def invite_to_team(
        self,
        request: matching_service_pb2.InviteToTeamRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[InviteToTeamFields],
    ) -> resources_pb2.Solution:
        """Asks a person into the team."""
        return self._channel.unary(_INVITE_TO_TEAM, _INVITE_TO_TEAM.made(request, fields), timeout)

    def join_team(
        self,
        request: matching_service_pb2.JoinTeamRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[JoinTeamFields],
    ) -> resources_pb2.Solution:
        """Joins the team with one's skills."""
        return self._channel.unary(_JOIN_TEAM, _JOIN_TEAM.made(request, fields), timeout)

    def request_to_join(
        self,
        request: matching_service_pb2.RequestToJoinRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RequestToJoinFields],
    ) -> resources_pb2.Solution:
        """Asks a team to be let in, with one's skills; a speaker accepts or declines."""
        return self._channel.unary(_REQUEST_TO_JOIN, _REQUEST_TO_JOIN.made(request, fields), timeout)

    def withdraw_request(
        self,
        request: matching_service_pb2.WithdrawRequestRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawRequestFields],
    ) -> resources_pb2.Solution:
        """Takes one's own request to join back; one may ask again."""
        return self._channel.unary(_WITHDRAW_REQUEST, _WITHDRAW_REQUEST.made(request, fields), timeout)

    def accept_request(
        self,
        request: matching_service_pb2.AcceptRequestRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptRequestFields],
    ) -> resources_pb2.Solution:
        """Lets somebody in who asked."""
        return self._channel.unary(_ACCEPT_REQUEST, _ACCEPT_REQUEST.made(request, fields), timeout)

    def decline_request(
        self,
        request: matching_service_pb2.DeclineRequestRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeclineRequestFields],
    ) -> resources_pb2.Solution:
        """Does not let somebody in who asked, with a reason; they may ask again."""
        return self._channel.unary(_DECLINE_REQUEST, _DECLINE_REQUEST.made(request, fields), timeout)

    def leave_team(
        self,
        request: matching_service_pb2.LeaveTeamRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[LeaveTeamFields],
    ) -> resources_pb2.Solution:
        """Leaves the team; the last one withdraws the solution instead."""
        return self._channel.unary(_LEAVE_TEAM, _LEAVE_TEAM.made(request, fields), timeout)

    def remove_from_team(
        self,
        request: matching_service_pb2.RemoveFromTeamRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RemoveFromTeamFields],
    ) -> resources_pb2.Solution:
        """Takes a member out of the team, with a reason; a speaker cannot be taken out."""
        return self._channel.unary(_REMOVE_FROM_TEAM, _REMOVE_FROM_TEAM.made(request, fields), timeout)

    def appoint_speaker(
        self,
        request: matching_service_pb2.AppointSpeakerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AppointSpeakerFields],
    ) -> resources_pb2.Solution:
        """Makes another member a speaker: beside oneself, or handing over."""
        return self._channel.unary(_APPOINT_SPEAKER, _APPOINT_SPEAKER.made(request, fields), timeout)

    def resign_as_speaker(
        self,
        request: matching_service_pb2.ResignAsSpeakerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ResignAsSpeakerFields],
    ) -> resources_pb2.Solution:
        """Becomes an ordinary member again; when no speaker is left, the members choose."""
        return self._channel.unary(_RESIGN_AS_SPEAKER, _RESIGN_AS_SPEAKER.made(request, fields), timeout)

    def propose_speaker(
        self,
        request: matching_service_pb2.ProposeSpeakerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeSpeakerFields],
    ) -> resources_pb2.Solution:
        """Says who should speak for one's team while nobody does: the first to name somebody proposes, others
        confirm.
        """
        return self._channel.unary(_PROPOSE_SPEAKER, _PROPOSE_SPEAKER.made(request, fields), timeout)

    def name_speaker(
        self,
        request: matching_service_pb2.NameSpeakerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[NameSpeakerFields],
    ) -> resources_pb2.Solution:
        """Names one of a team its speaker, because its members have chosen nobody in time."""
        return self._channel.unary(_NAME_SPEAKER, _NAME_SPEAKER.made(request, fields), timeout)

    def withdraw_solution(
        self,
        request: matching_service_pb2.WithdrawSolutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawSolutionFields],
    ) -> resources_pb2.Solution:
        """Takes the solution back, with a reason; an initiative drops out of the programme first."""
        return self._channel.unary(_WITHDRAW_SOLUTION, _WITHDRAW_SOLUTION.made(request, fields), timeout)

    def create_kickoff(
        self,
        request: matching_service_pb2.CreateKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateKickoffFields],
    ) -> resources_pb2.Kickoff:
        """Sets a kick-off's days and opens registration; table sizes are the playbook's where they are left out."""
        return self._channel.unary(_CREATE_KICKOFF, _CREATE_KICKOFF.made(request, fields), timeout)

    def get_kickoff(
        self,
        request: matching_service_pb2.GetKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetKickoffFields],
    ) -> resources_pb2.Kickoff:
        """Gets a kickoff."""
        return self._channel.unary(_GET_KICKOFF, _GET_KICKOFF.made(request, fields), timeout)

    def list_kickoffs(
        self,
        request: matching_service_pb2.ListKickoffsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListKickoffsFields],
    ) -> Pages[
        resources_pb2.Kickoff, matching_service_pb2.ListKickoffsRequest, matching_service_pb2.ListKickoffsResponse
    ]:
        """Lists kickoffs."""
        return Pages(self._channel, _LIST_KICKOFFS, _LIST_KICKOFFS.made(request, fields), timeout)

    def move_kickoff(
        self,
        request: matching_service_pb2.MoveKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MoveKickoffFields],
    ) -> resources_pb2.Kickoff:
        """Lets a kick-off take place on other days, with a reason; how many days, if that changes too."""
        return self._channel.unary(_MOVE_KICKOFF, _MOVE_KICKOFF.made(request, fields), timeout)

    def cancel_kickoff(
        self,
        request: matching_service_pb2.CancelKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelKickoffFields],
    ) -> resources_pb2.Kickoff:
        """Lets a kick-off not take place, with a reason; also one that nobody has come to."""
        return self._channel.unary(_CANCEL_KICKOFF, _CANCEL_KICKOFF.made(request, fields), timeout)

    def register_for_kickoff(
        self,
        request: matching_service_pb2.RegisterForKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RegisterForKickoffFields],
    ) -> resources_pb2.Registration:
        """Registers for a kick-off, with the solutions one would like to work on, the dearest first, and one's
        skills.
        """
        return self._channel.unary(_REGISTER_FOR_KICKOFF, _REGISTER_FOR_KICKOFF.made(request, fields), timeout)

    def get_registration(
        self,
        request: matching_service_pb2.GetRegistrationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetRegistrationFields],
    ) -> resources_pb2.Registration:
        """Gets a registration."""
        return self._channel.unary(_GET_REGISTRATION, _GET_REGISTRATION.made(request, fields), timeout)

    def list_registrations(
        self,
        request: matching_service_pb2.ListRegistrationsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListRegistrationsFields],
    ) -> Pages[
        resources_pb2.Registration,
        matching_service_pb2.ListRegistrationsRequest,
        matching_service_pb2.ListRegistrationsResponse,
    ]:
        """Lists registrations."""
        return Pages(self._channel, _LIST_REGISTRATIONS, _LIST_REGISTRATIONS.made(request, fields), timeout)

    def change_wishes(
        self,
        request: matching_service_pb2.ChangeWishesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ChangeWishesFields],
    ) -> resources_pb2.Registration:
        """Replaces the wishes and skills of one's registration."""
        return self._channel.unary(_CHANGE_WISHES, _CHANGE_WISHES.made(request, fields), timeout)

    def cancel_registration(
        self,
        request: matching_service_pb2.CancelRegistrationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelRegistrationFields],
    ) -> resources_pb2.Registration:
        """Gives one's place back, before the kick-off or, having come, before its end."""
        return self._channel.unary(_CANCEL_REGISTRATION, _CANCEL_REGISTRATION.made(request, fields), timeout)

    def confirm_attendance(
        self,
        request: matching_service_pb2.ConfirmAttendanceRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmAttendanceFields],
    ) -> resources_pb2.Registration:
        """Says that the registered person has come."""
        return self._channel.unary(_CONFIRM_ATTENDANCE, _CONFIRM_ATTENDANCE.made(request, fields), timeout)

    def close_registration(
        self,
        request: matching_service_pb2.CloseRegistrationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseRegistrationFields],
    ) -> Operation[resources_pb2.Kickoff, decision_progress_pb2.DecisionProgress]:
        """Takes no more registrations; those who stand registered are to be given places. The decision is computed
        beside the service's other work, and the operation tells how far that is; its response is the kick-off
        with its tables. Cancelling the operation stops the computation, not the close: the result stays due.
        """
        return Operation(
            self._channel,
            self._channel.unary(_CLOSE_REGISTRATION, _CLOSE_REGISTRATION.made(request, fields), timeout),
            resources_pb2.Kickoff,
            decision_progress_pb2.DecisionProgress,
        )

    def reopen_allocation(
        self,
        request: matching_service_pb2.ReopenAllocationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ReopenAllocationFields],
    ) -> resources_pb2.Kickoff:
        """People have dropped out: places are to be given out anew among those who came."""
        return self._channel.unary(_REOPEN_ALLOCATION, _REOPEN_ALLOCATION.made(request, fields), timeout)

    def close_attendance(
        self,
        request: matching_service_pb2.CloseAttendanceRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseAttendanceFields],
    ) -> Operation[resources_pb2.Kickoff, decision_progress_pb2.DecisionProgress]:
        """Fixes who is there; those are to be given places anew. The decision is computed beside the service's other
        work, and the operation tells how far that is; its response is the kick-off with its tables. Cancelling
        the operation stops the computation, not the close: the result stays due.
        """
        return Operation(
            self._channel,
            self._channel.unary(_CLOSE_ATTENDANCE, _CLOSE_ATTENDANCE.made(request, fields), timeout),
            resources_pb2.Kickoff,
            decision_progress_pb2.DecisionProgress,
        )

    def hold_kickoff(
        self,
        request: matching_service_pb2.HoldKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[HoldKickoffFields],
    ) -> resources_pb2.Kickoff:
        """States that a kick-off has been held; not before its last day."""
        return self._channel.unary(_HOLD_KICKOFF, _HOLD_KICKOFF.made(request, fields), timeout)

    def create_programme(
        self,
        request: matching_service_pb2.CreateProgrammeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateProgrammeFields],
    ) -> resources_pb2.Programme:
        """Begins a programme today; it ends after the months that the playbook says. Others may run beside it."""
        return self._channel.unary(_CREATE_PROGRAMME, _CREATE_PROGRAMME.made(request, fields), timeout)

    def get_programme(
        self,
        request: matching_service_pb2.GetProgrammeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetProgrammeFields],
    ) -> resources_pb2.Programme:
        """Gets a programme."""
        return self._channel.unary(_GET_PROGRAMME, _GET_PROGRAMME.made(request, fields), timeout)

    def list_programmes(
        self,
        request: matching_service_pb2.ListProgrammesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListProgrammesFields],
    ) -> Pages[
        resources_pb2.Programme, matching_service_pb2.ListProgrammesRequest, matching_service_pb2.ListProgrammesResponse
    ]:
        """Lists programmes."""
        return Pages(self._channel, _LIST_PROGRAMMES, _LIST_PROGRAMMES.made(request, fields), timeout)

    def extend_programme(
        self,
        request: matching_service_pb2.ExtendProgrammeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ExtendProgrammeFields],
    ) -> resources_pb2.Programme:
        """Lets a programme end later, with a reason."""
        return self._channel.unary(_EXTEND_PROGRAMME, _EXTEND_PROGRAMME.made(request, fields), timeout)

    def admit_initiative(
        self,
        request: matching_service_pb2.AdmitInitiativeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AdmitInitiativeFields],
    ) -> resources_pb2.Initiative:
        """Lets a solution's team take part in a programme; again after it dropped out, or when its last one has
        ended.
        """
        return self._channel.unary(_ADMIT_INITIATIVE, _ADMIT_INITIATIVE.made(request, fields), timeout)

    def get_initiative(
        self,
        request: matching_service_pb2.GetInitiativeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetInitiativeFields],
    ) -> resources_pb2.Initiative:
        """Gets an initiative."""
        return self._channel.unary(_GET_INITIATIVE, _GET_INITIATIVE.made(request, fields), timeout)

    def list_initiatives(
        self,
        request: matching_service_pb2.ListInitiativesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListInitiativesFields],
    ) -> Pages[
        resources_pb2.Initiative,
        matching_service_pb2.ListInitiativesRequest,
        matching_service_pb2.ListInitiativesResponse,
    ]:
        """Lists initiatives."""
        return Pages(self._channel, _LIST_INITIATIVES, _LIST_INITIATIVES.made(request, fields), timeout)

    def record_activity(
        self,
        request: matching_service_pb2.RecordActivityRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RecordActivityFields],
    ) -> resources_pb2.Initiative:
        """The initiative gives a sign of life."""
        return self._channel.unary(_RECORD_ACTIVITY, _RECORD_ACTIVITY.made(request, fields), timeout)

    def warn_of_drop_off(
        self,
        request: matching_service_pb2.WarnOfDropOffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WarnOfDropOffFields],
    ) -> resources_pb2.Programme:
        """Time has passed: names the programme's initiatives that have been silent for too long, each silence once."""
        return self._channel.unary(_WARN_OF_DROP_OFF, _WARN_OF_DROP_OFF.made(request, fields), timeout)

    def mark_dropped_out(
        self,
        request: matching_service_pb2.MarkDroppedOutRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MarkDroppedOutFields],
    ) -> resources_pb2.Initiative:
        """States that the initiative has ended: the team at any time, the organisers after a warning and its grace."""
        return self._channel.unary(_MARK_DROPPED_OUT, _MARK_DROPPED_OUT.made(request, fields), timeout)

    def end_programme(
        self,
        request: matching_service_pb2.EndProgrammeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EndProgrammeFields],
    ) -> resources_pb2.Programme:
        """Time has passed: states that a programme has come to its end; not before its last day."""
        return self._channel.unary(_END_PROGRAMME, _END_PROGRAMME.made(request, fields), timeout)

    def create_need(
        self,
        request: matching_service_pb2.CreateNeedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateNeedFields],
    ) -> resources_pb2.Need:
        """Says what the initiative needs; a stipend says how much."""
        return self._channel.unary(_CREATE_NEED, _CREATE_NEED.made(request, fields), timeout)

    def get_need(
        self,
        request: matching_service_pb2.GetNeedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetNeedFields],
    ) -> resources_pb2.Need:
        """Gets a need."""
        return self._channel.unary(_GET_NEED, _GET_NEED.made(request, fields), timeout)

    def list_needs(
        self,
        request: matching_service_pb2.ListNeedsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListNeedsFields],
    ) -> Pages[resources_pb2.Need, matching_service_pb2.ListNeedsRequest, matching_service_pb2.ListNeedsResponse]:
        """Lists needs."""
        return Pages(self._channel, _LIST_NEEDS, _LIST_NEEDS.made(request, fields), timeout)

    def cancel_need(
        self,
        request: matching_service_pb2.CancelNeedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelNeedFields],
    ) -> resources_pb2.Need:
        """Takes a need back that nobody is answering, with a reason."""
        return self._channel.unary(_CANCEL_NEED, _CANCEL_NEED.made(request, fields), timeout)

    def create_offer(
        self,
        request: matching_service_pb2.CreateOfferRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateOfferFields],
    ) -> resources_pb2.Offer:
        """Offers support to so many needs; for stipends with a budget that will never be exceeded."""
        return self._channel.unary(_CREATE_OFFER, _CREATE_OFFER.made(request, fields), timeout)

    def get_offer(
        self,
        request: matching_service_pb2.GetOfferRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetOfferFields],
    ) -> resources_pb2.Offer:
        """Gets an offer."""
        return self._channel.unary(_GET_OFFER, _GET_OFFER.made(request, fields), timeout)

    def list_offers(
        self,
        request: matching_service_pb2.ListOffersRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListOffersFields],
    ) -> Pages[resources_pb2.Offer, matching_service_pb2.ListOffersRequest, matching_service_pb2.ListOffersResponse]:
        """Lists offers."""
        return Pages(self._channel, _LIST_OFFERS, _LIST_OFFERS.made(request, fields), timeout)

    def withdraw_offer(
        self,
        request: matching_service_pb2.WithdrawOfferRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawOfferFields],
    ) -> resources_pb2.Offer:
        """Takes an offer back with a reason; needs that it has not answered yet are open again."""
        return self._channel.unary(_WITHDRAW_OFFER, _WITHDRAW_OFFER.made(request, fields), timeout)

    def match_need(
        self,
        request: matching_service_pb2.MatchNeedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MatchNeedFields],
    ) -> resources_pb2.Offer:
        """Proposes that this offer answers that need; of a stipend the whole amount, or less where one is given."""
        return self._channel.unary(_MATCH_NEED, _MATCH_NEED.made(request, fields), timeout)

    def accept_match(
        self,
        request: matching_service_pb2.AcceptMatchRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptMatchFields],
    ) -> resources_pb2.Offer:
        """The team in need wants the support that was proposed."""
        return self._channel.unary(_ACCEPT_MATCH, _ACCEPT_MATCH.made(request, fields), timeout)

    def release_match(
        self,
        request: matching_service_pb2.ReleaseMatchRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ReleaseMatchFields],
    ) -> resources_pb2.Offer:
        """Nothing came of a match, or it is not wanted: frees the offer and opens the need again, with a reason."""
        return self._channel.unary(_RELEASE_MATCH, _RELEASE_MATCH.made(request, fields), timeout)

    def deliver_support(
        self,
        request: matching_service_pb2.DeliverSupportRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeliverSupportFields],
    ) -> resources_pb2.Offer:
        """Says that the support was given."""
        return self._channel.unary(_DELIVER_SUPPORT, _DELIVER_SUPPORT.made(request, fields), timeout)

    def confirm_delivery(
        self,
        request: matching_service_pb2.ConfirmDeliveryRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmDeliveryFields],
    ) -> resources_pb2.Offer:
        """Confirms the delivery for one's own side; it counts when both sides have."""
        return self._channel.unary(_CONFIRM_DELIVERY, _CONFIRM_DELIVERY.made(request, fields), timeout)

    def create_bundle(
        self,
        request: matching_service_pb2.CreateBundleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateBundleFields],
    ) -> resources_pb2.Bundle:
        """Proposes that initiatives working on the same thing go together; every one of them has to consent."""
        return self._channel.unary(_CREATE_BUNDLE, _CREATE_BUNDLE.made(request, fields), timeout)

    def get_bundle(
        self,
        request: matching_service_pb2.GetBundleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetBundleFields],
    ) -> resources_pb2.Bundle:
        """Gets a bundle."""
        return self._channel.unary(_GET_BUNDLE, _GET_BUNDLE.made(request, fields), timeout)

    def list_bundles(
        self,
        request: matching_service_pb2.ListBundlesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListBundlesFields],
    ) -> Pages[resources_pb2.Bundle, matching_service_pb2.ListBundlesRequest, matching_service_pb2.ListBundlesResponse]:
        """Lists bundles."""
        return Pages(self._channel, _LIST_BUNDLES, _LIST_BUNDLES.made(request, fields), timeout)

    def consent_to_bundle(
        self,
        request: matching_service_pb2.ConsentToBundleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConsentToBundleFields],
    ) -> resources_pb2.Bundle:
        """An initiative's team consents; with the last consent the bundle stands."""
        return self._channel.unary(_CONSENT_TO_BUNDLE, _CONSENT_TO_BUNDLE.made(request, fields), timeout)

    def decline_bundle(
        self,
        request: matching_service_pb2.DeclineBundleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeclineBundleFields],
    ) -> resources_pb2.Bundle:
        """An initiative's team says no, with a reason; the proposal falls."""
        return self._channel.unary(_DECLINE_BUNDLE, _DECLINE_BUNDLE.made(request, fields), timeout)

    def open_assessment(
        self,
        request: matching_service_pb2.OpenAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OpenAssessmentFields],
    ) -> resources_pb2.Dossier:
        """Calls for reviews of an initiative, the first time or again after its last assessment."""
        return self._channel.unary(_OPEN_ASSESSMENT, _OPEN_ASSESSMENT.made(request, fields), timeout)

    def get_dossier(
        self,
        request: matching_service_pb2.GetDossierRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetDossierFields],
    ) -> resources_pb2.Dossier:
        """Gets an initiative's living dossier of problem-solution fit."""
        return self._channel.unary(_GET_DOSSIER, _GET_DOSSIER.made(request, fields), timeout)

    def list_dossiers(
        self,
        request: matching_service_pb2.ListDossiersRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListDossiersFields],
    ) -> Pages[
        resources_pb2.Dossier, matching_service_pb2.ListDossiersRequest, matching_service_pb2.ListDossiersResponse
    ]:
        """Lists dossiers."""
        return Pages(self._channel, _LIST_DOSSIERS, _LIST_DOSSIERS.made(request, fields), timeout)

    def order_assessment(
        self,
        request: matching_service_pb2.OrderAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OrderAssessmentFields],
    ) -> resources_pb2.Dossier:
        """Asks for an assessment of the solution's new version; without it, the result of the last one stays."""
        return self._channel.unary(_ORDER_ASSESSMENT, _ORDER_ASSESSMENT.made(request, fields), timeout)

    def submit_review(
        self,
        request: matching_service_pb2.SubmitReviewRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SubmitReviewFields],
    ) -> matching_service_pb2.SubmitReviewResponse:
        """Reviews an initiative whose assessment is open: a score for each criterion one can judge, and a comment."""
        return self._channel.unary(_SUBMIT_REVIEW, _SUBMIT_REVIEW.made(request, fields), timeout)

    def declare_conflict(
        self,
        request: matching_service_pb2.DeclareConflictRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeclareConflictFields],
    ) -> matching_service_pb2.DeclareConflictResponse:
        """Says that one cannot judge an initiative freely: the own review is taken out, and none is taken for a
        year.
        """
        return self._channel.unary(_DECLARE_CONFLICT, _DECLARE_CONFLICT.made(request, fields), timeout)

    def close_assessment(
        self,
        request: matching_service_pb2.CloseAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseAssessmentFields],
    ) -> Operation[resources_pb2.Dossier, decision_progress_pb2.DecisionProgress]:
        """Ends the reviewing: what is there counts, nothing later, and the secret is revealed. The decision is
        computed beside the service's other work, and the operation tells how far that is; its response is the
        dossier with the result. Cancelling the operation stops the computation, not the close: the result stays
        due.
        """
        return Operation(
            self._channel,
            self._channel.unary(_CLOSE_ASSESSMENT, _CLOSE_ASSESSMENT.made(request, fields), timeout),
            resources_pb2.Dossier,
            decision_progress_pb2.DecisionProgress,
        )

    def override_assessment(
        self,
        request: matching_service_pb2.OverrideAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OverrideAssessmentFields],
    ) -> resources_pb2.Dossier:
        """Proposes to answer, by name and with a reason, for another result than the computed one, which stays
        beside it.
        """
        return self._channel.unary(_OVERRIDE_ASSESSMENT, _OVERRIDE_ASSESSMENT.made(request, fields), timeout)

    def confirm_override(
        self,
        request: matching_service_pb2.ConfirmOverrideRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmOverrideFields],
    ) -> resources_pb2.Dossier:
        """Answers for another result as the second person, without whom an override is nothing but proposed."""
        return self._channel.unary(_CONFIRM_OVERRIDE, _CONFIRM_OVERRIDE.made(request, fields), timeout)

    def contest_assessment(
        self,
        request: matching_service_pb2.ContestAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ContestAssessmentFields],
    ) -> resources_pb2.Dossier:
        """Disagrees with a result, as one of the team."""
        return self._channel.unary(_CONTEST_ASSESSMENT, _CONTEST_ASSESSMENT.made(request, fields), timeout)

    def contest_as_reviewer(
        self,
        request: matching_service_pb2.ContestAsReviewerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ContestAsReviewerFields],
    ) -> resources_pb2.Dossier:
        """Disagrees with a result, as one who reviewed, under the pseudonym of the review."""
        return self._channel.unary(_CONTEST_AS_REVIEWER, _CONTEST_AS_REVIEWER.made(request, fields), timeout)

    def answer_contest(
        self,
        request: matching_service_pb2.AnswerContestRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AnswerContestFields],
    ) -> resources_pb2.Dossier:
        """Answers a contest of the latest assessment in public."""
        return self._channel.unary(_ANSWER_CONTEST, _ANSWER_CONTEST.made(request, fields), timeout)

    def assess_finally(
        self,
        request: matching_service_pb2.AssessFinallyRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AssessFinallyFields],
    ) -> resources_pb2.Dossier:
        """Says in the end what became of an initiative in curation; the phase closes when it is said of each."""
        return self._channel.unary(_ASSESS_FINALLY, _ASSESS_FINALLY.made(request, fields), timeout)

    def create_pilot(
        self,
        request: matching_service_pb2.CreatePilotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreatePilotFields],
    ) -> resources_pb2.Pilot:
        """An institution agrees to try an initiative out, and says beforehand what would count as success."""
        return self._channel.unary(_CREATE_PILOT, _CREATE_PILOT.made(request, fields), timeout)

    def get_pilot(
        self,
        request: matching_service_pb2.GetPilotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetPilotFields],
    ) -> resources_pb2.Pilot:
        """Gets a pilot."""
        return self._channel.unary(_GET_PILOT, _GET_PILOT.made(request, fields), timeout)

    def list_pilots(
        self,
        request: matching_service_pb2.ListPilotsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListPilotsFields],
    ) -> Pages[resources_pb2.Pilot, matching_service_pb2.ListPilotsRequest, matching_service_pb2.ListPilotsResponse]:
        """Lists pilots."""
        return Pages(self._channel, _LIST_PILOTS, _LIST_PILOTS.made(request, fields), timeout)

    def start_pilot(
        self,
        request: matching_service_pb2.StartPilotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[StartPilotFields],
    ) -> resources_pb2.Pilot:
        """The pilot begins."""
        return self._channel.unary(_START_PILOT, _START_PILOT.made(request, fields), timeout)

    def record_pilot_result(
        self,
        request: matching_service_pb2.RecordPilotResultRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RecordPilotResultFields],
    ) -> resources_pb2.Pilot:
        """Says of each success criterion whether it was met, what follows, and where the evidence is."""
        return self._channel.unary(_RECORD_PILOT_RESULT, _RECORD_PILOT_RESULT.made(request, fields), timeout)

    def abandon_pilot(
        self,
        request: matching_service_pb2.AbandonPilotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AbandonPilotFields],
    ) -> resources_pb2.Pilot:
        """Ends a pilot before it has a result, with the reason."""
        return self._channel.unary(_ABANDON_PILOT, _ABANDON_PILOT.made(request, fields), timeout)

    def open_plan(
        self,
        request: matching_service_pb2.OpenPlanRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OpenPlanFields],
    ) -> matching_service_pb2.OpenPlanResponse:
        """Fixes the rule by which an initiative's rollout will be planned, before it is known with whom."""
        return self._channel.unary(_OPEN_PLAN, _OPEN_PLAN.made(request, fields), timeout)

    def get_plan(
        self,
        request: matching_service_pb2.GetPlanRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetPlanFields],
    ) -> resources_pb2.Plan:
        """Gets a plan."""
        return self._channel.unary(_GET_PLAN, _GET_PLAN.made(request, fields), timeout)

    def list_plans(
        self,
        request: matching_service_pb2.ListPlansRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListPlansFields],
    ) -> Pages[resources_pb2.Plan, matching_service_pb2.ListPlansRequest, matching_service_pb2.ListPlansResponse]:
        """Lists plans."""
        return Pages(self._channel, _LIST_PLANS, _LIST_PLANS.made(request, fields), timeout)

    def request_plan(
        self,
        request: matching_service_pb2.RequestPlanRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RequestPlanFields],
    ) -> Operation[resources_pb2.Plan, decision_progress_pb2.DecisionProgress]:
        """Asks to whom an initiative is rolled out, and in which order; the secret is revealed. The decision is
        computed beside the service's other work, and the operation tells how far that is; its response is the
        plan with its steps. Cancelling the operation stops the computation, not the close: the result stays due.
        """
        return Operation(
            self._channel,
            self._channel.unary(_REQUEST_PLAN, _REQUEST_PLAN.made(request, fields), timeout),
            resources_pb2.Plan,
            decision_progress_pb2.DecisionProgress,
        )

    def create_adoption(
        self,
        request: matching_service_pb2.CreateAdoptionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateAdoptionFields],
    ) -> resources_pb2.Adoption:
        """Enters into the register that an institution runs an initiative as its own, and where."""
        return self._channel.unary(_CREATE_ADOPTION, _CREATE_ADOPTION.made(request, fields), timeout)

    def get_adoption(
        self,
        request: matching_service_pb2.GetAdoptionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetAdoptionFields],
    ) -> resources_pb2.Adoption:
        """Gets an adoption."""
        return self._channel.unary(_GET_ADOPTION, _GET_ADOPTION.made(request, fields), timeout)

    def list_adoptions(
        self,
        request: matching_service_pb2.ListAdoptionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListAdoptionsFields],
    ) -> Pages[
        resources_pb2.Adoption, matching_service_pb2.ListAdoptionsRequest, matching_service_pb2.ListAdoptionsResponse
    ]:
        """Lists adoptions."""
        return Pages(self._channel, _LIST_ADOPTIONS, _LIST_ADOPTIONS.made(request, fields), timeout)

    def end_adoption(
        self,
        request: matching_service_pb2.EndAdoptionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EndAdoptionFields],
    ) -> resources_pb2.Adoption:
        """Says in public that an institution no longer runs an initiative, and why."""
        return self._channel.unary(_END_ADOPTION, _END_ADOPTION.made(request, fields), timeout)

    def create_cooperation(
        self,
        request: matching_service_pb2.CreateCooperationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateCooperationFields],
    ) -> resources_pb2.Cooperation:
        """Says in public, for an institution, that it works on another one's own solution with it."""
        return self._channel.unary(_CREATE_COOPERATION, _CREATE_COOPERATION.made(request, fields), timeout)

    def get_cooperation(
        self,
        request: matching_service_pb2.GetCooperationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetCooperationFields],
    ) -> resources_pb2.Cooperation:
        """Gets a cooperation."""
        return self._channel.unary(_GET_COOPERATION, _GET_COOPERATION.made(request, fields), timeout)

    def list_cooperations(
        self,
        request: matching_service_pb2.ListCooperationsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListCooperationsFields],
    ) -> Pages[
        resources_pb2.Cooperation,
        matching_service_pb2.ListCooperationsRequest,
        matching_service_pb2.ListCooperationsResponse,
    ]:
        """Lists cooperations."""
        return Pages(self._channel, _LIST_COOPERATIONS, _LIST_COOPERATIONS.made(request, fields), timeout)

    def end_cooperation(
        self,
        request: matching_service_pb2.EndCooperationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EndCooperationFields],
    ) -> resources_pb2.Cooperation:
        """Says in public that a cooperation is over, or was never meant so, and why."""
        return self._channel.unary(_END_COOPERATION, _END_COOPERATION.made(request, fields), timeout)

    def set_financing_model(
        self,
        request: matching_service_pb2.SetFinancingModelRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SetFinancingModelFields],
    ) -> resources_pb2.Financing:
        """Says how an initiative lives on when the programme is over, or says it anew."""
        return self._channel.unary(_SET_FINANCING_MODEL, _SET_FINANCING_MODEL.made(request, fields), timeout)

    def get_financing(
        self,
        request: matching_service_pb2.GetFinancingRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetFinancingFields],
    ) -> resources_pb2.Financing:
        """Gets how an initiative lives on."""
        return self._channel.unary(_GET_FINANCING, _GET_FINANCING.made(request, fields), timeout)

    def list_financings(
        self,
        request: matching_service_pb2.ListFinancingsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListFinancingsFields],
    ) -> Pages[
        resources_pb2.Financing, matching_service_pb2.ListFinancingsRequest, matching_service_pb2.ListFinancingsResponse
    ]:
        """Lists financing."""
        return Pages(self._channel, _LIST_FINANCINGS, _LIST_FINANCINGS.made(request, fields), timeout)

    def record_reading(
        self,
        request: matching_service_pb2.RecordReadingRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RecordReadingFields],
    ) -> matching_service_pb2.RecordReadingResponse:
        """Records what the mission's indicator stood at on a day."""
        return self._channel.unary(_RECORD_READING, _RECORD_READING.made(request, fields), timeout)

    def publish_final_report(
        self,
        request: matching_service_pb2.PublishFinalReportRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[PublishFinalReportFields],
    ) -> resources_pb2.FinalReport:
        """Ends the mission in the open: what was reached, and what was not."""
        return self._channel.unary(_PUBLISH_FINAL_REPORT, _PUBLISH_FINAL_REPORT.made(request, fields), timeout)

    def get_final_report(
        self,
        request: matching_service_pb2.GetFinalReportRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetFinalReportFields],
    ) -> resources_pb2.FinalReport:
        """Gets the mission's final report."""
        return self._channel.unary(_GET_FINAL_REPORT, _GET_FINAL_REPORT.made(request, fields), timeout)

    def get_reading(
        self,
        request: matching_service_pb2.GetReadingRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetReadingFields],
    ) -> resources_pb2.Reading:
        """Gets a reading."""
        return self._channel.unary(_GET_READING, _GET_READING.made(request, fields), timeout)

    def list_readings(
        self,
        request: matching_service_pb2.ListReadingsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListReadingsFields],
    ) -> Pages[
        resources_pb2.Reading, matching_service_pb2.ListReadingsRequest, matching_service_pb2.ListReadingsResponse
    ]:
        """Lists readings."""
        return Pages(self._channel, _LIST_READINGS, _LIST_READINGS.made(request, fields), timeout)


class AsyncMatchingMethods:
    """Calls, solutions, kick-offs, support, curation and scaling. Who may do what, in which phase, and what must
    hold first stands in the phase rules; a token only proves who asks.
    """

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel

    async def create_call(
        self,
        request: matching_service_pb2.CreateCallRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateCallFields],
    ) -> resources_pb2.Call:
        """Calls for solutions in public; from here on they may be submitted, until the closing day if there is one."""
        return await self._channel.unary(_CREATE_CALL, _CREATE_CALL.made(request, fields), timeout)

    async def get_call(
        self,
        request: matching_service_pb2.GetCallRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetCallFields],
    ) -> resources_pb2.Call:
        """Gets a call."""
        return await self._channel.unary(_GET_CALL, _GET_CALL.made(request, fields), timeout)

    def list_calls(
        self,
        request: matching_service_pb2.ListCallsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListCallsFields],
    ) -> AsyncPages[resources_pb2.Call, matching_service_pb2.ListCallsRequest, matching_service_pb2.ListCallsResponse]:
        """Lists calls."""
        return AsyncPages(self._channel, _LIST_CALLS, _LIST_CALLS.made(request, fields), timeout)

    async def amend_call(
        self,
        request: matching_service_pb2.AmendCallRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AmendCallFields],
    ) -> resources_pb2.Call:
        """Says a call better, or lets it close on another day; without one it stays open. A text left out stays."""
        return await self._channel.unary(_AMEND_CALL, _AMEND_CALL.made(request, fields), timeout)

    async def create_solution(
        self,
        request: matching_service_pb2.CreateSolutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateSolutionFields],
    ) -> resources_pb2.Solution:
        """Brings in a solution, existing or newly developed, for prioritised challenges; who submits it founds its
        team.
        """
        return await self._channel.unary(_CREATE_SOLUTION, _CREATE_SOLUTION.made(request, fields), timeout)

    async def get_solution(
        self,
        request: matching_service_pb2.GetSolutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetSolutionFields],
    ) -> resources_pb2.Solution:
        """Gets a solution."""
        return await self._channel.unary(_GET_SOLUTION, _GET_SOLUTION.made(request, fields), timeout)

    def list_solutions(
        self,
        request: matching_service_pb2.ListSolutionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListSolutionsFields],
    ) -> AsyncPages[
        resources_pb2.Solution, matching_service_pb2.ListSolutionsRequest, matching_service_pb2.ListSolutionsResponse
    ]:
        """Lists solutions."""
        return AsyncPages(self._channel, _LIST_SOLUTIONS, _LIST_SOLUTIONS.made(request, fields), timeout)

    async def update_solution(
        self,
        request: matching_service_pb2.UpdateSolutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[UpdateSolutionFields],
    ) -> resources_pb2.Solution:
        """Says better what the solution is, or whom its team looks for; what is left out stays as it is. Who changes
        the words says whether that is a correction or new content, which makes a new version.
        """
        return await self._channel.unary(_UPDATE_SOLUTION, _UPDATE_SOLUTION.made(request, fields), timeout)

    async def tie_to_challenge(
        self,
        request: matching_service_pb2.TieToChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[TieToChallengeFields],
    ) -> resources_pb2.Solution:
        """Says that the solution answers one more challenge."""
        return await self._channel.unary(_TIE_TO_CHALLENGE, _TIE_TO_CHALLENGE.made(request, fields), timeout)

    async def invite_to_team(
        self,
        request: matching_service_pb2.InviteToTeamRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[InviteToTeamFields],
    ) -> resources_pb2.Solution:
        """Asks a person into the team."""
        return await self._channel.unary(_INVITE_TO_TEAM, _INVITE_TO_TEAM.made(request, fields), timeout)

    async def join_team(
        self,
        request: matching_service_pb2.JoinTeamRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[JoinTeamFields],
    ) -> resources_pb2.Solution:
        """Joins the team with one's skills."""
        return await self._channel.unary(_JOIN_TEAM, _JOIN_TEAM.made(request, fields), timeout)

    async def request_to_join(
        self,
        request: matching_service_pb2.RequestToJoinRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RequestToJoinFields],
    ) -> resources_pb2.Solution:
        """Asks a team to be let in, with one's skills; a speaker accepts or declines."""
        return await self._channel.unary(_REQUEST_TO_JOIN, _REQUEST_TO_JOIN.made(request, fields), timeout)

    async def withdraw_request(
        self,
        request: matching_service_pb2.WithdrawRequestRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawRequestFields],
    ) -> resources_pb2.Solution:
        """Takes one's own request to join back; one may ask again."""
        return await self._channel.unary(_WITHDRAW_REQUEST, _WITHDRAW_REQUEST.made(request, fields), timeout)

    async def accept_request(
        self,
        request: matching_service_pb2.AcceptRequestRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptRequestFields],
    ) -> resources_pb2.Solution:
        """Lets somebody in who asked."""
        return await self._channel.unary(_ACCEPT_REQUEST, _ACCEPT_REQUEST.made(request, fields), timeout)

    async def decline_request(
        self,
        request: matching_service_pb2.DeclineRequestRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeclineRequestFields],
    ) -> resources_pb2.Solution:
        """Does not let somebody in who asked, with a reason; they may ask again."""
        return await self._channel.unary(_DECLINE_REQUEST, _DECLINE_REQUEST.made(request, fields), timeout)

    async def leave_team(
        self,
        request: matching_service_pb2.LeaveTeamRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[LeaveTeamFields],
    ) -> resources_pb2.Solution:
        """Leaves the team; the last one withdraws the solution instead."""
        return await self._channel.unary(_LEAVE_TEAM, _LEAVE_TEAM.made(request, fields), timeout)

    async def remove_from_team(
        self,
        request: matching_service_pb2.RemoveFromTeamRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RemoveFromTeamFields],
    ) -> resources_pb2.Solution:
        """Takes a member out of the team, with a reason; a speaker cannot be taken out."""
        return await self._channel.unary(_REMOVE_FROM_TEAM, _REMOVE_FROM_TEAM.made(request, fields), timeout)

    async def appoint_speaker(
        self,
        request: matching_service_pb2.AppointSpeakerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AppointSpeakerFields],
    ) -> resources_pb2.Solution:
        """Makes another member a speaker: beside oneself, or handing over."""
        return await self._channel.unary(_APPOINT_SPEAKER, _APPOINT_SPEAKER.made(request, fields), timeout)

    async def resign_as_speaker(
        self,
        request: matching_service_pb2.ResignAsSpeakerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ResignAsSpeakerFields],
    ) -> resources_pb2.Solution:
        """Becomes an ordinary member again; when no speaker is left, the members choose."""
        return await self._channel.unary(_RESIGN_AS_SPEAKER, _RESIGN_AS_SPEAKER.made(request, fields), timeout)

    async def propose_speaker(
        self,
        request: matching_service_pb2.ProposeSpeakerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeSpeakerFields],
    ) -> resources_pb2.Solution:
        """Says who should speak for one's team while nobody does: the first to name somebody proposes, others
        confirm.
        """
        return await self._channel.unary(_PROPOSE_SPEAKER, _PROPOSE_SPEAKER.made(request, fields), timeout)

    async def name_speaker(
        self,
        request: matching_service_pb2.NameSpeakerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[NameSpeakerFields],
    ) -> resources_pb2.Solution:
        """Names one of a team its speaker, because its members have chosen nobody in time."""
        return await self._channel.unary(_NAME_SPEAKER, _NAME_SPEAKER.made(request, fields), timeout)

    async def withdraw_solution(
        self,
        request: matching_service_pb2.WithdrawSolutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawSolutionFields],
    ) -> resources_pb2.Solution:
        """Takes the solution back, with a reason; an initiative drops out of the programme first."""
        return await self._channel.unary(_WITHDRAW_SOLUTION, _WITHDRAW_SOLUTION.made(request, fields), timeout)

    async def create_kickoff(
        self,
        request: matching_service_pb2.CreateKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateKickoffFields],
    ) -> resources_pb2.Kickoff:
        """Sets a kick-off's days and opens registration; table sizes are the playbook's where they are left out."""
        return await self._channel.unary(_CREATE_KICKOFF, _CREATE_KICKOFF.made(request, fields), timeout)

    async def get_kickoff(
        self,
        request: matching_service_pb2.GetKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetKickoffFields],
    ) -> resources_pb2.Kickoff:
        """Gets a kickoff."""
        return await self._channel.unary(_GET_KICKOFF, _GET_KICKOFF.made(request, fields), timeout)

    def list_kickoffs(
        self,
        request: matching_service_pb2.ListKickoffsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListKickoffsFields],
    ) -> AsyncPages[
        resources_pb2.Kickoff, matching_service_pb2.ListKickoffsRequest, matching_service_pb2.ListKickoffsResponse
    ]:
        """Lists kickoffs."""
        return AsyncPages(self._channel, _LIST_KICKOFFS, _LIST_KICKOFFS.made(request, fields), timeout)

    async def move_kickoff(
        self,
        request: matching_service_pb2.MoveKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MoveKickoffFields],
    ) -> resources_pb2.Kickoff:
        """Lets a kick-off take place on other days, with a reason; how many days, if that changes too."""
        return await self._channel.unary(_MOVE_KICKOFF, _MOVE_KICKOFF.made(request, fields), timeout)

    async def cancel_kickoff(
        self,
        request: matching_service_pb2.CancelKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelKickoffFields],
    ) -> resources_pb2.Kickoff:
        """Lets a kick-off not take place, with a reason; also one that nobody has come to."""
        return await self._channel.unary(_CANCEL_KICKOFF, _CANCEL_KICKOFF.made(request, fields), timeout)

    async def register_for_kickoff(
        self,
        request: matching_service_pb2.RegisterForKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RegisterForKickoffFields],
    ) -> resources_pb2.Registration:
        """Registers for a kick-off, with the solutions one would like to work on, the dearest first, and one's
        skills.
        """
        return await self._channel.unary(_REGISTER_FOR_KICKOFF, _REGISTER_FOR_KICKOFF.made(request, fields), timeout)

    async def get_registration(
        self,
        request: matching_service_pb2.GetRegistrationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetRegistrationFields],
    ) -> resources_pb2.Registration:
        """Gets a registration."""
        return await self._channel.unary(_GET_REGISTRATION, _GET_REGISTRATION.made(request, fields), timeout)

    def list_registrations(
        self,
        request: matching_service_pb2.ListRegistrationsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListRegistrationsFields],
    ) -> AsyncPages[
        resources_pb2.Registration,
        matching_service_pb2.ListRegistrationsRequest,
        matching_service_pb2.ListRegistrationsResponse,
    ]:
        """Lists registrations."""
        return AsyncPages(self._channel, _LIST_REGISTRATIONS, _LIST_REGISTRATIONS.made(request, fields), timeout)

    async def change_wishes(
        self,
        request: matching_service_pb2.ChangeWishesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ChangeWishesFields],
    ) -> resources_pb2.Registration:
        """Replaces the wishes and skills of one's registration."""
        return await self._channel.unary(_CHANGE_WISHES, _CHANGE_WISHES.made(request, fields), timeout)

    async def cancel_registration(
        self,
        request: matching_service_pb2.CancelRegistrationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelRegistrationFields],
    ) -> resources_pb2.Registration:
        """Gives one's place back, before the kick-off or, having come, before its end."""
        return await self._channel.unary(_CANCEL_REGISTRATION, _CANCEL_REGISTRATION.made(request, fields), timeout)

    async def confirm_attendance(
        self,
        request: matching_service_pb2.ConfirmAttendanceRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmAttendanceFields],
    ) -> resources_pb2.Registration:
        """Says that the registered person has come."""
        return await self._channel.unary(_CONFIRM_ATTENDANCE, _CONFIRM_ATTENDANCE.made(request, fields), timeout)

    async def close_registration(
        self,
        request: matching_service_pb2.CloseRegistrationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseRegistrationFields],
    ) -> AsyncOperation[resources_pb2.Kickoff, decision_progress_pb2.DecisionProgress]:
        """Takes no more registrations; those who stand registered are to be given places. The decision is computed
        beside the service's other work, and the operation tells how far that is; its response is the kick-off
        with its tables. Cancelling the operation stops the computation, not the close: the result stays due.
        """
        return AsyncOperation(
            self._channel,
            await self._channel.unary(_CLOSE_REGISTRATION, _CLOSE_REGISTRATION.made(request, fields), timeout),
            resources_pb2.Kickoff,
            decision_progress_pb2.DecisionProgress,
        )

    async def reopen_allocation(
        self,
        request: matching_service_pb2.ReopenAllocationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ReopenAllocationFields],
    ) -> resources_pb2.Kickoff:
        """People have dropped out: places are to be given out anew among those who came."""
        return await self._channel.unary(_REOPEN_ALLOCATION, _REOPEN_ALLOCATION.made(request, fields), timeout)

    async def close_attendance(
        self,
        request: matching_service_pb2.CloseAttendanceRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseAttendanceFields],
    ) -> AsyncOperation[resources_pb2.Kickoff, decision_progress_pb2.DecisionProgress]:
        """Fixes who is there; those are to be given places anew. The decision is computed beside the service's other
        work, and the operation tells how far that is; its response is the kick-off with its tables. Cancelling
        the operation stops the computation, not the close: the result stays due.
        """
        return AsyncOperation(
            self._channel,
            await self._channel.unary(_CLOSE_ATTENDANCE, _CLOSE_ATTENDANCE.made(request, fields), timeout),
            resources_pb2.Kickoff,
            decision_progress_pb2.DecisionProgress,
        )

    async def hold_kickoff(
        self,
        request: matching_service_pb2.HoldKickoffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[HoldKickoffFields],
    ) -> resources_pb2.Kickoff:
        """States that a kick-off has been held; not before its last day."""
        return await self._channel.unary(_HOLD_KICKOFF, _HOLD_KICKOFF.made(request, fields), timeout)

    async def create_programme(
        self,
        request: matching_service_pb2.CreateProgrammeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateProgrammeFields],
    ) -> resources_pb2.Programme:
        """Begins a programme today; it ends after the months that the playbook says. Others may run beside it."""
        return await self._channel.unary(_CREATE_PROGRAMME, _CREATE_PROGRAMME.made(request, fields), timeout)

    async def get_programme(
        self,
        request: matching_service_pb2.GetProgrammeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetProgrammeFields],
    ) -> resources_pb2.Programme:
        """Gets a programme."""
        return await self._channel.unary(_GET_PROGRAMME, _GET_PROGRAMME.made(request, fields), timeout)

    def list_programmes(
        self,
        request: matching_service_pb2.ListProgrammesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListProgrammesFields],
    ) -> AsyncPages[
        resources_pb2.Programme, matching_service_pb2.ListProgrammesRequest, matching_service_pb2.ListProgrammesResponse
    ]:
        """Lists programmes."""
        return AsyncPages(self._channel, _LIST_PROGRAMMES, _LIST_PROGRAMMES.made(request, fields), timeout)

    async def extend_programme(
        self,
        request: matching_service_pb2.ExtendProgrammeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ExtendProgrammeFields],
    ) -> resources_pb2.Programme:
        """Lets a programme end later, with a reason."""
        return await self._channel.unary(_EXTEND_PROGRAMME, _EXTEND_PROGRAMME.made(request, fields), timeout)

    async def admit_initiative(
        self,
        request: matching_service_pb2.AdmitInitiativeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AdmitInitiativeFields],
    ) -> resources_pb2.Initiative:
        """Lets a solution's team take part in a programme; again after it dropped out, or when its last one has
        ended.
        """
        return await self._channel.unary(_ADMIT_INITIATIVE, _ADMIT_INITIATIVE.made(request, fields), timeout)

    async def get_initiative(
        self,
        request: matching_service_pb2.GetInitiativeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetInitiativeFields],
    ) -> resources_pb2.Initiative:
        """Gets an initiative."""
        return await self._channel.unary(_GET_INITIATIVE, _GET_INITIATIVE.made(request, fields), timeout)

    def list_initiatives(
        self,
        request: matching_service_pb2.ListInitiativesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListInitiativesFields],
    ) -> AsyncPages[
        resources_pb2.Initiative,
        matching_service_pb2.ListInitiativesRequest,
        matching_service_pb2.ListInitiativesResponse,
    ]:
        """Lists initiatives."""
        return AsyncPages(self._channel, _LIST_INITIATIVES, _LIST_INITIATIVES.made(request, fields), timeout)

    async def record_activity(
        self,
        request: matching_service_pb2.RecordActivityRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RecordActivityFields],
    ) -> resources_pb2.Initiative:
        """The initiative gives a sign of life."""
        return await self._channel.unary(_RECORD_ACTIVITY, _RECORD_ACTIVITY.made(request, fields), timeout)

    async def warn_of_drop_off(
        self,
        request: matching_service_pb2.WarnOfDropOffRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WarnOfDropOffFields],
    ) -> resources_pb2.Programme:
        """Time has passed: names the programme's initiatives that have been silent for too long, each silence once."""
        return await self._channel.unary(_WARN_OF_DROP_OFF, _WARN_OF_DROP_OFF.made(request, fields), timeout)

    async def mark_dropped_out(
        self,
        request: matching_service_pb2.MarkDroppedOutRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MarkDroppedOutFields],
    ) -> resources_pb2.Initiative:
        """States that the initiative has ended: the team at any time, the organisers after a warning and its grace."""
        return await self._channel.unary(_MARK_DROPPED_OUT, _MARK_DROPPED_OUT.made(request, fields), timeout)

    async def end_programme(
        self,
        request: matching_service_pb2.EndProgrammeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EndProgrammeFields],
    ) -> resources_pb2.Programme:
        """Time has passed: states that a programme has come to its end; not before its last day."""
        return await self._channel.unary(_END_PROGRAMME, _END_PROGRAMME.made(request, fields), timeout)

    async def create_need(
        self,
        request: matching_service_pb2.CreateNeedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateNeedFields],
    ) -> resources_pb2.Need:
        """Says what the initiative needs; a stipend says how much."""
        return await self._channel.unary(_CREATE_NEED, _CREATE_NEED.made(request, fields), timeout)

    async def get_need(
        self,
        request: matching_service_pb2.GetNeedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetNeedFields],
    ) -> resources_pb2.Need:
        """Gets a need."""
        return await self._channel.unary(_GET_NEED, _GET_NEED.made(request, fields), timeout)

    def list_needs(
        self,
        request: matching_service_pb2.ListNeedsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListNeedsFields],
    ) -> AsyncPages[resources_pb2.Need, matching_service_pb2.ListNeedsRequest, matching_service_pb2.ListNeedsResponse]:
        """Lists needs."""
        return AsyncPages(self._channel, _LIST_NEEDS, _LIST_NEEDS.made(request, fields), timeout)

    async def cancel_need(
        self,
        request: matching_service_pb2.CancelNeedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelNeedFields],
    ) -> resources_pb2.Need:
        """Takes a need back that nobody is answering, with a reason."""
        return await self._channel.unary(_CANCEL_NEED, _CANCEL_NEED.made(request, fields), timeout)

    async def create_offer(
        self,
        request: matching_service_pb2.CreateOfferRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateOfferFields],
    ) -> resources_pb2.Offer:
        """Offers support to so many needs; for stipends with a budget that will never be exceeded."""
        return await self._channel.unary(_CREATE_OFFER, _CREATE_OFFER.made(request, fields), timeout)

    async def get_offer(
        self,
        request: matching_service_pb2.GetOfferRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetOfferFields],
    ) -> resources_pb2.Offer:
        """Gets an offer."""
        return await self._channel.unary(_GET_OFFER, _GET_OFFER.made(request, fields), timeout)

    def list_offers(
        self,
        request: matching_service_pb2.ListOffersRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListOffersFields],
    ) -> AsyncPages[
        resources_pb2.Offer, matching_service_pb2.ListOffersRequest, matching_service_pb2.ListOffersResponse
    ]:
        """Lists offers."""
        return AsyncPages(self._channel, _LIST_OFFERS, _LIST_OFFERS.made(request, fields), timeout)

    async def withdraw_offer(
        self,
        request: matching_service_pb2.WithdrawOfferRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawOfferFields],
    ) -> resources_pb2.Offer:
        """Takes an offer back with a reason; needs that it has not answered yet are open again."""
        return await self._channel.unary(_WITHDRAW_OFFER, _WITHDRAW_OFFER.made(request, fields), timeout)

    async def match_need(
        self,
        request: matching_service_pb2.MatchNeedRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MatchNeedFields],
    ) -> resources_pb2.Offer:
        """Proposes that this offer answers that need; of a stipend the whole amount, or less where one is given."""
        return await self._channel.unary(_MATCH_NEED, _MATCH_NEED.made(request, fields), timeout)

    async def accept_match(
        self,
        request: matching_service_pb2.AcceptMatchRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptMatchFields],
    ) -> resources_pb2.Offer:
        """The team in need wants the support that was proposed."""
        return await self._channel.unary(_ACCEPT_MATCH, _ACCEPT_MATCH.made(request, fields), timeout)

    async def release_match(
        self,
        request: matching_service_pb2.ReleaseMatchRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ReleaseMatchFields],
    ) -> resources_pb2.Offer:
        """Nothing came of a match, or it is not wanted: frees the offer and opens the need again, with a reason."""
        return await self._channel.unary(_RELEASE_MATCH, _RELEASE_MATCH.made(request, fields), timeout)

    async def deliver_support(
        self,
        request: matching_service_pb2.DeliverSupportRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeliverSupportFields],
    ) -> resources_pb2.Offer:
        """Says that the support was given."""
        return await self._channel.unary(_DELIVER_SUPPORT, _DELIVER_SUPPORT.made(request, fields), timeout)

    async def confirm_delivery(
        self,
        request: matching_service_pb2.ConfirmDeliveryRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmDeliveryFields],
    ) -> resources_pb2.Offer:
        """Confirms the delivery for one's own side; it counts when both sides have."""
        return await self._channel.unary(_CONFIRM_DELIVERY, _CONFIRM_DELIVERY.made(request, fields), timeout)

    async def create_bundle(
        self,
        request: matching_service_pb2.CreateBundleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateBundleFields],
    ) -> resources_pb2.Bundle:
        """Proposes that initiatives working on the same thing go together; every one of them has to consent."""
        return await self._channel.unary(_CREATE_BUNDLE, _CREATE_BUNDLE.made(request, fields), timeout)

    async def get_bundle(
        self,
        request: matching_service_pb2.GetBundleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetBundleFields],
    ) -> resources_pb2.Bundle:
        """Gets a bundle."""
        return await self._channel.unary(_GET_BUNDLE, _GET_BUNDLE.made(request, fields), timeout)

    def list_bundles(
        self,
        request: matching_service_pb2.ListBundlesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListBundlesFields],
    ) -> AsyncPages[
        resources_pb2.Bundle, matching_service_pb2.ListBundlesRequest, matching_service_pb2.ListBundlesResponse
    ]:
        """Lists bundles."""
        return AsyncPages(self._channel, _LIST_BUNDLES, _LIST_BUNDLES.made(request, fields), timeout)

    async def consent_to_bundle(
        self,
        request: matching_service_pb2.ConsentToBundleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConsentToBundleFields],
    ) -> resources_pb2.Bundle:
        """An initiative's team consents; with the last consent the bundle stands."""
        return await self._channel.unary(_CONSENT_TO_BUNDLE, _CONSENT_TO_BUNDLE.made(request, fields), timeout)

    async def decline_bundle(
        self,
        request: matching_service_pb2.DeclineBundleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeclineBundleFields],
    ) -> resources_pb2.Bundle:
        """An initiative's team says no, with a reason; the proposal falls."""
        return await self._channel.unary(_DECLINE_BUNDLE, _DECLINE_BUNDLE.made(request, fields), timeout)

    async def open_assessment(
        self,
        request: matching_service_pb2.OpenAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OpenAssessmentFields],
    ) -> resources_pb2.Dossier:
        """Calls for reviews of an initiative, the first time or again after its last assessment."""
        return await self._channel.unary(_OPEN_ASSESSMENT, _OPEN_ASSESSMENT.made(request, fields), timeout)

    async def get_dossier(
        self,
        request: matching_service_pb2.GetDossierRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetDossierFields],
    ) -> resources_pb2.Dossier:
        """Gets an initiative's living dossier of problem-solution fit."""
        return await self._channel.unary(_GET_DOSSIER, _GET_DOSSIER.made(request, fields), timeout)

    def list_dossiers(
        self,
        request: matching_service_pb2.ListDossiersRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListDossiersFields],
    ) -> AsyncPages[
        resources_pb2.Dossier, matching_service_pb2.ListDossiersRequest, matching_service_pb2.ListDossiersResponse
    ]:
        """Lists dossiers."""
        return AsyncPages(self._channel, _LIST_DOSSIERS, _LIST_DOSSIERS.made(request, fields), timeout)

    async def order_assessment(
        self,
        request: matching_service_pb2.OrderAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OrderAssessmentFields],
    ) -> resources_pb2.Dossier:
        """Asks for an assessment of the solution's new version; without it, the result of the last one stays."""
        return await self._channel.unary(_ORDER_ASSESSMENT, _ORDER_ASSESSMENT.made(request, fields), timeout)

    async def submit_review(
        self,
        request: matching_service_pb2.SubmitReviewRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SubmitReviewFields],
    ) -> matching_service_pb2.SubmitReviewResponse:
        """Reviews an initiative whose assessment is open: a score for each criterion one can judge, and a comment."""
        return await self._channel.unary(_SUBMIT_REVIEW, _SUBMIT_REVIEW.made(request, fields), timeout)

    async def declare_conflict(
        self,
        request: matching_service_pb2.DeclareConflictRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeclareConflictFields],
    ) -> matching_service_pb2.DeclareConflictResponse:
        """Says that one cannot judge an initiative freely: the own review is taken out, and none is taken for a
        year.
        """
        return await self._channel.unary(_DECLARE_CONFLICT, _DECLARE_CONFLICT.made(request, fields), timeout)

    async def close_assessment(
        self,
        request: matching_service_pb2.CloseAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseAssessmentFields],
    ) -> AsyncOperation[resources_pb2.Dossier, decision_progress_pb2.DecisionProgress]:
        """Ends the reviewing: what is there counts, nothing later, and the secret is revealed. The decision is
        computed beside the service's other work, and the operation tells how far that is; its response is the
        dossier with the result. Cancelling the operation stops the computation, not the close: the result stays
        due.
        """
        return AsyncOperation(
            self._channel,
            await self._channel.unary(_CLOSE_ASSESSMENT, _CLOSE_ASSESSMENT.made(request, fields), timeout),
            resources_pb2.Dossier,
            decision_progress_pb2.DecisionProgress,
        )

    async def override_assessment(
        self,
        request: matching_service_pb2.OverrideAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OverrideAssessmentFields],
    ) -> resources_pb2.Dossier:
        """Proposes to answer, by name and with a reason, for another result than the computed one, which stays
        beside it.
        """
        return await self._channel.unary(_OVERRIDE_ASSESSMENT, _OVERRIDE_ASSESSMENT.made(request, fields), timeout)

    async def confirm_override(
        self,
        request: matching_service_pb2.ConfirmOverrideRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmOverrideFields],
    ) -> resources_pb2.Dossier:
        """Answers for another result as the second person, without whom an override is nothing but proposed."""
        return await self._channel.unary(_CONFIRM_OVERRIDE, _CONFIRM_OVERRIDE.made(request, fields), timeout)

    async def contest_assessment(
        self,
        request: matching_service_pb2.ContestAssessmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ContestAssessmentFields],
    ) -> resources_pb2.Dossier:
        """Disagrees with a result, as one of the team."""
        return await self._channel.unary(_CONTEST_ASSESSMENT, _CONTEST_ASSESSMENT.made(request, fields), timeout)

    async def contest_as_reviewer(
        self,
        request: matching_service_pb2.ContestAsReviewerRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ContestAsReviewerFields],
    ) -> resources_pb2.Dossier:
        """Disagrees with a result, as one who reviewed, under the pseudonym of the review."""
        return await self._channel.unary(_CONTEST_AS_REVIEWER, _CONTEST_AS_REVIEWER.made(request, fields), timeout)

    async def answer_contest(
        self,
        request: matching_service_pb2.AnswerContestRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AnswerContestFields],
    ) -> resources_pb2.Dossier:
        """Answers a contest of the latest assessment in public."""
        return await self._channel.unary(_ANSWER_CONTEST, _ANSWER_CONTEST.made(request, fields), timeout)

    async def assess_finally(
        self,
        request: matching_service_pb2.AssessFinallyRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AssessFinallyFields],
    ) -> resources_pb2.Dossier:
        """Says in the end what became of an initiative in curation; the phase closes when it is said of each."""
        return await self._channel.unary(_ASSESS_FINALLY, _ASSESS_FINALLY.made(request, fields), timeout)

    async def create_pilot(
        self,
        request: matching_service_pb2.CreatePilotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreatePilotFields],
    ) -> resources_pb2.Pilot:
        """An institution agrees to try an initiative out, and says beforehand what would count as success."""
        return await self._channel.unary(_CREATE_PILOT, _CREATE_PILOT.made(request, fields), timeout)

    async def get_pilot(
        self,
        request: matching_service_pb2.GetPilotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetPilotFields],
    ) -> resources_pb2.Pilot:
        """Gets a pilot."""
        return await self._channel.unary(_GET_PILOT, _GET_PILOT.made(request, fields), timeout)

    def list_pilots(
        self,
        request: matching_service_pb2.ListPilotsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListPilotsFields],
    ) -> AsyncPages[
        resources_pb2.Pilot, matching_service_pb2.ListPilotsRequest, matching_service_pb2.ListPilotsResponse
    ]:
        """Lists pilots."""
        return AsyncPages(self._channel, _LIST_PILOTS, _LIST_PILOTS.made(request, fields), timeout)

    async def start_pilot(
        self,
        request: matching_service_pb2.StartPilotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[StartPilotFields],
    ) -> resources_pb2.Pilot:
        """The pilot begins."""
        return await self._channel.unary(_START_PILOT, _START_PILOT.made(request, fields), timeout)

    async def record_pilot_result(
        self,
        request: matching_service_pb2.RecordPilotResultRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RecordPilotResultFields],
    ) -> resources_pb2.Pilot:
        """Says of each success criterion whether it was met, what follows, and where the evidence is."""
        return await self._channel.unary(_RECORD_PILOT_RESULT, _RECORD_PILOT_RESULT.made(request, fields), timeout)

    async def abandon_pilot(
        self,
        request: matching_service_pb2.AbandonPilotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AbandonPilotFields],
    ) -> resources_pb2.Pilot:
        """Ends a pilot before it has a result, with the reason."""
        return await self._channel.unary(_ABANDON_PILOT, _ABANDON_PILOT.made(request, fields), timeout)

    async def open_plan(
        self,
        request: matching_service_pb2.OpenPlanRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OpenPlanFields],
    ) -> matching_service_pb2.OpenPlanResponse:
        """Fixes the rule by which an initiative's rollout will be planned, before it is known with whom."""
        return await self._channel.unary(_OPEN_PLAN, _OPEN_PLAN.made(request, fields), timeout)

    async def get_plan(
        self,
        request: matching_service_pb2.GetPlanRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetPlanFields],
    ) -> resources_pb2.Plan:
        """Gets a plan."""
        return await self._channel.unary(_GET_PLAN, _GET_PLAN.made(request, fields), timeout)

    def list_plans(
        self,
        request: matching_service_pb2.ListPlansRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListPlansFields],
    ) -> AsyncPages[resources_pb2.Plan, matching_service_pb2.ListPlansRequest, matching_service_pb2.ListPlansResponse]:
        """Lists plans."""
        return AsyncPages(self._channel, _LIST_PLANS, _LIST_PLANS.made(request, fields), timeout)

    async def request_plan(
        self,
        request: matching_service_pb2.RequestPlanRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RequestPlanFields],
    ) -> AsyncOperation[resources_pb2.Plan, decision_progress_pb2.DecisionProgress]:
        """Asks to whom an initiative is rolled out, and in which order; the secret is revealed. The decision is
        computed beside the service's other work, and the operation tells how far that is; its response is the
        plan with its steps. Cancelling the operation stops the computation, not the close: the result stays due.
        """
        return AsyncOperation(
            self._channel,
            await self._channel.unary(_REQUEST_PLAN, _REQUEST_PLAN.made(request, fields), timeout),
            resources_pb2.Plan,
            decision_progress_pb2.DecisionProgress,
        )

    async def create_adoption(
        self,
        request: matching_service_pb2.CreateAdoptionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateAdoptionFields],
    ) -> resources_pb2.Adoption:
        """Enters into the register that an institution runs an initiative as its own, and where."""
        return await self._channel.unary(_CREATE_ADOPTION, _CREATE_ADOPTION.made(request, fields), timeout)

    async def get_adoption(
        self,
        request: matching_service_pb2.GetAdoptionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetAdoptionFields],
    ) -> resources_pb2.Adoption:
        """Gets an adoption."""
        return await self._channel.unary(_GET_ADOPTION, _GET_ADOPTION.made(request, fields), timeout)

    def list_adoptions(
        self,
        request: matching_service_pb2.ListAdoptionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListAdoptionsFields],
    ) -> AsyncPages[
        resources_pb2.Adoption, matching_service_pb2.ListAdoptionsRequest, matching_service_pb2.ListAdoptionsResponse
    ]:
        """Lists adoptions."""
        return AsyncPages(self._channel, _LIST_ADOPTIONS, _LIST_ADOPTIONS.made(request, fields), timeout)

    async def end_adoption(
        self,
        request: matching_service_pb2.EndAdoptionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EndAdoptionFields],
    ) -> resources_pb2.Adoption:
        """Says in public that an institution no longer runs an initiative, and why."""
        return await self._channel.unary(_END_ADOPTION, _END_ADOPTION.made(request, fields), timeout)

    async def create_cooperation(
        self,
        request: matching_service_pb2.CreateCooperationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateCooperationFields],
    ) -> resources_pb2.Cooperation:
        """Says in public, for an institution, that it works on another one's own solution with it."""
        return await self._channel.unary(_CREATE_COOPERATION, _CREATE_COOPERATION.made(request, fields), timeout)

    async def get_cooperation(
        self,
        request: matching_service_pb2.GetCooperationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetCooperationFields],
    ) -> resources_pb2.Cooperation:
        """Gets a cooperation."""
        return await self._channel.unary(_GET_COOPERATION, _GET_COOPERATION.made(request, fields), timeout)

    def list_cooperations(
        self,
        request: matching_service_pb2.ListCooperationsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListCooperationsFields],
    ) -> AsyncPages[
        resources_pb2.Cooperation,
        matching_service_pb2.ListCooperationsRequest,
        matching_service_pb2.ListCooperationsResponse,
    ]:
        """Lists cooperations."""
        return AsyncPages(self._channel, _LIST_COOPERATIONS, _LIST_COOPERATIONS.made(request, fields), timeout)

    async def end_cooperation(
        self,
        request: matching_service_pb2.EndCooperationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EndCooperationFields],
    ) -> resources_pb2.Cooperation:
        """Says in public that a cooperation is over, or was never meant so, and why."""
        return await self._channel.unary(_END_COOPERATION, _END_COOPERATION.made(request, fields), timeout)

    async def set_financing_model(
        self,
        request: matching_service_pb2.SetFinancingModelRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SetFinancingModelFields],
    ) -> resources_pb2.Financing:
        """Says how an initiative lives on when the programme is over, or says it anew."""
        return await self._channel.unary(_SET_FINANCING_MODEL, _SET_FINANCING_MODEL.made(request, fields), timeout)

    async def get_financing(
        self,
        request: matching_service_pb2.GetFinancingRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetFinancingFields],
    ) -> resources_pb2.Financing:
        """Gets how an initiative lives on."""
        return await self._channel.unary(_GET_FINANCING, _GET_FINANCING.made(request, fields), timeout)

    def list_financings(
        self,
        request: matching_service_pb2.ListFinancingsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListFinancingsFields],
    ) -> AsyncPages[
        resources_pb2.Financing, matching_service_pb2.ListFinancingsRequest, matching_service_pb2.ListFinancingsResponse
    ]:
        """Lists financing."""
        return AsyncPages(self._channel, _LIST_FINANCINGS, _LIST_FINANCINGS.made(request, fields), timeout)

    async def record_reading(
        self,
        request: matching_service_pb2.RecordReadingRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RecordReadingFields],
    ) -> matching_service_pb2.RecordReadingResponse:
        """Records what the mission's indicator stood at on a day."""
        return await self._channel.unary(_RECORD_READING, _RECORD_READING.made(request, fields), timeout)

    async def publish_final_report(
        self,
        request: matching_service_pb2.PublishFinalReportRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[PublishFinalReportFields],
    ) -> resources_pb2.FinalReport:
        """Ends the mission in the open: what was reached, and what was not."""
        return await self._channel.unary(_PUBLISH_FINAL_REPORT, _PUBLISH_FINAL_REPORT.made(request, fields), timeout)

    async def get_final_report(
        self,
        request: matching_service_pb2.GetFinalReportRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetFinalReportFields],
    ) -> resources_pb2.FinalReport:
        """Gets the mission's final report."""
        return await self._channel.unary(_GET_FINAL_REPORT, _GET_FINAL_REPORT.made(request, fields), timeout)

    async def get_reading(
        self,
        request: matching_service_pb2.GetReadingRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetReadingFields],
    ) -> resources_pb2.Reading:
        """Gets a reading."""
        return await self._channel.unary(_GET_READING, _GET_READING.made(request, fields), timeout)

    def list_readings(
        self,
        request: matching_service_pb2.ListReadingsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListReadingsFields],
    ) -> AsyncPages[
        resources_pb2.Reading, matching_service_pb2.ListReadingsRequest, matching_service_pb2.ListReadingsResponse
    ]:
        """Lists readings."""
        return AsyncPages(self._channel, _LIST_READINGS, _LIST_READINGS.made(request, fields), timeout)
