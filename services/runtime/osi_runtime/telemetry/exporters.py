"""Where traces and metrics go, as `OTEL_TRACES_EXPORTER` and `OTEL_METRICS_EXPORTER` say: by names of entry points, by
default OTLP over gRPC.
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from importlib.metadata import entry_points
from typing import Any

from osi_core.words import WordedError

__all__ = ["ExporterMissing", "metric_readers", "span_processors"]

_DEFAULT = "otlp"
_ALIASES = {"otlp": "otlp_proto_grpc"}


class ExporterMissing(WordedError):
    """OTEL_…_EXPORTER names an exporter that is not installed."""


def span_processors(environ: Mapping[str, str] = os.environ) -> Iterator[Any]:
    """A processor for each exporter of traces. Raises ExporterMissing."""
    from opentelemetry.sdk.trace.export import BatchSpanProcessor, ConsoleSpanExporter, SimpleSpanProcessor

    for kind in _exporters("OTEL_TRACES_EXPORTER", "opentelemetry_traces_exporter", environ):
        exporter = kind()
        simple = isinstance(exporter, ConsoleSpanExporter)
        yield SimpleSpanProcessor(exporter) if simple else BatchSpanProcessor(exporter)


def metric_readers(environ: Mapping[str, str] = os.environ) -> Iterator[Any]:
    """A reader for each exporter of metrics. Raises ExporterMissing."""
    from opentelemetry.sdk.metrics.export import MetricReader, PeriodicExportingMetricReader

    for kind in _exporters("OTEL_METRICS_EXPORTER", "opentelemetry_metrics_exporter", environ):
        exporter = kind()
        yield exporter if isinstance(exporter, MetricReader) else PeriodicExportingMetricReader(exporter)


def _exporters(variable: str, group: str, environ: Mapping[str, str]) -> Iterator[Any]:
    for name in (environ.get(variable) or _DEFAULT).split(","):
        name = name.strip()
        if name == "none":
            continue
        found = entry_points(group=group, name=_ALIASES.get(name, name)) or entry_points(group=group, name=name)
        if not found:
            raise ExporterMissing("runtime.exporter-missing", name=name, variable=variable)
        yield next(iter(found)).load()
