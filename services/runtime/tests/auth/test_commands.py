"""`osi issuer` and `osi token`: for a laptop alone."""

from __future__ import annotations

import asyncio
import json
import stat

import pytest
from cyclopts import App

from osi_core.cli.session import Session, Stop, enter
from osi_core.domain import Service
from osi_core.testing.words import WordsConformance
from osi_runtime import auth
from osi_runtime.auth import (
    DEVELOPMENT_ISSUER,
    Authenticator,
    AuthSettings,
    KeyFolder,
    MissionIssuer,
    OidcIssuer,
    Operator,
    Peer,
    Person,
)
from osi_runtime.auth.commands import add_commands


@pytest.fixture
def osi(capsys):
    def call(*words, json_wanted=False, language="en"):
        session = Session(language, json=json_wanted)
        enter(session)
        app = App(name="osi", console=session.out, error_console=session.err, result_action="return_value")
        add_commands(app)
        assert app(words, exit_on_error=False, print_error=False) == 0
        return capsys.readouterr().out.strip()

    return call


@pytest.fixture
def ask(tmp_path):
    settings = AuthSettings(
        missions=(MissionIssuer(issuer=DEVELOPMENT_ISSUER, jwks=str(tmp_path / "k/jwks.json"), organisation="town"),),
        oidc=(
            OidcIssuer(
                issuer=DEVELOPMENT_ISSUER,
                jwks=str(tmp_path / "k/jwks.json"),
                audience=("osi",),
                organisations=("town",),
            ),
        ),
    )
    authenticator = Authenticator(settings)
    return lambda token: asyncio.run(authenticator.authenticate([("authorization", f"Bearer {token}")]))


def test_keys_are_made_for_their_owner_alone(osi, tmp_path):
    osi("issuer", "--keys", str(tmp_path / "k"), "--no-serve")
    modes = {path.name: stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "k").iterdir()}
    assert modes["private-0001.json"] == 0o600
    assert stat.S_IMODE((tmp_path / "k").stat().st_mode) == 0o700
    (public,) = json.loads((tmp_path / "k/jwks.json").read_text())["keys"]
    assert "d" not in public


def test_tokens_of_each_kind(osi, ask, tmp_path):
    keys = ("--keys", str(tmp_path / "k"))
    person = osi("token", "person", "--mission", "m", "--participant", "p-1", *keys)
    assert ask(person) == Person("m", "p-1", "town")
    operator = osi("token", "operator", "--organisation", "town", *keys)
    assert ask(operator) == Operator(frozenset({"town"}), "operator")
    peer = osi("token", "peer", "--service", "matching", "--chain", "m-1", "--organisation", "town", *keys)
    assert ask(peer) == Peer(Service.MATCHING, frozenset({"m-1"}), frozenset({"town"}))
    own = json.loads(osi("token", "person", "--subject", "somebody", *keys, json_wanted=True))
    with pytest.raises(auth.Unauthenticated, match="exchange it"):
        ask(own["token"])


def test_a_new_key_signs_and_the_former_one_still_counts(osi, ask, tmp_path):
    keys = ("--keys", str(tmp_path / "k"))
    former = osi("token", "person", "--mission", "m", "--participant", "p-1", *keys)
    osi("issuer", *keys, "--no-serve", "--new-key")
    newer = osi("token", "person", "--mission", "m", "--participant", "p-2", *keys)
    assert (ask(newer), ask(former)) == (Person("m", "p-2", "town"), Person("m", "p-1", "town"))


@pytest.mark.parametrize(
    "words",
    [
        ("person",),
        ("person", "--mission", "m"),
        ("person", "--mission", "m", "--participant", "p", "--subject", "s"),
        ("person", "--mission", "m", "--participant", "p", "--minutes", "16"),
        ("person", "--subject", "s", "--minutes", "0"),
    ],
)
def test_what_does_not_fit_is_said(osi, tmp_path, words):
    with pytest.raises(Stop) as stop:
        osi("token", *words, "--keys", str(tmp_path / "k"))
    assert "--" in stop.value.message


def test_a_key_that_others_may_read_is_not_used(osi, tmp_path):
    KeyFolder(tmp_path / "k").make_key()
    (tmp_path / "k/private-0001.json").chmod(0o644)
    with pytest.raises(Stop, match="chmod 600"):
        osi("token", "person", "--subject", "s", "--keys", str(tmp_path / "k"))


def test_a_damaged_key_says_what_to_do(osi, tmp_path):
    KeyFolder(tmp_path / "k").make_key()
    (tmp_path / "k/private-0001.json").write_text("{}")
    with pytest.raises(Stop, match="--new-key"):
        osi("token", "person", "--subject", "s", "--keys", str(tmp_path / "k"))


def test_a_folder_that_cannot_be_written(osi, tmp_path):
    (tmp_path / "k").write_text("no folder")
    with pytest.raises(Stop, match="--keys"):
        osi("issuer", "--no-serve", "--keys", str(tmp_path / "k"))


class TestWords(WordsConformance):
    from pathlib import Path

    source = Path(auth.__file__).parent
    folder = source / "words"
    labels = ("auth.",)
