"""ExchangeToken (RFC 8693): a person's OpenID token becomes one that names mission and participant, and no person."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import NamedTuple

from osi_core.mission.resources import MISSION
from osi_core.process import Engine
from osi_runtime.auth.authenticating import Authenticator
from osi_runtime.auth.minting import MissionTokens
from osi_runtime.auth.refused import NotExchanged

GRANT_TYPE = "urn:ietf:params:oauth:grant-type:token-exchange"
JWT_TYPE = "urn:ietf:params:oauth:token-type:jwt"
SUBJECT_TYPES = (JWT_TYPE, "urn:ietf:params:oauth:token-type:id_token", "urn:ietf:params:oauth:token-type:access_token")
AT_ONCE = 8
"""How many join a mission at once, beside the event loop; others wait for their turn."""

Join = Callable[[str, str, datetime | None], Awaitable[str]]
"""`(mission, alias, time)` → participant, as `Engine.join`."""


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


def joining(engine: Engine) -> Join:
    """Joins people to the missions of an engine, in threads of its own: the event loop never waits for the store."""
    turns = asyncio.Semaphore(AT_ONCE)

    async def join(mission: str, alias: str, time: datetime | None) -> str:
        async with turns:
            return await asyncio.to_thread(engine.join, mission, alias, time)

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
