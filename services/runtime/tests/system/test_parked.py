"""`osi parked`: what waits of what was heard, in a store and at a service, and what becomes of it."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from osi_core.cli import main
from osi_core.domain import Role, Service
from osi_core.hearing.facts import Parked
from osi_core.log.memory import MemoryStore
from osi_core.log.sql import SqlStore
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission, GrantRole, JoinMission
from osi_core.mission.events import ParticipantJoined
from osi_core.mission.facts import Member
from osi_core.process import Engine, share_of
from osi_core.process.hearing import Heard
from osi_runtime.peers import SqlOrganisations
from services.runtime.tests.processes import running, written
from services.runtime.tests.town import Tokens

pytestmark = pytest.mark.system
BEN = "p-" + "b" * 32


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Funding's, which was of an older version when it heard that Ben joined and became an expert."""
    participation = Engine(MemoryStore(), share=share_of("participation"), chain="participation-1")
    participation.handle(CreateMission(mission="m", title="Climate-neutral"))
    participation.handle(ListChain(mission="m", chain="funding-1", service=Service.FUNDING))
    participation.handle(JoinMission(mission="m", participant=BEN), actor=BEN)
    participation.handle(GrantRole(mission="m", participant=BEN, role=Role.EXPERT))
    path = str(tmp_path / "funding.db")
    with closing(SqlStore.create(path)) as made, monkeypatch.context() as older:
        older.setattr(ParticipantJoined, "upcasters", ())
        heard = Engine(made, share=share_of("funding"), chain="funding-1").hear(participation.told("m"))
        assert heard[-2:] == [Heard.PARKED, Heard.PARKED]
    SqlOrganisations(path).keep("m", "town")
    return path


def told(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, Any]:
    code = main(["parked", *arguments, "--json"])
    return code, json.loads(capsys.readouterr().out)


def assert_listed(waiting: list[dict[str, Any]]) -> None:
    first, second = waiting
    assert (first["mission"], first["chain"], first["reason"], first["behind"]) == (
        "m",
        "participation-1",
        "unreadable",
        0,
    )
    assert (second["reason"], second["behind"]) == ("waits-behind", first["position"])
    assert first["type"] == "mission.participant_joined"
    assert first["subject"] == second["subject"] == f"missions/m/participants/{BEN}"
    assert first["since"] <= second["since"]


def assert_replayed(answer: tuple[int, Any]) -> None:
    code, said = answer
    assert code == 0
    assert [(one["taken_in"], one["said"]) for one in said["replayed"]] == [(True, ""), (True, "")]
    assert said["waiting"] == []


def assert_ben_is_an_expert(store: str) -> None:
    with closing(SqlStore.open(store, read_only=True)) as opened:
        memory = Engine(opened, share=share_of("funding"), chain="funding-1").memory("m")
        assert not memory.rows[Parked]
        ben = memory.rows[Member][BEN]
        assert isinstance(ben, Member)
        assert Role.EXPERT in ben.roles


def test_in_a_store_what_waits_is_told_shown_and_taken_in_in_its_order(store, capsys):
    code, waiting = told(capsys, "list", "--store", store)
    assert code == 1
    assert_listed(waiting)
    first, second = (f"m/participation-1/{one['position']}" for one in waiting)
    code, shown = told(capsys, "show", first, "--store", store)
    assert shown["waiting_behind"] == [waiting[1]["position"]]
    assert json.loads(shown["event"])["type"] == "mission.participant_joined"
    assert BEN in shown["event"]
    code, refused = told(capsys, "replay", second, "--store", store)
    assert code == 1
    assert first.rpartition("/")[2] in refused["replayed"][0]["said"], "it says behind what it waits"
    assert_replayed(told(capsys, "replay", first, "--store", store))
    assert_ben_is_an_expert(store)
    assert told(capsys, "list", "--store", store) == (0, [])


def test_what_still_cannot_be_read_waits_on_and_it_is_said_why(store, capsys, monkeypatch):
    with monkeypatch.context() as older:
        older.setattr(ParticipantJoined, "upcasters", ())
        _, waiting = told(capsys, "list", "--store", store)
        code, said = told(capsys, "replay", f"m/participation-1/{waiting[0]['position']}", "--store", store)
    assert code == 1
    (one,) = said["replayed"]
    assert not one["taken_in"]
    assert one["said"]
    assert len(said["waiting"]) == 2
    assert_replayed(told(capsys, "replay", f"m/participation-1/{waiting[0]['position']}", "--store", store))


def test_a_service_that_runs_is_asked_as_its_operator(store, capsys, tokens: Tokens, tmp_path):
    token = tmp_path / "operator.token"
    token.write_text(tokens.operator()[0][1].removeprefix("Bearer "))
    config = written(tokens, tmp_path, store)
    with running(config, "funding") as server:
        at = ("--target", server.address, "--token-file", str(token))
        code, waiting = told(capsys, "list", *at)
        assert code == 1
        assert_listed(waiting)
        assert main(["parked", "list", "--target", server.address]) == 3, "nobody else is told"
        assert main(["parked", "list", "--store", store]) == 3, "its store is the running service's"
        capsys.readouterr()
        assert_replayed(told(capsys, "replay", f"m/participation-1/{waiting[0]['position']}", *at))
        assert told(capsys, "list", *at) == (0, [])
    assert_ben_is_an_expert(store)


def test_sentences_name_what_waits_and_what_to_say(store, capsys):
    assert main(["parked", "list", "--store", store, "--lang", "en"]) == 1
    assert "waits since" in capsys.readouterr().out
    assert main(["parked", "show", "m/participation-1/999", "--store", store, "--lang", "en"]) == 2
    assert "osi parked list" in capsys.readouterr().err
    assert main(["parked", "list", "--lang", "de"]) == 2
    assert "--target" in capsys.readouterr().err
