"""One trace, from a client's call to what another service does about it, and back: over NATS, and over gRPC alone."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from opentelemetry.sdk.metrics.export import InMemoryMetricReader
from opentelemetry.sdk.trace import ReadableSpan, TracerProvider
from opentelemetry.sdk.trace.export import SimpleSpanProcessor
from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter
from opentelemetry.trace import SpanKind
from osi.participation.v1 import participation_service_pb2 as pb
from osi.participation.v1 import resources_pb2 as resources

import osi_client
from osi_core.domain import Service
from osi_core.log.memory import MemoryStore
from osi_core.mission.chain_commands import ListChain
from osi_core.mission.commands import CreateMission
from osi_core.plugins import Plugins
from osi_core.process import Engine, share_of
from osi_core.testing.ports import free_ports
from osi_runtime.auth import minted
from osi_runtime.compose import Parts, Running, composed
from osi_runtime.serve import service_of
from osi_runtime.settings import read_settings
from osi_runtime.telemetry import Telemetry
from osi_runtime.telemetry.measures import MEASURES
from services.runtime.tests.bus.conftest import QUICK, Broker
from services.runtime.tests.peers.conftest import until
from services.runtime.tests.town import LOGIN, Tokens, in_a_loop

SERVICES = (Service.PARTICIPATION, Service.FUNDING)


class Traced:
    """Two services in this process that hear each other, each with what it records."""

    def __init__(self, folder: Path, servers: tuple[str, ...] = ()) -> None:
        self.tokens, self._servers = Tokens(folder), servers
        self.spans = InMemorySpanExporter()
        self.metrics = {one: InMemoryMetricReader() for one in SERVICES}
        self.stores = {one: MemoryStore() for one in SERVICES}
        ports = zip(SERVICES, free_ports(len(SERVICES)), strict=True)
        self.addresses = {one: f"127.0.0.1:{port}" for one, port in ports}
        self.running: dict[Service, Running] = {}
        self._tokens = {one: folder / f"{one}.token" for one in SERVICES}
        for one in SERVICES:
            self._tokens[one].write_text(self._peer(one))
        engine = Engine(
            self.stores[Service.PARTICIPATION],
            share=share_of("participation"),
            plugins=Plugins.builtin(),
            chain="participation-1",
        )
        engine.handle(CreateMission(mission="m", title="Climate-neutral"))
        engine.handle(ListChain(mission="m", chain="funding-1", service=Service.FUNDING))

    def _peer(self, service: Service) -> str:
        claims = {
            "aud": "osi-town",
            "sub": service.value,
            "scope": "osi.peer",
            "osi_service": service.value,
            "osi_chains": [f"{service}-1"],
            "osi_organisations": ["town"],
        }
        return minted(self.tokens.key, LOGIN, claims, 900).token

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[Any]:
        """A client of participation, while both services serve."""
        async with AsyncExitStack() as ends:
            for one in SERVICES:
                self.running[one] = await ends.enter_async_context(self._service(one))
            (token,) = [value.removeprefix("Bearer ") for _, value in self.tokens.operator()]
            address = self.addresses[Service.PARTICIPATION]
            client = await ends.enter_async_context(osi_client.connect(address, token=token, plaintext=True))
            await until(lambda: self.funding_knows(2), "the mission was not heard of")
            yield client

    @asynccontextmanager
    async def _service(self, service: Service) -> AsyncIterator[Running]:
        other = next(one for one in SERVICES if one is not service)
        peer = {"organisation": "town", "service": other.value, "address": self.addresses[other]}
        peers: dict[str, Any] = {
            "services": [{**peer, "token_file": str(self._tokens[service])}],
            "head_seconds": 0.05,
            "retry_first_seconds": 0.02,
            "retry_most_seconds": 0.1,
            "compare_seconds": 0.2,
        }
        if service is Service.PARTICIPATION:
            peers["organisation"] = "town"
        given: dict[str, Any] = {
            "address": self.addresses[service],
            "auth": self.tokens.settings,
            "limits.calls_per_second": 0,
            "peers": peers,
        }
        if self._servers:
            given["bus"] = {**QUICK, "servers": list(self._servers)}
        telemetry = Telemetry(
            service.value, {}, processors=(SimpleSpanProcessor(self.spans),), readers=(self.metrics[service],)
        )
        parts = Parts(store=self.stores[service], plugins=Plugins.builtin(), telemetry=telemetry)
        try:
            async with composed(read_settings(given, environ={}).settings, service_of(service.value), parts) as running:
                yield running
        finally:
            telemetry.close()

    def funding_knows(self, position: int) -> bool:
        head = self.stores[Service.FUNDING].heard_heads("m").get("participation-1")
        return head is not None and head.position >= position

    def of(self, trace: int) -> list[ReadableSpan]:
        """The spans of a trace that have ended."""
        return [one for one in self.spans.get_finished_spans() if one.context.trace_id == trace]


@pytest.fixture
def traced(tmp_path: Path) -> Traced:
    return Traced(tmp_path)


@pytest.fixture
def over_nats(tmp_path: Path) -> Iterator[Traced]:
    broker = Broker(tmp_path / "nats")
    broker.start()
    yield Traced(tmp_path, (broker.address,))
    broker.kill()


async def change_playbook(client: Any, sampled: bool = True) -> ReadableSpan:
    """A call that funding has to answer; the client's span of it."""
    from opentelemetry.sdk.trace.sampling import ALWAYS_OFF, ALWAYS_ON

    provider = TracerProvider(sampler=ALWAYS_ON if sampled else ALWAYS_OFF)
    with provider.get_tracer("client").start_as_current_span("change", kind=SpanKind.CLIENT) as span:
        await client.participation.change_playbook(
            pb.ChangePlaybookRequest(name="missions/m", playbook=resources.Playbook(), reason="less waiting")
        )
    return span  # type: ignore[return-value]


