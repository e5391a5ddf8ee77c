"""Reading a playbook: from a TOML file, or from values that somebody else has parsed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from osi_core.domain import Unmet, faults_of
from osi_core.files import MIB, InputRefused, read_input, toml_of
from osi_core.mission.playbook import Playbook
from osi_core.words import OWN, Catalogues

__all__ = ["Playbook", "PlaybookInvalid", "playbook_of", "read_playbook"]

LARGEST_PLAYBOOK = MIB


class PlaybookInvalid(ValueError):
    """A playbook cannot be used; `unmet` says everything that is wrong with it, each with its key."""

    def __init__(self, source: str, unmet: Iterable[Unmet]) -> None:
        self.source, self.unmet = source, tuple(unmet)
        super().__init__(source, self.unmet)

    def __str__(self) -> str:
        return self.say()

    def say(self, language: str = "en", words: Catalogues = OWN) -> str:
        """All of it in one language, one a line, with file and key."""
        told = ((f"{one.field}: " if one.field else "") + one.say(language, words) for one in self.unmet)
        return "\n".join(f"{self.source}: {line}" for line in told)


def read_playbook(path: Path | str) -> Playbook:
    """The playbook in a TOML file. Raises PlaybookInvalid, naming line or key, or OSError."""
    try:
        values = toml_of(read_input(path, limit=LARGEST_PLAYBOOK), str(path))
    except InputRefused as refused:
        if isinstance(refused.__cause__, OSError):  # it is not there, or not ours to read
            raise refused.__cause__ from None
        raise PlaybookInvalid(str(path), [_unmet(refused)]) from refused
    return playbook_of(values, str(path))


def _unmet(refused: InputRefused) -> Unmet:
    if refused.line is None:
        return Unmet(refused.problem.code, None, **refused.problem.values)
    return Unmet("file.on-line", None, line=str(refused.line), problem=refused.problem)


def playbook_of(values: Mapping[str, Any], source: str = "playbook") -> Playbook:
    """The playbook of parsed values. Raises PlaybookInvalid naming every key that does not fit."""
    try:
        return Playbook.model_validate(values)
    except ValidationError as error:
        raise PlaybookInvalid(source, _faults(error)) from None


def _faults(error: ValidationError) -> Iterator[Unmet]:
    """What does not fit, with what was found: a playbook is public, and quoting it helps."""
    for fault, found in zip(faults_of(error), error.errors(include_url=False), strict=True):
        if fault.code == "extra-forbidden":
            yield Unmet("playbook-key-unknown", fault.field)
        else:
            yield Unmet("playbook-value", fault.field, fault=fault.message, found=repr(found["input"])[:100])
