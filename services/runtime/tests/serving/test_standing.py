"""Health, certificates, telemetry, and the order in which a server begins and ends."""

from __future__ import annotations

import asyncio
import json
import os
from datetime import UTC, datetime, timedelta
from pathlib import Path

import grpc
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from grpc import aio
from grpc_health.v1 import health_pb2, health_pb2_grpc
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from osi.funding.v1 import funding_service_pb2 as pb
from osi.funding.v1.funding_service_pb2_grpc import FundingServiceStub

from osi_core.cli import main
from osi_core.log.memory import MemoryStore
from osi_core.log.store import StoreError, StoreFull
from osi_runtime.health import Probe
from osi_runtime.settings import Tls
from osi_runtime.telemetry import Telemetry
from osi_runtime.telemetry.exporters import ExporterMissing, metric_readers, span_processors
from osi_runtime.tls import TlsUnusable, server_credentials
from services.runtime.tests.town import Tokens, details_of, founded, in_a_loop, request, served

SERVING, NOT_SERVING = health_pb2.HealthCheckResponse.SERVING, health_pb2.HealthCheckResponse.NOT_SERVING
LISTING = pb.ListFundsRequest(parent="missions/m")


# Health


class Moody(MemoryStore):
    error: Exception | None = None

    def transaction(self):
        if self.error is not None:
            raise self.error
        return super().transaction()


async def _health(town, name=""):
    stub = health_pb2_grpc.HealthStub(town.channel)
    return (await stub.Check(health_pb2.HealthCheckRequest(service=name))).status


@in_a_loop
async def test_a_store_that_cannot_be_written_is_told_and_so_is_that_it_can_again(tokens):
    store = Moody()
    founded(store)
    async with served(tokens, store, {"health.every_seconds": 0.1}) as town:
        assert await _health(town, "osi.store") == SERVING
        store.error = StoreFull("store.full", store="s", said="")
        while await _health(town, "osi.funding.v1.FundingService") != NOT_SERVING:
            await asyncio.sleep(0.02)
        assert await _health(town, "osi.store") == NOT_SERVING
        assert await _health(town, "osi.alive") == SERVING  # to begin anew would mend nothing
        store.error = None
        while await _health(town) != SERVING:
            await asyncio.sleep(0.02)


@in_a_loop
async def test_what_is_not_vital_is_told_by_itself_alone(tokens):
    async with served(tokens, flags={"health.every_seconds": 0.1}) as town:

        async def lags() -> str:
            return "a peer is far behind"

        async def breaks() -> str:
            raise StoreError("store.failed")

        town.runtime.probes += [Probe("osi.lag", lags, vital=False), Probe("osi.broken", breaks, vital=False)]
        while True:
            await asyncio.sleep(0.05)
            try:
                if await _health(town, "osi.broken") == NOT_SERVING:
                    break
            except aio.AioRpcError:
                continue
        assert await _health(town, "osi.lag") == NOT_SERVING
        assert await _health(town) == SERVING


@in_a_loop
async def test_the_health_alone_is_told_in_plain_text_beside_an_address_with_certificates(tokens, tmp_path, capsys):
    authority = Authority(tmp_path, "ours")
    cert, key = authority.issue("town.example", "server")
    flags = {"tls.cert": str(cert), "tls.key": str(key), "health.address": "127.0.0.1:0"}
    async with served(tokens, flags=flags) as town:
        plain = town.running.listening.health_address
        async with aio.insecure_channel(plain) as channel:
            answer = await health_pb2_grpc.HealthStub(channel).Check(health_pb2.HealthCheckRequest(service="osi.store"))
            assert answer.status == SERVING
            with pytest.raises(aio.AioRpcError) as no:
                await FundingServiceStub(channel).ListFunds(LISTING, metadata=tokens.person())
            assert no.value.code() is grpc.StatusCode.UNIMPLEMENTED
        assert await asyncio.to_thread(main, ["health", plain, "--json"]) == 0
        assert json.loads(capsys.readouterr().out)["osi.store"] is True
        secured = town.running.listening.addresses[0]
        assert await asyncio.to_thread(main, ["health", secured]) == 3  # it takes no plain text
        assert "cannot be asked" in capsys.readouterr().err
        await town.running.watch.drain()
        assert await asyncio.to_thread(main, ["health", plain]) == 1


# Certificates


