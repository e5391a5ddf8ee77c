"""Requests that come twice: what is kept of the first, to tell whether the second is the same.

What a store keeps of a request must not tell a person's words to someone who guesses them, so its digest leaves the
words out. They are compared with the sealed texts themselves, for as long as these are there.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence

from osi_core.domain import Command, Recorded
from osi_core.log.canonical import canonical_unchecked
from osi_core.log.store import Reader, Reply


def request_digest(command: Command) -> str:
    """The digest of a request without the personal words in it."""
    plain = command.model_dump(mode="json", exclude=set(command.personal_fields()))
    return hashlib.sha256(canonical_unchecked({"command": type(command).__name__, **plain})).hexdigest()


def answers(reply: Reply, records: Sequence[Recorded]) -> bool:
    """Whether these events are what the reply's request was answered with: all of them, by that actor and id."""
    said = {(record.actor, record.command_id) for record in records}
    return len(records) == reply.count and said == {(reply.actor, reply.command_id)}


def words_of(command: Command) -> frozenset[str]:
    """The personal words of a request."""
    found = (getattr(command, name) for name in command.personal_fields())
    return frozenset(text for text in found if text is not None)


def sealed_texts(reader: Reader, records: Iterable[Recorded], author: str) -> Iterator[str]:
    """The texts of this author that the seals in some events lead to."""
    for record in records:
        for value in record.event.model_dump().values():
            found = reader.text(record.mission, value) if isinstance(value, str) and len(value) == 64 else None
            if found is not None and found.author == author:
                yield found.text
