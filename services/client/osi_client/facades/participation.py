"""The methods of osi.participation.v1.ParticipationService: made of the contract by `make protos`; do not edit."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from typing import TypedDict, Unpack

from google.longrunning import operations_proto_pb2
from google.protobuf import duration_pb2, timestamp_pb2
from osi.participation.v1 import participation_service_pb2, resources_pb2
from osi.type.v1 import decision_progress_pb2, terms_pb2

from osi_client.aio import AsyncChannel
from osi_client.methods import method
from osi_client.operations import AsyncOperation, Operation
from osi_client.pages import AsyncPages, Pages
from osi_client.plain import Channel

_SERVICE = participation_service_pb2.DESCRIPTOR.services_by_name["ParticipationService"]


class CreateMissionFields(TypedDict, total=False):
    """Fields of `CreateMissionRequest`."""

    name: str
    title: str
    language: str
    sdg: Iterable[str]
    playbook: resources_pb2.Playbook
    origin: terms_pb2.DataOrigin.ValueType
    rules: int
    request_id: str


class ListMissionsFields(TypedDict, total=False):
    """Fields of `ListMissionsRequest`."""

    page_size: int
    page_token: str
    filter: str
    order_by: str


class GetMissionFields(TypedDict, total=False):
    """Fields of `GetMissionRequest`."""

    name: str


class AdoptRulesFields(TypedDict, total=False):
    """Fields of `AdoptRulesRequest`."""

    name: str
    rules: int
    reason: str
    request_id: str
    etag: str


class SetGoalFields(TypedDict, total=False):
    """Fields of `SetGoalRequest`."""

    name: str
    statement: str
    indicator: resources_pb2.Indicator
    request_id: str
    etag: str


class ProposeGoalFields(TypedDict, total=False):
    """Fields of `ProposeGoalRequest`."""

    name: str
    statement: str
    indicator: resources_pb2.Indicator
    reason: str
    request_id: str
    etag: str


class TakeBackGoalFields(TypedDict, total=False):
    """Fields of `TakeBackGoalRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class CommentGoalFields(TypedDict, total=False):
    """Fields of `CommentGoalRequest`."""

    parent: str
    version: int
    text: str
    request_id: str


class GetGoalCommentFields(TypedDict, total=False):
    """Fields of `GetGoalCommentRequest`."""

    name: str


class ListGoalCommentsFields(TypedDict, total=False):
    """Fields of `ListGoalCommentsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class EndorseMissionFields(TypedDict, total=False):
    """Fields of `EndorseMissionRequest`."""

    name: str
    institution: str
    statement: str
    version: int
    request_id: str
    etag: str


class ChangePlaybookFields(TypedDict, total=False):
    """Fields of `ChangePlaybookRequest`."""

    name: str
    playbook: resources_pb2.Playbook
    reason: str
    request_id: str
    etag: str


class StateProvenanceFields(TypedDict, total=False):
    """Fields of `StateProvenanceRequest`."""

    name: str
    part: str
    source: str
    licence: str
    request_id: str
    etag: str


class CreateInstitutionFields(TypedDict, total=False):
    """Fields of `CreateInstitutionRequest`."""

    parent: str
    institution: resources_pb2.Institution
    institution_id: str
    request_id: str


class GetInstitutionFields(TypedDict, total=False):
    """Fields of `GetInstitutionRequest`."""

    name: str


class ListInstitutionsFields(TypedDict, total=False):
    """Fields of `ListInstitutionsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class ProposeJoiningFields(TypedDict, total=False):
    """Fields of `ProposeJoiningRequest`."""

    name: str
    into: str
    reason: str
    request_id: str
    etag: str


class JoinInstitutionsFields(TypedDict, total=False):
    """Fields of `JoinInstitutionsRequest`."""

    name: str
    into: str
    request_id: str
    etag: str


class PartInstitutionsFields(TypedDict, total=False):
    """Fields of `PartInstitutionsRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class JoinMissionFields(TypedDict, total=False):
    """Fields of `JoinMissionRequest`."""

    name: str
    request_id: str


class GrantRoleFields(TypedDict, total=False):
    """Fields of `GrantRoleRequest`."""

    name: str
    role: terms_pb2.Role.ValueType
    institution: str
    request_id: str
    etag: str


class GetParticipantFields(TypedDict, total=False):
    """Fields of `GetParticipantRequest`."""

    name: str


class ListParticipantsFields(TypedDict, total=False):
    """Fields of `ListParticipantsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class ConfirmMandateFields(TypedDict, total=False):
    """Fields of `ConfirmMandateRequest`."""

    name: str
    institution: str
    document: str
    request_id: str
    etag: str


class RevokeRoleFields(TypedDict, total=False):
    """Fields of `RevokeRoleRequest`."""

    name: str
    role: terms_pb2.Role.ValueType
    institution: str
    reason: str
    request_id: str
    etag: str


class CreateChainFields(TypedDict, total=False):
    """Fields of `CreateChainRequest`."""

    parent: str
    chain: resources_pb2.Chain
    chain_id: str
    request_id: str


class GetChainFields(TypedDict, total=False):
    """Fields of `GetChainRequest`."""

    name: str


class ListChainsFields(TypedDict, total=False):
    """Fields of `ListChainsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class RetireChainFields(TypedDict, total=False):
    """Fields of `RetireChainRequest`."""

    name: str
    last: int
    reason: str
    request_id: str
    etag: str


class EraseParticipantFields(TypedDict, total=False):
    """Fields of `EraseParticipantRequest`."""

    name: str
    request_id: str
    etag: str


class CreateChallengeFields(TypedDict, total=False):
    """Fields of `CreateChallengeRequest`."""

    parent: str
    challenge: resources_pb2.Challenge
    challenge_id: str
    request_id: str


class GetChallengeFields(TypedDict, total=False):
    """Fields of `GetChallengeRequest`."""

    name: str


class ListChallengesFields(TypedDict, total=False):
    """Fields of `ListChallengesRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class AcceptChallengeFields(TypedDict, total=False):
    """Fields of `AcceptChallengeRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class RejectChallengeFields(TypedDict, total=False):
    """Fields of `RejectChallengeRequest`."""

    name: str
    reason: str
    ground: resources_pb2.Ground.ValueType
    request_id: str
    etag: str


class AmendChallengeFields(TypedDict, total=False):
    """Fields of `AmendChallengeRequest`."""

    name: str
    title: str
    text: str
    request_id: str
    etag: str


class WithdrawChallengeFields(TypedDict, total=False):
    """Fields of `WithdrawChallengeRequest`."""

    name: str
    reason: terms_pb2.StopReason.ValueType
    note: str
    request_id: str
    etag: str


class GrantCorrectionFields(TypedDict, total=False):
    """Fields of `GrantCorrectionRequest`."""

    name: str
    request_id: str
    etag: str


class DeclineCorrectionFields(TypedDict, total=False):
    """Fields of `DeclineCorrectionRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class TagChallengeFields(TypedDict, total=False):
    """Fields of `TagChallengeRequest`."""

    name: str
    tags: Iterable[str]
    category: str
    request_id: str
    etag: str


class MergeChallengeFields(TypedDict, total=False):
    """Fields of `MergeChallengeRequest`."""

    name: str
    into: str
    reason: str
    request_id: str
    etag: str


class ProposeMergeFields(TypedDict, total=False):
    """Fields of `ProposeMergeRequest`."""

    name: str
    into: str
    reason: str
    request_id: str
    etag: str


class ObjectToMergeFields(TypedDict, total=False):
    """Fields of `ObjectToMergeRequest`."""

    name: str
    note: str
    request_id: str
    etag: str


class UndoMergeFields(TypedDict, total=False):
    """Fields of `UndoMergeRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class UndoSplitFields(TypedDict, total=False):
    """Fields of `UndoSplitRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class SplitChallengeFields(TypedDict, total=False):
    """Fields of `SplitChallengeRequest`."""

    name: str
    parts: Iterable[str]
    reason: str
    request_id: str
    etag: str


class CreateStatementFields(TypedDict, total=False):
    """Fields of `CreateStatementRequest`."""

    parent: str
    statement: resources_pb2.Statement
    statement_id: str
    request_id: str


class GetStatementFields(TypedDict, total=False):
    """Fields of `GetStatementRequest`."""

    name: str


class ListStatementsFields(TypedDict, total=False):
    """Fields of `ListStatementsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class AcceptStatementFields(TypedDict, total=False):
    """Fields of `AcceptStatementRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class RejectStatementFields(TypedDict, total=False):
    """Fields of `RejectStatementRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class CastVotesFields(TypedDict, total=False):
    """Fields of `CastVotesRequest`."""

    parent: str
    votes: Iterable[resources_pb2.Vote]
    request_id: str


class WatchDeliberationFields(TypedDict, total=False):
    """Fields of `WatchDeliberationRequest`."""

    parent: str
    interval: duration_pb2.Duration


class CreateRoundFields(TypedDict, total=False):
    """Fields of `CreateRoundRequest`."""

    parent: str
    round: resources_pb2.Round
    round_id: str
    request_id: str


class GetRoundFields(TypedDict, total=False):
    """Fields of `GetRoundRequest`."""

    name: str


class WatchRoundFields(TypedDict, total=False):
    """Fields of `WatchRoundRequest`."""

    name: str
    interval: duration_pb2.Duration


class ListRoundsFields(TypedDict, total=False):
    """Fields of `ListRoundsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class MoveRoundFields(TypedDict, total=False):
    """Fields of `MoveRoundRequest`."""

    name: str
    closes_at: timestamp_pb2.Timestamp
    reason: str
    request_id: str
    etag: str


class CancelRoundFields(TypedDict, total=False):
    """Fields of `CancelRoundRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class EnterRoundFields(TypedDict, total=False):
    """Fields of `EnterRoundRequest`."""

    name: str
    request_id: str
    etag: str


class AddVoterFields(TypedDict, total=False):
    """Fields of `AddVoterRequest`."""

    name: str
    participant: str
    request_id: str
    etag: str


class CastBallotFields(TypedDict, total=False):
    """Fields of `CastBallotRequest`."""

    name: str
    ballot: participation_service_pb2.Ballot
    request_id: str


class BatchCastBallotsFields(TypedDict, total=False):
    """Fields of `BatchCastBallotsRequest`."""

    name: str
    ballots: Iterable[participation_service_pb2.BatchedBallot]


class CloseRoundFields(TypedDict, total=False):
    """Fields of `CloseRoundRequest`."""

    name: str
    request_id: str
    etag: str


class CreateCommitmentFields(TypedDict, total=False):
    """Fields of `CreateCommitmentRequest`."""

    parent: str
    commitment: resources_pb2.Commitment
    commitment_id: str
    request_id: str


class GetCommitmentFields(TypedDict, total=False):
    """Fields of `GetCommitmentRequest`."""

    name: str


class ListCommitmentsFields(TypedDict, total=False):
    """Fields of `ListCommitmentsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class OfferCommitmentFields(TypedDict, total=False):
    """Fields of `OfferCommitmentRequest`."""

    parent: str
    commitment: resources_pb2.Commitment
    commitment_id: str
    request_id: str


