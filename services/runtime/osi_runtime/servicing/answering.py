"""The end of a call that went wrong: a status with its details, and a line in the program's log."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import NoReturn

from grpc import StatusCode

from osi_core.domain import Rejected
from osi_core.log.store import StoreError
from osi_core.words import WordedError
from osi_runtime.auth.refused import KeysUnavailable, Unauthenticated
from osi_runtime.calls import Call
from osi_runtime.errors import Told, status_message, told_of
from osi_runtime.errors.told import Speaker
from osi_runtime.metadata import STATUS
from osi_runtime.runtime import Runtime
from osi_runtime.servicing.parsing import ContractBroken
from osi_runtime.settings import LogCalls
from osi_runtime.telemetry import trace_ids

__all__ = ["Answering"]

_logger = logging.getLogger("osi_runtime.calls")
_FAULTS = frozenset(
    {
        StatusCode.INTERNAL,
        StatusCode.UNKNOWN,
        StatusCode.UNAVAILABLE,
        StatusCode.DATA_LOSS,
        StatusCode.DEADLINE_EXCEEDED,
        StatusCode.RESOURCE_EXHAUSTED,
    }
)
"""Statuses that are no fault of the caller's alone."""
_UNEXPLAINED = (StatusCode.UNAVAILABLE, StatusCode.DATA_LOSS)


class Answering:
    """How calls of one runtime end."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._telemetry = runtime.telemetry
        self._calls = runtime.settings.log.calls
        self._measures = runtime.telemetry is not None or self._calls is LogCalls.ALL

    async def refuse(self, call: Call, error: BaseException, path: Callable[[str], str]) -> NoReturn:
        """Ends the call with the status of an error."""
        told = self.told(call, error, path)
        call.status = told.status.name
        if self._telemetry is not None:
            self._telemetry.refused(call.method, told.reason)
        if told.status in _FAULTS:
            self._log_fault(call, error, told)
        elif isinstance(error, Unauthenticated):
            _logger.info("a token is not taken", extra={"method": call.method, "reason": error.reason})
        status = status_message(told)
        detail = (STATUS, status.SerializeToString())
        await call.context.abort(told.status, status.message, (detail, *call.trailing))
        raise AssertionError("abort raises")

    def told(self, call: Call, error: BaseException, path: Callable[[str], str] = str) -> Told:
        """How an error is answered."""
        words, language = self._runtime.words, call.language
        if isinstance(error, ContractBroken):
            fields = error.violations(language, words)
            first = fields[0]
            lines = [f"{one.subject}: {one.english}" for one in fields]
            local = "\n".join(f"{one.subject}: {one.local}" for one in fields)
            code, values = first.code, {"field": first.subject}
            return Told(StatusCode.INVALID_ARGUMENT, "; ".join(lines), code, values, fields, (), local, language)
        if isinstance(error, Rejected):  # by the name of what was asked for, which knows no command and no view
            error = type(error)(call.method.rpartition("/")[2], error.unmet)
        return told_of(error, Speaker(language, words, path))

    def ended(self, call: Call, seconds: float) -> None:
        """A call has ended, however it did."""
        if not self._measures:
            return
        if self._telemetry is not None:
            self._telemetry.ended(call.span, call.method, call.status, seconds)
        if self._calls is LogCalls.ALL:
            _logger.info("call", extra=self._beside(call) | {"milliseconds": round(seconds * 1000, 1)})

    def _log_fault(self, call: Call, error: BaseException, told: Told) -> None:
        if told.incident:
            extra = self._beside(call) | {"incident": told.incident}
            _logger.error("something unexpected has happened", extra=extra, exc_info=error)
        elif self._calls is not LogCalls.NONE:
            said: dict[str, str] = {"code": error.code} if isinstance(error, WordedError) else {}
            if isinstance(error, KeysUnavailable):
                said["reason"] = f"{error.issuer}: {error.said}"
            elif isinstance(error, StoreError):
                said["reason"] = str(error)
            # What has a code says what it is: no traceback for each call while a database is away.
            cause = error if told.status in _UNEXPLAINED and not said else None
            _logger.warning("a call failed", extra=self._beside(call) | said, exc_info=cause)

    def _beside(self, call: Call) -> dict[str, str]:
        trace, span = trace_ids(call.span)
        caller = type(call.caller).__name__.lower()
        return {"method": call.method, "status": call.status, "caller": caller, "trace_id": trace, "span_id": span}