def way_back(spans: list[ReadableSpan], leaf: ReadableSpan) -> list[str]:
    """The names of a span and of all that it came of."""
    by_id = {one.context.span_id: one for one in spans}
    names = [leaf.name]
    while leaf.parent is not None and leaf.parent.span_id in by_id:
        leaf = by_id[leaf.parent.span_id]
        names.append(leaf.name)
    return names


ASKED = "osi.v1.participation.{mission}.missions.playbook_asked"
ANSWERED = "osi.v1.funding.{mission}.hearing.playbook_answered"
CHANGED = "osi.v1.participation.{mission}.missions.playbook_changed"
LOG = "osi.log.v1.LogService/"
CALL = "osi.participation.v1.ParticipationService/ChangePlaybook"


def brought(spans: list[ReadableSpan], subject: str) -> list[ReadableSpan]:
    """The spans by which a message was published that the other service has heard on the bus; what its origin is asked
    for at the same time may come first.
    """
    published = {one.context.span_id: one for one in spans if one.name == f"publish {subject}"}
    heard = (one.parent for one in spans if one.name == f"process {subject}" and one.parent is not None)
    return [published[one.span_id] for one in heard if one.span_id in published]


def last_heard(traced: Traced, trace: int) -> ReadableSpan | None:
    return next((one for one in traced.of(trace) if one.name == f"process {CHANGED}"), None)


@in_a_loop
async def test_over_grpc_alone_a_trace_leads_to_the_other_service_and_back(traced: Traced) -> None:
    async with traced.serving() as client:
        span = await change_playbook(client)
        trace = span.get_span_context().trace_id
        await until(lambda: last_heard(traced, trace), "the answer was not heard of")
    spans = traced.of(trace)
    leaf = last_heard(traced, trace)
    assert leaf is not None
    assert way_back(spans, leaf) == [
        f"process {CHANGED}",
        f"process {ANSWERED}",
        f"process {ASKED}",
        "osi.writer",
        CALL,
    ]
    assert leaf.attributes is not None
    assert leaf.attributes["messaging.system"] == "grpc"


@in_a_loop
async def test_what_one_service_asks_another_is_a_span_of_both(traced: Traced) -> None:
    async with traced.serving() as client:
        await change_playbook(client)
    spans = traced.spans.get_finished_spans()
    asked = {one.context.span_id: one for one in spans if one.kind is SpanKind.CLIENT and one.name.startswith(LOG)}
    assert {one.name.removeprefix(LOG) for one in asked.values()} == {"ListHeads", "GetHeardHead", "ReadPublic"}
    answered = {one.parent.span_id for one in spans if one.kind is SpanKind.SERVER and one.parent is not None}
    for span_id, one in asked.items():
        assert one.attributes is not None
        assert f"{one.attributes['server.address']}:{one.attributes['server.port']}" in traced.addresses.values()
        if one.attributes["rpc.response.status_code"] == "OK":
            assert span_id in answered, one.name
    streams = [one for one in asked.values() if one.name == f"{LOG}ReadPublic"]
    assert {(one.attributes or {})["rpc.response.status_code"] for one in streams} <= {"OK", "CANCELLED", "UNAVAILABLE"}


