"""What a service shows another one: a certificate over mutual TLS, or a token from a file that is written anew."""

from __future__ import annotations

import asyncio
import os
from secrets import token_hex

import grpc
import pytest
from grpc import aio
from osi.log.v1 import log_service_pb2 as pb
from osi.log.v1.log_service_pb2_grpc import LogServiceServicer, add_LogServiceServicer_to_server

from osi_core.domain import Service
from osi_core.files import InputRefused
from osi_runtime.auth import Authenticator, AuthSettings, Peer, PeerCertificate, certificate_of
from osi_runtime.peers import PeerSettings, PeersSettings, PeerTls
from osi_runtime.peers.link import Link
from osi_runtime.peers.unanswered import why_unanswered
from tests.deploy import authorities

FUNDING = "funding.town.example"


class Authority:
    """Signs certificates, and writes them down."""

    def __init__(self, folder, name):
        self.folder, self.signs = folder, authorities.Authority(name)
        self.file = self._write(f"{name}.pem", self.signs.pem)

    def _write(self, name, content):
        path = self.folder / name
        path.write_bytes(content)
        return path

    def sign(self, name):
        cert, key = self.signs.sign([name])
        once = token_hex(4)
        return self._write(f"{name}.{once}.pem", cert), self._write(f"{name}.{once}.key", key)


class Asks(LogServiceServicer):
    """Notes who asks."""

    def __init__(self, known=()):
        self.authenticator = Authenticator(AuthSettings(certificates=known))
        self.callers, self.tokens = [], []

    async def ListHeads(self, request, context):
        metadata = tuple(context.invocation_metadata() or ())
        self.tokens += [value for name, value in metadata if name == "authorization"]
        certificate = certificate_of(context.auth_context())
        self.callers.append(await self.authenticator.authenticate((), certificate))
        return pb.ListHeadsResponse()


async def ask(asks, credentials, peer):
    server = aio.server()
    add_LogServiceServicer_to_server(asks, server)
    if credentials is None:
        port = server.add_insecure_port("127.0.0.1:0")
    else:
        port = server.add_secure_port("127.0.0.1:0", credentials)
    await server.start()
    link = Link(
        PeerSettings(organisation="town", service=Service.PARTICIPATION, address=f"127.0.0.1:{port}", **peer),
        PeersSettings(call_seconds=5),
    )
    try:
        yield link
    finally:
        await link.close()
        await server.stop(None)


def credentials_of(authority, name):
    cert, key = authority.sign(name)
    pair = (key.read_bytes(), cert.read_bytes())
    return grpc.ssl_server_credentials([pair], authority.file.read_bytes(), require_client_auth=True)


def test_a_service_is_known_by_its_certificate(tmp_path):
    authority = Authority(tmp_path, "authority")
    cert, key = authority.sign(FUNDING)
    known = PeerCertificate(name=FUNDING, service=Service.FUNDING, chains=("funding-1",), organisation="town")
    tls = PeerTls(ca=authority.file, cert=cert, key=key, name="participation.town.example")

    async def play():
        asks = Asks((known,))
        async for link in ask(asks, credentials_of(authority, "participation.town.example"), {"tls": tls}):
            assert await link.heads() == []
        assert asks.callers == [Peer(Service.FUNDING, frozenset({"funding-1"}), frozenset({"town"}))]

    asyncio.run(play())


def test_a_certificate_of_another_authority_opens_nothing(tmp_path):
    authority, stranger = Authority(tmp_path, "authority"), Authority(tmp_path, "stranger")
    cert, key = stranger.sign(FUNDING)
    tls = PeerTls(ca=authority.file, cert=cert, key=key, name="participation.town.example")

    async def play():
        asks = Asks()
        async for link in ask(asks, credentials_of(authority, "participation.town.example"), {"tls": tls}):
            with pytest.raises(aio.AioRpcError) as refused:
                await link.heads()
            assert why_unanswered(refused.value, tls) == "peers.hangs-up"
        assert asks.callers == []

    asyncio.run(play())


def test_a_server_that_is_another_is_shown_nothing(tmp_path):
    authority = Authority(tmp_path, "authority")
    cert, key = authority.sign(FUNDING)
    tls = PeerTls(ca=authority.file, cert=cert, key=key, name="participation.town.example")

    async def play():
        asks = Asks()
        async for link in ask(asks, credentials_of(authority, "elsewhere.example"), {"tls": tls}):
            with pytest.raises(aio.AioRpcError) as refused:
                await link.heads()
            assert why_unanswered(refused.value, tls) == "peers.certificate-unfit"
        assert asks.callers == []

    asyncio.run(play())


def test_a_token_is_read_again_when_its_file_has_changed(tmp_path):
    file = tmp_path / "token"
    file.write_text("first\n")

    async def play():
        asks = Asks()
        async for link in ask(asks, None, {"token_file": file}):
            await link.heads()
            file.write_text("second\n")
            os.utime(file, (1, 1))
            await link.heads()
            file.unlink()
            with pytest.raises(InputRefused):
                await link.heads()
        assert asks.tokens == ["Bearer first", "Bearer second"]

    asyncio.run(play())
