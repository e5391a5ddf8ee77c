"""A service is known to NATS by a name of its own, over TLS, and may say there what is its own to say."""

from __future__ import annotations

import asyncio
import logging
import os
import subprocess
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from osi_core.domain import Service
from osi_runtime.bus.permissions import User, _main, users
from osi_runtime.bus.program import nats_server
from osi_runtime.bus.settings import BusSettings
from osi_runtime.bus.stream import LOST, STREAM, connected
from osi_runtime.peers.settings import PeerTls
from services.runtime.tests.bus.conftest import QUICK, Broker, BusTown
from services.runtime.tests.peers.conftest import Stores, Town, until
from services.runtime.tests.peers.test_shown import Authority
from services.runtime.tests.town import in_a_loop

pytestmark = [pytest.mark.system, pytest.mark.nats]
EXAMPLE = Path(__file__).parents[4] / "examples" / "nats"
NAME = "nats.town.example"
CHAINS = {service: f"{service}-1" for service in Service}


def secret_of(folder: Path, service: Service) -> Path:
    return folder / f"{service}.nats"


@pytest.fixture
def make_broker(tmp_path: Path) -> Iterator[Callable[..., Broker]]:
    """Brokers that know each service by its name and password."""
    started: list[Broker] = []

    def make(*more: str) -> Broker:
        for service in Service:
            secret_of(tmp_path, service).write_text(f"secret of {service}\n")
        config = tmp_path / "users.conf"
        them = [User(service, chain, f'"secret of {service}"') for service, chain in CHAINS.items()]
        config.write_text("\n".join((*more, users(them))))
        started.append(Broker(tmp_path / "nats", config))
        started[-1].start()
        return started[-1]

    yield make
    for one in started:
        one.kill()


def shown(folder: Path, service: Service) -> dict[str, Any]:
    return {"user": CHAINS[service], "password_file": secret_of(folder, service)}


@pytest.fixture
def bus_town(tmp_path: Path) -> Iterator[Callable[[Broker], BusTown]]:
    stores = Stores(tmp_path, {Service.PARTICIPATION: "sqlite", Service.FUNDING: "sqlite"})
    yield lambda broker: BusTown(Town(stores), broker)
    stores.close()


def test_the_example_is_what_is_said_of_services_and_the_server_takes_it():
    assert (EXAMPLE / "users.conf").read_text("utf-8") == _main([])
    environ = dict(os.environ) | {f"NATS_{service.upper()}": "x" for service in Service}
    command = [str(nats_server()), "-t", "-c", str(EXAMPLE / "nats-server.conf")]
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@in_a_loop
async def test_services_hear_each_other_over_tls_each_as_a_user_of_its_own(make_broker, bus_town, tmp_path):
    authority = Authority(tmp_path, "authority")
    cert, key = authority.sign(NAME)
    broker = make_broker(f'tls {{ cert_file: "{cert}", key_file: "{key}", ca_file: "{authority.file}", verify: true }}')
    town = bus_town(broker)
    await town.town.begin(head_seconds=0.2)
    town.town.create()
    for speaking, service in ((town.participation, Service.PARTICIPATION), (town.funding, Service.FUNDING)):
        own, private = authority.sign(f"{service}.town.example")
        tls = PeerTls(ca=authority.file, cert=own, key=private, name=NAME)
        secured = broker.address.replace("nats://", "tls://")
        await speaking.begin(servers=(secured,), tls=tls, **shown(tmp_path, service))
    await until(town.all_heard)
    await town.town.participation.door.close()
    town.join(100, 0)
    await until(town.all_heard)
    assert town.heard() == town.told()
    assert town.funding.bus.consumer.heard
    await town.end()


@in_a_loop
async def test_a_service_can_say_nothing_for_another_and_takes_nothing_from_the_stream(make_broker, tmp_path, caplog):
    broker = make_broker()
    settings = BusSettings(
        servers=(broker.address,), **{**QUICK, "answer_seconds": 0.5}, **shown(tmp_path, Service.FUNDING)
    )
    caplog.set_level(logging.WARNING)
    async with connected(settings, "funding-1") as connection:
        ack = await connection.stream.publish("osi.v1.funding.m.funds.opened", b"", stream=STREAM)
        assert ack.seq == 1
        forbidden = [
            connection.stream.publish("osi.v1.participation.m.chains.chain_listed", b""),
            connection.stream.delete_stream(STREAM),
            connection.stream.purge_stream(STREAM),
            connection.stream.delete_msg(STREAM, 1),
            connection.stream.delete_consumer(STREAM, "participation-1"),
            connection.stream.add_consumer(STREAM, durable_name="participation-1"),
            connection.stream.add_consumer(STREAM, name="participation-1"),
        ]
        for one in forbidden:
            with pytest.raises(LOST):
                await one
        heard: asyncio.Queue[Any] = asyncio.Queue()
        for inbox in ("_INBOX.>", "_INBOX.participation-1.>", "osi.v1.>"):
            await connection._client.subscribe(inbox, cb=heard.put)
        await connection._client.flush()
        assert (await connection.stream.stream_info(STREAM)).state.messages == 1
    assert caplog.text.lower().count("permissions violation") == len(forbidden) + 3
    assert heard.empty()