class ConfirmCommitmentFields(TypedDict, total=False):
    """Fields of `ConfirmCommitmentRequest`."""

    name: str
    said: str
    request_id: str
    etag: str


class RefuseCommitmentFields(TypedDict, total=False):
    """Fields of `RefuseCommitmentRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class KeepCommitmentFields(TypedDict, total=False):
    """Fields of `KeepCommitmentRequest`."""

    name: str
    evidence: str
    request_id: str
    etag: str


class MarkCommitmentLateFields(TypedDict, total=False):
    """Fields of `MarkCommitmentLateRequest`."""

    name: str
    request_id: str
    etag: str


class WithdrawCommitmentFields(TypedDict, total=False):
    """Fields of `WithdrawCommitmentRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class AcknowledgeGapFields(TypedDict, total=False):
    """Fields of `AcknowledgeGapRequest`."""

    name: str
    lacks: resources_pb2.Lack.ValueType
    reason: str
    request_id: str


class GetGapFields(TypedDict, total=False):
    """Fields of `GetGapRequest`."""

    name: str


class ListGapsFields(TypedDict, total=False):
    """Fields of `ListGapsRequest`."""

    parent: str
    page_size: int
    page_token: str
    filter: str
    order_by: str


class OpenPhaseFields(TypedDict, total=False):
    """Fields of `OpenPhaseRequest`."""

    name: str
    phase: terms_pb2.Phase.ValueType
    reason: str
    request_id: str
    etag: str


class ClosePhaseFields(TypedDict, total=False):
    """Fields of `ClosePhaseRequest`."""

    name: str
    phase: terms_pb2.Phase.ValueType
    request_id: str
    etag: str


class CloseMissionEarlyFields(TypedDict, total=False):
    """Fields of `CloseMissionEarlyRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


class ResumeMissionFields(TypedDict, total=False):
    """Fields of `ResumeMissionRequest`."""

    name: str
    reason: str
    request_id: str
    etag: str


_CREATE_MISSION = method(
    _SERVICE, "CreateMission", participation_service_pb2.CreateMissionRequest, resources_pb2.Mission
)
_LIST_MISSIONS = method(
    _SERVICE,
    "ListMissions",
    participation_service_pb2.ListMissionsRequest,
    participation_service_pb2.ListMissionsResponse,
)
_GET_MISSION = method(_SERVICE, "GetMission", participation_service_pb2.GetMissionRequest, resources_pb2.Mission)
_ADOPT_RULES = method(_SERVICE, "AdoptRules", participation_service_pb2.AdoptRulesRequest, resources_pb2.Mission)
_SET_GOAL = method(_SERVICE, "SetGoal", participation_service_pb2.SetGoalRequest, resources_pb2.Mission)
_PROPOSE_GOAL = method(_SERVICE, "ProposeGoal", participation_service_pb2.ProposeGoalRequest, resources_pb2.Mission)
_TAKE_BACK_GOAL = method(_SERVICE, "TakeBackGoal", participation_service_pb2.TakeBackGoalRequest, resources_pb2.Mission)
_COMMENT_GOAL = method(
    _SERVICE, "CommentGoal", participation_service_pb2.CommentGoalRequest, participation_service_pb2.CommentGoalResponse
)
_GET_GOAL_COMMENT = method(
    _SERVICE, "GetGoalComment", participation_service_pb2.GetGoalCommentRequest, resources_pb2.GoalComment
)
_LIST_GOAL_COMMENTS = method(
    _SERVICE,
    "ListGoalComments",
    participation_service_pb2.ListGoalCommentsRequest,
    participation_service_pb2.ListGoalCommentsResponse,
)
_ENDORSE_MISSION = method(
    _SERVICE, "EndorseMission", participation_service_pb2.EndorseMissionRequest, resources_pb2.Mission
)
_CHANGE_PLAYBOOK = method(
    _SERVICE, "ChangePlaybook", participation_service_pb2.ChangePlaybookRequest, resources_pb2.Mission
)
_STATE_PROVENANCE = method(
    _SERVICE, "StateProvenance", participation_service_pb2.StateProvenanceRequest, resources_pb2.Mission
)
_CREATE_INSTITUTION = method(
    _SERVICE, "CreateInstitution", participation_service_pb2.CreateInstitutionRequest, resources_pb2.Institution
)
_GET_INSTITUTION = method(
    _SERVICE, "GetInstitution", participation_service_pb2.GetInstitutionRequest, resources_pb2.Institution
)
_LIST_INSTITUTIONS = method(
    _SERVICE,
    "ListInstitutions",
    participation_service_pb2.ListInstitutionsRequest,
    participation_service_pb2.ListInstitutionsResponse,
)
_PROPOSE_JOINING = method(
    _SERVICE, "ProposeJoining", participation_service_pb2.ProposeJoiningRequest, resources_pb2.Institution
)
_JOIN_INSTITUTIONS = method(
    _SERVICE, "JoinInstitutions", participation_service_pb2.JoinInstitutionsRequest, resources_pb2.Institution
)
_PART_INSTITUTIONS = method(
    _SERVICE, "PartInstitutions", participation_service_pb2.PartInstitutionsRequest, resources_pb2.Institution
)
_JOIN_MISSION = method(_SERVICE, "JoinMission", participation_service_pb2.JoinMissionRequest, resources_pb2.Participant)
_GRANT_ROLE = method(_SERVICE, "GrantRole", participation_service_pb2.GrantRoleRequest, resources_pb2.Participant)
_GET_PARTICIPANT = method(
    _SERVICE, "GetParticipant", participation_service_pb2.GetParticipantRequest, resources_pb2.Participant
)
_LIST_PARTICIPANTS = method(
    _SERVICE,
    "ListParticipants",
    participation_service_pb2.ListParticipantsRequest,
    participation_service_pb2.ListParticipantsResponse,
)
_CONFIRM_MANDATE = method(
    _SERVICE, "ConfirmMandate", participation_service_pb2.ConfirmMandateRequest, resources_pb2.Participant
)
_REVOKE_ROLE = method(_SERVICE, "RevokeRole", participation_service_pb2.RevokeRoleRequest, resources_pb2.Participant)
_CREATE_CHAIN = method(_SERVICE, "CreateChain", participation_service_pb2.CreateChainRequest, resources_pb2.Chain)
_GET_CHAIN = method(_SERVICE, "GetChain", participation_service_pb2.GetChainRequest, resources_pb2.Chain)
_LIST_CHAINS = method(
    _SERVICE, "ListChains", participation_service_pb2.ListChainsRequest, participation_service_pb2.ListChainsResponse
)
_RETIRE_CHAIN = method(_SERVICE, "RetireChain", participation_service_pb2.RetireChainRequest, resources_pb2.Chain)
_ERASE_PARTICIPANT = method(
    _SERVICE,
    "EraseParticipant",
    participation_service_pb2.EraseParticipantRequest,
    participation_service_pb2.EraseParticipantResponse,
)
_CREATE_CHALLENGE = method(
    _SERVICE, "CreateChallenge", participation_service_pb2.CreateChallengeRequest, resources_pb2.Challenge
)
_GET_CHALLENGE = method(
    _SERVICE, "GetChallenge", participation_service_pb2.GetChallengeRequest, resources_pb2.Challenge
)
_LIST_CHALLENGES = method(
    _SERVICE,
    "ListChallenges",
    participation_service_pb2.ListChallengesRequest,
    participation_service_pb2.ListChallengesResponse,
)
_ACCEPT_CHALLENGE = method(
    _SERVICE, "AcceptChallenge", participation_service_pb2.AcceptChallengeRequest, resources_pb2.Challenge
)
_REJECT_CHALLENGE = method(
    _SERVICE, "RejectChallenge", participation_service_pb2.RejectChallengeRequest, resources_pb2.Challenge
)
_AMEND_CHALLENGE = method(
    _SERVICE, "AmendChallenge", participation_service_pb2.AmendChallengeRequest, resources_pb2.Challenge
)
_WITHDRAW_CHALLENGE = method(
    _SERVICE, "WithdrawChallenge", participation_service_pb2.WithdrawChallengeRequest, resources_pb2.Challenge
)
_GRANT_CORRECTION = method(
    _SERVICE, "GrantCorrection", participation_service_pb2.GrantCorrectionRequest, resources_pb2.Challenge
)
_DECLINE_CORRECTION = method(
    _SERVICE, "DeclineCorrection", participation_service_pb2.DeclineCorrectionRequest, resources_pb2.Challenge
)
_TAG_CHALLENGE = method(
    _SERVICE, "TagChallenge", participation_service_pb2.TagChallengeRequest, resources_pb2.Challenge
)
_MERGE_CHALLENGE = method(
    _SERVICE, "MergeChallenge", participation_service_pb2.MergeChallengeRequest, resources_pb2.Challenge
)
_PROPOSE_MERGE = method(
    _SERVICE, "ProposeMerge", participation_service_pb2.ProposeMergeRequest, resources_pb2.Challenge
)
_OBJECT_TO_MERGE = method(
    _SERVICE, "ObjectToMerge", participation_service_pb2.ObjectToMergeRequest, resources_pb2.Challenge
)
_UNDO_MERGE = method(_SERVICE, "UndoMerge", participation_service_pb2.UndoMergeRequest, resources_pb2.Challenge)
_UNDO_SPLIT = method(_SERVICE, "UndoSplit", participation_service_pb2.UndoSplitRequest, resources_pb2.Challenge)
_SPLIT_CHALLENGE = method(
    _SERVICE, "SplitChallenge", participation_service_pb2.SplitChallengeRequest, resources_pb2.Challenge
)
_CREATE_STATEMENT = method(
    _SERVICE, "CreateStatement", participation_service_pb2.CreateStatementRequest, resources_pb2.Statement
)
_GET_STATEMENT = method(
    _SERVICE, "GetStatement", participation_service_pb2.GetStatementRequest, resources_pb2.Statement
)
_LIST_STATEMENTS = method(
    _SERVICE,
    "ListStatements",
    participation_service_pb2.ListStatementsRequest,
    participation_service_pb2.ListStatementsResponse,
)
_ACCEPT_STATEMENT = method(
    _SERVICE, "AcceptStatement", participation_service_pb2.AcceptStatementRequest, resources_pb2.Statement
)
_REJECT_STATEMENT = method(
    _SERVICE, "RejectStatement", participation_service_pb2.RejectStatementRequest, resources_pb2.Statement
)
_CAST_VOTES = method(
    _SERVICE, "CastVotes", participation_service_pb2.CastVotesRequest, participation_service_pb2.CastVotesResponse
)
_STREAM_VOTES = method(
    _SERVICE, "StreamVotes", participation_service_pb2.StreamVotesRequest, participation_service_pb2.StreamVotesResponse
)
_WATCH_DELIBERATION = method(
    _SERVICE,
    "WatchDeliberation",
    participation_service_pb2.WatchDeliberationRequest,
    participation_service_pb2.Deliberation,
)
_CREATE_ROUND = method(_SERVICE, "CreateRound", participation_service_pb2.CreateRoundRequest, resources_pb2.Round)
_GET_ROUND = method(_SERVICE, "GetRound", participation_service_pb2.GetRoundRequest, resources_pb2.Round)
_WATCH_ROUND = method(_SERVICE, "WatchRound", participation_service_pb2.WatchRoundRequest, resources_pb2.Round)
_LIST_ROUNDS = method(
    _SERVICE, "ListRounds", participation_service_pb2.ListRoundsRequest, participation_service_pb2.ListRoundsResponse
)
_MOVE_ROUND = method(_SERVICE, "MoveRound", participation_service_pb2.MoveRoundRequest, resources_pb2.Round)
_CANCEL_ROUND = method(_SERVICE, "CancelRound", participation_service_pb2.CancelRoundRequest, resources_pb2.Round)
_ENTER_ROUND = method(_SERVICE, "EnterRound", participation_service_pb2.EnterRoundRequest, resources_pb2.Round)
_ADD_VOTER = method(_SERVICE, "AddVoter", participation_service_pb2.AddVoterRequest, resources_pb2.Round)
_CAST_BALLOT = method(
    _SERVICE, "CastBallot", participation_service_pb2.CastBallotRequest, participation_service_pb2.CastBallotResponse
)
_BATCH_CAST_BALLOTS = method(
    _SERVICE,
    "BatchCastBallots",
    participation_service_pb2.BatchCastBallotsRequest,
    participation_service_pb2.BatchCastBallotsResponse,
)
_STREAM_BALLOTS = method(
    _SERVICE,
    "StreamBallots",
    participation_service_pb2.StreamBallotsRequest,
    participation_service_pb2.StreamBallotsResponse,
)
_CLOSE_ROUND = method(
    _SERVICE, "CloseRound", participation_service_pb2.CloseRoundRequest, operations_proto_pb2.Operation
)
_CREATE_COMMITMENT = method(
    _SERVICE, "CreateCommitment", participation_service_pb2.CreateCommitmentRequest, resources_pb2.Commitment
)
_GET_COMMITMENT = method(
    _SERVICE, "GetCommitment", participation_service_pb2.GetCommitmentRequest, resources_pb2.Commitment
)
_LIST_COMMITMENTS = method(
    _SERVICE,
    "ListCommitments",
    participation_service_pb2.ListCommitmentsRequest,
    participation_service_pb2.ListCommitmentsResponse,
)
_OFFER_COMMITMENT = method(
    _SERVICE, "OfferCommitment", participation_service_pb2.OfferCommitmentRequest, resources_pb2.Commitment
)
_CONFIRM_COMMITMENT = method(
    _SERVICE, "ConfirmCommitment", participation_service_pb2.ConfirmCommitmentRequest, resources_pb2.Commitment
)
_REFUSE_COMMITMENT = method(
    _SERVICE, "RefuseCommitment", participation_service_pb2.RefuseCommitmentRequest, resources_pb2.Commitment
)
_KEEP_COMMITMENT = method(
    _SERVICE, "KeepCommitment", participation_service_pb2.KeepCommitmentRequest, resources_pb2.Commitment
)
_MARK_COMMITMENT_LATE = method(
    _SERVICE, "MarkCommitmentLate", participation_service_pb2.MarkCommitmentLateRequest, resources_pb2.Commitment
)
_WITHDRAW_COMMITMENT = method(
    _SERVICE, "WithdrawCommitment", participation_service_pb2.WithdrawCommitmentRequest, resources_pb2.Commitment
)
_ACKNOWLEDGE_GAP = method(
    _SERVICE, "AcknowledgeGap", participation_service_pb2.AcknowledgeGapRequest, resources_pb2.Gap
)
_GET_GAP = method(_SERVICE, "GetGap", participation_service_pb2.GetGapRequest, resources_pb2.Gap)
_LIST_GAPS = method(
    _SERVICE, "ListGaps", participation_service_pb2.ListGapsRequest, participation_service_pb2.ListGapsResponse
)
_OPEN_PHASE = method(_SERVICE, "OpenPhase", participation_service_pb2.OpenPhaseRequest, resources_pb2.Mission)
_CLOSE_PHASE = method(_SERVICE, "ClosePhase", participation_service_pb2.ClosePhaseRequest, resources_pb2.Mission)
_CLOSE_MISSION_EARLY = method(
    _SERVICE, "CloseMissionEarly", participation_service_pb2.CloseMissionEarlyRequest, resources_pb2.Mission
)
_RESUME_MISSION = method(
    _SERVICE, "ResumeMission", participation_service_pb2.ResumeMissionRequest, resources_pb2.Mission
)