@pytest.mark.system
@pytest.mark.nats
@in_a_loop
async def test_over_nats_a_trace_leads_to_the_other_service_and_back(over_nats: Traced) -> None:
    traced = over_nats
    async with traced.serving() as client:
        await until(lambda: all(_connected(traced, one) for one in SERVICES), "there is no bus")
        await change_playbook(client, sampled=False)  # from here on both follow each other
        await until(lambda: traced.funding_knows(4), "the playbook was not changed")
        span = await change_playbook(client)
        trace = span.get_span_context().trace_id
        await until(
            lambda: all(brought(traced.of(trace), one) for one in (ASKED, ANSWERED, CHANGED)), "it was not heard"
        )
        measured = _measured(traced.metrics[Service.FUNDING])
    spans = traced.of(trace)
    (call,) = [one for one in spans if one.name == CALL]
    assert call.parent is not None
    assert call.parent.span_id == span.get_span_context().span_id
    asked = brought(spans, ASKED)
    assert way_back(spans, asked[0]) == [f"publish {ASKED}", "osi.writer", CALL]
    assert all(CALL in way_back(spans, one) for one in spans)
    assert asked[0].kind is SpanKind.PRODUCER
    assert asked[0].attributes is not None
    assert asked[0].attributes["messaging.system"] == "nats"
    assert asked[0].attributes["messaging.destination.name"] == ASKED.replace("{mission}", "m")
    assert str(asked[0].attributes["messaging.message.id"]).startswith("participation-1:m:")
    commits = [one for one in spans if one.name == "COMMIT"]
    assert {one.resource.attributes["service.name"] for one in commits} == {"osi-participation", "osi-funding"}
    seldom = {"osi.calls.refused", "osi.tls.certificate.left"}  # nothing was refused, and there is no certificate
    assert set(measured) == MEASURES.keys() - seldom
    for name, metric in measured.items():
        for point in metric.data.data_points:
            assert set(point.attributes) <= set(MEASURES[name].attributes), name


@in_a_loop
async def test_what_is_not_sampled_leaves_no_span_and_no_trace_in_the_log(traced: Traced) -> None:
    async with traced.serving() as client:
        span = await change_playbook(client, sampled=False)
        await until(lambda: traced.stores[Service.FUNDING].head("m").position >= 1, "it was not answered")
    assert not traced.of(span.get_span_context().trace_id)
    for store in traced.stores.values():
        assert store.traces("m", 0, 1000) == {}


@in_a_loop
async def test_a_group_links_to_the_traces_of_all_who_were_in_it(traced: Traced) -> None:
    async with traced.serving() as client:
        others = await asyncio.gather(*(_refused(client, number) for number in range(24)))
    traces = {one.get_span_context().trace_id for one in others}
    groups = [one for one in traced.spans.get_finished_spans() if one.name == "osi.writer.group"]
    met = {one.context.trace_id for one in groups} | {link.context.trace_id for one in groups for link in one.links}
    assert traces <= met
    assert any(one.links for one in groups)
    (refused,) = _measured(traced.metrics[Service.PARTICIPATION])["osi.calls.refused"].data.data_points
    assert refused.value == len(others)
    assert refused.attributes == {
        "rpc.method": CALL.replace("ChangePlaybook", "CreateMission"),
        "osi.code": "already-exists",
    }


async def _refused(client: Any, number: int) -> Any:
    with TracerProvider().get_tracer("client").start_as_current_span("ask") as span:
        with pytest.raises(osi_client.ServiceError):
            await client.participation.create_mission(
                pb.CreateMissionRequest(name="missions/m", title=f"Again {number}")
            )
        return span


def _connected(traced: Traced, service: Service) -> bool:
    found = _measured(traced.metrics[service]).get("osi.bus.connected")
    return found is not None and all(one.value for one in found.data.data_points)


def _measured(reader: InMemoryMetricReader) -> dict[str, Any]:
    data = reader.get_metrics_data()
    scopes = data.resource_metrics[0].scope_metrics if data and data.resource_metrics else ()
    return {metric.name: metric for one in scopes for metric in one.metrics}