@in_a_loop
async def test_a_wrong_password_is_told_and_a_right_one_is_taken_without_a_restart(
    make_broker, bus_town, tmp_path, caplog
):
    broker = make_broker()
    secret_of(tmp_path, Service.FUNDING).write_text("another")
    town = bus_town(broker)
    await town.town.begin(head_seconds=0.2)
    await town.funding.begin(wait=False, **shown(tmp_path, Service.FUNDING))
    await until(lambda: "Authorization Violation" in caplog.text or "authorization" in caplog.text.lower())
    assert "another" not in caplog.text
    assert await town.funding.bus.look()
    secret_of(tmp_path, Service.FUNDING).write_text("secret of funding")
    await until(lambda: town.funding.bus.connected)
    assert not await town.funding.bus.look()
    await town.end()


@in_a_loop
async def test_a_password_never_goes_in_plain_text_to_a_server_that_was_to_use_tls(tmp_path):
    """Somebody in between says that there is no TLS here."""
    told: list[bytes] = []

    async def pretends(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b'INFO {"server_id":"x","version":"2.15.1","headers":true,"auth_required":true}\r\n')
        with suppress(OSError):
            told.append(await reader.read())
        writer.close()

    server = await asyncio.start_server(pretends, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    secret_of(tmp_path, Service.FUNDING).write_text("secret")
    settings = BusSettings(servers=(f"tls://127.0.0.1:{port}",), **QUICK, **shown(tmp_path, Service.FUNDING))
    with pytest.raises(LOST):
        async with connected(settings, "funding-1"):
            raise AssertionError("it was taken for a server")
    assert b"secret" not in b"".join(told)
    server.close()
    await server.wait_closed()


@in_a_loop
async def test_a_server_with_the_certificate_of_another_is_told_and_nobody_waits_for_it(make_broker, tmp_path):
    authority = Authority(tmp_path, "authority")
    cert, key = authority.sign("elsewhere.example")
    broker = make_broker(f'tls {{ cert_file: "{cert}", key_file: "{key}" }}')
    tls = PeerTls(ca=authority.file, name=NAME)
    settings = BusSettings(
        servers=(broker.address.replace("nats://", "tls://"),), tls=tls, **QUICK, **shown(tmp_path, Service.FUNDING)
    )
    told: list[str] = []
    async with asyncio.timeout(60):
        with pytest.raises(LOST):
            async with connected(settings, "funding-1", told.append):
                raise AssertionError("it was taken for the right one")
    assert "CERTIFICATE_VERIFY_FAILED" in told[0]


@in_a_loop
async def test_an_nkey_is_shown_instead_of_a_name(tmp_path):
    nkeys = pytest.importorskip("nkeys")
    seed = nkeys.encode_seed(os.urandom(32), nkeys.PREFIX_BYTE_USER)
    public = nkeys.from_seed(bytearray(seed)).public_key.decode()
    config = tmp_path / "nkeys.conf"
    config.write_text(f"authorization {{ users: [ {{ nkey: {public} }} ] }}")
    (tmp_path / "funding.nk").write_bytes(seed)
    broker = Broker(tmp_path / "nats", config)
    broker.start()
    try:
        with pytest.raises(LOST):
            async with connected(BusSettings(servers=(broker.address,), **QUICK), "funding-1"):
                raise AssertionError("it asks nobody who it is")
        settings = BusSettings(servers=(broker.address,), nkey_file=tmp_path / "funding.nk", **QUICK)
        async with connected(settings, "funding-1") as connection:
            assert (await connection.stream.stream_info(STREAM)).config.name == STREAM
    finally:
        broker.kill()


@pytest.mark.parametrize(
    "given",
    [
        {"user": "u"},
        {"password_file": "p"},
        {"user": "u", "password_file": "p", "nkey_file": "n"},
        {"servers": ("tls://u:p@nats.town.example:4222",)},
    ],
    ids=["no password", "no user", "twice", "in the address"],
)
def test_a_service_is_known_in_one_way_that_is_whole(given):
    with pytest.raises(ValidationError):
        BusSettings(**given)


@in_a_loop
async def test_a_file_that_is_not_there_is_named(tmp_path):
    settings = BusSettings(servers=("nats://127.0.0.1:1",), user="u", password_file=tmp_path / "nowhere", **QUICK)
    with pytest.raises(LOST):
        async with connected(settings, "funding-1"):
            pass
    settings = BusSettings(servers=("nats://127.0.0.1:1",), nkey_file=tmp_path / "nowhere", **QUICK)
    with pytest.raises(OSError, match="nowhere"):
        async with connected(settings, "funding-1"):
            pass
