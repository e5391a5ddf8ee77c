"""Traces and metrics by OpenTelemetry, told by its own variables (`OTEL_…`); where it is off, nothing of it is loaded.

A call continues the trace that its `traceparent` names, through gRPC to the writer: how long its command waited, and
how long its group took to be durable. What is not sampled costs a look at a flag.
"""

from osi_runtime.telemetry.recording import Telemetry, trace_ids

__all__ = ["Telemetry", "trace_ids"]
