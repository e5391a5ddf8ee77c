"""Requests that come twice: the same one gets the first answer again, another one under the same id is refused.

What a store keeps of a request must not tell a person's words to someone who guesses them, so its digest leaves the
words out. They are compared with the sealed texts themselves, for as long as these are there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from osi_core.domain import Command, Recorded, Refused, Unmet
from osi_core.log.canonical import canonical_unchecked
from osi_core.log.store import Reader
from osi_core.process.request import Request


def request_digest(command: Command) -> str:
    """The digest of a request without the personal words in it."""
    plain = command.model_dump(mode="json", exclude=set(command.personal_fields()))
    return hashlib.sha256(canonical_unchecked({"command": type(command).__name__, **plain})).hexdigest()


def refuse_another(request: Request, digest: str, first_digest: str, sealed_then: Iterable[str]) -> None:
    """Raises Refused when the request is not the one that was answered under its id.

    `sealed_then` are the personal texts of the first request that are still there; after an erasure there are none, and
    whatever the words are, the first answer stands.
    """
    words = {text for name in request.command.personal_fields() if (text := getattr(request.command, name)) is not None}
    then = set(sealed_then)
    if digest == first_digest and (words == then or not then):
        return
    unmet = Unmet(
        code="command-id-reused",
        field="command_id",
        en=f"{request.command_id!r} was used for another request; take a new id",
        de=f"{request.command_id!r} gehört zu einer anderen Anfrage; bitte eine neue Kennung nehmen",
    )
    raise Refused(type(request.command).__name__, [unmet])


def sealed_texts(reader: Reader, records: Iterable[Recorded], author: str) -> Iterator[str]:
    """The texts of this author that the seals in some events lead to."""
    for record in records:
        for value in record.event.model_dump().values():
            found = reader.text(record.mission, value) if isinstance(value, str) and len(value) == 64 else None
            if found is not None and found.author == author:
                yield found.text
