"""Outside witnesses: what others have kept of a log shows a removal or a rewriting that left no trace in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from pydantic import BaseModel, ConfigDict

from osi_core.log.checkpoint import Checkpoint
from osi_core.words import Message, WordedError
from osi_core.words.model_fields import MessageField

_PLACE = re.compile(r"([1-9][0-9]{0,15}):([0-9a-f]{64})")


class WitnessInvalid(WordedError, ValueError):
    """What cannot be a witness of this log."""


class Witness(NamedTuple):
    """Somebody has kept that the log's hash was this at that position."""

    position: int
    hash: bytes
    kept_in: str
    """Where it comes from: a file, or the very words."""


class Contradiction(BaseModel):
    """A witness that the log contradicts."""

    model_config = ConfigDict(frozen=True)

    position: int
    kept_in: str
    what: MessageField


def witness_of(place: str) -> Witness:
    """The witness in `POSITION:HASH`, as receipts print it. Raises WitnessInvalid."""
    found = _PLACE.fullmatch(place.strip())
    if found is None:
        raise WitnessInvalid("witness.no-place", given=place[:100])
    return Witness(int(found[1]), bytes.fromhex(found[2]), place.strip())


def place_of(position: int, hash: str) -> str:
    """The reverse: `POSITION:HASH`."""
    return f"{position}:{hash}"


def witness_in(checkpoint: Checkpoint, mission: str, file: str) -> Witness:
    """The witness that a checkpoint is. Raises WitnessInvalid for that of another mission."""
    if checkpoint.mission != mission:
        raise WitnessInvalid("witness.other-mission", file=file, other=checkpoint.mission, mission=mission)
    return Witness(checkpoint.position, checkpoint.hash, file)


def places_of(witnesses: Iterable[Witness]) -> frozenset[int]:
    """The positions whose hashes `witnessed` asks for."""
    return frozenset(witness.position for witness in witnesses)


def witnessed(hashes: Mapping[int, bytes], end: int, witnesses: Sequence[Witness]) -> tuple[Contradiction, ...]:
    """Which witnesses a log contradicts that ends at position `end` and has these hashes at the `places_of` them."""
    found = []
    for witness in witnesses:
        if witness.position > end:
            what = Message.of("witness.log-shorter", position=witness.position, end=end)
        elif hashes[witness.position] != witness.hash:
            what = Message.of("witness.other-log", position=witness.position)
        else:
            continue
        found.append(Contradiction(position=witness.position, kept_in=witness.kept_in, what=what))
    return tuple(found)
