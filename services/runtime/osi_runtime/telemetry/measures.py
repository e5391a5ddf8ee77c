"""All that is measured, declared once: nothing is measured under another name, and docs/operating-a-service.md, the
alert rules and the dashboard are held to this table by tests.

Names with a dot behind `rpc`, `db` and `messaging` are those of OpenTelemetry's semantic conventions
(https://opentelemetry.io/docs/specs/semconv/), what begins with `osi` is our own.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple

__all__ = ["MEASURES", "Kind", "Measure"]


class Kind(StrEnum):
    """How a measure comes about."""

    HISTOGRAM = "histogram"
    COUNTER = "counter"
    GAUGE = "gauge"
    """Looked at whenever metrics are collected."""


class Measure(NamedTuple):
    """One metric."""

    name: str
    kind: Kind
    unit: str
    """As UCUM spells it."""
    description: str
    attributes: tuple[str, ...] = ()

    @property
    def bounds(self) -> tuple[float, ...]:
        """Of a histogram, the upper ends of its buckets."""
        return _SECONDS if self.unit == "s" else _COUNTS

    @property
    def in_prometheus(self) -> str:
        """Its name behind an OTLP receiver of Prometheus, or a collector's exporter for it, by their rules."""
        unit = _PROMETHEUS_UNITS.get(self.unit, "")
        return self.name.replace(".", "_") + unit + ("_total" if self.kind is Kind.COUNTER else "")


_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
_COUNTS = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0)
_PROMETHEUS_UNITS = {"s": "_seconds", "d": "_days"}
_CALL = ("rpc.system.name", "rpc.method")
_CHAIN = ("osi.chain", "osi.service")
_MESSAGES = ("messaging.system", "messaging.operation.name", "messaging.destination.name")

MEASURES = {
    one.name: one
    for one in (
        Measure(
            "rpc.server.call.duration",
            Kind.HISTOGRAM,
            "s",
            "How long calls took.",
            (*_CALL, "rpc.response.status_code"),
        ),
        Measure(
            "osi.calls.refused", Kind.COUNTER, "{call}", "Calls that were refused, by code.", ("rpc.method", "osi.code")
        ),
        Measure("osi.calls.active", Kind.GAUGE, "{call}", "Calls under way."),
        Measure("osi.writer.waiting", Kind.GAUGE, "{request}", "Requests that wait for the writer."),
        Measure("osi.readers.waiting", Kind.GAUGE, "{read}", "Reads that wait for a thread."),
        Measure("osi.writer.group.size", Kind.HISTOGRAM, "{request}", "Requests committed together.", ("error.type",)),
        Measure("osi.writer.group.duration", Kind.HISTOGRAM, "s", "Deciding and committing a group.", ("error.type",)),
        Measure(
            "db.client.operation.duration",
            Kind.HISTOGRAM,
            "s",
            "How long the store took to make a group durable.",
            ("db.system.name", "db.operation.name"),
        ),
        Measure(
            "messaging.client.sent.messages", Kind.COUNTER, "{message}", "Events that the stream has taken.", _MESSAGES
        ),
        Measure(
            "messaging.client.operation.duration",
            Kind.HISTOGRAM,
            "s",
            "How long the stream took to take a window of events.",
            (*_MESSAGES, "error.type"),
        ),
        Measure(
            "messaging.client.consumed.messages",
            Kind.COUNTER,
            "{message}",
            "Events of other chains that were brought to the writer.",
            _MESSAGES,
        ),
        Measure(
            "messaging.process.duration",
            Kind.HISTOGRAM,
            "s",
            "How long it took until a batch of them was durable here.",
            (*_MESSAGES, "error.type"),
        ),
        Measure("osi.bus.connected", Kind.GAUGE, "{connection}", "Whether the bus answers: 1 or 0."),
        Measure(
            "osi.peers.lag",
            Kind.GAUGE,
            "{event}",
            "Positions of its log that an origin has told of and that are not heard.",
            _CHAIN,
        ),
        Measure(
            "osi.peers.age", Kind.GAUGE, "s", "Age of what is known of a chain, of the mission with the oldest.", _CHAIN
        ),
        Measure("osi.peers.parked", Kind.GAUGE, "{message}", "Messages that wait for the operator."),
        Measure("osi.peers.forks", Kind.GAUGE, "{chain}", "Chains that have told two stories, and are heard no more."),
        Measure(
            "osi.questions.open",
            Kind.GAUGE,
            "{question}",
            "Closings, playbooks and erasures that not every chain has answered; participation tells them.",
            ("osi.question",),
        ),
        Measure(
            "osi.tls.certificate.left",
            Kind.GAUGE,
            "d",
            "Days until a certificate ends, which the server or the service as a client shows.",
            ("osi.certificate",),
        ),
    )
}
"""Name → measure."""
