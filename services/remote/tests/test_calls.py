"""`osi --server`: what goes wrong is one message and an exit code, never a traceback."""

from __future__ import annotations

import json
import socket
from pathlib import Path

import pytest

from osi_core.cli import main
from services.remote.tests.conftest import token_of


@pytest.fixture(autouse=True)
def _alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("OSI_SERVER", "OSI_TOKEN", "OSI_STORE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture
def osi(capsys):
    def call(*words: str) -> tuple[int, str, str]:
        capsys.readouterr()
        code = main(words)
        out, err = capsys.readouterr()
        assert "Traceback" not in err
        assert "unexpected" not in err
        return code, out, " ".join(err.split())

    return call


def test_a_mission_is_shown_and_acted_in(osi, address, tokens, tmp_path):
    (tmp_path / "olga.token").write_text(token_of(tokens, "olga"))
    there = ("--server", address, "--mission", "m")
    code, out, _ = osi("--server", f"grpc://{address}", "status", "--mission", "m")
    assert (code, "Challenges" in out, "Scaling" in out) == (0, True, True)
    _, out, _ = osi("show", "challenges", "--where", "status=accepted", "--sort", "-challenge", *there, "--json")
    assert [one["challenge"] for one in json.loads(out)["items"]] == ["water", "heat"]
    code, out, _ = osi(
        *("do", "RejectChallenge", "--challenge", "heat", "--reason", "Elsewhere", "--ground", "rules"),
        *("--request-id", "r-1", "--token-file", "olga.token", "--json"),
        *there,
    )
    assert (code, json.loads(out)["request_id"]) == (0, "r-1")
    _, out, _ = osi("show", "challenges/heat", *there, "--json")
    assert json.loads(out)["status"] == "rejected"
    code, out, _ = osi("do", "--token-file", "olga.token", *there)
    told = [line for line in out.splitlines() if line[:1].strip()]  # long ones are wrapped
    assert (code, "accept-challenge" in out, len(told)) == (0, True, 13), out


def test_an_address_where_nobody_answers(osi):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    code, _, err = osi("--server", f"127.0.0.1:{port}", "status")
    assert (code, f"127.0.0.1:{port} cannot be reached" in err) == (3, True)


@pytest.mark.parametrize("given", ["localhost", "http://localhost:1", "localhost:port", ","])
def test_what_is_no_address(osi, given):
    code, _, err = osi("--server", given, "status")
    assert code in (2, 3)
    assert "Error" in err


def test_no_token_an_empty_one_and_one_that_is_over(osi, address, tokens, tmp_path):
    there = ("--server", address, "--mission", "m")
    accept = ("do", "accept-challenge", "--challenge", "heat")
    code, _, err = osi(*accept, *there)
    assert (code, "--token-file" in err) == (3, True)
    (tmp_path / "empty").write_text("\n")
    assert osi(*accept, *there, "--token-file", "empty")[0] == 3
    assert osi(*accept, *there, "--token-file", "missing")[0] == 3
    over = dict(tokens.person("olga", seconds=-3600))["authorization"].removeprefix("Bearer ")
    (tmp_path / "over").write_text(over)
    code, _, err = osi(*accept, *there, "--token-file", "over", "--lang", "de")
    assert (code, "Das Token kommt aus" in err) == (3, True)


def test_a_command_that_is_not_there_and_a_field_that_is_missing(osi, address, tokens, tmp_path):
    (tmp_path / "olga.token").write_text(token_of(tokens, "olga"))
    there = ("--server", address, "--mission", "m", "--token-file", "olga.token")
    code, _, err = osi("do", "acept-challenge", *there)
    assert (code, "'accept-challenge'" in err or "accept-challenge" in err) == (2, True)
    code, _, err = osi("do", "accept-challenge", *there)
    assert (code, "--challenge is missing" in err) == (2, True)
    code, _, err = osi("do", "open-round", "--closes-at", "soon", *there)
    assert (code, "closes_at" in err) == (1, True)
    code, _, err = osi("do", "open-fund", "--institution", "x", "--purpose", "y", "--amount", "much", *there)
    assert (code, "--amount" in err) == (2, True)
    code, _, err = osi("do", "grant-role", "--participant", "ada", "--role", "king", *there)
    assert (code, "organiser" in err) == (2, True)


def test_what_works_on_a_store_alone_says_so(osi, tmp_path):
    code, _, err = osi("--server", "127.0.0.1:1", "log")
    assert (code, "asks no services" in err) == (2, True)
    code, _, err = osi("--server", "127.0.0.1:1", "status", "--store", "x.db")
    assert (code, "exclude each other" in err) == (2, True)
    code, _, err = osi("--server", "127.0.0.1:1", "may", "--as", "ada")
    assert (code, "the token says who acts" in err) == (2, True)
