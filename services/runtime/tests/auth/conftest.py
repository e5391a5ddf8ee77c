"""An issuer whose clock and keys tests turn as they like."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from joserfc.jwk import OKPKey

from osi_runtime.auth import Authenticator, AuthSettings, Caller, MissionIssuer, OidcIssuer, minted
from osi_runtime.auth.tokens import MISSION_TYPE

ISSUER, LOGIN = "https://participation.town.example", "https://login.town.example"


class Clock:
    """Time that stands until somebody moves it."""

    def __init__(self) -> None:
        self.now = 1_900_000_000.0

    def __call__(self) -> float:
        return self.now


class Town:
    """Keys, their file, and an authenticator that trusts them."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.file = folder / "jwks.json"
        self.key = new_key("first")
        self.publish(self.key)
        self.settings = AuthSettings(
            missions=(MissionIssuer(issuer=ISSUER, jwks=str(self.file), organisation="town"),),
            oidc=(OidcIssuer(issuer=LOGIN, jwks=str(self.file), audience=("osi-town",), organisations=("town",)),),
        )
        self.authenticator = Authenticator(self.settings, self.clock)

    def publish(self, *keys: OKPKey) -> None:
        self.file.write_text(json.dumps({"keys": [key.as_dict(private=False) for key in keys]}))

    def again(self, **changes: Any) -> None:
        """Starts anew with other settings."""
        self.settings = self.settings.model_copy(update=changes)
        self.authenticator = Authenticator(self.settings, self.clock)

    def token(self, *, key: Any = None, seconds: float = 900, kind: str = MISSION_TYPE, **claims: Any) -> str:
        """A mission token; what is given as None is left out."""
        said = {"aud": "osi", "sub": "p-1", "mission": "m", **claims}
        said = {name: value for name, value in said.items() if value is not None}
        return minted(key or self.key, said.pop("iss", ISSUER), said, seconds, self.clock, kind).token

    def login(self, *, seconds: float = 3600, key: Any = None, **claims: Any) -> str:
        """A person's OpenID token."""
        said = {"aud": "osi-town", "sub": "somebody", **claims}
        return minted(key or self.key, LOGIN, said, seconds, self.clock).token

    async def ask(self, token: str) -> Caller:
        return await self.authenticator.authenticate([("authorization", f"Bearer {token}")])

    def caller(self, token: str) -> Caller:
        return asyncio.run(self.ask(token))


def new_key(kid: str) -> OKPKey:
    return OKPKey.generate_key("Ed25519", {"use": "sig", "kid": kid})


@pytest.fixture
def town(tmp_path: Path) -> Town:
    return Town(tmp_path)


@pytest.fixture(scope="module")
def lasting_town(tmp_path_factory: pytest.TempPathFactory) -> Town:
    """For many examples, none of which changes it."""
    return Town(tmp_path_factory.mktemp("town"))


@pytest.fixture
def make_key() -> Callable[[str], OKPKey]:
    return new_key


@pytest.fixture
def run() -> Callable[[Coroutine[Any, Any, Any]], Any]:
    return asyncio.run
