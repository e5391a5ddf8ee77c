"""Requests that come twice: what is kept of the first, to tell whether the second is the same.

A command id is made by the caller and may hold anything, an address too. So log and replies hold only its MAC, and that
of the request, under a key of the mission: a plain digest would be found by guessing. The key lies beside the log, so
what is kept of a request leaves a person's words out all the same. They are compared with the sealed texts themselves,
for as long as these are there.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from osi_core.domain import Command, Recorded
from osi_core.log.canonical import canonical_unchecked
from osi_core.log.store import Reader, Reply
from osi_core.macs import mac

COMMAND_KEY = "command-key"
"""Under which name the private store keeps the key of a mission's command ids: no seal, so no event leads to it."""


def kept_id(key: bytes, actor: str, command_id: str) -> str:
    """What stands for an actor's command id in log and replies."""
    return mac(key, f"{actor}\0{command_id}".encode()).hex()[:32]


def kept_request(key: bytes, command: Command) -> str:
    """What is kept of a request; the personal words are not in it."""
    # `model_dump` does the same, and takes as long again to ask about options that nobody has given.
    plain = command.__pydantic_serializer__.to_python(command, mode="json", exclude=_sealed(type(command)))
    return mac(key, canonical_unchecked({"command": type(command).__name__, **plain})).hex()


@cache
def _sealed(kind: type[Command]) -> set[str]:
    return set(kind.sealed_fields())


def answers(reply: Reply, records: Sequence[Recorded]) -> bool:
    """Whether these events are what the reply's request was answered with: all of them, by that command id."""
    return len(records) == reply.count and {record.command_id for record in records} == {reply.command_id}


def words_of(command: Command) -> frozenset[str]:
    """The personal words and codes of a request."""
    found = (getattr(command, name) for name in command.sealed_fields())
    return frozenset(text for text in found if text is not None)


def words_kept(reader: Reader, mission: str, seals: Iterable[str], author: str) -> frozenset[str] | None:
    """The author's words that some seals lead to; None where one leads nowhere: then they are not known any more."""
    found = [reader.text(mission, seal) for seal in seals]
    if None in found:
        return None
    return frozenset(one.text for one in found if one is not None and one.author == author)
