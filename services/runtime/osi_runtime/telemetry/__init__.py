"""Traces and metrics by OpenTelemetry, told by its own variables (`OTEL_…`); where it is off, nothing of it is loaded.

A call continues the trace that its `traceparent` names, through gRPC to the writer: how long its command waited, and
how long its group took to be durable. From there the log has it beside the events, and it goes with them over the bus
or `osi.log.v1` to whoever hears of them, up to what they do about it. What is not sampled costs a look at a flag.

`measures` declares all that is measured; `recording` has spans and measures of calls and the writer, `messages` those
of events between services, `numbers` what is looked at.
"""

from osi_runtime.telemetry.recording import Telemetry, running_ids, trace_ids

__all__ = ["Telemetry", "running_ids", "trace_ids"]
