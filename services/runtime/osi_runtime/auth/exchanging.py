"""ExchangeToken (RFC 8693): a person's OpenID token becomes one that names mission and participant, and no person."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial
from typing import NamedTuple, Protocol, TypeVar

from osi_core.domain import Refused
from osi_core.mission.resources import MISSION
from osi_core.process import Engine, Handled, Request
from osi_core.process.request import Answer
from osi_runtime.auth.authenticating import Authenticator
from osi_runtime.auth.minting import MissionTokens
from osi_runtime.auth.refused import NotExchanged

T = TypeVar("T")
GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt"
SUBJECT_TYPES = (JWT_TYPE, "urn:ietf:params:oauth:token-type:id_token", "urn:ietf:params:oauth:token-type:access_token")
Join = Callable[[str, str, datetime | None], Awaitable[str]]
"""`(mission, alias, time)` → participant, as `Engine.join`."""
Decide = Callable[[Request], Awaitable[Handled]]
"""What comes of a request, once that is durable. Raises Refused."""


class Read(Protocol):
    """Gives what a function gives that reads, called in a thread where it keeps no event loop waiting."""

    def __call__(self, function: Callable[[], T], /) -> Awaitable[T]: ...


class Exchange(NamedTuple):
    """What is asked for, by RFC 8693's names; `mission` is its audience, as a full name."""

    subject_token: str
    subject_token_type: str
    mission: str
    requested_token_type: str = ""
    grant_type: str = GRANT_TYPE
    time: datetime | None = None
    """When it happens, in a mission that takes its time from its calls."""

    def __repr__(self) -> str:
        return f"Exchange(mission={self.mission!r})"


class Exchanged(NamedTuple):
    """The token of a mission."""

    access_token: str
    expire_time: datetime
    participant: str
    """Full name: `missions/m/participants/p`."""
    issued_token_type: str = JWT_TYPE
    token_type: str = "Bearer"

    def __repr__(self) -> str:
        return f"Exchanged(expire_time={self.expire_time.isoformat()})"


class TokenExchange:
    """Exchanges tokens: whoever was not in the mission joins it."""

    def __init__(self, authenticator: Authenticator, tokens: MissionTokens, join: Join) -> None:
        self._authenticator, self._tokens, self._join = authenticator, tokens, join

    async def exchange(self, asked: Exchange) -> Exchanged:
        """The token of the mission. Raises NotExchanged, Unauthenticated or KeysUnavailable; and Refused where the
        mission is not there, or the person was erased and a vote of theirs may still count.
        """
        mission = _mission_of(asked)
        person = await self._authenticator.person(asked.subject_token)
        participant = await self._join(mission, alias_of(person.issuer, person.subject), asked.time)
        token, ends = self._tokens.mint(mission, participant)
        return Exchanged(token, ends, f"missions/{mission}/participants/{participant}")


def alias_of(issuer: str, subject: str) -> str:
    """What stands for a person: issuers hold no space, so no two persons have one alias."""
    return f"{issuer} {subject}"


def joining(engine: Engine, read: Read, decide: Decide) -> Join:
    """Joins people to the missions of an engine; `decide` commits what many ask for at a time as one group."""

    async def join(mission: str, alias: str, time: datetime | None) -> str:
        found = await read(lambda: engine.joining(mission, alias, time))
        if isinstance(found, str):
            return found
        answer: Answer
        try:
            answer = await decide(found)
        except Refused as refused:
            answer = refused
        if isinstance(answer, Exception):
            return await read(partial(engine.joined, found, answer))
        return engine.joined(found, answer)

    return join


def _mission_of(asked: Exchange) -> str:
    if asked.grant_type != GRANT_TYPE:
        raise NotExchanged("exchange-grant-unknown", "grant_type", expected=GRANT_TYPE)
    if asked.subject_token_type not in SUBJECT_TYPES:
        raise NotExchanged("exchange-type-unknown", "subject_token_type", expected=SUBJECT_TYPES)
    if asked.requested_token_type not in ("", JWT_TYPE):
        raise NotExchanged("exchange-type-unknown", "requested_token_type", expected=(JWT_TYPE,))
    try:
        return MISSION.parse(asked.mission)["mission"]
    except ValueError as error:
        raise NotExchanged("exchange-mission-unfit", "mission") from error
