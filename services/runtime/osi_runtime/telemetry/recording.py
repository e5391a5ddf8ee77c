"""Spans of calls and of what the writer does for them, and the instruments of all measures."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

from osi_core.process.writer import GroupDone
from osi_runtime.telemetry.measures import MEASURES, Kind, Measure

__all__ = ["Telemetry", "running_ids", "trace_ids"]

Look = Callable[[], Iterable[tuple[float, Mapping[str, str]]]]
"""Numbers as they are now, each with its attributes."""


class Telemetry:
    """What a server records. Made once; `close` sends what has not been sent."""

    def __init__(
        self,
        service: str,
        environ: Mapping[str, str] = os.environ,
        *,
        processors: tuple[Any, ...] | None = None,
        readers: tuple[Any, ...] | None = None,
    ) -> None:
        """Raises ExporterMissing. Processors and readers are taken from the environment where none are given."""
        from opentelemetry import propagate
        from opentelemetry.sdk.metrics import MeterProvider
        from opentelemetry.sdk.resources import Resource
        from opentelemetry.sdk.trace import TracerProvider
        from opentelemetry.trace import SpanKind
        from opentelemetry.trace.propagation.tracecontext import TraceContextTextMapPropagator

        from osi_runtime.telemetry.exporters import metric_readers, span_processors

        named = {} if environ.get("OTEL_SERVICE_NAME") else {"service.name": f"osi-{service}"}
        resource = Resource.create({**named, "service.namespace": "osi"})
        self._traces = TracerProvider(resource=resource, shutdown_on_exit=False)
        for processor in span_processors(environ) if processors is None else processors:
            self._traces.add_span_processor(processor)
        self._meters = MeterProvider(
            metric_readers=tuple(metric_readers(environ)) if readers is None else readers,
            resource=resource,
            shutdown_on_exit=False,
        )
        self.tracer = self._traces.get_tracer("osi_runtime")
        self._propagator = propagate.get_global_textmap()
        self._fields = tuple(self._propagator.fields)
        self._kept = TraceContextTextMapPropagator()
        self._server, self._client = SpanKind.SERVER, SpanKind.CLIENT
        self._meter = self._meters.get_meter("osi_runtime")
        self.instruments = {
            one.name: _instrument(self._meter, one) for one in MEASURES.values() if one.kind is not Kind.GAUGE
        }
        """Name → histogram or counter."""
        self._duration = self.instruments["rpc.server.call.duration"]
        self._refused = self.instruments["osi.calls.refused"]
        self._group_size = self.instruments["osi.writer.group.size"]
        self._group_time = self.instruments["osi.writer.group.duration"]
        self._commit_time = self.instruments["db.client.operation.duration"]

    # Calls

    def begin(self, method: str, metadata: Mapping[str, Any]) -> Any:
        """The span of a call, which continues the caller's trace; None where it is not sampled."""
        context = None
        for field in self._fields:
            if field in metadata:
                carrier = {name: value for name, value in metadata.items() if isinstance(value, str)}
                context = self._propagator.extract(carrier)
                break
        span = self.tracer.start_span(method, context, kind=self._server, attributes=_named(method))
        return span if span.is_recording() else None

    def enter(self, span: Any) -> None:
        """Makes it the current span of the running task, for what else records."""
        from opentelemetry.context import attach
        from opentelemetry.trace import set_span_in_context

        attach(set_span_in_context(span))

    def bring(self, span: Any) -> Any:
        """The span of a command that a call brings to the writer: from now until `wrote`."""
        from opentelemetry.trace import set_span_in_context

        return self.tracer.start_span("osi.writer", set_span_in_context(span))

    def wrote(self, span: Any, begun_at: int) -> None:
        """The command was answered: when its group began, in ns."""
        if begun_at:
            span.add_event("osi.writer.begun", timestamp=begun_at)
        span.end()

    def ended(self, span: Any, method: str, status: str, seconds: float) -> None:
        """A call was answered."""
        self._duration.record(seconds, _attributes(method, status))
        if span is None:
            return
        span.set_attribute("rpc.response.status_code", status)
        if status in _FAULTS:
            from opentelemetry.trace import Status, StatusCode

            span.set_attribute("error.type", status)
            span.set_status(Status(StatusCode.ERROR))
        span.end()

    def refused(self, method: str, code: str) -> None:
        """A call was answered with a no, by this code."""
        self._refused.add(1, {"rpc.method": method, "osi.code": code})

    # The writer

    def group(self, done: GroupDone, system: str) -> None:
        """The writer has done a group; `system` is the database's, by the conventions' names."""
        attributes = _outcome(done.error)
        self._group_size.record(done.size, attributes)
        self._group_time.record(done.seconds, attributes)
        if done.commit_seconds:
            self._commit_time.record(done.commit_seconds, _commit(system))
        if done.traces:
            self._trace_group(done, system)

    def _trace_group(self, done: GroupDone, system: str) -> None:
        """One span for all: of the first one's trace, with links to the others."""
        from opentelemetry.trace import Link, get_current_span, set_span_in_context

        first, *others = map(self.context, done.traces)
        links = [Link(get_current_span(one).get_span_context()) for one in others]
        ends = time.time_ns()
        begins, decided = ends - int(done.seconds * 1e9), ends - int(done.commit_seconds * 1e9)
        attributes = {"osi.writer.group.size": done.size, **_outcome(done.error)}
        group = self.tracer.start_span("osi.writer.group", first, attributes=attributes, links=links, start_time=begins)
        if done.commit_seconds:
            size = {"db.operation.batch.size": done.size} if done.size > 1 else {}
            commit = self.tracer.start_span(
                "COMMIT",
                set_span_in_context(group),
                kind=self._client,
                attributes={**_commit(system), **size},
                start_time=decided,
            )
            commit.end(ends)
        group.end(ends)

    # Trace contexts, as they are kept and carried

    def context(self, trace: str) -> Any:
        """What a trace context says, for spans to begin in."""
        return self._kept.extract({"traceparent": trace})

    def trace_of(self, span: Any) -> str:
        """The trace context that a span gives to what follows of it."""
        trace, own = trace_ids(span)
        return f"00-{trace}-{own}-{span.get_span_context().trace_flags:02x}"

    # Numbers

    def watch(self, name: str, look: Look) -> None:
        """Numbers that are looked at whenever metrics are collected, in a thread of their own."""
        from opentelemetry.metrics import Observation

        def observed(_: object) -> Sequence[Any]:
            return [Observation(value, attributes) for value, attributes in look()]

        measure = MEASURES[name]
        self._meter.create_observable_gauge(name, [observed], measure.unit, measure.description)

    def close(self) -> None:
        """Sends what has not been sent, and ends."""
        self._traces.shutdown()
        self._meters.shutdown()


