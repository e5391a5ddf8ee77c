"""Participation services that break their contract in one point each, and the cases that have to notice it."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

from osi.participation.v1 import participation_service_pb2 as api
from osi.participation.v1 import resources_pb2 as res
from osi.participation.v1 import token_service_pb2 as tokens
from osi.reads.v1 import read_service_pb2 as reads

from osi_conformance.issuer import Issuer
from services.conformance.tests import variants_of_funding as every
from services.conformance.tests.between import Forward, Metadata, Variant
from services.conformance.tests.variants_of_changes import CHANGES

SAMPLE = (
    "participation/challenge/accept/role-missing",
    "participation/challenge/create/malformed-name",
    "participation/challenge/create/same-request-same-reply",
    "participation/challenge/create/with-a-minted-id",
    "participation/challenge/get/as-it-was-answered",
    "participation/challenge/get/author-is-told-to-oneself",
    "participation/challenge/get/foreign-mission",
    "participation/challenge/reject/words-are-told-no-more",
    "participation/commitment/offer/confirmed-and-kept",
    "participation/errors/*",
    "participation/log/read/envelope-says-itself",
    "participation/names/challenge-of-another-mission",
    "participation/phase/open/nobody-runs-it",
    "participation/reads/own-writes",
    "participation/receipt/answers-for-its-own",
    "participation/round/cancel/etag",
    "participation/round/create/tells-its-rules",
    "participation/round/decide/most-approved-first",
    "participation/texts/open-their-seals",
    "participation/token/exchange/same-person-same-participant",
    "participation/token/refuses-expired",
    "participation/votes/cast/statement-unknown",
    "participation/server/health",
    "participation/server/reflection",
    "participation/time/is-that-of-the-call",
    "participation/token/operator-acts",
    "participation/token/public-is-public",
)
"""Some of each kind, of which each variant keeps all that are not about what it breaks."""


class LosesIdempotency(every.LosesIdempotency):
    """Does again what it has done."""

    caught_by = ("participation/challenge/create/*-request-*", "participation/idempotency/*")


class IgnoresEtags(every.IgnoresEtags):
    """Overwrites what nobody has seen."""

    caught_by = ("participation/round/cancel/etag", "participation/challenge/tag/etag")


class ForgetsTheOrder(every.ForgetsTheOrder):
    """Lists come as they are."""

    caught_by = ("participation/challenge/list/in-order", "participation/commitment/list/in-order")
    may_be_caught_by = ("participation/*/list/*",)


class IgnoresFilters(every.IgnoresFilters):
    """Lists all, whatever was asked for."""

    caught_by = ("participation/*/list/by-filter", "participation/challenge/list/author-is-no-secret-door")


class ListsWithoutEnd(every.ListsWithoutEnd):
    """Behind the last page comes the first again."""

    caught_by = ("participation/statement/list/pages-give-each-once", "participation/mission/list/those-one-may-see")
    may_be_caught_by = ("participation/*/list/*", "participation/search/*", "participation/due/*")

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method not in ("ListDue", "ListChains", "ListParticipants"):
            super().answers(method, request, reply)


class TakesForgedTokens(every.TakesForgedTokens):
    """Believes what a token says, whoever has signed it."""

    caught_by = ("participation/token/refuses-signature-of-a-stranger", "participation/token/refuses-unsigned")


class KnowsNoOrganisations(every.KnowsNoOrganisations):
    """Whoever operates for one operates for all."""

    caught_by = ("participation/token/operator-of-others", "participation/mission/list/those-one-may-see")


class BreaksItsChain(every.BreaksItsChain):
    """Hashes are those of other bytes."""

    caught_by = ("participation/log/read/hashes-where-they-can-be-checked",)


class SpeaksEnglishOnly(every.SpeaksEnglishOnly):
    """Refuses in one language."""

    caught_by = ("participation/errors/by-language", "participation/receipt/in-the-readers-language")


class NamesNoField(every.NamesNoField):
    """Refuses, and lets whoever asked find out what for."""

    caught_by = ("participation/challenge/create/malformed-name", "participation/errors/*")
    may_be_caught_by = ("participation/*",)


# What is shown


class TellsTheAuthor(Variant):
    """Who has submitted a challenge is told to everybody."""

    caught_by = ("participation/challenge/get/author-is-told-to-oneself",)
    may_be_caught_by = ("participation/challenge/get/*",)

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self.authors: dict[str, str] = {}

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "CreateChallenge":
            self.authors[reply.name] = reply.author
        if method == "GetChallenge":
            reply.author = self.authors.get(reply.name, reply.author)


class TellsWhatWasTakenDown(Variant):
    """The words of a rejected challenge are still told."""

    caught_by = ("participation/challenge/reject/words-are-told-no-more", "participation/challenge/withdraw/is-told")

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self.titles: dict[str, str] = {}

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "CreateChallenge":
            self.titles[reply.name] = reply.title
        if method == "GetChallenge" and not reply.title:
            reply.title = self.titles.get(reply.name, "")


class TellsWhoTakesPart(Variant):
    """Participants are told to whoever asks."""

    caught_by = ("participation/participant/get/for-those-who-take-part",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method in ("GetParticipant", "ListParticipants") and not any(key == "authorization" for key, _ in metadata):
            metadata.append(("authorization", f"Bearer {self.issuer.operator()}"))


class ListsAllMissions(Variant):
    """Each mission is told to whoever asks."""

    caught_by = ("participation/mission/list/those-one-may-see",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "ListMissions":
            metadata[:] = [("authorization", f"Bearer {self.issuer.operator()}")]


class TellsTurnout(Variant):
    """How many have cast a ballot is told while they do."""

    caught_by = ("participation/round/create/tells-its-rules",)
    may_be_caught_by = ("participation/round/*/same-request-same-reply",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method in ("CreateRound", "GetRound") and reply.status == res.ROUND_STATUS_OPEN:
            reply.ballots = 3


class FindsWhatIsGone(Variant):
    """What was once found is found for ever."""

    caught_by = ("participation/search/nothing-that-was-taken-down",)

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self.found: dict[tuple[str, str], list[reads.SearchResult]] = {}

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "Search":
            known = self.found.setdefault((request.parent, request.query), list(reply.results))
            del reply.results[:]
            reply.results.extend(known)


class TellsDueInAnyOrder(Variant):
    """What is due comes the latest first."""

    caught_by = ("participation/due/list/by-its-day",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "ListDue":
            due = list(reply.due)[::-1]
            del reply.due[:]
            reply.due.extend(due)


class WatchesOnce(Variant):
    """Who watches is told once, and never again."""

    caught_by = ("participation/round/watch/until-it-ends", "participation/deliberation/watch/*")

    async def streamed(self, method: str, request: Any, metadata: Metadata, forward: Any) -> AsyncIterator[Any]:
        async for one in super().streamed(method, request, metadata, forward):
            yield one
            if method.startswith("Watch"):
                return


# Words behind seals


class OpensSealsToAll(Variant):
    """Words behind seals are told to whoever asks."""

    caught_by = ("participation/texts/for-services-alone",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "BatchGetTexts":
            metadata[:] = [("authorization", f"Bearer {self.issuer.operator()}")]


class KeepsTexts(Variant):
    """Words that were told once are told for ever."""

    caught_by = ("participation/texts/not-what-was-taken-down", "participation/texts/not-what-was-erased")

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self.titles: list[str] = []

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "BatchGetTexts" and not reply.texts:
            reply.texts.add(seal=request.seals[0], text="Zu heiß", salt="00")


class SaltsOtherwise(Variant):
    """The salt is not that of the seal."""

    caught_by = ("participation/texts/open-their-seals",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "BatchGetTexts":
            for one in reply.texts:
                one.salt = one.salt[::-1]


# Tokens and people


class GivesAllOneToken(Variant):
    """Everybody who exchanges becomes the one who came first."""

    caught_by = ("participation/token/exchange/same-person-same-participant",)
    may_be_caught_by = ("participation/token/exchange/*",)

    def __init__(self, issuer: Issuer) -> None:
        super().__init__(issuer)
        self.given: tokens.ExchangeTokenResponse | None = None

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "ExchangeToken":
            self.given = self.given or tokens.ExchangeTokenResponse.FromString(reply.SerializeToString())
            reply.CopyFrom(self.given)


class ExchangesForStrangers(Variant):
    """Exchanges what a stranger has signed."""

    caught_by = ("participation/token/exchange/refuses-signature-of-a-stranger",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "ExchangeToken" and request.subject_token.count(".") == 2:
            claims = every._claims(request.subject_token)
            if claims.get("iss", "").startswith("https://login"):
                request.subject_token = self.issuer._signed(claims)


class GivesTokensForADay(Variant):
    """Says that a token holds for a day."""

    caught_by = ("participation/token/exchange/gives-one-of-the-mission",)

    def answers(self, method: str, request: Any, reply: Any) -> None:
        if method == "ExchangeToken":
            reply.expire_time.FromDatetime(reply.expire_time.ToDatetime() + timedelta(days=1))


class ErasesNothing(Variant):
    """Says that somebody was erased, and erases nobody."""

    caught_by = ("participation/participant/erase/*", "participation/texts/not-what-was-erased")
    may_be_caught_by = ("participation/token/*erased*", "participation/search/nothing-that-was-taken-down")

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        if method == "EraseParticipant":
            return api.EraseParticipantResponse()
        return await super().unary(method, request, metadata, forward)


class LetsAnybodyModerate(Variant):
    """Whoever asks lets a challenge in, also the own one."""

    caught_by = ("participation/challenge/accept/role-missing", "participation/challenge/accept/as-the-author")
    may_be_caught_by = ("participation/challenge/accept/*",)

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        if method == "AcceptChallenge":
            metadata[:] = [
                (key, f"Bearer {self.issuer.operator()}" if key == "authorization" else value)
                for key, value in metadata
            ]


VARIANTS: tuple[type[Variant], ...] = (
    LosesIdempotency,
    IgnoresEtags,
    ForgetsTheOrder,
    IgnoresFilters,
    ListsWithoutEnd,
    TakesForgedTokens,
    KnowsNoOrganisations,
    BreaksItsChain,
    SpeaksEnglishOnly,
    NamesNoField,
    TellsTheAuthor,
    TellsWhatWasTakenDown,
    TellsWhoTakesPart,
    ListsAllMissions,
    TellsTurnout,
    FindsWhatIsGone,
    TellsDueInAnyOrder,
    WatchesOnce,
    OpensSealsToAll,
    KeepsTexts,
    SaltsOtherwise,
    GivesAllOneToken,
    ExchangesForStrangers,
    GivesTokensForADay,
    ErasesNothing,
    LetsAnybodyModerate,
    *CHANGES,
)
