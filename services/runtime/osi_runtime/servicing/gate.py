"""What stands before every call: who makes it, whether it is for them, how many they make, and until when they wait."""

from __future__ import annotations

from collections.abc import Collection

from grpc import StatusCode

from osi_runtime.admission import admit_caller
from osi_runtime.auth.certificates import certificate_of
from osi_runtime.auth.refused import Unauthenticated
from osi_runtime.calls import Call, address_of
from osi_runtime.errors import CallRefused
from osi_runtime.methods import By
from osi_runtime.runtime import Runtime

__all__ = ["Gate"]


class Gate:
    """The gate of one runtime."""

    def __init__(self, runtime: Runtime) -> None:
        self._runtime = runtime
        self._sees_certificates = runtime.settings.tls.client_ca is not None
        self._deadlines = runtime.settings.deadlines

    async def enter(self, call: Call, bys: Collection[By], *, stream: bool) -> None:
        """Lets a call in. Raises CallRefused, and what the authenticator raises."""
        self._set_deadline(call, stream)
        context = call.context
        certificate = certificate_of(context.auth_context()) if self._sees_certificates else None
        try:
            call.caller = await self._runtime.authenticator.authenticate(call.given, certificate)
        except Unauthenticated:
            self._runtime.rate.take(address_of(context.peer()))  # to verify costs more than to refuse
            raise
        self._runtime.rate.take(call.rate_key)
        admit_caller(call.caller, bys)

    def _set_deadline(self, call: Call, stream: bool) -> None:
        deadlines = self._deadlines
        left = call.context.time_remaining()
        most = deadlines.stream_seconds if stream else deadlines.largest_seconds
        if left is None:
            left = most if stream else deadlines.default_seconds
        else:
            left = min(left, most) - deadlines.reserve_seconds  # so that the answer is there in time
        if left <= 0:
            raise CallRefused(StatusCode.DEADLINE_EXCEEDED, "runtime.deadline-before", happened="no")
        call.deadline = self._runtime.loop.time() + left
