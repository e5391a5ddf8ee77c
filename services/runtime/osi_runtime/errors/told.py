"""Every error that can meet a call, and how it is answered."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Sequence
from typing import NamedTuple

from grpc import StatusCode

from osi_core.domain import Malformed, Refused, Rejected, Unmet
from osi_core.log import LogDamaged
from osi_core.log.opening import StoreDamaged
from osi_core.log.store import Conflict, MissionMoved, StoreBusy, StoreError, StoreFull
from osi_core.process.codes import status_of, status_of_all
from osi_core.process.playbook import PlaybookInvalid
from osi_core.process.receipt_codes import ReceiptMalformed
from osi_core.process.receipts import ReceiptElsewhere, ReceiptUnknown
from osi_core.process.writer import WriterClosed, WriterFull
from osi_core.words import Catalogues, Message, Name, WordedError
from osi_runtime.auth.refused import KeysUnavailable, NotExchanged, Unauthenticated
from osi_runtime.errors.refused import CallRefused
from osi_runtime.errors.rich import Told, Violation
from osi_runtime.metadata import TIME

__all__ = ["Speaker", "told_of"]


class Speaker(NamedTuple):
    """In which language, and with which words, a caller is told; and what a command's fields are called on the wire."""

    language: str
    words: Catalogues
    path: Callable[[str], str] = str
    """A field of the command, or of what is read → its path in the request."""

    def say(self, message: Message) -> tuple[str, str]:
        """The sentence in English and in the caller's language."""
        english = self.words.say(message, "en")
        return english, english if self.language == "en" else self.words.say(message, self.language)


_STORE = (
    (Conflict, StatusCode.ABORTED, 0.1),
    (StoreBusy, StatusCode.UNAVAILABLE, 1.0),
    (StoreFull, StatusCode.RESOURCE_EXHAUSTED, 30.0),
    (StoreDamaged, StatusCode.DATA_LOSS, None),
    (MissionMoved, StatusCode.FAILED_PRECONDITION, None),
    (StoreError, StatusCode.UNAVAILABLE, 1.0),
)
"""Kind of error → status and when to try again. What the store says names files and hosts, which are no caller's."""


def told_of(error: BaseException, speaker: Speaker) -> Told:
    """How an error is answered. What is not known here becomes INTERNAL, with the id of an incident and no more."""
    if isinstance(error, Rejected):
        return _rejected(error, speaker)
    if isinstance(error, PlaybookInvalid):
        return _rejected(Malformed("Playbook", error.unmet), speaker)
    if isinstance(error, CallRefused):
        return _worded(error, error.status, speaker, error.retry_seconds, error.field)
    if isinstance(error, Unauthenticated):
        return _worded(error, StatusCode.UNAUTHENTICATED, speaker)
    if isinstance(error, KeysUnavailable):
        return _worded(error, StatusCode.UNAVAILABLE, speaker, 5.0)
    if isinstance(error, NotExchanged):
        return _worded(error, StatusCode.INVALID_ARGUMENT, speaker, field=error.field)
    if isinstance(error, ReceiptElsewhere | ReceiptUnknown):
        return _worded(error, StatusCode.NOT_FOUND, speaker)
    if isinstance(error, ReceiptMalformed):
        return _worded(error, StatusCode.INVALID_ARGUMENT, speaker, field="code")
    if isinstance(error, WriterFull):
        return _worded(error, StatusCode.RESOURCE_EXHAUSTED, speaker, 0.2)
    if isinstance(error, WriterClosed):
        return _worded(error, StatusCode.UNAVAILABLE, speaker, 1.0)
    for kind, status, retry in _STORE:
        if isinstance(error, kind):
            return _of_store(error, status, retry, speaker)
    return _incident(speaker, StatusCode.DATA_LOSS if isinstance(error, LogDamaged) else StatusCode.INTERNAL)


def _rejected(error: Rejected, speaker: Speaker) -> Told:
    if len(error.unmet) > _MOST_TOLD:  # nobody reads more, and each takes its time
        error = type(error)(error.command, error.unmet[:_MOST_TOLD])
    unmet = error.unmet or (Unmet(error.lead),)
    status = status_of_all(error)
    by_code = (one for one in unmet if isinstance(error, Malformed) or status_of(one.code) is status)
    first = next(by_code, unmet[0])
    # What could not even be made was read from the request, and is named by its fields already.
    path = str if isinstance(error, Malformed) else speaker.path
    violations = [_violation(one, speaker, path) for one in unmet]
    values = dict(first.values)
    for number, one in enumerate((one for one in unmet if one is not first), 2):
        values |= {f"{number}.code": one.code, **{f"{number}.{name}": value for name, value in one.values.items()}}
    return Told(
        StatusCode[status],
        error.say("en", speaker.words),
        first.code,
        values,
        [one for one, of in zip(violations, unmet, strict=True) if of.field and _is_of_request(of.field)],
        violations if isinstance(error, Refused) else (),
        error.say(speaker.language, speaker.words),
        speaker.language,
        _passes_in(unmet),
    )


def _passes_in(unmet: Sequence[Unmet]) -> float | None:
    """Seconds after which it is worth asking again, where all that is unmet passes by itself."""
    return max(_PASSING[one.code] for one in unmet) if all(one.code in _PASSING for one in unmet) else None


_MOST_TOLD = 100
_PASSING = {"knowledge-missing": 0.5, "knowledge-too-old": 5.0}
"""What passes once others answer (`osi_runtime.peers`), and after how many seconds it may have."""


def _violation(unmet: Unmet, speaker: Speaker, path: Callable[[str], str]) -> Violation:
    if unmet.field and _is_of_request(unmet.field):
        subject = _BESIDE.get(unmet.field) or path(unmet.field)
    else:
        subject = next((str(value) for value in unmet.values.values() if isinstance(value, Name)), unmet.field or "")
    return Violation(unmet.code, subject, *speaker.say(unmet.message))


_BESIDE = {"command_id": "request_id", "expected_version": "etag", "where": "filter", "time": TIME}
"""What comes beside a command or a view, and how it is called on the wire."""


def _is_of_request(field: str) -> bool:
    """Whether it is a field of the request, and not something that the connection says."""
    return field not in ("actor", "origin", "alias", "blobs")


def _worded(
    error: WordedError,
    status: StatusCode,
    speaker: Speaker,
    retry: float | None = None,
    field: str | None = None,
) -> Told:
    english, local = speaker.say(error.message)
    fields: Sequence[Violation] = (Violation(error.code, field, english, local),) if field else ()
    return Told(status, english, error.code, error.values, fields, (), local, speaker.language, retry)


def _of_store(error: BaseException, status: StatusCode, retry: float | None, speaker: Speaker) -> Told:
    code = "runtime.store-moved" if isinstance(error, MissionMoved) else f"runtime.store-{_SAID.get(status, 'failed')}"
    english, local = speaker.say(Message(code))
    reason = error.code if isinstance(error, WordedError) else code
    return Told(status, english, reason, {}, (), (), local, speaker.language, retry)


_SAID = {
    StatusCode.ABORTED: "overtaken",
    StatusCode.RESOURCE_EXHAUSTED: "full",
    StatusCode.DATA_LOSS: "damaged",
}


def _incident(speaker: Speaker, status: StatusCode) -> Told:
    incident = uuid.uuid4().hex[:16]
    english, local = speaker.say(Message.of("runtime.incident", incident=incident))
    return Told(status, english, "runtime.incident", {}, (), (), local, speaker.language, None, incident)
