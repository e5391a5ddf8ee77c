"""Who calls: from a request's metadata and the connection's certificate to a `Caller`."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterable
from typing import Any, cast

from osi_core.domain import Malformed, Service
from osi_core.process.request import check_actor
from osi_runtime.auth.callers import NOBODY, Caller, Operator, Peer, Person
from osi_runtime.auth.certificates import Certificate, KnownCertificates
from osi_runtime.auth.keys import KeySource
from osi_runtime.auth.refused import Unauthenticated
from osi_runtime.auth.remembered import Remembered
from osi_runtime.auth.settings import MISSION_SECONDS, AuthSettings, MissionIssuer, OidcIssuer
from osi_runtime.auth.tokens import said_by
from osi_runtime.auth.verifying import Proven, Verifier

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?")
_BEARER = "bearer "
_MOST_LISTED = 1_000
_SERVICES = frozenset(map(str, Service))
Metadata = Iterable[tuple[str, Any]]


class Authenticator:
    """Says who calls. For one event loop; a call with a token that was verified already awaits nothing."""

    def __init__(self, settings: AuthSettings, clock: Callable[[], float] = time.time) -> None:
        self.settings = settings
        self._missions = {
            one.issuer: Verifier(one, (one.audience,), longest=MISSION_SECONDS, clock=clock)
            for one in settings.missions
        }
        self._oidc = {one.issuer: Verifier(one, one.audience, clock=clock) for one in settings.oidc}
        self._certificates = KnownCertificates(settings.certificates)
        self._remembered = Remembered(settings.cache_size, clock)

    async def authenticate(self, metadata: Metadata | None, peer_certificate: Certificate | None = None) -> Caller:
        """Who calls. A token goes before a certificate: a portal may bring a person's token over its own connection.

        Raises Unauthenticated for a token that is not good, and KeysUnavailable where that cannot be told now.
        """
        token = bearer_of(metadata or ())
        if token is None:
            known = self._certificates.peer(peer_certificate) if peer_certificate else None
            return known or NOBODY
        found = self._remembered.find(token, self._generation)
        if found is not None:
            return found
        caller, proven = await self._caller(token)
        self._remembered.keep(token, caller, proven.until, self._generation)
        return caller

    async def person(self, token: str) -> Proven:
        """Issuer and subject of a person's OpenID token, which is to be exchanged. Raises as `authenticate`."""
        said = said_by(token, self.settings.max_token_bytes)
        verifier = None if said.is_of_mission else self._oidc.get(said.issuer)
        if verifier is None:
            raise Unauthenticated("issuer")
        return await verifier.verify(token, said)

    @property
    def _generation(self) -> int:
        return sum(one.keys.generation for one in (*self._missions.values(), *self._oidc.values()))

    async def _caller(self, token: str) -> tuple[Caller, Proven]:
        said = said_by(token, self.settings.max_token_bytes)
        verifier = (self._missions if said.is_of_mission else self._oidc).get(said.issuer)
        if verifier is None:
            raise Unauthenticated("issuer")
        proven = await verifier.verify(token, said)
        if said.is_of_mission:
            return _person(proven, cast(MissionIssuer, verifier.settings)), proven
        return _office(proven, cast(OidcIssuer, verifier.settings)), proven


def key_sources(authenticator: Authenticator) -> tuple[KeySource, ...]:
    """Where keys come from, for the runtime's health."""
    verifiers = (*authenticator._missions.values(), *authenticator._oidc.values())
    return tuple(one.keys for one in verifiers)


def bearer_of(metadata: Metadata) -> str | None:
    """The token of `authorization: Bearer …`; None where there is no such line. Raises Unauthenticated for two of
    them, and for another scheme.
    """
    given = [value for name, value in metadata if name == "authorization"]
    if not given:
        return None
    (value, *more) = given
    if more or not isinstance(value, str) or value[: len(_BEARER)].lower() != _BEARER:
        raise Unauthenticated("authorization")
    return value[len(_BEARER) :].strip(" ")


def _person(proven: Proven, settings: MissionIssuer) -> Person:
    mission = proven.claims.get("mission")
    if not isinstance(mission, str) or _ID.fullmatch(mission) is None:
        raise Unauthenticated("mission")
    try:
        check_actor("token", proven.subject)
    except Malformed as error:  # an office's name, or what can be no participant
        raise Unauthenticated("participant") from error
    return Person(mission, proven.subject, settings.organisation)


def _office(proven: Proven, settings: OidcIssuer) -> Operator | Peer:
    claims, scopes = proven.claims, _scopes(proven.claims)
    organisations = frozenset(settings.organisations) & frozenset(_listed(claims, settings.organisations_claim))
    if settings.operator_scope in scopes and organisations:
        return Operator(organisations, proven.subject)
    if settings.peer_scope in scopes and organisations:
        service, chains = claims.get(settings.service_claim), _listed(claims, settings.chains_claim)
        if not isinstance(service, str) or service not in _SERVICES or not chains:
            raise Unauthenticated("service")
        return Peer(Service(service), frozenset(chains), organisations)
    raise Unauthenticated("scope", "token-to-exchange")


def _scopes(claims: dict[str, Any]) -> frozenset[str]:
    """By RFC 9068 (section 2.2.3) names with spaces between, in `scope`; some providers list them in `scp`."""
    scope = claims.get("scope")
    return frozenset(scope.split(" ")) if isinstance(scope, str) else frozenset(_listed(claims, "scp"))


def _listed(claims: dict[str, Any], name: str) -> tuple[str, ...]:
    """Ids that a claim lists; one alone may stand there as it is."""
    value = claims.get(name, ())
    given = (value,) if isinstance(value, str) else value
    if not isinstance(given, list | tuple) or len(given) > _MOST_LISTED:
        raise Unauthenticated(name)
    return tuple(one for one in given if isinstance(one, str))
