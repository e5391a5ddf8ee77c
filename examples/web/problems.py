"""What can go wrong, as answers of HTTP: problem details (RFC 9457), with a status by kind, in the reader's language.

Nothing of what people have written is quoted: errors hold codes and values alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from osi_core.domain import Rejected
from osi_core.log.store import Conflict, StoreError
from osi_core.process import ReceiptElsewhere, ReceiptUnknown, WriterClosed, WriterFull
from osi_core.process.codes import status_of_all
from osi_core.process.receipt_codes import ReceiptMalformed
from osi_core.words import LANGUAGES, language_of

__all__ = ["ANSWERED", "Problem", "problem_of"]

RECEIPTS = (ReceiptMalformed, ReceiptUnknown, ReceiptElsewhere)
ANSWERED = (Rejected, StoreError, Conflict, WriterFull, WriterClosed, *RECEIPTS)
"""What is answered with a problem. Everything else is a fault of the program: let it become a 500, and an alarm."""


class Problem(NamedTuple):
    """An answer with the media type `application/problem+json`."""

    status: int
    body: Mapping[str, Any]
    headers: Mapping[str, str]


def problem_of(error: Exception, accept_language: str = "") -> Problem:
    """The answer to an error, in the language that the reader's browser likes best."""
    language = language_of(accept_language, LANGUAGES)
    if isinstance(error, Rejected):
        return _of_all(error, language)
    if isinstance(error, WriterFull | WriterClosed):  # nothing has happened
        return _problem(503, error.code, error.say(language), {"Retry-After": "1"})
    if isinstance(error, StoreError | Conflict):  # what it says names files and hosts: for the log of the program
        return _problem(503, "store", "", {"Retry-After": "1"})
    if isinstance(error, RECEIPTS):  # a code that nobody has issued here, or what is no code
        return _problem(404, error.code, error.say(language), {})
    raise error


def _of_all(error: Rejected, language: str) -> Problem:
    """Everything that speaks against it, each with its stable code and its field."""
    told = [{"code": one.code, "field": one.field, "detail": one.say(language)} for one in error.unmet]
    problem = _problem(status_of_all(error).http, error.codes[0], error.say(language), {})
    return problem._replace(body={**problem.body, "errors": told})


def _problem(status: int, code: str, detail: str, headers: Mapping[str, str]) -> Problem:
    return Problem(status, {"type": f"/problems/{code}", "status": status, "detail": detail}, headers)