class ParticipationMethods:
    """Missions, institutions, challenges, deliberation, prioritisation and commitments. Who may do what, in which
    phase, and what must hold first stands in the phase rules; a token only proves who asks.
    """

    def __init__(self, channel: Channel) -> None:
        self._channel = channel

    def create_mission(
        self,
        request: participation_service_pb2.CreateMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateMissionFields],
    ) -> resources_pb2.Mission:
        """Begins a mission under a playbook; its first phase is open from here on."""
        return self._channel.unary(_CREATE_MISSION, _CREATE_MISSION.made(request, fields), timeout)

    def list_missions(
        self,
        request: participation_service_pb2.ListMissionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListMissionsFields],
    ) -> Pages[
        resources_pb2.Mission,
        participation_service_pb2.ListMissionsRequest,
        participation_service_pb2.ListMissionsResponse,
    ]:
        """Lists the missions that the caller may see: a participant the own one, an operator those of the
        organisation, anybody else those that are served here. In the order of their ids.
        """
        return Pages(self._channel, _LIST_MISSIONS, _LIST_MISSIONS.made(request, fields), timeout)

    def get_mission(
        self,
        request: participation_service_pb2.GetMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetMissionFields],
    ) -> resources_pb2.Mission:
        """Gets a mission: what it is."""
        return self._channel.unary(_GET_MISSION, _GET_MISSION.made(request, fields), timeout)

    def adopt_rules(
        self,
        request: participation_service_pb2.AdoptRulesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AdoptRulesFields],
    ) -> resources_pb2.Mission:
        """Goes on under a newer version of the phase rules; what happened until here stays judged by the older one."""
        return self._channel.unary(_ADOPT_RULES, _ADOPT_RULES.made(request, fields), timeout)

    def set_goal(
        self,
        request: participation_service_pb2.SetGoalRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SetGoalFields],
    ) -> resources_pb2.Mission:
        """Gives the mission its goal, or sharpens it while the mission phase is open and nobody has endorsed it."""
        return self._channel.unary(_SET_GOAL, _SET_GOAL.made(request, fields), timeout)

    def propose_goal(
        self,
        request: participation_service_pb2.ProposeGoalRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeGoalFields],
    ) -> resources_pb2.Mission:
        """Asks those who endorse about another version of the goal; in silence the former one stays."""
        return self._channel.unary(_PROPOSE_GOAL, _PROPOSE_GOAL.made(request, fields), timeout)

    def take_back_goal(
        self,
        request: participation_service_pb2.TakeBackGoalRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[TakeBackGoalFields],
    ) -> resources_pb2.Mission:
        """Takes back the version of the goal that one has proposed."""
        return self._channel.unary(_TAKE_BACK_GOAL, _TAKE_BACK_GOAL.made(request, fields), timeout)

    def comment_goal(
        self,
        request: participation_service_pb2.CommentGoalRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CommentGoalFields],
    ) -> participation_service_pb2.CommentGoalResponse:
        """Says something about the goal, or about a version that is proposed."""
        return self._channel.unary(_COMMENT_GOAL, _COMMENT_GOAL.made(request, fields), timeout)

    def get_goal_comment(
        self,
        request: participation_service_pb2.GetGoalCommentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetGoalCommentFields],
    ) -> resources_pb2.GoalComment:
        """Gets what somebody said of the goal."""
        return self._channel.unary(_GET_GOAL_COMMENT, _GET_GOAL_COMMENT.made(request, fields), timeout)

    def list_goal_comments(
        self,
        request: participation_service_pb2.ListGoalCommentsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListGoalCommentsFields],
    ) -> Pages[
        resources_pb2.GoalComment,
        participation_service_pb2.ListGoalCommentsRequest,
        participation_service_pb2.ListGoalCommentsResponse,
    ]:
        """Lists what was said of the goal and its versions."""
        return Pages(self._channel, _LIST_GOAL_COMMENTS, _LIST_GOAL_COMMENTS.made(request, fields), timeout)

    def endorse_mission(
        self,
        request: participation_service_pb2.EndorseMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EndorseMissionFields],
    ) -> resources_pb2.Mission:
        """An institution stands behind the mission, through its representative."""
        return self._channel.unary(_ENDORSE_MISSION, _ENDORSE_MISSION.made(request, fields), timeout)

    def change_playbook(
        self,
        request: participation_service_pb2.ChangePlaybookRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ChangePlaybookFields],
    ) -> resources_pb2.Mission:
        """Changes the rules of the game in the open, with a reason."""
        return self._channel.unary(_CHANGE_PLAYBOOK, _CHANGE_PLAYBOOK.made(request, fields), timeout)

    def state_provenance(
        self,
        request: participation_service_pb2.StateProvenanceRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[StateProvenanceFields],
    ) -> resources_pb2.Mission:
        """Names the source of a part of the mission's data, and its licence. What is real of it each event says
        itself.
        """
        return self._channel.unary(_STATE_PROVENANCE, _STATE_PROVENANCE.made(request, fields), timeout)

    def create_institution(
        self,
        request: participation_service_pb2.CreateInstitutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateInstitutionFields],
    ) -> resources_pb2.Institution:
        """Enters an institution that takes part: a municipality, a ministry, a firm, an association, a university."""
        return self._channel.unary(_CREATE_INSTITUTION, _CREATE_INSTITUTION.made(request, fields), timeout)

    def get_institution(
        self,
        request: participation_service_pb2.GetInstitutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetInstitutionFields],
    ) -> resources_pb2.Institution:
        """Gets an institution."""
        return self._channel.unary(_GET_INSTITUTION, _GET_INSTITUTION.made(request, fields), timeout)

    def list_institutions(
        self,
        request: participation_service_pb2.ListInstitutionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListInstitutionsFields],
    ) -> Pages[
        resources_pb2.Institution,
        participation_service_pb2.ListInstitutionsRequest,
        participation_service_pb2.ListInstitutionsResponse,
    ]:
        """Lists institutions."""
        return Pages(self._channel, _LIST_INSTITUTIONS, _LIST_INSTITUTIONS.made(request, fields), timeout)

    def propose_joining(
        self,
        request: participation_service_pb2.ProposeJoiningRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeJoiningFields],
    ) -> resources_pb2.Institution:
        """Says that an institution was entered twice: that this one is `into`, which goes on."""
        return self._channel.unary(_PROPOSE_JOINING, _PROPOSE_JOINING.made(request, fields), timeout)

    def join_institutions(
        self,
        request: participation_service_pb2.JoinInstitutionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[JoinInstitutionsFields],
    ) -> resources_pb2.Institution:
        """Says yes to what was proposed, for those of both who have representatives, or as a second person of the
        staff.
        """
        return self._channel.unary(_JOIN_INSTITUTIONS, _JOIN_INSTITUTIONS.made(request, fields), timeout)

    def part_institutions(
        self,
        request: participation_service_pb2.PartInstitutionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[PartInstitutionsFields],
    ) -> resources_pb2.Institution:
        """Takes back that an institution is another one, whether that is proposed or they were joined already."""
        return self._channel.unary(_PART_INSTITUTIONS, _PART_INSTITUTIONS.made(request, fields), timeout)

    def join_mission(
        self,
        request: participation_service_pb2.JoinMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[JoinMissionFields],
    ) -> resources_pb2.Participant:
        """Joins the mission, as the participant whom the caller's token names. For whoever gives tokens with ids of
        their own; who exchanges a token joins by that.
        """
        return self._channel.unary(_JOIN_MISSION, _JOIN_MISSION.made(request, fields), timeout)

    def grant_role(
        self,
        request: participation_service_pb2.GrantRoleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GrantRoleFields],
    ) -> resources_pb2.Participant:
        """Lets a participant act as organiser, expert, or as the representative of an institution."""
        return self._channel.unary(_GRANT_ROLE, _GRANT_ROLE.made(request, fields), timeout)

    def get_participant(
        self,
        request: participation_service_pb2.GetParticipantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetParticipantFields],
    ) -> resources_pb2.Participant:
        """Gets a participant."""
        return self._channel.unary(_GET_PARTICIPANT, _GET_PARTICIPANT.made(request, fields), timeout)

    def list_participants(
        self,
        request: participation_service_pb2.ListParticipantsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListParticipantsFields],
    ) -> Pages[
        resources_pb2.Participant,
        participation_service_pb2.ListParticipantsRequest,
        participation_service_pb2.ListParticipantsResponse,
    ]:
        """Lists participants."""
        return Pages(self._channel, _LIST_PARTICIPANTS, _LIST_PARTICIPANTS.made(request, fields), timeout)

    def confirm_mandate(
        self,
        request: participation_service_pb2.ConfirmMandateRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmMandateFields],
    ) -> resources_pb2.Participant:
        """Confirms that somebody speaks for an institution: as one who does already, or as the operator, by a
        document. One that is confirmed again goes on for as long as a new one.
        """
        return self._channel.unary(_CONFIRM_MANDATE, _CONFIRM_MANDATE.made(request, fields), timeout)

    def revoke_role(
        self,
        request: participation_service_pb2.RevokeRoleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RevokeRoleFields],
    ) -> resources_pb2.Participant:
        """Ends a role, with a reason; of a representative, the mandate of one institution."""
        return self._channel.unary(_REVOKE_ROLE, _REVOKE_ROLE.made(request, fields), timeout)

    def create_chain(
        self,
        request: participation_service_pb2.CreateChainRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateChainFields],
    ) -> resources_pb2.Chain:
        """Lets a service take part in the mission: its chain is heard, asked and waited for from here on."""
        return self._channel.unary(_CREATE_CHAIN, _CREATE_CHAIN.made(request, fields), timeout)

    def get_chain(
        self,
        request: participation_service_pb2.GetChainRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetChainFields],
    ) -> resources_pb2.Chain:
        """Gets a chain."""
        return self._channel.unary(_GET_CHAIN, _GET_CHAIN.made(request, fields), timeout)

    def list_chains(
        self,
        request: participation_service_pb2.ListChainsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListChainsFields],
    ) -> Pages[
        resources_pb2.Chain, participation_service_pb2.ListChainsRequest, participation_service_pb2.ListChainsResponse
    ]:
        """Lists chains."""
        return Pages(self._channel, _LIST_CHAINS, _LIST_CHAINS.made(request, fields), timeout)

    def retire_chain(
        self,
        request: participation_service_pb2.RetireChainRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RetireChainFields],
    ) -> resources_pb2.Chain:
        """Lets a service take part no longer; what stands in its chain up to the last position goes on to count."""
        return self._channel.unary(_RETIRE_CHAIN, _RETIRE_CHAIN.made(request, fields), timeout)

    def erase_participant(
        self,
        request: participation_service_pb2.EraseParticipantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EraseParticipantFields],
    ) -> participation_service_pb2.EraseParticipantResponse:
        """Deletes a person's texts and the tie between person and participant; results and chain stay intact."""
        return self._channel.unary(_ERASE_PARTICIPANT, _ERASE_PARTICIPANT.made(request, fields), timeout)

    def create_challenge(
        self,
        request: participation_service_pb2.CreateChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateChallengeFields],
    ) -> resources_pb2.Challenge:
        """Says what stands in the mission's way. The words go to the private store, their seal into the log."""
        return self._channel.unary(_CREATE_CHALLENGE, _CREATE_CHALLENGE.made(request, fields), timeout)

    def get_challenge(
        self,
        request: participation_service_pb2.GetChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetChallengeFields],
    ) -> resources_pb2.Challenge:
        """Gets a challenge."""
        return self._channel.unary(_GET_CHALLENGE, _GET_CHALLENGE.made(request, fields), timeout)

    def list_challenges(
        self,
        request: participation_service_pb2.ListChallengesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListChallengesFields],
    ) -> Pages[
        resources_pb2.Challenge,
        participation_service_pb2.ListChallengesRequest,
        participation_service_pb2.ListChallengesResponse,
    ]:
        """Lists challenges."""
        return Pages(self._channel, _LIST_CHALLENGES, _LIST_CHALLENGES.made(request, fields), timeout)

    def accept_challenge(
        self,
        request: participation_service_pb2.AcceptChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptChallengeFields],
    ) -> resources_pb2.Challenge:
        """Moderation: the challenge takes part from here on; one that was rejected in error is let in after all."""
        return self._channel.unary(_ACCEPT_CHALLENGE, _ACCEPT_CHALLENGE.made(request, fields), timeout)

    def reject_challenge(
        self,
        request: participation_service_pb2.RejectChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RejectChallengeFields],
    ) -> resources_pb2.Challenge:
        """Moderation: the challenge does not take part, or no longer, and everyone can read why."""
        return self._channel.unary(_REJECT_CHALLENGE, _REJECT_CHALLENGE.made(request, fields), timeout)

    def amend_challenge(
        self,
        request: participation_service_pb2.AmendChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AmendChallengeFields],
    ) -> resources_pb2.Challenge:
        """The author says it in better words; once others have built on it, moderation is asked."""
        return self._channel.unary(_AMEND_CHALLENGE, _AMEND_CHALLENGE.made(request, fields), timeout)

    def withdraw_challenge(
        self,
        request: participation_service_pb2.WithdrawChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawChallengeFields],
    ) -> resources_pb2.Challenge:
        """The author takes the challenge back; once others have built on it, moderation is asked."""
        return self._channel.unary(_WITHDRAW_CHALLENGE, _WITHDRAW_CHALLENGE.made(request, fields), timeout)

    def grant_correction(
        self,
        request: participation_service_pb2.GrantCorrectionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GrantCorrectionFields],
    ) -> resources_pb2.Challenge:
        """Moderation lets the author amend or withdraw what others have built on."""
        return self._channel.unary(_GRANT_CORRECTION, _GRANT_CORRECTION.made(request, fields), timeout)

    def decline_correction(
        self,
        request: participation_service_pb2.DeclineCorrectionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeclineCorrectionFields],
    ) -> resources_pb2.Challenge:
        """Moderation leaves the challenge as it is, and everyone can read why."""
        return self._channel.unary(_DECLINE_CORRECTION, _DECLINE_CORRECTION.made(request, fields), timeout)

    def tag_challenge(
        self,
        request: participation_service_pb2.TagChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[TagChallengeFields],
    ) -> resources_pb2.Challenge:
        """Sorts a challenge: its tags and category are replaced."""
        return self._channel.unary(_TAG_CHALLENGE, _TAG_CHALLENGE.made(request, fields), timeout)

    def merge_challenge(
        self,
        request: participation_service_pb2.MergeChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MergeChallengeFields],
    ) -> resources_pb2.Challenge:
        """Lets a challenge live on in another one of the same mission that says the same."""
        return self._channel.unary(_MERGE_CHALLENGE, _MERGE_CHALLENGE.made(request, fields), timeout)

    def propose_merge(
        self,
        request: participation_service_pb2.ProposeMergeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeMergeFields],
    ) -> resources_pb2.Challenge:
        """Tells the author that a challenge is to live on in another one that says the same; silence consents."""
        return self._channel.unary(_PROPOSE_MERGE, _PROPOSE_MERGE.made(request, fields), timeout)

    def object_to_merge(
        self,
        request: participation_service_pb2.ObjectToMergeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ObjectToMergeFields],
    ) -> resources_pb2.Challenge:
        """The author wants the challenge to stand by itself: it is not merged."""
        return self._channel.unary(_OBJECT_TO_MERGE, _OBJECT_TO_MERGE.made(request, fields), timeout)

    def undo_merge(
        self,
        request: participation_service_pb2.UndoMergeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[UndoMergeFields],
    ) -> resources_pb2.Challenge:
        """Lets a challenge that was merged stand by itself again."""
        return self._channel.unary(_UNDO_MERGE, _UNDO_MERGE.made(request, fields), timeout)

    def undo_split(
        self,
        request: participation_service_pb2.UndoSplitRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[UndoSplitFields],
    ) -> resources_pb2.Challenge:
        """Lets a challenge that was split stand by itself again, beside its parts."""
        return self._channel.unary(_UNDO_SPLIT, _UNDO_SPLIT.made(request, fields), timeout)

    def split_challenge(
        self,
        request: participation_service_pb2.SplitChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SplitChallengeFields],
    ) -> resources_pb2.Challenge:
        """Lets a challenge that says several things live on in parts, each submitted before as a challenge of its
        own.
        """
        return self._channel.unary(_SPLIT_CHALLENGE, _SPLIT_CHALLENGE.made(request, fields), timeout)

    def create_statement(
        self,
        request: participation_service_pb2.CreateStatementRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateStatementFields],
    ) -> resources_pb2.Statement:
        """Says one thing that others can agree or disagree with, to a challenge or to the mission as a whole."""
        return self._channel.unary(_CREATE_STATEMENT, _CREATE_STATEMENT.made(request, fields), timeout)

    def get_statement(
        self,
        request: participation_service_pb2.GetStatementRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetStatementFields],
    ) -> resources_pb2.Statement:
        """Gets a statement."""
        return self._channel.unary(_GET_STATEMENT, _GET_STATEMENT.made(request, fields), timeout)

    def list_statements(
        self,
        request: participation_service_pb2.ListStatementsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListStatementsFields],
    ) -> Pages[
        resources_pb2.Statement,
        participation_service_pb2.ListStatementsRequest,
        participation_service_pb2.ListStatementsResponse,
    ]:
        """Lists statements."""
        return Pages(self._channel, _LIST_STATEMENTS, _LIST_STATEMENTS.made(request, fields), timeout)

    def accept_statement(
        self,
        request: participation_service_pb2.AcceptStatementRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptStatementFields],
    ) -> resources_pb2.Statement:
        """Moderation has looked at the statement, and it stays; people may vote on a new one until it is rejected."""
        return self._channel.unary(_ACCEPT_STATEMENT, _ACCEPT_STATEMENT.made(request, fields), timeout)

    def reject_statement(
        self,
        request: participation_service_pb2.RejectStatementRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RejectStatementFields],
    ) -> resources_pb2.Statement:
        """Moderation: the statement takes no votes, and those on it count no more."""
        return self._channel.unary(_REJECT_STATEMENT, _REJECT_STATEMENT.made(request, fields), timeout)

    def cast_votes(
        self,
        request: participation_service_pb2.CastVotesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CastVotesFields],
    ) -> participation_service_pb2.CastVotesResponse:
        """Votes on statements. Votes never conflict; a vote can be changed until the challenges phase closes."""
        return self._channel.unary(_CAST_VOTES, _CAST_VOTES.made(request, fields), timeout)

    def stream_votes(
        self, requests: Sequence[participation_service_pb2.StreamVotesRequest], /, *, timeout: float | None = None
    ) -> participation_service_pb2.StreamVotesResponse:
        """Casts many votes as columns, in parts, of several people: each part is taken when it is complete, and what
        was sent before a stream broke off stands. Send the same parts again to go on: votes are known by their
        ids, and count once.
        """
        return self._channel.send(_STREAM_VOTES, lambda: requests, timeout)

    def watch_deliberation(
        self,
        request: participation_service_pb2.WatchDeliberationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WatchDeliberationFields],
    ) -> Iterator[participation_service_pb2.Deliberation]:
        """Watches the discussion: how many statements and votes there are, once, and again whenever that has
        changed, at most once in `interval`. A reader who is slow misses states in between, never the last one.
        """
        return self._channel.receive(_WATCH_DELIBERATION, _WATCH_DELIBERATION.made(request, fields), timeout)

    def create_round(
        self,
        request: participation_service_pb2.CreateRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateRoundFields],
    ) -> resources_pb2.Round:
        """Asks the electorate which challenges come first."""
        return self._channel.unary(_CREATE_ROUND, _CREATE_ROUND.made(request, fields), timeout)

    def get_round(
        self,
        request: participation_service_pb2.GetRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetRoundFields],
    ) -> resources_pb2.Round:
        """Gets a round."""
        return self._channel.unary(_GET_ROUND, _GET_ROUND.made(request, fields), timeout)

    def watch_round(
        self,
        request: participation_service_pb2.WatchRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WatchRoundFields],
    ) -> Iterator[resources_pb2.Round]:
        """Watches a round: tells it once, and again whenever it has changed, at most once in `interval`, until it is
        decided, cancelled or ended without a ballot. A reader who is slow misses states in between, never the
        last one.
        """
        return self._channel.receive(_WATCH_ROUND, _WATCH_ROUND.made(request, fields), timeout)

    def list_rounds(
        self,
        request: participation_service_pb2.ListRoundsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListRoundsFields],
    ) -> Pages[
        resources_pb2.Round, participation_service_pb2.ListRoundsRequest, participation_service_pb2.ListRoundsResponse
    ]:
        """Lists rounds."""
        return Pages(self._channel, _LIST_ROUNDS, _LIST_ROUNDS.made(request, fields), timeout)

    def move_round(
        self,
        request: participation_service_pb2.MoveRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MoveRoundFields],
    ) -> resources_pb2.Round:
        """Lets a round take ballots for longer."""
        return self._channel.unary(_MOVE_ROUND, _MOVE_ROUND.made(request, fields), timeout)

    def cancel_round(
        self,
        request: participation_service_pb2.CancelRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelRoundFields],
    ) -> resources_pb2.Round:
        """Ends a round without a result, and says why; what was cast in it counts nowhere."""
        return self._channel.unary(_CANCEL_ROUND, _CANCEL_ROUND.made(request, fields), timeout)

    def enter_round(
        self,
        request: participation_service_pb2.EnterRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EnterRoundFields],
    ) -> resources_pb2.Round:
        """Enters a round that is open, where the playbook lets people in until it closes."""
        return self._channel.unary(_ENTER_ROUND, _ENTER_ROUND.made(request, fields), timeout)

    def add_voter(
        self,
        request: participation_service_pb2.AddVoterRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AddVoterFields],
    ) -> resources_pb2.Round:
        """Registers a person to a round after its opening."""
        return self._channel.unary(_ADD_VOTER, _ADD_VOTER.made(request, fields), timeout)

    def cast_ballot(
        self,
        request: participation_service_pb2.CastBallotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CastBallotFields],
    ) -> participation_service_pb2.CastBallotResponse:
        """Casts a ballot in a round, or replaces the caller's own by a later one until the round closes. Who has
        cast what is known to nobody once the round is decided.
        """
        return self._channel.unary(_CAST_BALLOT, _CAST_BALLOT.made(request, fields), timeout)

    def batch_cast_ballots(
        self,
        request: participation_service_pb2.BatchCastBallotsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[BatchCastBallotsFields],
    ) -> participation_service_pb2.BatchCastBallotsResponse:
        """Casts ballots of several people at once, each proven by a token of its own: for a page or a counter in
        front of this service. Each ballot is taken or refused by itself.
        """
        return self._channel.unary(_BATCH_CAST_BALLOTS, _BATCH_CAST_BALLOTS.made(request, fields), timeout)

    def stream_ballots(
        self, requests: Sequence[participation_service_pb2.StreamBallotsRequest], /, *, timeout: float | None = None
    ) -> participation_service_pb2.StreamBallotsResponse:
        """Casts many ballots as columns, in parts: each part is taken when it is complete, and what was sent before
        a stream broke off stands. Send the same parts again to go on: ballots are known by their ids, and count
        once.
        """
        return self._channel.send(_STREAM_BALLOTS, lambda: requests, timeout)

    def close_round(
        self,
        request: participation_service_pb2.CloseRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseRoundFields],
    ) -> Operation[resources_pb2.Round, decision_progress_pb2.DecisionProgress]:
        """Ends a round at its deadline: ballots behind this point do not count, and the secret is revealed. Without
        a ballot nothing is decided. The decision is computed beside the service's other work, and the operation
        tells how far that is; its response is the round with its result. Cancelling the operation stops the
        computation, not the close: the result stays due.
        """
        return Operation(
            self._channel,
            self._channel.unary(_CLOSE_ROUND, _CLOSE_ROUND.made(request, fields), timeout),
            resources_pb2.Round,
            decision_progress_pb2.DecisionProgress,
        )

    def create_commitment(
        self,
        request: participation_service_pb2.CreateCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateCommitmentFields],
    ) -> resources_pb2.Commitment:
        """An institution commits itself, in public, to carry out solutions to a challenge."""
        return self._channel.unary(_CREATE_COMMITMENT, _CREATE_COMMITMENT.made(request, fields), timeout)

    def get_commitment(
        self,
        request: participation_service_pb2.GetCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetCommitmentFields],
    ) -> resources_pb2.Commitment:
        """Gets a commitment."""
        return self._channel.unary(_GET_COMMITMENT, _GET_COMMITMENT.made(request, fields), timeout)

    def list_commitments(
        self,
        request: participation_service_pb2.ListCommitmentsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListCommitmentsFields],
    ) -> Pages[
        resources_pb2.Commitment,
        participation_service_pb2.ListCommitmentsRequest,
        participation_service_pb2.ListCommitmentsResponse,
    ]:
        """Lists commitments."""
        return Pages(self._channel, _LIST_COMMITMENTS, _LIST_COMMITMENTS.made(request, fields), timeout)

    def offer_commitment(
        self,
        request: participation_service_pb2.OfferCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OfferCommitmentFields],
    ) -> resources_pb2.Commitment:
        """An institution commits itself, in public, subject to a named body that decides on a named day."""
        return self._channel.unary(_OFFER_COMMITMENT, _OFFER_COMMITMENT.made(request, fields), timeout)

    def confirm_commitment(
        self,
        request: participation_service_pb2.ConfirmCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmCommitmentFields],
    ) -> resources_pb2.Commitment:
        """The body has said yes: the commitment is made."""
        return self._channel.unary(_CONFIRM_COMMITMENT, _CONFIRM_COMMITMENT.made(request, fields), timeout)

    def refuse_commitment(
        self,
        request: participation_service_pb2.RefuseCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RefuseCommitmentFields],
    ) -> resources_pb2.Commitment:
        """The body has said no: the commitment has ended."""
        return self._channel.unary(_REFUSE_COMMITMENT, _REFUSE_COMMITMENT.made(request, fields), timeout)

    def keep_commitment(
        self,
        request: participation_service_pb2.KeepCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[KeepCommitmentFields],
    ) -> resources_pb2.Commitment:
        """Shows that a commitment was kept."""
        return self._channel.unary(_KEEP_COMMITMENT, _KEEP_COMMITMENT.made(request, fields), timeout)

    def mark_commitment_late(
        self,
        request: participation_service_pb2.MarkCommitmentLateRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MarkCommitmentLateFields],
    ) -> resources_pb2.Commitment:
        """Time has passed: states that a commitment's date is over and nothing was shown."""
        return self._channel.unary(_MARK_COMMITMENT_LATE, _MARK_COMMITMENT_LATE.made(request, fields), timeout)

    def withdraw_commitment(
        self,
        request: participation_service_pb2.WithdrawCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawCommitmentFields],
    ) -> resources_pb2.Commitment:
        """Takes a commitment back, in public and with a reason."""
        return self._channel.unary(_WITHDRAW_COMMITMENT, _WITHDRAW_COMMITMENT.made(request, fields), timeout)

    def acknowledge_gap(
        self,
        request: participation_service_pb2.AcknowledgeGapRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcknowledgeGapFields],
    ) -> resources_pb2.Gap:
        """Says in public that a prioritised challenge lacks a commitment, or a solution."""
        return self._channel.unary(_ACKNOWLEDGE_GAP, _ACKNOWLEDGE_GAP.made(request, fields), timeout)

    def get_gap(
        self,
        request: participation_service_pb2.GetGapRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetGapFields],
    ) -> resources_pb2.Gap:
        """Gets a gap."""
        return self._channel.unary(_GET_GAP, _GET_GAP.made(request, fields), timeout)

    def list_gaps(
        self,
        request: participation_service_pb2.ListGapsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListGapsFields],
    ) -> Pages[
        resources_pb2.Gap, participation_service_pb2.ListGapsRequest, participation_service_pb2.ListGapsResponse
    ]:
        """Lists gaps."""
        return Pages(self._channel, _LIST_GAPS, _LIST_GAPS.made(request, fields), timeout)

    def open_phase(
        self,
        request: participation_service_pb2.OpenPhaseRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OpenPhaseFields],
    ) -> resources_pb2.Mission:
        """Opens a phase when its gate lets it; one that was closed is opened again with a reason."""
        return self._channel.unary(_OPEN_PHASE, _OPEN_PHASE.made(request, fields), timeout)

    def close_phase(
        self,
        request: participation_service_pb2.ClosePhaseRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ClosePhaseFields],
    ) -> resources_pb2.Mission:
        """Closes a phase when its gate lets it."""
        return self._channel.unary(_CLOSE_PHASE, _CLOSE_PHASE.made(request, fields), timeout)

    def close_mission_early(
        self,
        request: participation_service_pb2.CloseMissionEarlyRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseMissionEarlyFields],
    ) -> resources_pb2.Mission:
        """Gives the mission up, in public: all that is open closes, and nobody can tell any more who has cast what."""
        return self._channel.unary(_CLOSE_MISSION_EARLY, _CLOSE_MISSION_EARLY.made(request, fields), timeout)

    def resume_mission(
        self,
        request: participation_service_pb2.ResumeMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ResumeMissionFields],
    ) -> resources_pb2.Mission:
        """Goes on with a mission that was closed early, in the phases that were open then."""
        return self._channel.unary(_RESUME_MISSION, _RESUME_MISSION.made(request, fields), timeout)


