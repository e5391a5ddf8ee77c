"""Services that no setting names are found by the addresses that missions list."""

from __future__ import annotations

import pytest

from osi_core.domain import Service
from osi_core.mission.chain_commands import RetireChain
from osi_core.mission.commands import ChangePlaybook
from osi_core.mission.playbook import Playbook
from osi_runtime.peers import PeerSettings, PeersSettings, PeerTls
from osi_runtime.peers.found import FoundPeers, Place, _is_loopback
from services.runtime.tests.peers.conftest import QUICK, until
from services.runtime.tests.town import in_a_loop


@in_a_loop
async def test_participation_hears_a_service_where_the_mission_says_that_it_answers(town):
    await town.funding.prepare()
    await town.funding.open()
    await town.funding.end()
    await town.begin()
    town.create(address=town.funding.door.address)
    town.participation.engine.handle(ChangePlaybook(mission="m", playbook=Playbook(), reason="agreed"))
    await until(lambda: town.participation.heard("funding-1") > 0, "funding was not found")
    assert not town.participation.peers.problems()
    await until(lambda: town.participation.has_heard(town.funding))
    last = town.participation.heard("funding-1")
    town.participation.engine.handle(RetireChain(mission="m", chain="funding-1", last=last, reason="it goes"))
    await until(lambda: not town.participation.peers._followers, "it is followed on")
    await town.end()


@in_a_loop
async def test_what_the_settings_name_goes_before_what_a_mission_says(town):
    await town.both_ways()
    town.create(address="127.0.0.1:1")
    town.participation.engine.handle(ChangePlaybook(mission="m", playbook=Playbook(), reason="agreed"))
    await until(lambda: town.participation.heard("funding-1") > 0)
    assert [one.link.peer.address for one in town.participation.peers._followers] == [town.funding.door.address]
    await town.end()


@in_a_loop
async def test_a_place_tells_the_chains_alone_that_missions_look_for_there(town, make_service):
    """Funding answers for another mission at the same door: of the one that says another address nothing is heard."""
    await town.funding.prepare()
    await town.funding.open()
    await town.funding.end()
    await town.begin()
    town.create("elsewhere", address="127.0.0.1:1")
    town.create("m", address=town.funding.door.address)
    for mission in ("m", "elsewhere"):
        changed = ChangePlaybook(mission=mission, playbook=Playbook(), reason="agreed")
        town.participation.engine.handle(changed)
    await until(lambda: town.funding.engine.head("elsewhere").position > 0)
    await until(lambda: town.participation.heard("funding-1") > 0)
    assert "funding-1" not in town.participation.store.heard_heads("elsewhere")
    await town.end()


def found(settings: PeersSettings) -> FoundPeers:
    return FoundPeers(None, [], None, lambda mission: "town", settings, "town")  # type: ignore[arg-type]


AT = Place("town", Service.MATCHING, "matching.town.example:7071")


def test_a_token_goes_over_no_network_in_plain_text():
    assert found(PeersSettings(**QUICK))._peer(AT) is None
    assert found(PeersSettings(**QUICK))._peer(AT._replace(address="127.0.0.1:7071")) is not None
    assert [_is_loopback(f"{host}:1") for host in ("localhost", "[::1]", "127.0.0.9", "town.example", "10.0.0.1")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_what_is_shown_is_what_is_shown_to_the_participation_whose_mission_says_so(tmp_path):
    tls = PeerTls(ca=tmp_path / "ca", name="participation.town.example")
    peer = PeerSettings(
        organisation="town",
        service=Service.PARTICIPATION,
        address="p.town.example:1",
        tls=tls,
        token_file=tmp_path / "of the town",
    )
    shown = found(PeersSettings(services=(peer,), token_file=tmp_path / "own"))._peer(AT)
    assert shown is not None
    assert (shown.token_file, shown.tls) == (tmp_path / "of the town", PeerTls(ca=tmp_path / "ca"))


@pytest.mark.parametrize("address", ["nowhere", "http://town.example/", "a b:1", ""])
def test_what_is_no_address_is_not_asked(address):
    assert found(PeersSettings(tls=PeerTls(), **QUICK))._peer(AT._replace(address=address)) is None
