"""Boxes: what people do in one stands in the log under a pseudonym of that box alone.

A box is a round's ballots, the votes on statements, the reviews of a mission. Its key lies in the private store, the
key's digest in the log. Of HMAC-SHA256(key, participant), the first half is the pseudonym: the same person has the same
in all of the box and nowhere else. The second half, which no log has, is the key of the ids that the person chooses.
When what the box is for is final, its key is destroyed, and nobody can tell any more who it was.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, MutableMapping
from enum import StrEnum
from typing import ClassVar, Self

from osi_core.domain.events import Destroys, Recorded
from osi_core.domain.facts import Fact
from osi_core.domain.fields import Sha256
from osi_core.macs import MacKey

PSEUDONYM_BYTES = 16
_PREFIX = "anon-"
_NAME = re.compile(r"anon-[0-9a-f]{32}")


class BoxUse(StrEnum):
    """What a command has to do with a box."""

    OPENS = "opens"
    """It makes the key of a box where none is open; everyone named in the log stays so."""
    KNOWS = "knows"
    """It asks for the pseudonym of somebody else; its actor is named in the log."""
    CASTS = "casts"
    """The act itself lies in the box: the log names its actor by the pseudonym."""


class Box:
    """A box whose key is at hand."""

    __slots__ = ("_digests", "_mac_key", "key", "sha256")

    def __init__(self, sha256: str, key: bytes) -> None:
        self.sha256, self.key = sha256, key
        self._digests: dict[str, bytes] = {}
        """By participant: one act asks several times."""
        self._mac_key = MacKey(key)

    @classmethod
    def of(cls, key: bytes) -> Box:
        """The box of a key; the key's digest is its seal in the private store, and what the log knows the box by."""
        return cls(hashlib.sha256(key).hexdigest(), key)

    def pseudonym(self, participant: str) -> bytes:
        """What stands for a person in columns: 16 bytes."""
        return self._digest(participant)[:PSEUDONYM_BYTES]

    def name(self, participant: str) -> str:
        """The pseudonym where a participant id would stand, such as the actor of an event."""
        return name_of(self.pseudonym(participant))

    def id(self, participant: str, own: str) -> str:
        """What stands in the log for an id that a person chose: the same for the same one again, and leading to none.

        Two people who choose the same id get two.
        """
        return self.ids(participant, (own,))[0]

    def ids(self, participant: str, own: Iterable[str]) -> tuple[str, ...]:
        """As `id`, for each of many ids of one person."""
        key = self._digest(participant)[PSEUDONYM_BYTES:]
        return tuple([hashlib.blake2b(one.encode(), key=key, digest_size=PSEUDONYM_BYTES).hexdigest() for one in own])

    def _digest(self, participant: str) -> bytes:
        found = self._digests.get(participant)
        if found is None:
            found = self._digests[participant] = self._mac_key.mac(participant.encode())
        return found


class ReplayedBox(Box):
    """A box as it is met in a log, without the key: a pseudonym, or an id in the box, stands for itself."""

    __slots__ = ()

    def pseudonym(self, participant: str) -> bytes:
        """The bytes of a pseudonym's name. Raises ValueError for what is none."""
        if not is_pseudonym(participant):
            raise ValueError("without the key of its box nobody's pseudonym can be told")
        return bytes.fromhex(participant.removeprefix(_PREFIX))

    def ids(self, participant: str, own: Iterable[str]) -> tuple[str, ...]:
        return tuple(own)


def name_of(pseudonym: bytes) -> str:
    """A pseudonym as a name, which no participant may have."""
    return _PREFIX + pseudonym.hex()


def is_pseudonym(name: str) -> bool:
    """Whether a name is a pseudonym's."""
    return _NAME.fullmatch(name) is not None


class EndsBoxes(Destroys):
    """What some boxes were for is final: nobody can tell any more who has cast what."""

    destroys = "ended_boxes"
    ended_boxes: tuple[Sha256, ...]
    """Digests of the keys."""


class LastingBox(Fact):
    """A box that outlasts one decision: what happens in it opens it, a close may end it, then perhaps a next one is.

    `sources` are what opens it, with its digest as `box_sha256`, and what may end it.
    """

    key: ClassVar[str]
    """Of its only row."""
    box_sha256: str | None
    """None once its key is destroyed."""

    @classmethod
    def fold(cls, rows: MutableMapping[str, Self], record: Recorded) -> None:
        event = record.event
        if not isinstance(event, EndsBoxes):
            rows[cls.key] = cls(box_sha256=event.box_sha256)  # type: ignore[attr-defined] # every opening has it
        elif cls.key in rows and rows[cls.key].box_sha256 in event.ended_boxes:
            rows[cls.key] = cls(box_sha256=None)
