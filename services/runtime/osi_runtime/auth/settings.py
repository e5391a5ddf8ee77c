"""What an operator sets about tokens and certificates; the runtime's settings include `AuthSettings` as `auth`."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from osi_core.domain import Id, Model, Service

MISSION_SECONDS = 900
"""How long a mission token holds at most: who was erased or left is known by then everywhere."""
AUDIENCE = "osi"
"""Whom mission tokens are for, unless the settings say something else: all services of an installation."""


SECONDS, BYTES, TOKENS = dict[str, Any](unit="seconds"), dict[str, Any](unit="bytes"), dict[str, Any](unit="tokens")
"""Units, as the table of settings shows them."""


class Algorithm(StrEnum):
    """Signatures that may be allowed. Those with a shared secret (HMAC), and none at all, cannot be."""

    ED25519 = "Ed25519"
    EDDSA = "EdDSA"
    ES256 = "ES256"
    ES384 = "ES384"
    ES512 = "ES512"
    PS256 = "PS256"
    PS384 = "PS384"
    PS512 = "PS512"
    RS256 = "RS256"
    RS384 = "RS384"
    RS512 = "RS512"


ALGORITHMS = frozenset(map(str, Algorithm))
ELLIPTIC = (Algorithm.ED25519, Algorithm.EDDSA, Algorithm.ES256)
"""What mission tokens are signed with."""
USUAL = (*ELLIPTIC, Algorithm.ES384, Algorithm.PS256, Algorithm.RS256)
"""What OpenID providers use."""

Text = Annotated[str, StringConstraints(min_length=1, max_length=400, pattern=r"^[!-~]+$")]
"""A name without spaces: an issuer's URL, an audience, a claim."""


class Keys(Model):
    """Where an issuer's public keys are, and how they are kept up to date."""

    jwks: Annotated[str, StringConstraints(min_length=1, max_length=2_000)]
    """A file, or a URL (`https://`; `http://` on the loopback address alone), with a JSON Web Key Set (RFC 7517)."""
    refresh_seconds: Annotated[float, Field(ge=1, le=3_600, json_schema_extra=SECONDS)] = 30
    """Seconds: how often at most an unknown key makes the service look again, so that forged tokens fetch nothing."""
    max_age_seconds: Annotated[float, Field(ge=10, le=86_400, json_schema_extra=SECONDS)] = 600
    """Seconds after which keys are looked at again in any case, so that a withdrawn one goes."""
    timeout_seconds: Annotated[float, Field(gt=0, le=60, json_schema_extra=SECONDS)] = 5
    """Seconds that fetching from a URL may take."""
    max_bytes: Annotated[int, Field(ge=1_000, le=10_000_000, json_schema_extra=BYTES)] = 262_144
    """Bytes of the key set at most."""


class Issuer(Keys):
    """Whose tokens are taken."""

    issuer: Text
    """The token's `iss`, to the letter: `https://login.town.example`."""
    algorithms: tuple[Algorithm, ...] = USUAL
    """Signatures that are allowed. HMAC and `none` never are."""
    leeway_seconds: Annotated[float, Field(ge=0, le=300, json_schema_extra=SECONDS)] = 30
    """Seconds by which clocks may differ, both ways."""


class MissionIssuer(Issuer):
    """A participation service whose mission tokens are taken."""

    organisation: Id
    """Whose participation it is: its tokens say nothing in the missions of others."""
    audience: Text = AUDIENCE
    """The token's `aud`."""
    algorithms: tuple[Algorithm, ...] = ELLIPTIC


class OidcIssuer(Issuer):
    """An OpenID provider, for people who exchange their token, for operators, and for services."""

    audience: Annotated[tuple[Text, ...], Field(min_length=1)]
    """The token's `aud` has one of these: the client ids that the provider knows this installation by."""
    organisations: tuple[Id, ...] = ()
    """Whose operators and services it may name; whatever else its tokens claim is passed over. None: it is for people
    alone.
    """
    operator_scope: Text = "osi.operator"
    """What the token's `scope` has for an operator."""
    peer_scope: Text = "osi.peer"
    """What the token's `scope` has for another service."""
    organisations_claim: Text = "osi_organisations"
    """The claim that lists the organisations."""
    service_claim: Text = "osi_service"
    """The claim that names a service: `participation`, `matching` or `funding`."""
    chains_claim: Text = "osi_chains"
    """The claim that lists the chains of a service."""


class PeerCertificate(Model):
    """Another service, by the name in its certificate, which one of the trusted authorities has signed."""

    name: Annotated[str, StringConstraints(min_length=1, max_length=300)]
    """A DNS name or URI among the subject's alternative names; where the certificate has none of these, the common
    name.
    """
    service: Service
    """Which service it is."""
    chains: Annotated[tuple[Id, ...], Field(min_length=1)]
    """Names of the chains that it writes."""
    organisation: Id
    """In whose missions it speaks."""
    authority: Path | None = None
    """File (PEM) with the authority that has to have signed it itself. None: any that `tls.client_ca` names; of several
    each could then sign a certificate of every name.
    """


class Signing(Model):
    """How participation signs the tokens of its missions."""

    issuer: Text
    """What they say as `iss`, to the letter: `https://participation.town.example`."""
    keys: Path
    """Folder with the private keys; the newest signs. Where there is none, a first one is made, and `jwks.json` with
    the public keys beside it, for the services that believe these tokens.
    """
    audience: Text = AUDIENCE
    """The token's `aud`."""
    seconds: Annotated[int, Field(ge=60, le=MISSION_SECONDS, json_schema_extra=SECONDS)] = MISSION_SECONDS
    """Seconds that a token holds."""


class AuthSettings(Model):
    """Who is believed."""

    missions: tuple[MissionIssuer, ...] = ()
    """Participation services whose mission tokens are taken. None: nobody is known as a participant."""
    oidc: tuple[OidcIssuer, ...] = ()
    """OpenID providers. None: there are no operators and no exchange, and services are known by certificate alone."""
    certificates: tuple[PeerCertificate, ...] = ()
    """Services that are known by certificate; needs mutual TLS."""
    signing: Signing | None = None
    """How this service signs tokens of missions, where it is a participation. None: it gives none."""
    cache_size: Annotated[int, Field(ge=0, le=1_000_000, json_schema_extra=TOKENS)] = 10_000
    """How many verified tokens are remembered until they expire; 0: none."""
    max_token_bytes: Annotated[int, Field(ge=512, le=65_536, json_schema_extra=BYTES)] = 16_384
    """Bytes of a token at most."""

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        for kind, names in (
            ("missions", [one.issuer for one in self.missions]),
            ("oidc", [one.issuer for one in self.oidc]),
            ("certificates", [one.name for one in self.certificates]),
        ):
            twice = sorted({name for name in names if names.count(name) > 1})
            if twice:
                raise PydanticCustomError(
                    "auth_listed_twice",
                    "{kind} lists {name} twice; put both into one",
                    {"kind": kind, "name": twice[0]},
                )
        return self