def _instrument(meter: Any, measure: Measure) -> Any:
    name, unit, said = measure.name, measure.unit, measure.description
    if measure.kind is Kind.COUNTER:
        return meter.create_counter(name, unit, said)
    return meter.create_histogram(name, unit, said, explicit_bucket_boundaries_advisory=measure.bounds)


_FAULTS = frozenset({"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"})
"""Statuses that are a server's error, by OpenTelemetry's conventions."""


@lru_cache(maxsize=4096)
def _attributes(method: str, status: str) -> dict[str, str]:
    return {"rpc.system.name": "grpc", "rpc.method": method, "rpc.response.status_code": status}


@lru_cache(maxsize=1024)
def _named(method: str) -> dict[str, str]:
    return {"rpc.system.name": "grpc", "rpc.method": method}


@lru_cache(maxsize=8)
def _commit(system: str) -> dict[str, str]:
    return {"db.system.name": system, "db.operation.name": "COMMIT"}


def _outcome(error: BaseException | None) -> dict[str, str]:
    return {"error.type": type(error).__name__} if error is not None else {}


def trace_ids(span: Any) -> tuple[str, str]:
    """Trace and span id, as they are written; empty without a span."""
    if span is None:
        return "", ""
    context = span.get_span_context()
    return f"{context.trace_id:032x}", f"{context.span_id:016x}"


def running_ids() -> tuple[str, str]:
    """Trace and span id of what runs; empty where nothing is traced."""
    trace = sys.modules.get("opentelemetry.trace")
    if trace is None:
        return "", ""
    span = trace.get_current_span()
    return trace_ids(span) if span.get_span_context().is_valid else ("", "")
