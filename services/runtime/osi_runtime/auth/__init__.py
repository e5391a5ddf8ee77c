"""Tokens and certificates: who calls. What a caller may do is never said here, for that is the judge's.

`Authenticator` makes a `Caller` of a request's metadata and the connection's certificate: a participant by a mission
token, an operator or another service by an OpenID token or a certificate. `TokenExchange` and `TokenServicer` are
participation's: they turn a person's OpenID token into a mission token. `DevelopmentIssuer` and the commands
(`add_commands`) stand in for providers on a laptop.

Names are imported when they are asked for: settings and commands need neither gRPC nor what signs.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from osi_runtime.auth.authenticating import Authenticator, bearer_of, key_sources
    from osi_runtime.auth.callers import NOBODY, Caller, Nobody, Operator, Peer, Person
    from osi_runtime.auth.certificates import Certificate, certificate_of
    from osi_runtime.auth.exchanging import Exchange, Exchanged, TokenExchange, alias_of, joining
    from osi_runtime.auth.issuer import DEVELOPMENT_ISSUER, DevelopmentIssuer, key_server
    from osi_runtime.auth.key_folder import KeyFolder
    from osi_runtime.auth.minting import Minted, MissionTokens, minted
    from osi_runtime.auth.refused import CATALOGUE, WORDS, AuthError, KeysUnavailable, NotExchanged, Unauthenticated
    from osi_runtime.auth.settings import AuthSettings, MissionIssuer, OidcIssuer, PeerCertificate
    from osi_runtime.auth.token_servicer import TokenServicer

__all__ = [
    "CATALOGUE",
    "DEVELOPMENT_ISSUER",
    "NOBODY",
    "WORDS",
    "AuthError",
    "AuthSettings",
    "Authenticator",
    "Caller",
    "Certificate",
    "DevelopmentIssuer",
    "Exchange",
    "Exchanged",
    "KeyFolder",
    "KeysUnavailable",
    "Minted",
    "MissionIssuer",
    "MissionTokens",
    "Nobody",
    "NotExchanged",
    "OidcIssuer",
    "Operator",
    "Peer",
    "PeerCertificate",
    "Person",
    "TokenExchange",
    "TokenServicer",
    "Unauthenticated",
    "alias_of",
    "bearer_of",
    "certificate_of",
    "joining",
    "key_server",
    "key_sources",
    "minted",
]

_HOMES = {
    "authenticating": ("Authenticator", "bearer_of", "key_sources"),
    "callers": ("NOBODY", "Caller", "Nobody", "Operator", "Peer", "Person"),
    "certificates": ("Certificate", "certificate_of"),
    "exchanging": ("Exchange", "Exchanged", "TokenExchange", "alias_of", "joining"),
    "issuer": ("DEVELOPMENT_ISSUER", "DevelopmentIssuer", "key_server"),
    "key_folder": ("KeyFolder",),
    "minting": ("Minted", "MissionTokens", "minted"),
    "refused": ("CATALOGUE", "WORDS", "AuthError", "KeysUnavailable", "NotExchanged", "Unauthenticated"),
    "settings": ("AuthSettings", "MissionIssuer", "OidcIssuer", "PeerCertificate"),
    "token_servicer": ("TokenServicer",),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}


def __getattr__(name: str) -> Any:
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = globals()[name] = getattr(importlib.import_module(f"{__name__}.{home}"), name)
    return found
