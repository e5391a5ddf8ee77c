"""Matching services that break their contract in one point each, and the cases that have to notice it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

import grpc
from google.longrunning import operations_pb2
from osi.matching.v1 import events_pb2
from osi.matching.v1 import matching_service_pb2 as api
from osi.matching.v1 import resources_pb2 as res
from osi.reads.v1 import read_service_pb2 as reads

from osi_conformance.issuer import Issuer
from osi_conformance.recorded import participant
from services.conformance.tests.between import Forward, Metadata, Variant
from services.conformance.tests.variants_of_funding import KnowsNoOrganisations, TakesForgedTokens

SAMPLE = (
    "matching/adoption/create/who-has-said-it",
    "matching/bundle/decline/falls-by-one",
    "matching/call/amend/etag",
    "matching/call/create/malformed-name",
    "matching/call/create/same-request-same-reply",
    "matching/call/create/with-a-minted-id",
    "matching/call/get/foreign-mission",
    "matching/call/list/in-order",
    "matching/call/list/pages-give-each-once",
    "matching/due/list/the-earliest-first",
    "matching/errors/*",
    "matching/hearing/answers-the-playbook-as-it-stands",
    "matching/kickoff/way/planned-to-held",
    "matching/log/heads/*",
    "matching/log/read/envelope-says-itself",
    "matching/match/way/proposed-to-met",
    "matching/names/of-another-kind",
    "matching/need/create/from-outside",
    "matching/reads/own-writes",
    "matching/receipt/answers-for-its-own",
    "matching/registration/change/replaces-wishes",
    "matching/search/by-words",
    "matching/server/health",
    "matching/solution/get/author-to-oneself",
    "matching/solution/update/content-makes-a-version",
    "matching/team/join/full",
    "matching/time/is-that-of-the-call",
    "matching/token/operator-acts",
    "matching/token/refuses-expired",
)
"""Some of each kind, of which each variant keeps all that are not about what it breaks."""


def _without(metadata: Metadata, name: str) -> None:
    metadata[:] = [(key, value) for key, value in metadata if key != name]


def _mission(name: str) -> str:
    return name.split("/")[1]


class _AsAnother(Variant):
    """Some calls are answered as if somebody else had asked."""

    def becomes(self, metadata: Metadata, token: str) -> None:
        """Whoever asks has this token now."""
        _without(metadata, "authorization")
        metadata.append(("authorization", f"Bearer {token}"))

    def person(self, request: Any, name: str) -> str:
        """The token of somebody in the request's mission."""
        about = getattr(request, "name", "") or request.parent
        return self.issuer.person(_mission(about), participant(name))


# What holds for every service


class LosesIdempotency(Variant):
    """Does again what it has done."""

    caught_by = ("matching/call/create/same-request-same-reply", "matching/team/join/same-request-same-reply")
    may_be_caught_by = ("matching/idempotency/*", "matching/*/other-request-under-one-id")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "request_id" in request.DESCRIPTOR.fields_by_name and len(request.request_id) <= 200:
            request.ClearField("request_id")


class IgnoresEtags(Variant):
    """Overwrites what nobody has seen."""

    caught_by = ("matching/solution/update/etag", "matching/call/amend/etag", "matching/dossier/override/etag")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "etag" in request.DESCRIPTOR.fields_by_name:
            request.ClearField("etag")


class ListsWithoutEnd(Variant):
    """Behind the last page comes the first again."""

    caught_by = ("matching/call/list/pages-give-each-once", "matching/pilot/list/pages-give-each-once")
    may_be_caught_by = ("matching/*/list/*", "matching/server/deadline-then-asked-again")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if getattr(request, "page_token", "") == "again":
            request.page_token = ""

    def answers(self, method: str, request: Any, reply: Any) -> None:
        others = ("ListHeads", "ListOperations", "ListDue", "ListParked")
        if method.startswith("List") and method not in others and not reply.next_page_token:
            reply.next_page_token = "again"