class AsyncParticipationMethods:
    """Missions, institutions, challenges, deliberation, prioritisation and commitments. Who may do what, in which
    phase, and what must hold first stands in the phase rules; a token only proves who asks.
    """

    def __init__(self, channel: AsyncChannel) -> None:
        self._channel = channel

    async def create_mission(
        self,
        request: participation_service_pb2.CreateMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateMissionFields],
    ) -> resources_pb2.Mission:
        """Begins a mission under a playbook; its first phase is open from here on."""
        return await self._channel.unary(_CREATE_MISSION, _CREATE_MISSION.made(request, fields), timeout)

    def list_missions(
        self,
        request: participation_service_pb2.ListMissionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListMissionsFields],
    ) -> AsyncPages[
        resources_pb2.Mission,
        participation_service_pb2.ListMissionsRequest,
        participation_service_pb2.ListMissionsResponse,
    ]:
        """Lists the missions that the caller may see: a participant the own one, an operator those of the
        organisation, anybody else those that are served here. In the order of their ids.
        """
        return AsyncPages(self._channel, _LIST_MISSIONS, _LIST_MISSIONS.made(request, fields), timeout)

    async def get_mission(
        self,
        request: participation_service_pb2.GetMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetMissionFields],
    ) -> resources_pb2.Mission:
        """Gets a mission: what it is."""
        return await self._channel.unary(_GET_MISSION, _GET_MISSION.made(request, fields), timeout)

    async def adopt_rules(
        self,
        request: participation_service_pb2.AdoptRulesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AdoptRulesFields],
    ) -> resources_pb2.Mission:
        """Goes on under a newer version of the phase rules; what happened until here stays judged by the older one."""
        return await self._channel.unary(_ADOPT_RULES, _ADOPT_RULES.made(request, fields), timeout)

    async def set_goal(
        self,
        request: participation_service_pb2.SetGoalRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SetGoalFields],
    ) -> resources_pb2.Mission:
        """Gives the mission its goal, or sharpens it while the mission phase is open and nobody has endorsed it."""
        return await self._channel.unary(_SET_GOAL, _SET_GOAL.made(request, fields), timeout)

    async def propose_goal(
        self,
        request: participation_service_pb2.ProposeGoalRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeGoalFields],
    ) -> resources_pb2.Mission:
        """Asks those who endorse about another version of the goal; in silence the former one stays."""
        return await self._channel.unary(_PROPOSE_GOAL, _PROPOSE_GOAL.made(request, fields), timeout)

    async def take_back_goal(
        self,
        request: participation_service_pb2.TakeBackGoalRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[TakeBackGoalFields],
    ) -> resources_pb2.Mission:
        """Takes back the version of the goal that one has proposed."""
        return await self._channel.unary(_TAKE_BACK_GOAL, _TAKE_BACK_GOAL.made(request, fields), timeout)

    async def comment_goal(
        self,
        request: participation_service_pb2.CommentGoalRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CommentGoalFields],
    ) -> participation_service_pb2.CommentGoalResponse:
        """Says something about the goal, or about a version that is proposed."""
        return await self._channel.unary(_COMMENT_GOAL, _COMMENT_GOAL.made(request, fields), timeout)

    async def get_goal_comment(
        self,
        request: participation_service_pb2.GetGoalCommentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetGoalCommentFields],
    ) -> resources_pb2.GoalComment:
        """Gets what somebody said of the goal."""
        return await self._channel.unary(_GET_GOAL_COMMENT, _GET_GOAL_COMMENT.made(request, fields), timeout)

    def list_goal_comments(
        self,
        request: participation_service_pb2.ListGoalCommentsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListGoalCommentsFields],
    ) -> AsyncPages[
        resources_pb2.GoalComment,
        participation_service_pb2.ListGoalCommentsRequest,
        participation_service_pb2.ListGoalCommentsResponse,
    ]:
        """Lists what was said of the goal and its versions."""
        return AsyncPages(self._channel, _LIST_GOAL_COMMENTS, _LIST_GOAL_COMMENTS.made(request, fields), timeout)

    async def endorse_mission(
        self,
        request: participation_service_pb2.EndorseMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EndorseMissionFields],
    ) -> resources_pb2.Mission:
        """An institution stands behind the mission, through its representative."""
        return await self._channel.unary(_ENDORSE_MISSION, _ENDORSE_MISSION.made(request, fields), timeout)

    async def change_playbook(
        self,
        request: participation_service_pb2.ChangePlaybookRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ChangePlaybookFields],
    ) -> resources_pb2.Mission:
        """Changes the rules of the game in the open, with a reason."""
        return await self._channel.unary(_CHANGE_PLAYBOOK, _CHANGE_PLAYBOOK.made(request, fields), timeout)

    async def state_provenance(
        self,
        request: participation_service_pb2.StateProvenanceRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[StateProvenanceFields],
    ) -> resources_pb2.Mission:
        """Names the source of a part of the mission's data, and its licence. What is real of it each event says
        itself.
        """
        return await self._channel.unary(_STATE_PROVENANCE, _STATE_PROVENANCE.made(request, fields), timeout)

    async def create_institution(
        self,
        request: participation_service_pb2.CreateInstitutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateInstitutionFields],
    ) -> resources_pb2.Institution:
        """Enters an institution that takes part: a municipality, a ministry, a firm, an association, a university."""
        return await self._channel.unary(_CREATE_INSTITUTION, _CREATE_INSTITUTION.made(request, fields), timeout)

    async def get_institution(
        self,
        request: participation_service_pb2.GetInstitutionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetInstitutionFields],
    ) -> resources_pb2.Institution:
        """Gets an institution."""
        return await self._channel.unary(_GET_INSTITUTION, _GET_INSTITUTION.made(request, fields), timeout)

    def list_institutions(
        self,
        request: participation_service_pb2.ListInstitutionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListInstitutionsFields],
    ) -> AsyncPages[
        resources_pb2.Institution,
        participation_service_pb2.ListInstitutionsRequest,
        participation_service_pb2.ListInstitutionsResponse,
    ]:
        """Lists institutions."""
        return AsyncPages(self._channel, _LIST_INSTITUTIONS, _LIST_INSTITUTIONS.made(request, fields), timeout)

    async def propose_joining(
        self,
        request: participation_service_pb2.ProposeJoiningRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeJoiningFields],
    ) -> resources_pb2.Institution:
        """Says that an institution was entered twice: that this one is `into`, which goes on."""
        return await self._channel.unary(_PROPOSE_JOINING, _PROPOSE_JOINING.made(request, fields), timeout)

    async def join_institutions(
        self,
        request: participation_service_pb2.JoinInstitutionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[JoinInstitutionsFields],
    ) -> resources_pb2.Institution:
        """Says yes to what was proposed, for those of both who have representatives, or as a second person of the
        staff.
        """
        return await self._channel.unary(_JOIN_INSTITUTIONS, _JOIN_INSTITUTIONS.made(request, fields), timeout)

    async def part_institutions(
        self,
        request: participation_service_pb2.PartInstitutionsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[PartInstitutionsFields],
    ) -> resources_pb2.Institution:
        """Takes back that an institution is another one, whether that is proposed or they were joined already."""
        return await self._channel.unary(_PART_INSTITUTIONS, _PART_INSTITUTIONS.made(request, fields), timeout)

    async def join_mission(
        self,
        request: participation_service_pb2.JoinMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[JoinMissionFields],
    ) -> resources_pb2.Participant:
        """Joins the mission, as the participant whom the caller's token names. For whoever gives tokens with ids of
        their own; who exchanges a token joins by that.
        """
        return await self._channel.unary(_JOIN_MISSION, _JOIN_MISSION.made(request, fields), timeout)

    async def grant_role(
        self,
        request: participation_service_pb2.GrantRoleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GrantRoleFields],
    ) -> resources_pb2.Participant:
        """Lets a participant act as organiser, expert, or as the representative of an institution."""
        return await self._channel.unary(_GRANT_ROLE, _GRANT_ROLE.made(request, fields), timeout)

    async def get_participant(
        self,
        request: participation_service_pb2.GetParticipantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetParticipantFields],
    ) -> resources_pb2.Participant:
        """Gets a participant."""
        return await self._channel.unary(_GET_PARTICIPANT, _GET_PARTICIPANT.made(request, fields), timeout)

    def list_participants(
        self,
        request: participation_service_pb2.ListParticipantsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListParticipantsFields],
    ) -> AsyncPages[
        resources_pb2.Participant,
        participation_service_pb2.ListParticipantsRequest,
        participation_service_pb2.ListParticipantsResponse,
    ]:
        """Lists participants."""
        return AsyncPages(self._channel, _LIST_PARTICIPANTS, _LIST_PARTICIPANTS.made(request, fields), timeout)

    async def confirm_mandate(
        self,
        request: participation_service_pb2.ConfirmMandateRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmMandateFields],
    ) -> resources_pb2.Participant:
        """Confirms that somebody speaks for an institution: as one who does already, or as the operator, by a
        document. One that is confirmed again goes on for as long as a new one.
        """
        return await self._channel.unary(_CONFIRM_MANDATE, _CONFIRM_MANDATE.made(request, fields), timeout)

    async def revoke_role(
        self,
        request: participation_service_pb2.RevokeRoleRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RevokeRoleFields],
    ) -> resources_pb2.Participant:
        """Ends a role, with a reason; of a representative, the mandate of one institution."""
        return await self._channel.unary(_REVOKE_ROLE, _REVOKE_ROLE.made(request, fields), timeout)

    async def create_chain(
        self,
        request: participation_service_pb2.CreateChainRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateChainFields],
    ) -> resources_pb2.Chain:
        """Lets a service take part in the mission: its chain is heard, asked and waited for from here on."""
        return await self._channel.unary(_CREATE_CHAIN, _CREATE_CHAIN.made(request, fields), timeout)

    async def get_chain(
        self,
        request: participation_service_pb2.GetChainRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetChainFields],
    ) -> resources_pb2.Chain:
        """Gets a chain."""
        return await self._channel.unary(_GET_CHAIN, _GET_CHAIN.made(request, fields), timeout)

    def list_chains(
        self,
        request: participation_service_pb2.ListChainsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListChainsFields],
    ) -> AsyncPages[
        resources_pb2.Chain, participation_service_pb2.ListChainsRequest, participation_service_pb2.ListChainsResponse
    ]:
        """Lists chains."""
        return AsyncPages(self._channel, _LIST_CHAINS, _LIST_CHAINS.made(request, fields), timeout)

    async def retire_chain(
        self,
        request: participation_service_pb2.RetireChainRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RetireChainFields],
    ) -> resources_pb2.Chain:
        """Lets a service take part no longer; what stands in its chain up to the last position goes on to count."""
        return await self._channel.unary(_RETIRE_CHAIN, _RETIRE_CHAIN.made(request, fields), timeout)

    async def erase_participant(
        self,
        request: participation_service_pb2.EraseParticipantRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EraseParticipantFields],
    ) -> participation_service_pb2.EraseParticipantResponse:
        """Deletes a person's texts and the tie between person and participant; results and chain stay intact."""
        return await self._channel.unary(_ERASE_PARTICIPANT, _ERASE_PARTICIPANT.made(request, fields), timeout)

    async def create_challenge(
        self,
        request: participation_service_pb2.CreateChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateChallengeFields],
    ) -> resources_pb2.Challenge:
        """Says what stands in the mission's way. The words go to the private store, their seal into the log."""
        return await self._channel.unary(_CREATE_CHALLENGE, _CREATE_CHALLENGE.made(request, fields), timeout)

    async def get_challenge(
        self,
        request: participation_service_pb2.GetChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetChallengeFields],
    ) -> resources_pb2.Challenge:
        """Gets a challenge."""
        return await self._channel.unary(_GET_CHALLENGE, _GET_CHALLENGE.made(request, fields), timeout)

    def list_challenges(
        self,
        request: participation_service_pb2.ListChallengesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListChallengesFields],
    ) -> AsyncPages[
        resources_pb2.Challenge,
        participation_service_pb2.ListChallengesRequest,
        participation_service_pb2.ListChallengesResponse,
    ]:
        """Lists challenges."""
        return AsyncPages(self._channel, _LIST_CHALLENGES, _LIST_CHALLENGES.made(request, fields), timeout)

    async def accept_challenge(
        self,
        request: participation_service_pb2.AcceptChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptChallengeFields],
    ) -> resources_pb2.Challenge:
        """Moderation: the challenge takes part from here on; one that was rejected in error is let in after all."""
        return await self._channel.unary(_ACCEPT_CHALLENGE, _ACCEPT_CHALLENGE.made(request, fields), timeout)

    async def reject_challenge(
        self,
        request: participation_service_pb2.RejectChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RejectChallengeFields],
    ) -> resources_pb2.Challenge:
        """Moderation: the challenge does not take part, or no longer, and everyone can read why."""
        return await self._channel.unary(_REJECT_CHALLENGE, _REJECT_CHALLENGE.made(request, fields), timeout)

    async def amend_challenge(
        self,
        request: participation_service_pb2.AmendChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AmendChallengeFields],
    ) -> resources_pb2.Challenge:
        """The author says it in better words; once others have built on it, moderation is asked."""
        return await self._channel.unary(_AMEND_CHALLENGE, _AMEND_CHALLENGE.made(request, fields), timeout)

    async def withdraw_challenge(
        self,
        request: participation_service_pb2.WithdrawChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawChallengeFields],
    ) -> resources_pb2.Challenge:
        """The author takes the challenge back; once others have built on it, moderation is asked."""
        return await self._channel.unary(_WITHDRAW_CHALLENGE, _WITHDRAW_CHALLENGE.made(request, fields), timeout)

    async def grant_correction(
        self,
        request: participation_service_pb2.GrantCorrectionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GrantCorrectionFields],
    ) -> resources_pb2.Challenge:
        """Moderation lets the author amend or withdraw what others have built on."""
        return await self._channel.unary(_GRANT_CORRECTION, _GRANT_CORRECTION.made(request, fields), timeout)

    async def decline_correction(
        self,
        request: participation_service_pb2.DeclineCorrectionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[DeclineCorrectionFields],
    ) -> resources_pb2.Challenge:
        """Moderation leaves the challenge as it is, and everyone can read why."""
        return await self._channel.unary(_DECLINE_CORRECTION, _DECLINE_CORRECTION.made(request, fields), timeout)

    async def tag_challenge(
        self,
        request: participation_service_pb2.TagChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[TagChallengeFields],
    ) -> resources_pb2.Challenge:
        """Sorts a challenge: its tags and category are replaced."""
        return await self._channel.unary(_TAG_CHALLENGE, _TAG_CHALLENGE.made(request, fields), timeout)

    async def merge_challenge(
        self,
        request: participation_service_pb2.MergeChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MergeChallengeFields],
    ) -> resources_pb2.Challenge:
        """Lets a challenge live on in another one of the same mission that says the same."""
        return await self._channel.unary(_MERGE_CHALLENGE, _MERGE_CHALLENGE.made(request, fields), timeout)

    async def propose_merge(
        self,
        request: participation_service_pb2.ProposeMergeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ProposeMergeFields],
    ) -> resources_pb2.Challenge:
        """Tells the author that a challenge is to live on in another one that says the same; silence consents."""
        return await self._channel.unary(_PROPOSE_MERGE, _PROPOSE_MERGE.made(request, fields), timeout)

    async def object_to_merge(
        self,
        request: participation_service_pb2.ObjectToMergeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ObjectToMergeFields],
    ) -> resources_pb2.Challenge:
        """The author wants the challenge to stand by itself: it is not merged."""
        return await self._channel.unary(_OBJECT_TO_MERGE, _OBJECT_TO_MERGE.made(request, fields), timeout)

    async def undo_merge(
        self,
        request: participation_service_pb2.UndoMergeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[UndoMergeFields],
    ) -> resources_pb2.Challenge:
        """Lets a challenge that was merged stand by itself again."""
        return await self._channel.unary(_UNDO_MERGE, _UNDO_MERGE.made(request, fields), timeout)

    async def undo_split(
        self,
        request: participation_service_pb2.UndoSplitRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[UndoSplitFields],
    ) -> resources_pb2.Challenge:
        """Lets a challenge that was split stand by itself again, beside its parts."""
        return await self._channel.unary(_UNDO_SPLIT, _UNDO_SPLIT.made(request, fields), timeout)

    async def split_challenge(
        self,
        request: participation_service_pb2.SplitChallengeRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[SplitChallengeFields],
    ) -> resources_pb2.Challenge:
        """Lets a challenge that says several things live on in parts, each submitted before as a challenge of its
        own.
        """
        return await self._channel.unary(_SPLIT_CHALLENGE, _SPLIT_CHALLENGE.made(request, fields), timeout)

    async def create_statement(
        self,
        request: participation_service_pb2.CreateStatementRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateStatementFields],
    ) -> resources_pb2.Statement:
        """Says one thing that others can agree or disagree with, to a challenge or to the mission as a whole."""
        return await self._channel.unary(_CREATE_STATEMENT, _CREATE_STATEMENT.made(request, fields), timeout)

    async def get_statement(
        self,
        request: participation_service_pb2.GetStatementRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetStatementFields],
    ) -> resources_pb2.Statement:
        """Gets a statement."""
        return await self._channel.unary(_GET_STATEMENT, _GET_STATEMENT.made(request, fields), timeout)

    def list_statements(
        self,
        request: participation_service_pb2.ListStatementsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListStatementsFields],
    ) -> AsyncPages[
        resources_pb2.Statement,
        participation_service_pb2.ListStatementsRequest,
        participation_service_pb2.ListStatementsResponse,
    ]:
        """Lists statements."""
        return AsyncPages(self._channel, _LIST_STATEMENTS, _LIST_STATEMENTS.made(request, fields), timeout)

    async def accept_statement(
        self,
        request: participation_service_pb2.AcceptStatementRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcceptStatementFields],
    ) -> resources_pb2.Statement:
        """Moderation has looked at the statement, and it stays; people may vote on a new one until it is rejected."""
        return await self._channel.unary(_ACCEPT_STATEMENT, _ACCEPT_STATEMENT.made(request, fields), timeout)

    async def reject_statement(
        self,
        request: participation_service_pb2.RejectStatementRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RejectStatementFields],
    ) -> resources_pb2.Statement:
        """Moderation: the statement takes no votes, and those on it count no more."""
        return await self._channel.unary(_REJECT_STATEMENT, _REJECT_STATEMENT.made(request, fields), timeout)

    async def cast_votes(
        self,
        request: participation_service_pb2.CastVotesRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CastVotesFields],
    ) -> participation_service_pb2.CastVotesResponse:
        """Votes on statements. Votes never conflict; a vote can be changed until the challenges phase closes."""
        return await self._channel.unary(_CAST_VOTES, _CAST_VOTES.made(request, fields), timeout)

    async def stream_votes(
        self, requests: Sequence[participation_service_pb2.StreamVotesRequest], /, *, timeout: float | None = None
    ) -> participation_service_pb2.StreamVotesResponse:
        """Casts many votes as columns, in parts, of several people: each part is taken when it is complete, and what
        was sent before a stream broke off stands. Send the same parts again to go on: votes are known by their
        ids, and count once.
        """
        return await self._channel.send(_STREAM_VOTES, lambda: requests, timeout)

    def watch_deliberation(
        self,
        request: participation_service_pb2.WatchDeliberationRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WatchDeliberationFields],
    ) -> AsyncIterator[participation_service_pb2.Deliberation]:
        """Watches the discussion: how many statements and votes there are, once, and again whenever that has
        changed, at most once in `interval`. A reader who is slow misses states in between, never the last one.
        """
        return self._channel.receive(_WATCH_DELIBERATION, _WATCH_DELIBERATION.made(request, fields), timeout)

    async def create_round(
        self,
        request: participation_service_pb2.CreateRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateRoundFields],
    ) -> resources_pb2.Round:
        """Asks the electorate which challenges come first."""
        return await self._channel.unary(_CREATE_ROUND, _CREATE_ROUND.made(request, fields), timeout)

    async def get_round(
        self,
        request: participation_service_pb2.GetRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetRoundFields],
    ) -> resources_pb2.Round:
        """Gets a round."""
        return await self._channel.unary(_GET_ROUND, _GET_ROUND.made(request, fields), timeout)

    def watch_round(
        self,
        request: participation_service_pb2.WatchRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WatchRoundFields],
    ) -> AsyncIterator[resources_pb2.Round]:
        """Watches a round: tells it once, and again whenever it has changed, at most once in `interval`, until it is
        decided, cancelled or ended without a ballot. A reader who is slow misses states in between, never the
        last one.
        """
        return self._channel.receive(_WATCH_ROUND, _WATCH_ROUND.made(request, fields), timeout)

    def list_rounds(
        self,
        request: participation_service_pb2.ListRoundsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListRoundsFields],
    ) -> AsyncPages[
        resources_pb2.Round, participation_service_pb2.ListRoundsRequest, participation_service_pb2.ListRoundsResponse
    ]:
        """Lists rounds."""
        return AsyncPages(self._channel, _LIST_ROUNDS, _LIST_ROUNDS.made(request, fields), timeout)

    async def move_round(
        self,
        request: participation_service_pb2.MoveRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MoveRoundFields],
    ) -> resources_pb2.Round:
        """Lets a round take ballots for longer."""
        return await self._channel.unary(_MOVE_ROUND, _MOVE_ROUND.made(request, fields), timeout)

    async def cancel_round(
        self,
        request: participation_service_pb2.CancelRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CancelRoundFields],
    ) -> resources_pb2.Round:
        """Ends a round without a result, and says why; what was cast in it counts nowhere."""
        return await self._channel.unary(_CANCEL_ROUND, _CANCEL_ROUND.made(request, fields), timeout)

    async def enter_round(
        self,
        request: participation_service_pb2.EnterRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[EnterRoundFields],
    ) -> resources_pb2.Round:
        """Enters a round that is open, where the playbook lets people in until it closes."""
        return await self._channel.unary(_ENTER_ROUND, _ENTER_ROUND.made(request, fields), timeout)

    async def add_voter(
        self,
        request: participation_service_pb2.AddVoterRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AddVoterFields],
    ) -> resources_pb2.Round:
        """Registers a person to a round after its opening."""
        return await self._channel.unary(_ADD_VOTER, _ADD_VOTER.made(request, fields), timeout)

    async def cast_ballot(
        self,
        request: participation_service_pb2.CastBallotRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CastBallotFields],
    ) -> participation_service_pb2.CastBallotResponse:
        """Casts a ballot in a round, or replaces the caller's own by a later one until the round closes. Who has
        cast what is known to nobody once the round is decided.
        """
        return await self._channel.unary(_CAST_BALLOT, _CAST_BALLOT.made(request, fields), timeout)

    async def batch_cast_ballots(
        self,
        request: participation_service_pb2.BatchCastBallotsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[BatchCastBallotsFields],
    ) -> participation_service_pb2.BatchCastBallotsResponse:
        """Casts ballots of several people at once, each proven by a token of its own: for a page or a counter in
        front of this service. Each ballot is taken or refused by itself.
        """
        return await self._channel.unary(_BATCH_CAST_BALLOTS, _BATCH_CAST_BALLOTS.made(request, fields), timeout)

    async def stream_ballots(
        self, requests: Sequence[participation_service_pb2.StreamBallotsRequest], /, *, timeout: float | None = None
    ) -> participation_service_pb2.StreamBallotsResponse:
        """Casts many ballots as columns, in parts: each part is taken when it is complete, and what was sent before
        a stream broke off stands. Send the same parts again to go on: ballots are known by their ids, and count
        once.
        """
        return await self._channel.send(_STREAM_BALLOTS, lambda: requests, timeout)

    async def close_round(
        self,
        request: participation_service_pb2.CloseRoundRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseRoundFields],
    ) -> AsyncOperation[resources_pb2.Round, decision_progress_pb2.DecisionProgress]:
        """Ends a round at its deadline: ballots behind this point do not count, and the secret is revealed. Without
        a ballot nothing is decided. The decision is computed beside the service's other work, and the operation
        tells how far that is; its response is the round with its result. Cancelling the operation stops the
        computation, not the close: the result stays due.
        """
        return AsyncOperation(
            self._channel,
            await self._channel.unary(_CLOSE_ROUND, _CLOSE_ROUND.made(request, fields), timeout),
            resources_pb2.Round,
            decision_progress_pb2.DecisionProgress,
        )

    async def create_commitment(
        self,
        request: participation_service_pb2.CreateCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CreateCommitmentFields],
    ) -> resources_pb2.Commitment:
        """An institution commits itself, in public, to carry out solutions to a challenge."""
        return await self._channel.unary(_CREATE_COMMITMENT, _CREATE_COMMITMENT.made(request, fields), timeout)

    async def get_commitment(
        self,
        request: participation_service_pb2.GetCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetCommitmentFields],
    ) -> resources_pb2.Commitment:
        """Gets a commitment."""
        return await self._channel.unary(_GET_COMMITMENT, _GET_COMMITMENT.made(request, fields), timeout)

    def list_commitments(
        self,
        request: participation_service_pb2.ListCommitmentsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListCommitmentsFields],
    ) -> AsyncPages[
        resources_pb2.Commitment,
        participation_service_pb2.ListCommitmentsRequest,
        participation_service_pb2.ListCommitmentsResponse,
    ]:
        """Lists commitments."""
        return AsyncPages(self._channel, _LIST_COMMITMENTS, _LIST_COMMITMENTS.made(request, fields), timeout)

    async def offer_commitment(
        self,
        request: participation_service_pb2.OfferCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OfferCommitmentFields],
    ) -> resources_pb2.Commitment:
        """An institution commits itself, in public, subject to a named body that decides on a named day."""
        return await self._channel.unary(_OFFER_COMMITMENT, _OFFER_COMMITMENT.made(request, fields), timeout)

    async def confirm_commitment(
        self,
        request: participation_service_pb2.ConfirmCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ConfirmCommitmentFields],
    ) -> resources_pb2.Commitment:
        """The body has said yes: the commitment is made."""
        return await self._channel.unary(_CONFIRM_COMMITMENT, _CONFIRM_COMMITMENT.made(request, fields), timeout)

    async def refuse_commitment(
        self,
        request: participation_service_pb2.RefuseCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[RefuseCommitmentFields],
    ) -> resources_pb2.Commitment:
        """The body has said no: the commitment has ended."""
        return await self._channel.unary(_REFUSE_COMMITMENT, _REFUSE_COMMITMENT.made(request, fields), timeout)

    async def keep_commitment(
        self,
        request: participation_service_pb2.KeepCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[KeepCommitmentFields],
    ) -> resources_pb2.Commitment:
        """Shows that a commitment was kept."""
        return await self._channel.unary(_KEEP_COMMITMENT, _KEEP_COMMITMENT.made(request, fields), timeout)

    async def mark_commitment_late(
        self,
        request: participation_service_pb2.MarkCommitmentLateRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[MarkCommitmentLateFields],
    ) -> resources_pb2.Commitment:
        """Time has passed: states that a commitment's date is over and nothing was shown."""
        return await self._channel.unary(_MARK_COMMITMENT_LATE, _MARK_COMMITMENT_LATE.made(request, fields), timeout)

    async def withdraw_commitment(
        self,
        request: participation_service_pb2.WithdrawCommitmentRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[WithdrawCommitmentFields],
    ) -> resources_pb2.Commitment:
        """Takes a commitment back, in public and with a reason."""
        return await self._channel.unary(_WITHDRAW_COMMITMENT, _WITHDRAW_COMMITMENT.made(request, fields), timeout)

    async def acknowledge_gap(
        self,
        request: participation_service_pb2.AcknowledgeGapRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[AcknowledgeGapFields],
    ) -> resources_pb2.Gap:
        """Says in public that a prioritised challenge lacks a commitment, or a solution."""
        return await self._channel.unary(_ACKNOWLEDGE_GAP, _ACKNOWLEDGE_GAP.made(request, fields), timeout)

    async def get_gap(
        self,
        request: participation_service_pb2.GetGapRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[GetGapFields],
    ) -> resources_pb2.Gap:
        """Gets a gap."""
        return await self._channel.unary(_GET_GAP, _GET_GAP.made(request, fields), timeout)

    def list_gaps(
        self,
        request: participation_service_pb2.ListGapsRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ListGapsFields],
    ) -> AsyncPages[
        resources_pb2.Gap, participation_service_pb2.ListGapsRequest, participation_service_pb2.ListGapsResponse
    ]:
        """Lists gaps."""
        return AsyncPages(self._channel, _LIST_GAPS, _LIST_GAPS.made(request, fields), timeout)

    async def open_phase(
        self,
        request: participation_service_pb2.OpenPhaseRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[OpenPhaseFields],
    ) -> resources_pb2.Mission:
        """Opens a phase when its gate lets it; one that was closed is opened again with a reason."""
        return await self._channel.unary(_OPEN_PHASE, _OPEN_PHASE.made(request, fields), timeout)

    async def close_phase(
        self,
        request: participation_service_pb2.ClosePhaseRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ClosePhaseFields],
    ) -> resources_pb2.Mission:
        """Closes a phase when its gate lets it."""
        return await self._channel.unary(_CLOSE_PHASE, _CLOSE_PHASE.made(request, fields), timeout)

    async def close_mission_early(
        self,
        request: participation_service_pb2.CloseMissionEarlyRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[CloseMissionEarlyFields],
    ) -> resources_pb2.Mission:
        """Gives the mission up, in public: all that is open closes, and nobody can tell any more who has cast what."""
        return await self._channel.unary(_CLOSE_MISSION_EARLY, _CLOSE_MISSION_EARLY.made(request, fields), timeout)

    async def resume_mission(
        self,
        request: participation_service_pb2.ResumeMissionRequest | None = None,
        /,
        *,
        timeout: float | None = None,
        **fields: Unpack[ResumeMissionFields],
    ) -> resources_pb2.Mission:
        """Goes on with a mission that was closed early, in the phases that were open then."""
        return await self._channel.unary(_RESUME_MISSION, _RESUME_MISSION.made(request, fields), timeout)
