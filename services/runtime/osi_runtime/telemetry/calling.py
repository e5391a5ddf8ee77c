"""Spans of calls to other services, by OpenTelemetry's conventions for RPC
(https://opentelemetry.io/docs/specs/semconv/rpc/grpc/). What the other service records of the call belongs to it.
"""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Iterator
from contextlib import contextmanager

from grpc.aio import AioRpcError

from osi_runtime.telemetry.recording import Telemetry

__all__ = ["Calling"]


class Calling:
    """The calls that this service makes."""

    def __init__(self, telemetry: Telemetry) -> None:
        from opentelemetry.trace import SpanKind

        self._telemetry, self._kind = telemetry, SpanKind.CLIENT

    @contextmanager
    def call(self, method: str, address: str) -> Iterator[tuple[tuple[str, str], ...]]:
        """The metadata that goes with a call of a method (`package.Service/Method`) at `HOST:PORT`. The span lasts as
        long as the context: of a stream, for as long as it is read.
        """
        host, _, port = address.rpartition(":")
        about = {"rpc.system.name": "grpc", "rpc.method": method, "server.address": host, "server.port": int(port)}
        span = self._telemetry.tracer.start_span(method, kind=self._kind, attributes=about)
        status = "OK"
        try:
            yield (("traceparent", self._telemetry.trace_of(span)),)
        except (CancelledError, GeneratorExit):  # whoever asked wants no more
            status = "CANCELLED"
            raise
        except BaseException as error:
            status = error.code().name if isinstance(error, AioRpcError) else ""
            span.set_attribute("error.type", status or type(error).__name__)
            raise
        finally:
            if status:
                span.set_attribute("rpc.response.status_code", status)
            span.end()
