"""Participation services that break what they promise of phases, challenges, rounds, votes and commitments."""

from __future__ import annotations

import json
from typing import Any

import grpc
from google.rpc import error_details_pb2 as details
from google.rpc.status_pb2 import Status
from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_core.log.canonical import canonical
from services.conformance.tests.between import Forward, Metadata, Variant


class ClosesAtOnce(Variant):
    """A phase is called closed as soon as its closing is asked for."""

    caught_by = ("participation/phase/close/waits-for-all", "participation/phase/close/*")
    may_be_caught_by = ("participation/way/*",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if isinstance(reply, res.Mission):
            for one in reply.phases:
                if one.status == res.PHASE_STATUS_CLOSING:
                    one.status = res.PHASE_STATUS_CLOSED


class _SaysOtherwise(Variant):
    """Another fact stands in some of its public events."""

    type_ = ""
    field = ""

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method != "ReadPublic":
            return
        for event in reply.events:
            if event.type == self.type_:
                said = json.loads(event.envelope)
                said["data"][self.field] = []
                event.envelope = canonical(said)


class HidesWhatSpeaksAgainst(_SaysOtherwise):
    """A closing that was cancelled says not why."""

    caught_by = ("participation/phase/close/refused-by-one",)
    type_, field = "mission.closing_cancelled", "unmet"


class HidesTheSilent(_SaysOtherwise):
    """A phase that closed without an answer does not say whose."""

    caught_by = ("participation/phase/close/without-the-silent",)
    type_, field = "mission.phase_closed", "silent"


class NamesOneOfAll(Variant):
    """Of all that is unmet one condition is named."""

    caught_by = ("participation/way/a-gate-names-all-that-is-missing",)

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        try:
            return await forward(request, metadata)
        except grpc.aio.AioRpcError as error:
            raise grpc.aio.AioRpcError(
                error.code(),
                grpc.aio.Metadata(),
                grpc.aio.Metadata(*((key, _first(value)) for key, value in error.trailing_metadata() or ())),
                error.details(),
            ) from None


def _first(value: Any) -> Any:
    """Details of a refusal with one condition and one field."""
    if not isinstance(value, bytes):
        return value
    status = Status.FromString(value)
    for packed in status.details:
        failed = details.PreconditionFailure()
        if packed.Unpack(failed):
            del failed.violations[1:]
            packed.Pack(failed)
    return status.SerializeToString()


# Challenges, rounds, votes, commitments


class KeepsTheEtag(Variant):
    """An etag stays, whatever has changed."""

    caught_by = ("participation/challenge/get/etag-grows",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "AcceptChallenge":
            reply.etag = "1"


class ForgetsCommitments(Variant):
    """What answers a challenge does not stand with it."""

    caught_by = ("participation/commitment/withdraw/stands-no-more",)
    may_be_caught_by = ("participation/way/*",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "GetChallenge":
            del reply.commitments[:]


class RanksWhatNobodyAsked(Variant):
    """Advice gives places too."""

    caught_by = ("participation/round/decide/advice-ranks-nothing",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "GetChallenge" and reply.status == res.CHALLENGE_STATUS_ACCEPTED and not reply.HasField("rank"):
            reply.rank = 1


class TurnsTheOrder(Variant):
    """What came last is told as the first."""

    caught_by = ("participation/round/decide/most-approved-first", "participation/round/decide/can-be-computed-again")
    may_be_caught_by = ("participation/ballot/*", "participation/operation/*")

    def answers(self, method: str, request: Any, reply: Any) -> None:
        decided = res.Round()
        if method == "GetOperation" and reply.response.Unpack(decided):
            order = list(decided.order)[::-1]
            del decided.order[:]
            decided.order.extend(order)
            reply.response.Pack(decided)


class IgnoresRevisions(Variant):
    """Of numbered versions the latest counts."""

    caught_by = (
        "participation/ballot/cast/highest-revision-counts",
        "participation/ballot/cast/versions-have-one-id",
    )

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "CastBallot":
            request.ballot.ClearField("revision")


class KnowsOneKindOfBallot(Variant):
    """Every round is one of approval."""

    caught_by = ("participation/round/create/tells-its-rules", "participation/ballot/cast/points-count")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "CreateRound" and request.round.kind == terms.BALLOT_KIND_POINTS:
            request.round.kind = terms.BALLOT_KIND_APPROVAL


class HidesRefusedVotes(Variant):
    """Votes that were refused are told as cast."""

    caught_by = ("participation/votes/stream/refuses-each-by-itself",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "StreamVotes":
            reply.cast += reply.refused_count
            reply.refused_count = 0
            del reply.refused[:]


class HidesRefusedBallots(Variant):
    """In a batch nobody learns whose ballot was refused."""

    caught_by = ("participation/ballot/batch/each-by-itself",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "BatchCastBallots":
            for one in reply.results:
                one.ClearField("status")


class MakesWhatIsOffered(Variant):
    """What is offered subject to a body is told as made."""

    caught_by = ("participation/commitment/offer/confirmed-and-kept",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "OfferCommitment":
            reply.status = res.COMMITMENT_STATUS_MADE


class ShortensWords(Variant):
    """Words are stored without what is no ASCII."""

    caught_by = ("participation/challenge/get/to-the-letter",)
    may_be_caught_by = ("participation/texts/*", "participation/search/*")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "CreateChallenge" and request.challenge.text:
            request.challenge.text = request.challenge.text.encode("ascii", "ignore").decode() or "x"


CHANGES: tuple[type[Variant], ...] = (
    ClosesAtOnce,
    HidesWhatSpeaksAgainst,
    HidesTheSilent,
    NamesOneOfAll,
    KeepsTheEtag,
    ForgetsCommitments,
    RanksWhatNobodyAsked,
    TurnsTheOrder,
    IgnoresRevisions,
    KnowsOneKindOfBallot,
    HidesRefusedVotes,
    HidesRefusedBallots,
    MakesWhatIsOffered,
    ShortensWords,
)
