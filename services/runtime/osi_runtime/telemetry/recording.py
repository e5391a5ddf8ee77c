"""Spans of calls, and measures of calls, writer and readers."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any

from osi_core.process.writer import GroupDone

__all__ = ["Telemetry", "trace_ids"]


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
        self._tracer = self._traces.get_tracer("osi_runtime")
        self._propagator = propagate.get_global_textmap()
        self._fields = tuple(self._propagator.fields)
        self._server = SpanKind.SERVER
        meter = self._meters.get_meter("osi_runtime")
        self._duration = meter.create_histogram("rpc.server.call.duration", "s", "How long calls took.")
        self._group_size = meter.create_histogram("osi.writer.group.size", "{request}", "Requests committed together.")
        self._group_time = meter.create_histogram("osi.writer.group.duration", "s", "Deciding and committing a group.")
        self._meter = meter

    def begin(self, method: str, metadata: Mapping[str, Any]) -> Any:
        """The span of a call, which continues the caller's trace; None where it is not sampled."""
        context = None
        for field in self._fields:
            if field in metadata:
                carrier = {name: value for name, value in metadata.items() if isinstance(value, str)}
                context = self._propagator.extract(carrier)
                break
        span = self._tracer.start_span(method, context, kind=self._server, attributes=_named(method))
        return span if span.is_recording() else None

    def enter(self, span: Any) -> None:
        """Makes it the current span of the running task, for what else records."""
        from opentelemetry.context import attach
        from opentelemetry.trace import set_span_in_context

        attach(set_span_in_context(span))

    def wrote(self, span: Any, brought_at: int, begun_at: int) -> None:
        """A command of the call was answered: when it was brought to the writer, and when its group began, in ns."""
        from opentelemetry.trace import set_span_in_context

        written = self._tracer.start_span("osi.writer", set_span_in_context(span), start_time=brought_at)
        if begun_at:
            written.add_event("osi.writer.begun", timestamp=begun_at)
        written.end(time.time_ns())

    def ended(self, span: Any, method: str, status: str, seconds: float) -> None:
        """A call was answered."""
        self._duration.record(seconds, _attributes(method, status))
        if span is None:
            return
        span.set_attribute("rpc.response.status_code", status)
        if status in _FAULTS:
            from opentelemetry.trace import Status, StatusCode

            span.set_status(Status(StatusCode.ERROR))
        span.end()

    def group(self, done: GroupDone) -> None:
        """The writer has done a group."""
        attributes = _outcome(done.error)
        self._group_size.record(done.size, attributes)
        self._group_time.record(done.seconds, attributes)

    def watch(self, name: str, unit: str, description: str, look: Callable[[], int]) -> None:
        """A number that is looked at whenever metrics are collected."""
        from opentelemetry.metrics import Observation

        self._meter.create_observable_gauge(name, [lambda _: [Observation(look())]], unit, description)

    def close(self) -> None:
        """Sends what has not been sent, and ends."""
        self._traces.shutdown()
        self._meters.shutdown()


_FAULTS = frozenset({"UNKNOWN", "DEADLINE_EXCEEDED", "UNIMPLEMENTED", "INTERNAL", "UNAVAILABLE", "DATA_LOSS"})
"""Statuses that are a server's error, by OpenTelemetry's conventions."""


@lru_cache(maxsize=4096)
def _attributes(method: str, status: str) -> dict[str, str]:
    return {"rpc.system.name": "grpc", "rpc.method": method, "rpc.response.status_code": status}


@lru_cache(maxsize=1024)
def _named(method: str) -> dict[str, str]:
    return {"rpc.system.name": "grpc", "rpc.method": method}


def _outcome(error: BaseException | None) -> dict[str, str]:
    return {"error.type": type(error).__name__} if error is not None else {}


def trace_ids(span: Any) -> tuple[str, str]:
    """Trace and span id, as they are written; empty without a span."""
    if span is None:
        return "", ""
    context = span.get_span_context()
    return f"{context.trace_id:032x}", f"{context.span_id:016x}"
