"""What each code of a refusal means for whoever carries it on: a status of gRPC, and one of HTTP.

Codes are stable: programs compare them, and records hold them. The pairs of statuses are those of google.rpc.Code.
"""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple, get_args

from pydantic_core.core_schema import ErrorType

from osi_core.domain.refusal import Malformed, Rejected, code_of
from osi_core.words import OWN

__all__ = ["Code", "Status", "codes", "status_of", "status_of_all"]


class Status(StrEnum):
    """A status of gRPC."""

    INVALID_ARGUMENT = "INVALID_ARGUMENT"
    NOT_FOUND = "NOT_FOUND"
    ALREADY_EXISTS = "ALREADY_EXISTS"
    PERMISSION_DENIED = "PERMISSION_DENIED"
    FAILED_PRECONDITION = "FAILED_PRECONDITION"
    ABORTED = "ABORTED"
    UNIMPLEMENTED = "UNIMPLEMENTED"

    @property
    def http(self) -> int:
        """The status of HTTP that stands for it."""
        return _HTTP[self]


_HTTP = {
    Status.INVALID_ARGUMENT: 400,
    Status.NOT_FOUND: 404,
    Status.ALREADY_EXISTS: 409,
    Status.PERMISSION_DENIED: 403,
    Status.FAILED_PRECONDITION: 400,
    Status.ABORTED: 409,
    Status.UNIMPLEMENTED: 501,
}
_NOT_FOUND = frozenset({"not-found", "mission-unknown"})
_ALREADY_EXISTS = frozenset({"alias-tied", "already-exists", "command-id-reused"})
_PERMISSION_DENIED = frozenset(
    {
        "actor-erased",
        "role-missing",
        "not-oneself",
        "no-institution",
        "not-eligible",
        "not-reviewed",
        "not-the-author",
        "not-the-proposer",
    }
)
_NOT_ONES_OWN = "not-own-"
_OTHERS = {
    "affiliation-unknown": Status.FAILED_PRECONDITION,
    "award-unknown": Status.INVALID_ARGUMENT,
    "candidate-unknown": Status.INVALID_ARGUMENT,
    "criterion-unknown": Status.INVALID_ARGUMENT,
    "not-of-this-share": Status.UNIMPLEMENTED,
    "participant-not-minted": Status.INVALID_ARGUMENT,
    "playbook-key-unknown": Status.INVALID_ARGUMENT,
    "version-moved": Status.ABORTED,
}
_OWN_MALFORMED = frozenset(
    {
        "alias-not-taken",
        "amount-not-positive",
        "capacity-twice",
        "challenge-by-id",
        "criterion-repeated",
        "currency-code",
        "engine-acts-alone",
        "filter-and-expected",
        "filter-field-expected",
        "filter-field-unknown",
        "filter-operator-expected",
        "filter-operator-unfit",
        "filter-too-many",
        "filter-value-expected",
        "filter-value-not-in-list",
        "filter-value-unfit",
        "grant-ballot-kind",
        "key-not-ascii",
        "language-tag",
        "nested-too-deep",
        "number-beyond-json",
        "office-is-no-name",
        "order-field-unknown",
        "order-malformed",
        "order-repeated",
        "order-too-many",
        "page-size-negative",
        "page-token-malformed",
        "query-without-words",
        "page-token-of-another-list",
        "table-sizes",
        "tag-has-contact",
        "text-blank",
        "text-has-controls",
        "text-has-nul",
        "text-not-writable",
        "threshold-off-scale",
        "ties-by-cost",
        "time-out-of-range",
        "version-out-of-range",
        "votes-partly-dated",
    }
)
"""What our own types of fields find, and who reads what is asked of a list, beside pydantic's."""
_MALFORMED = _OWN_MALFORMED | {code_of(kind) for kind in get_args(ErrorType)}


class Code(NamedTuple):
    """One code that a command may be answered with."""

    code: str
    status: Status
    malformed: bool
    """Whether the command could not even be made; otherwise it was refused."""


def codes() -> list[Code]:
    """Every code of the library, in the order of the alphabet."""
    known = {code for catalogue in OWN.catalogues for code in catalogue.codes("en") if "." not in code}
    return [Code(code, status_of(code), code in _MALFORMED) for code in sorted(known)]


_FIRST = (
    Status.UNIMPLEMENTED,
    Status.NOT_FOUND,
    Status.PERMISSION_DENIED,
    Status.INVALID_ARGUMENT,
    Status.ALREADY_EXISTS,
    Status.FAILED_PRECONDITION,
    Status.ABORTED,
)


def status_of_all(error: Rejected) -> Status:
    """The status that a whole refusal is answered with: of all that is unmet, what waiting helps against least."""
    if isinstance(error, Malformed):
        return Status.INVALID_ARGUMENT
    return min((status_of(code) for code in error.codes or (error.lead,)), key=_FIRST.index)


def status_of(code: str) -> Status:
    """The status of a code. What is not named here is a condition that does not hold yet, or no longer."""
    if code in _OWN_MALFORMED:
        return Status.INVALID_ARGUMENT
    if code in _OTHERS:
        return _OTHERS[code]
    if code in _NOT_FOUND or code.endswith("-unknown"):
        return Status.NOT_FOUND
    if code in _ALREADY_EXISTS:
        return Status.ALREADY_EXISTS
    if code in _PERMISSION_DENIED or code.startswith((_NOT_ONES_OWN, "not-in-")):
        return Status.PERMISSION_DENIED
    return Status.INVALID_ARGUMENT if code in _MALFORMED else Status.FAILED_PRECONDITION
