"""What the runtime itself refuses a call with."""

from __future__ import annotations

from grpc import StatusCode

from osi_core.words import Catalogues, Value, WordedError
from osi_runtime.words import WORDS

__all__ = ["CallRefused"]


class CallRefused(WordedError):
    """A call is answered with no, by a rule of the runtime or of a service: with this status and this code.

    `field` is the request's field that does not fit, by its path; `retry_seconds` says that the same call may succeed
    after so long.
    """

    def __init__(
        self,
        status: StatusCode,
        code: str,
        /,
        *,
        field: str | None = None,
        retry_seconds: float | None = None,
        **values: Value,
    ) -> None:
        super().__init__(code, **values)
        self.status, self.field, self.retry_seconds = status, field, retry_seconds

    def say(self, language: str = "en", words: Catalogues = WORDS) -> str:
        return super().say(language, words)
