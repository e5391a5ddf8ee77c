"""Real material that a plan may bring: statements and votes as they stood in the files of a mission folder."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal, NamedTuple

from osi_core.domain import DataOrigin, Model, Unmet
from osi_core.simulation.tables import FileNote

Moderation = Literal[-1, 0, 1]


class Contribution(Model):
    """A challenge as somebody submitted it, with the line of the file on which it begins."""

    id: str
    """What the log names it by: its id in the file where it fits there, else its line."""
    source_id: str
    """Its id in the file."""
    title: str
    text: str | None = None
    """What it says beside the title, and behind that what it says in other languages."""
    language: str | None = None
    """Of the title, as a BCP 47 tag; None where the file does not say."""
    author: str
    """The author's id in the file."""
    moderation: Moderation = 0
    """As the source says: -1 taken out, 0 not looked at, 1 let in."""
    tags: tuple[str, ...] = ()
    category: str | None = None
    time: datetime | None = None
    """When it was submitted; None where the file does not say."""
    state: str = ""
    """Which word the source has for `moderation`, where it is not ours."""
    metadata: bool = False
    """Whether it says something of who votes on it ("I live here"), and names nothing that wants changing."""
    supports: int | None = None
    """How many agreed, where the file says so, beside or instead of single votes."""
    objections: int | None = None
    """How many disagreed."""
    line: int


class SourceVote(NamedTuple):
    """A vote on a contribution, with the line of the file on which it stands."""

    person: str
    contribution: str
    value: int
    """1 agree, -1 disagree, 0 pass."""
    time: datetime | None
    line: int


class SourceMerge(NamedTuple):
    """A contribution that lives on in another one, because a person has decided so."""

    contribution: str
    into: str
    reason: str | None
    line: int


@dataclass(frozen=True, slots=True)
class Material:
    """All that was read; votes in order of time, and of the file where it says none."""

    origin: DataOrigin
    """Imported what people really said, or simulated, as in our example folder."""
    source: str
    licence: str | None
    statements_file: str
    contributions: tuple[Contribution, ...]
    votes_file: str = ""
    votes: tuple[SourceVote, ...] = field(default=())
    merges_file: str = ""
    merges: tuple[SourceMerge, ...] = ()
    """What somebody has decided to merge, in an order in which it can be done."""
    notes: tuple[FileNote, ...] = ()
    """What was odd in the files and read all the same."""

    @property
    def totals(self) -> bool:
        """Whether the statements bring how many agreed and disagreed, beside or instead of single votes."""
        return any(one.supports or one.objections for one in self.contributions)

    @property
    def unranked(self) -> Unmet | None:
        """Why nothing can be ranked by it; None where there are single votes."""
        if self.votes:
            return None
        return Unmet("ranking-from-totals", "agrees") if self.totals else Unmet("ranking-without-votes")

    def people(self) -> tuple[str, ...]:
        """Everyone who wrote or voted, by the id in the files, in order of the files."""
        authors = (contribution.author for contribution in self.contributions)
        return tuple(dict.fromkeys([*authors, *(vote.person for vote in self.votes)]))