class ForgetsTheLast(Variant):
    """Of a page that is not the last, the last item is told by no page."""

    caught_by = ("matching/solution/list/pages-give-each-once",)
    may_be_caught_by = ("matching/*/list/*",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method.startswith("List") and getattr(reply, "next_page_token", ""):
            field = next(one.name for one in reply.DESCRIPTOR.fields if one.is_repeated)
            del getattr(reply, field)[-1]


class ForgetsTheOrder(Variant):
    """Lists come as they are."""

    caught_by = ("matching/kickoff/list/in-order", "matching/need/list/in-order", "matching/call/list/in-order")
    may_be_caught_by = ("matching/*/list/unfit-question", "matching/*/list/token-of-another-list")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "order_by" in request.DESCRIPTOR.fields_by_name:
            request.ClearField("order_by")


class IgnoresFilters(Variant):
    """Lists all, whatever was asked for."""

    caught_by = ("matching/adoption/list/by-filter", "matching/solution/list/filter-tells-no-more")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if "filter" in request.DESCRIPTOR.fields_by_name:
            request.ClearField("filter")


class SpeaksEnglishOnly(Variant):
    """Refuses in one language."""

    caught_by = ("matching/errors/by-language", "matching/due/list/in-the-readers-language")

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        _without(metadata, "accept-language")


class NamesNoField(Variant):
    """Refuses, and lets whoever asked find out what for."""

    caught_by = ("matching/kickoff/create/past", "matching/errors/*", "matching/review/submit/off-the-scale")
    may_be_caught_by = ("matching/*",)

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        try:
            return await forward(request, metadata)
        except grpc.aio.AioRpcError as error:
            bare = grpc.aio.Metadata()
            told = error.details(), error.debug_error_string()
            raise grpc.aio.AioRpcError(error.code(), bare, bare, *told) from None


class ForgedTokens(TakesForgedTokens):
    """Believes what a token says, whoever has signed it."""

    caught_by = ("matching/token/refuses-signature-of-a-stranger", "matching/token/refuses-unsigned")
    may_be_caught_by = ("matching/token/*",)


class NoOrganisations(KnowsNoOrganisations):
    """Whoever operates for one operates for all."""

    caught_by = ("matching/token/operator-of-others",)


class ShowsItsLog(_AsAnother):
    """The public log is told to whoever asks."""

    caught_by = ("matching/log/read/for-services-alone",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "ReadPublic":
            self.becomes(metadata, self.issuer.service())


class SwallowsAnEvent(Variant):
    """One public event is never told."""

    caught_by = ("matching/log/read/names-the-one-before",)

    async def streamed(self, method: str, request: Any, metadata: Metadata, forward: Any) -> AsyncIterator[Any]:
        async for one in forward(request, metadata):
            if method == "ReadPublic":
                kept = [event for event in one.events if event.type != "support.initiative_admitted"]
                del one.events[:]
                one.events.extend(kept)
            yield one


class SaysItOtherwise(Variant):
    """The message of an event says another place than its bytes."""

    caught_by = ("matching/log/read/payload-says-the-same",)

    async def streamed(self, method: str, request: Any, metadata: Metadata, forward: Any) -> AsyncIterator[Any]:
        async for one in forward(request, metadata):
            for event in one.events if method == "ReadPublic" else ():
                adopted = events_pb2.InitiativeAdopted()
                if event.payload.Unpack(adopted):
                    adopted.place = "Somewhere else"
                    event.payload.Pack(adopted)
            yield one


class LeaksAForeignCall(Variant):
    """Tells a call of one mission to whoever asks for its id in another."""

    caught_by = ("matching/names/call-of-another-mission",)

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self.calls: dict[str, str] = {}

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        if method == "GetCall":
            request.name = self.calls.get(request.name.rpartition("/")[2], request.name)
        reply = await forward(request, metadata)
        if method == "CreateCall":
            self.calls[reply.name.rpartition("/")[2]] = reply.name
        return reply


# Whom it is shown to


class TellsTheTeam(_AsAnother):
    """Who is in a team is told to everybody."""

    caught_by = ("matching/solution/get/team-to-those-who-take-part",)
    may_be_caught_by = ("matching/hearing/erased-do-nothing",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "GetSolution" and not any(key == "authorization" for key, _ in metadata):
            self.becomes(metadata, self.person(request, "ada"))


class TellsTheAuthor(_AsAnother):
    """Who brought a solution can be found out by a filter."""

    caught_by = ("matching/solution/list/filter-tells-no-more",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "ListSolutions" and "author" in request.filter:
            self.becomes(metadata, self.issuer.operator())


class ShowsRegistrations(_AsAnother):
    """Who has registered, and wished for what, is told to everybody."""

    caught_by = ("matching/registration/get/to-oneself",)
    may_be_caught_by = ("matching/registration/attend/noted-at-the-door",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method in ("GetRegistration", "ListRegistrations"):
            self.becomes(metadata, self.issuer.operator())


class GivesTextsToAll(_AsAnother):
    """Words are told to whoever knows their seals."""

    caught_by = ("matching/texts/to-nobody-else",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "BatchGetTexts":
            self.becomes(metadata, self.issuer.service())


class TellsMarks(Variant):
    """Who is told "not yet" is shown with marks."""

    caught_by = ("matching/dossier/decide/no-marks-for-not-yet",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        for result in reply.assessments if method == "GetDossier" else ():
            if not result.means:
                result.means.add(criterion="fit", mean="1")


# Powers


class RecordsForThePartner(_AsAnother):
    """Whoever organises tells the result of a pilot."""

    caught_by = ("matching/pilot/result/organisers-do-not",)
    may_be_caught_by = ("matching/pilot/result/*",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "RecordPilotResult":
            self.becomes(metadata, self.person(request, "anna"))


class LetsTeamsBeTaken(_AsAnother):
    """Anybody appoints a speaker."""

    caught_by = ("matching/speaker/appoint/oneself",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "AppointSpeaker":
            self.becomes(metadata, self.person(request, "founder-01"))


class RegistersOthers(_AsAnother):
    """Whoever organises registers other people."""

    caught_by = ("matching/registration/register/organisers-for-somebody",)
    may_be_caught_by = ("matching/registration/register/for-somebody-else",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "RegisterForKickoff" and request.name.endswith(participant("ada")):
            self.becomes(metadata, self.person(request, "ada"))


class OneAloneOverrides(_AsAnother):
    """Another result stands as soon as one proposes it."""

    caught_by = ("matching/dossier/confirm-override/stands-beside",)
    may_be_caught_by = ("matching/dossier/override/*", "matching/dossier/confirm-override/*")

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        reply = await forward(request, metadata)
        if method == "OverrideAssessment":
            self.becomes(metadata, self.person(request, "otto"))
            confirmed = api.ConfirmOverrideRequest(name=request.name, result=request.result)
            await self.also("ConfirmOverride", confirmed, metadata)
        return reply


class ConfirmsForBoth(_AsAnother):
    """One side's word is enough for a delivery."""

    caught_by = ("matching/match/way/proposed-to-met",)
    may_be_caught_by = ("matching/match/confirm/*",)

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        reply = await forward(request, metadata)
        if method == "ConfirmDelivery" and not reply.met:
            self.becomes(metadata, self.person(request, "founder-01"))
            reply = await forward(request, metadata)
        return reply


# What is kept and decided


class ForgetsWishes(Variant):
    """Changed wishes are as good as none."""

    caught_by = ("matching/registration/change/replaces-wishes",)
    may_be_caught_by = ("matching/registration/change/*",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "ChangeWishes":
            del request.wishes[:]


class CountsCorrections(Variant):
    """A corrected comma makes a new version."""

    caught_by = ("matching/solution/update/content-makes-a-version",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "UpdateSolution" and request.kind == res.UPDATE_KIND_CORRECTION:
            request.kind = res.UPDATE_KIND_CONTENT


class ForgetsToClear(Variant):
    """Skills that are looked for no more are looked for still."""

    caught_by = ("matching/solution/update/leaves-the-rest",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "UpdateSolution" and request.clear_wanted_skills:
            request.clear_wanted_skills, request.joining = False, res.JOINING_OPEN


class IgnoresTargets(Variant):
    """Plans for as many as can be, whatever was wanted."""

    caught_by = ("matching/plan/decide/as-many-as-are-wanted",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "RequestPlan":
            request.ClearField("target")


class ReckonsInFloats(Variant):
    """Figures are told as a float of 64 bits has them."""

    caught_by = ("matching/reading/record/kept-as-it-was-given",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "GetReading":
            reply.value = f"{float(reply.value):.4g}"


class RoundsStipends(Variant):
    """Of an offer whole units alone are left."""

    caught_by = ("matching/hearing/stipends-are-set-aside",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "MatchNeed":
            reply.left.nanos = 0


class ForgetsTheFirstClose(Variant):
    """What is decided twice has one operation."""

    caught_by = ("matching/kickoff/reopen/each-close-is-an-operation",)

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self.names: dict[str, str] = {}

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method in ("CloseRegistration", "CloseAttendance"):
            reply.name = self.names.setdefault(request.name, reply.name)


class NeverEnds(Variant):
    """Whoever waits for a decision is told that it is not done."""

    caught_by = ("matching/operation/wait/until-done",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "WaitOperation":
            reply.CopyFrom(operations_pb2.Operation(name=reply.name, metadata=reply.metadata))


class SearchesOneWord(Variant):
    """Finds what holds the first word of a query."""

    caught_by = ("matching/search/by-words",)
    may_be_caught_by = ("matching/search/*",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "Search":
            request.query = request.query.split(" ")[0]


class ForgetsDays(Variant):
    """Kick-offs are never due."""

    caught_by = ("matching/due/list/what-is-done-is-not", "matching/due/list/the-earliest-first")
    may_be_caught_by = ("matching/due/*",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if isinstance(reply, reads.ListDueResponse):
            kept = [one for one in reply.due if one.code != "due.kickoff"]
            del reply.due[:]
            reply.due.extend(kept)


class WatchesOnce(Variant):
    """Tells how it stands, and never again."""

    caught_by = ("matching/due/watch/tells-what-changes",)
    may_be_caught_by = ("matching/due/watch/*",)

    async def streamed(self, method: str, request: Any, metadata: Metadata, forward: Any) -> AsyncIterator[Any]:
        async for one in forward(request, metadata):
            yield one
            if method == "WatchDue":
                return


VARIANTS: tuple[type[Variant], ...] = (
    LosesIdempotency,
    IgnoresEtags,
    ListsWithoutEnd,
    ForgetsTheLast,
    ForgetsTheOrder,
    IgnoresFilters,
    SpeaksEnglishOnly,
    NamesNoField,
    ForgedTokens,
    NoOrganisations,
    ShowsItsLog,
    SwallowsAnEvent,
    SaysItOtherwise,
    LeaksAForeignCall,
    TellsTheTeam,
    TellsTheAuthor,
    ShowsRegistrations,
    GivesTextsToAll,
    TellsMarks,
    RecordsForThePartner,
    LetsTeamsBeTaken,
    RegistersOthers,
    OneAloneOverrides,
    ConfirmsForBoth,
    ForgetsWishes,
    CountsCorrections,
    ForgetsToClear,
    IgnoresTargets,
    ReckonsInFloats,
    RoundsStipends,
    ForgetsTheFirstClose,
    NeverEnds,
    SearchesOneWord,
    ForgetsDays,
    WatchesOnce,
)
