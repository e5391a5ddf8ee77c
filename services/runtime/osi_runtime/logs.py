"""The program's own log: JSON lines or plain ones, with trace ids, and never people's words.

An exception is told by its type and the places that it came by: its sentence may quote what somebody has written.
"""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from typing import Any

from osi_core.words import WordedError
from osi_runtime.settings import Log, LogFormat
from osi_runtime.telemetry import running_ids

__all__ = ["JsonFormatter", "PlainFormatter", "places_of", "set_up"]

_FIELDS = ("method", "status", "code", "reason", "milliseconds", "caller", "incident", "trace_id", "span_id")
"""What our own lines may bring beside their sentence."""


def set_up(settings: Log) -> None:
    """Sends all that is logged to standard error, in the form that the settings say."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonFormatter() if settings.format is LogFormat.JSON else PlainFormatter())
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(settings.level.upper())
    logging.captureWarnings(True)


def places_of(error: BaseException) -> list[str]:
    """The chain of an exception, innermost first: its type, our code if it has one, and where it was raised, without a
    word of its sentence.
    """
    found: list[str] = []
    seen: set[int] = set()
    met: BaseException | None = error
    while met is not None and id(met) not in seen:
        seen.add(id(met))
        code = f"[{met.code}]" if isinstance(met, WordedError) else ""
        frames = traceback.extract_tb(met.__traceback__)[-12:]
        where = " < ".join(f"{_short(one.filename)}:{one.lineno} {one.name}" for one in reversed(frames))
        found.append(f"{type(met).__module__}.{type(met).__qualname__}{code} at {where or '?'}")
        met = met.__cause__ or met.__context__
    return found


def _short(path: str) -> str:
    return "/".join(path.rsplit("/", 3)[-3:])


def _said(record: logging.LogRecord) -> dict[str, Any]:
    told: dict[str, Any] = {"logger": record.name, "message": record.getMessage()}
    told |= {name: value for name in _FIELDS if (value := getattr(record, name, None)) not in (None, "")}
    if "trace_id" not in told:
        trace, span = running_ids()
        told |= {"trace_id": trace, "span_id": span} if trace else {}
    if record.exc_info and record.exc_info[1] is not None:
        told["error"] = places_of(record.exc_info[1])
    return told


def _time(record: logging.LogRecord) -> str:
    return datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


class JsonFormatter(logging.Formatter):
    """One JSON object a line."""

    def format(self, record: logging.LogRecord) -> str:
        line = {"time": _time(record), "level": record.levelname.lower(), **_said(record)}
        return json.dumps(line, ensure_ascii=True, default=str)


class PlainFormatter(logging.Formatter):
    """A line for people: time, level, sentence, and what comes beside it."""

    def format(self, record: logging.LogRecord) -> str:
        said = _said(record)
        message = str(said.pop("message")).replace("\n", "\\n")
        error = said.pop("error", ())
        beside = " ".join(f"{name}={value}" for name, value in said.items() if name != "logger")
        line = f"{_time(record)} {record.levelname.lower():7} {message}{'  ' + beside if beside else ''}"
        return "\n".join([line, *(f"    {one}" for one in error)])
