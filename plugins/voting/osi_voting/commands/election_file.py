"""An election file, read: Pabulib (.pb) or PrefLib (.soc, .soi, .toc, .toi, .cat)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from osi_core.cli.session import Exit
from osi_core.plugins import BallotKind, Profile
from osi_voting.commands.faults_in_german import in_german
from osi_voting.commands.voice import Voice
from osi_voting.formats import read_pabulib
from osi_voting.formats.election import FormatError, Repair
from osi_voting.formats.preflib import read_preflib

__all__ = ["ElectionFile", "read_election", "repaired"]

_PREFLIB = (".soc", ".soi", ".toc", ".toi", ".cat")


@dataclass(frozen=True)
class ElectionFile:
    """What the commands need of a file. `official` are the projects really chosen, where it says; `currency` is empty
    where there is no money.
    """

    path: str
    problem: Profile
    title: str
    titles: Mapping[str, str] = field(default_factory=dict)
    voters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    official: frozenset[str] | None = None
    repairs: tuple[Repair, ...] = ()
    currency: str = ""

    def called(self, item: str) -> str:
        """An item's title; its id where it has none."""
        return self.titles.get(item) or item


def read_election(
    voice: Voice, path: Path, *, lenient: bool, takes: frozenset[BallotKind] | None = None, approve: int = 1
) -> ElectionFile:
    """Reads by the file's ending. Ballots with ties, and categories, become points where only points fit the rule.

    Raises `Stop` naming file, line and what was expected; nothing is read by halves.
    """
    ending = path.suffix.lower()
    if ending != ".pb" and ending not in _PREFLIB:
        raise voice.stop(Exit.USAGE, "file.ending", path=path, endings=", ".join((".pb", *_PREFLIB)))
    try:
        return _pabulib(path, lenient) if ending == ".pb" else _preflib(path, lenient, takes, approve)
    except FormatError as error:
        said = in_german(str(error)) if voice.german else str(error)
        key = "file.wrong" if lenient else "file.wrong_strict"
        raise voice.stop(Exit.NO, key, said=said) from None


def repaired(voice: Voice, file: ElectionFile) -> list[str]:
    """What was repaired, a sentence each."""
    lines = [(one.line, in_german(one.what) if voice.german else one.what) for one in file.repairs]
    return [voice.say("file.repair", line=line, what=what) if line else what for line, what in lines]


def _pabulib(path: Path, lenient: bool) -> ElectionFile:
    election = read_pabulib(path, lenient=lenient)
    titles = {item: columns.get("name", "") for item, columns in election.projects.items()}
    meta = election.meta
    title = meta.get("description") or " ".join(filter(None, (meta.get("unit"), meta.get("instance")))) or path.stem
    return ElectionFile(
        str(path),
        election.problem,
        title,
        titles,
        election.voters,
        election.official,
        election.repairs,
        election.currency,
    )


def _preflib(path: Path, lenient: bool, takes: frozenset[BallotKind] | None, approve: int) -> ElectionFile:
    points = takes is not None and "points" in takes
    categories = points and takes is not None and "approval" not in takes
    try:
        found = read_preflib(path, lenient=lenient, categories="points" if categories else "approval", approve=approve)
    except FormatError:
        if not points:
            raise
        found = read_preflib(path, lenient=lenient, ties="points", categories="points" if categories else "approval")
    return ElectionFile(str(path), found.profile, found.meta.get("TITLE", path.stem), repairs=found.repairs)