class Authority:
    """Signs certificates for tests."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.cert = self._signed(self.name, self.key, [], authority=True)
        self.file = folder / f"{name}.pem"
        self.file.write_bytes(self.pem)

    @property
    def pem(self) -> bytes:
        return self.cert.public_bytes(Encoding.PEM)

    def issue(self, name: str, file: str) -> tuple[Path, Path]:
        """Certificate and key, in files."""
        key = ec.generate_private_key(ec.SECP256R1())
        subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        cert = self._signed(subject, key, [x509.DNSName(name)])
        paths = self.folder / f"{file}.crt", self.folder / f"{file}.key"
        paths[0].write_bytes(cert.public_bytes(Encoding.PEM))
        paths[1].write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
        return paths

    def _signed(self, subject, key, names, *, authority=False):
        now = datetime.now(UTC)
        made = (
            x509.CertificateBuilder()
            .subject_name(subject)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=2))
            .add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
        )
        if names:
            made = made.add_extension(x509.SubjectAlternativeName(names), critical=False)
        return made.sign(self.key, hashes.SHA256())


def _channel(address: str, authority: Authority, shown: tuple[Path, Path] | None = None) -> aio.Channel:
    own = {"private_key": shown[1].read_bytes(), "certificate_chain": shown[0].read_bytes()} if shown else {}
    credentials = grpc.ssl_channel_credentials(authority.pem, **own)
    return aio.secure_channel(address, credentials, [("grpc.ssl_target_name_override", "town.example")])


@in_a_loop
async def test_a_renewed_certificate_is_taken_without_a_restart(tokens, tmp_path):
    first, second = Authority(tmp_path, "first"), Authority(tmp_path, "second")
    cert, key = first.issue("town.example", "server")
    flags = {"tls.cert": cert, "tls.key": key, "tls.reload_seconds": 0.1}
    async with served(tokens, flags=flags) as town:
        address = town.running.listening.addresses[0]
        async with _channel(address, first) as channel:
            await FundingServiceStub(channel).ListFunds(LISTING)
        await asyncio.sleep(0.2)
        key.write_bytes(b"half a key")
        async with _channel(address, first) as channel:  # what is not whole is not taken
            await FundingServiceStub(channel).ListFunds(LISTING)
        second.issue("town.example", "server")
        await asyncio.sleep(0.2)
        async with _channel(address, second) as channel:
            await FundingServiceStub(channel).ListFunds(LISTING)


@in_a_loop
async def test_services_show_their_certificate_at_an_address_of_their_own(tokens, tmp_path):
    authority, stranger = Authority(tmp_path, "ours"), Authority(tmp_path, "theirs")
    cert, key = authority.issue("town.example", "server")
    known = {"name": "matching.example", "service": "matching", "chains": ["matching-1"], "organisation": "town"}
    flags = {
        "tls.cert": cert,
        "tls.key": key,
        "tls.client_ca": authority.file,
        "peer_address": "127.0.0.1:0",
        "auth": {**tokens.settings, "certificates": [known]},
    }
    async with served(tokens, flags=flags) as town:
        people, peers = town.running.listening.addresses
        rounds = pb.ListGrantRoundsRequest(parent="missions/m")
        async with _channel(peers, authority, authority.issue("matching.example", "matching")) as channel:
            await FundingServiceStub(channel).ListGrantRounds(rounds)
        async with _channel(people, authority) as channel:
            await FundingServiceStub(channel).ListFunds(LISTING)
            with pytest.raises(aio.AioRpcError) as caught:
                await FundingServiceStub(channel).ListGrantRounds(rounds)
            assert caught.value.code() is grpc.StatusCode.UNAUTHENTICATED
        for shown in (None, stranger.issue("matching.example", "stranger")):
            async with _channel(peers, authority, shown) as channel:
                with pytest.raises(aio.AioRpcError) as caught:
                    await FundingServiceStub(channel).ListGrantRounds(rounds, timeout=2)
                assert caught.value.code() in (grpc.StatusCode.UNAVAILABLE, grpc.StatusCode.DEADLINE_EXCEEDED)


def test_files_that_cannot_be_used_are_named(tmp_path):
    authority = Authority(tmp_path, "ours")
    cert, key = authority.issue("town.example", "one")
    _, other = authority.issue("town.example", "two")
    nonsense = tmp_path / "nonsense"
    nonsense.write_text("nonsense")
    for files, told in (
        ((tmp_path / "gone", key), "gone"),
        ((cert, nonsense), "nonsense holds no private key"),
        ((nonsense, key), "nonsense holds no certificate"),
        ((cert, other), "is not that of the certificate"),
    ):
        with pytest.raises(TlsUnusable) as caught:
            server_credentials(Tls(cert=files[0], key=files[1]), of_clients=False)
        from osi_runtime.words import WORDS

        assert told in caught.value.say(words=WORDS)


# Telemetry


class Recorded:
    """Telemetry that keeps what it records."""

    def __init__(self, **environ: str) -> None:
        self.spans, self.metrics = InMemorySpanExporter(), InMemoryMetricReader()
        os.environ.update(environ)
        try:
            self.telemetry = Telemetry(
                "funding", environ, processors=(SimpleSpanProcessor(self.spans),), readers=(self.metrics,)
            )
        finally:
            for name in environ:
                del os.environ[name]

    def named(self, name: str):
        return [one for one in self.spans.get_finished_spans() if one.name == name]


TRACE, PARENT = "0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331"
CREATE = "osi.funding.v1.FundingService/CreateFund"


@in_a_loop
async def test_the_callers_trace_goes_on_to_the_writer(tokens):
    recorded = Recorded()
    async with served(tokens, telemetry=recorded.telemetry) as town:
        metadata = (*tokens.person(), ("traceparent", f"00-{TRACE}-{PARENT}-01"))
        await town.stub.CreateFund(request("f"), metadata=metadata)
        with pytest.raises(aio.AioRpcError):
            await town.stub.CreateFund(request("f"), metadata=tokens.person())
    data = recorded.metrics.get_metrics_data()
    (span,) = [one for one in recorded.named(CREATE) if f"{one.context.trace_id:032x}" == TRACE]
    assert f"{span.parent.span_id:016x}" == PARENT
    assert span.attributes["rpc.response.status_code"] == "OK"
    (written,) = [one for one in recorded.named("osi.writer") if f"{one.context.trace_id:032x}" == TRACE]
    assert written.parent.span_id == span.context.span_id
    (begun,) = written.events
    assert written.start_time <= begun.timestamp <= written.end_time
    assert span.resource.attributes["service.name"] == "osi-funding"
    measured = {metric.name: metric for one in data.resource_metrics[0].scope_metrics for metric in one.metrics}
    points = measured["rpc.server.call.duration"].data.data_points
    told = {(one.attributes["rpc.method"], one.attributes["rpc.response.status_code"]): one.count for one in points}
    assert told[CREATE, "OK"] == 1
    assert sum(told.values()) == 2
    assert {"osi.writer.group.size", "osi.writer.waiting", "osi.calls.active"} <= set(measured)
    recorded.telemetry.close()


@in_a_loop
async def test_what_is_not_sampled_leaves_no_span_and_is_measured(tokens):
    recorded = Recorded()
    async with served(tokens, telemetry=recorded.telemetry) as town:
        metadata = (*tokens.person(), ("traceparent", f"00-{TRACE}-{PARENT}-00"))
        await town.stub.CreateFund(request("f"), metadata=metadata)
    assert recorded.spans.get_finished_spans() == ()
    recorded.telemetry.close()


def test_the_variables_of_opentelemetry_are_honoured():
    recorded = Recorded(OTEL_TRACES_SAMPLER="always_off", OTEL_SERVICE_NAME="ours")
    assert recorded.telemetry.begin("x", {}) is None
    assert list(span_processors({"OTEL_TRACES_EXPORTER": "none"})) == []
    with pytest.raises(ExporterMissing) as caught:
        list(metric_readers({"OTEL_METRICS_EXPORTER": "smoke"}))
    assert caught.value.values["name"] == "smoke"
    (console,) = span_processors({"OTEL_TRACES_EXPORTER": "console"})
    console.shutdown()
    recorded.telemetry.close()


@in_a_loop
async def test_a_log_line_bears_the_trace(tokens, caplog):
    recorded = Recorded()
    async with served(tokens, telemetry=recorded.telemetry) as town:
        asked = pb.CloseGrantRoundRequest(name="missions/m/grant-rounds/r")
        metadata = (*tokens.operator(), ("traceparent", f"00-{TRACE}-{PARENT}-01"))
        with pytest.raises(aio.AioRpcError) as caught:
            await town.stub.CloseGrantRound(asked, metadata=metadata)
        assert details_of(caught.value)
    assert TRACE in [getattr(one, "trace_id", "") for one in caplog.records]
    recorded.telemetry.close()


# Beginning and ending


@in_a_loop
async def test_what_runs_beside_the_calls_begins_before_them_and_ends_behind_them(tokens):
    from contextlib import asynccontextmanager
    from dataclasses import replace

    from services.runtime.tests.town_service import SERVICE

    told = []

    @asynccontextmanager
    async def beside(runtime):
        told.append(("begins", runtime.writer.waiting))
        yield
        told.append(("ends", runtime.writer.waiting))

    async with served(tokens, service=replace(SERVICE, background=(beside,))) as town:
        assert told == [("begins", 0)]
        await town.create("f")
    assert told == [("begins", 0), ("ends", 0)]


@in_a_loop
async def test_two_servers_of_one_folder_of_keys_stand_beside_each_other(tmp_path):
    tokens = Tokens(tmp_path)
    async with served(tokens) as one, served(tokens) as other:
        await one.create("f")
        assert (await other.stub.ListFunds(LISTING)).total_size == 0


@in_a_loop
async def test_plain_text_beyond_this_machine_is_warned_of(tokens, caplog):
    async with served(tokens) as town:
        assert "plain text" not in caplog.text
        await town.create("f")
    async with served(tokens, flags={"address": "0.0.0.0:0"}):
        assert "0.0.0.0:0 speaks in plain text" in caplog.text
