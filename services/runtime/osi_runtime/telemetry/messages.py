"""Spans and measures of events that are published and heard, by OpenTelemetry's conventions for messaging
(https://opentelemetry.io/docs/specs/semconv/messaging/). An event whose trace nobody records costs a look at its field.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from osi_core.domain import Service
from osi_core.log.envelope import event_id
from osi_core.log.heard import Carried, PublicEntry
from osi_runtime.bus.messages import subject_of
from osi_runtime.telemetry.recording import Telemetry

__all__ = ["Hearing", "Publishing"]

_STREAM = "OSI"
"""What messages are counted under: the subjects of each mission would be too many."""
_SAMPLED = 1


class Publishing:
    """The own events on their way to the stream."""

    def __init__(self, telemetry: Telemetry, service: Service) -> None:
        from opentelemetry.trace import SpanKind

        self._telemetry, self._service, self._kind = telemetry, service, SpanKind.PRODUCER
        self._sent = telemetry.instruments["messaging.client.sent.messages"]
        self._duration = telemetry.instruments["messaging.client.operation.duration"]

    @contextmanager
    def window(self, entries: Sequence[PublicEntry], traces: Mapping[int, str]) -> Iterator[dict[int, str]]:
        """Position → the trace context that an event is to be published with, of those that are traced; `traces` are
        those that the log has, by position. Their spans last as long as the context.
        """
        spans = {
            one.position: _span(self._telemetry, "publish", self._kind, one, trace, self._service, "nats")
            for one in entries
            if _is_sampled(trace := traces.get(one.position, ""))
        }
        with _measured(self._duration, _about("nats", "publish"), spans.values()) as about:
            yield {position: self._telemetry.trace_of(span) for position, span in spans.items() if span.is_recording()}
            self._sent.add(len(entries), about)


class Hearing:
    """Events of other chains on their way to the writer."""

    def __init__(self, telemetry: Telemetry) -> None:
        from opentelemetry.trace import SpanKind

        self._telemetry, self._kind = telemetry, SpanKind.CONSUMER
        self._consumed = telemetry.instruments["messaging.client.consumed.messages"]
        self._duration = telemetry.instruments["messaging.process.duration"]

    @contextmanager
    def batch(self, entries: Sequence[PublicEntry], service: Service, system: str) -> Iterator[list[PublicEntry]]:
        """The same entries, those that are traced with the span of hearing them in the place of the origin's. The spans
        last as long as the context. `service` says them, and `system` has brought them: `nats` or `grpc`.
        """
        heard, spans = [], []
        for one in entries:
            if isinstance(one, Carried) and _is_sampled(one.trace):
                span = _span(self._telemetry, "process", self._kind, one, one.trace, service, system)
                spans.append(span)
                if span.is_recording():
                    one = Carried.with_trace(one, self._telemetry.trace_of(span))
            heard.append(one)
        with _measured(self._duration, _about(system, "process"), spans) as about:
            yield heard
            self._consumed.add(len(entries), about)


def _is_sampled(trace: str) -> bool:
    return bool(trace) and bool(int(trace[-2:], 16) & _SAMPLED)


def _span(
    telemetry: Telemetry, operation: str, kind: Any, entry: PublicEntry, trace: str, service: Service, system: str
) -> Any:
    template = subject_of(entry, service, "{mission}")
    attributes = {
        "messaging.system": system,
        "messaging.operation.name": operation,
        "messaging.operation.type": "send" if operation == "publish" else "process",
        "messaging.destination.name": subject_of(entry, service),
        "messaging.destination.template": template,
        "messaging.message.id": event_id(entry.chain, entry.mission, entry.position),
    }
    return telemetry.tracer.start_span(
        f"{operation} {template}", telemetry.context(trace), kind=kind, attributes=attributes
    )


def _about(system: str, operation: str) -> dict[str, str]:
    return {
        "messaging.system": system,
        "messaging.operation.name": operation,
        "messaging.destination.name": _STREAM,
    }


@contextmanager
def _measured(duration: Any, about: dict[str, str], spans: Iterable[Any]) -> Iterator[dict[str, str]]:
    """Measures what is done meanwhile, and ends spans with it."""
    began, outcome = time.perf_counter(), about
    try:
        yield about
    except BaseException as error:
        outcome = {**about, "error.type": type(error).__name__}
        for span in spans:
            span.set_attribute("error.type", type(error).__name__)
        raise
    finally:
        duration.record(time.perf_counter() - began, outcome)
        for span in spans:
            span.end()
