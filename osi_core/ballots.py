"""Ballots: how they stand in the log, which of them fit, and which count; for every round that people vote in.

Challenges and grant rounds both have rounds, and two phases may not import each other's counting. So it lives below
them and above the problems that it fills: columns in an event, one place in the roster a person, the newest counts.
Who votes stands there by the pseudonym of the round's box.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import accumulate, product
from typing import Annotated, Any, NamedTuple, TypeVar

from pydantic import Field

from osi_core.domain import Box, Event, Recorded, Resource, Unmet
from osi_core.domain.boxes import PSEUDONYM_BYTES, name_of
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import BallotKind
from osi_core.words import Name, WordedError

K = TypeVar("K")
V = TypeVar("V")

MOST_POINTS = 1_000_000
"""How many points one ballot gives out at most, whatever the playbook says."""
Points = Annotated[int, Field(ge=0, le=MOST_POINTS)]
"""What a ballot gives to one of its choices."""
UNNUMBERED = -1
"""The revision, in a column, of a vote or ballot that was cast without one."""
Revision = Annotated[int, Field(ge=0, lt=2**31)] | None
"""Numbers the versions of a vote or ballot, for those whose messages may overtake each other; None: it is the newest
of all that stand before it in the log.
"""


class Ballots(Event):
    """Ballots of a round, in compressed rows: ballot b names `choices[offsets[b]:offsets[b + 1]]`; private.

    Per person (in a paired round: per person and pair) the one counts that `that_count` names.
    """

    persons: Column
    """Indices into the roster (i4), one a ballot."""
    revisions: Column
    """i4, one a ballot; `UNNUMBERED` where it has none."""
    offsets: Column
    """i4, one more than ballots."""
    choices: Column
    """Indices into the round's items (i4), as the profile of that kind wants them."""
    values: Column
    """Points, or sides of a pair (i4); empty for approval and ranked ballots."""
    ids: tuple[str, ...]
    """The ballots' own ids, as the box gives them."""


B = TypeVar("B", bound=Ballots)


class BoxIncoherent(WordedError, ValueError):
    """What lies in a box does not go with its roster, or with who cast it: nobody has written such a log."""


class Roster(NamedTuple):
    """Who may vote in a round, by pseudonym; a person's place in it is the person's index in the ballots."""

    column: Column
    """16 bytes for each who could vote at the opening (u1), ascending: so their order tells of nobody."""
    added: tuple[str, ...] = ()
    """Names of the pseudonyms that were added later, behind the others in this order."""

    @classmethod
    def of(cls, box: Box, participants: Iterable[str]) -> Roster:
        """The roster of some people in a box."""
        return cls(Column("u1", b"".join(sorted(map(box.pseudonym, participants)))))

    @property
    def size(self) -> int:
        """How many may vote."""
        return self._opened + len(self.added)

    def place(self, pseudonym: bytes) -> int | None:
        """Where somebody stands; None for those who may not vote."""
        place = _places(self.column).get(pseudonym)
        if place is not None or not self.added:
            return place
        name = name_of(pseudonym)
        return self._opened + self.added.index(name) if name in self.added else None

    def name(self, place: int) -> str:
        """The name of the pseudonym at a place. Raises BoxIncoherent where there is none."""
        if not 0 <= place < self.size:
            raise BoxIncoherent("box.no-voter", place=place)
        return name_of(self._at(place)) if place < self._opened else self.added[place - self._opened]

    def check(self, sha256: str) -> None:
        """Raises BoxIncoherent for a roster that is not the one of its digest, or that somebody stands on twice."""
        names = [self.name(place) for place in range(self._opened)]
        once = names == sorted(names) and len({*names, *self.added}) == self.size
        if not once or len(self.column) % PSEUDONYM_BYTES or hashlib.sha256(self.column.raw).hexdigest() != sha256:
            raise BoxIncoherent("box.roster-incoherent")

    @property
    def _opened(self) -> int:
        return len(self.column) // PSEUDONYM_BYTES

    def _at(self, place: int) -> bytes:
        return self.column.raw[place * PSEUDONYM_BYTES : (place + 1) * PSEUDONYM_BYTES]


@lru_cache(maxsize=16)
def _places(roster: Column) -> dict[bytes, int]:
    """Pseudonym → place; of the rosters that ballots are cast from now."""
    raw = roster.raw
    starts = range(0, len(raw), PSEUDONYM_BYTES)
    return {raw[start : start + PSEUDONYM_BYTES]: place for place, start in enumerate(starts)}


class BallotForm(NamedTuple):
    """What a ballot of a round must fit."""

    kind: BallotKind
    items: Sequence[str]
    resource: Resource
    """What the items are: challenges, applications."""
    max_choices: int
    max_points: int


class CountedBallot(NamedTuple):
    """One ballot as it was cast."""

    person: int
    revision: int
    choices: tuple[int, ...]
    values: tuple[int, ...]


# ---------------------------------------------------------------------------------------------------------------------
# Casting
# ---------------------------------------------------------------------------------------------------------------------


def single_ballot(
    person: int, ballot: str, revision: int | None, choices: Sequence[int], points: Sequence[int]
) -> dict[str, Any]:
    """The fields of a `Ballots` event that holds one ballot."""
    return {
        "persons": Column.of("i4", [person]),
        "revisions": Column.of("i4", [revision_number(revision)]),
        "offsets": Column.of("i4", [0, len(choices)]),
        "choices": Column.of("i4", choices),
        "values": Column.of("i4", points),
        "ids": (ballot,),
    }


def fields_of(event: Ballots, items: Sequence[str]) -> dict[str, Any]:
    """What an event with one ballot says of the command that it came of; the reverse of `single_ballot`."""
    return {
        "ballot": event.ids[0],
        "revision": numbered(event.revisions.view()[0]),
        "choices": tuple(items[choice] for choice in event.choices.view()),
        "points": tuple(event.values.view()),
    }


def misfits(choices: Sequence[str], points: Sequence[int], form: BallotForm) -> Iterator[Unmet]:
    """All that is wrong with a ballot: it names the round's items, each as often as its kind allows."""
    for choice in sorted(set(choices) - set(form.items)):
        yield Unmet("item-unknown", "choices", item=form.resource(choice))
    if form.kind == "paired":
        yield from _pair_misfits(choices, points, form)
        return
    for choice in repeated(choices):
        yield Unmet("item-repeated", "choices", item=form.resource(choice))
    if len(choices) > form.max_choices:
        yield Unmet("too-many-choices", "choices", count=form.max_choices)
    yield from _point_misfits(choices, points, form)


def repeated(items: Iterable[str]) -> list[str]:
    """What is named more than once, in alphabetical order."""
    return sorted(item for item, times in Counter(items).items() if times > 1)


def _point_misfits(choices: Sequence[str], points: Sequence[int], form: BallotForm) -> Iterator[Unmet]:
    if form.kind != "points":
        if points:
            yield Unmet("points-unasked", "points", kind=form.kind)
    elif len(points) != len(choices):
        yield Unmet("points-misplaced", "points")
    elif sum(points) > form.max_points:
        yield Unmet("too-many-points", "points", count=form.max_points)


def _pair_misfits(choices: Sequence[str], points: Sequence[int], form: BallotForm) -> Iterator[Unmet]:
    pairs = list(zip(choices[::2], choices[1::2], strict=False))
    sides = list(zip(points[::2], points[1::2], strict=False))
    if len(choices) > form.max_choices * 2:
        yield Unmet("too-many-pairs", "choices", count=form.max_choices)
    if len(choices) % 2 or any(a == b for a, b in pairs):
        yield Unmet("pair-incomplete", "choices")
    for pair, times in Counter(frozenset(pair) for pair in pairs).items():
        if times > 1:
            yield Unmet("pair-repeated", "choices", pair=_names(pair, form))
    if points and (len(points) != len(choices) or any(side not in ((2, 0), (0, 2), (1, 1)) for side in sides)):
        yield Unmet("sides-misplaced", "points")


def _names(pair: frozenset[str], form: BallotForm) -> tuple[Name, ...]:
    return tuple(form.resource(item) for item in sorted(pair))


# ---------------------------------------------------------------------------------------------------------------------
# Counting
# ---------------------------------------------------------------------------------------------------------------------


def revision_number(revision: int | None) -> int:
    """A revision as columns hold it."""
    return UNNUMBERED if revision is None else revision


def numbered(revision: int) -> int | None:
    """A revision as commands have it; the reverse of `revision_number`."""
    return None if revision == UNNUMBERED else revision


def that_count(versions: Iterable[tuple[K, int, V]]) -> dict[K, V]:
    """Of several versions of the same, the one that counts: (what it is, revision, version), in the log's order.

    Each takes the place of those before it, unless one of these has a higher revision; without a revision it takes
    their place in any case. So one that was overtaken by its successor, and one that comes twice with its revision,
    change nothing.
    """
    best: dict[K, tuple[int, V]] = {}
    for what, revision, version in versions:
        known = best[what][0] if what in best else UNNUMBERED
        if revision == UNNUMBERED or revision >= known:
            best[what] = (max(revision, known), version)
    return {what: version for what, (_, version) in best.items()}


def in_person(records: Iterable[Recorded], kind: type[B], roster: Roster) -> Iterator[B]:
    """The ballots in some events, each cast by whoever it is of. Raises BoxIncoherent at one that is not."""
    for record in records:
        if isinstance(record.event, kind):
            if any(roster.name(person) != record.actor for person in set(record.event.persons)):
                raise BoxIncoherent("box.not-in-person", position=record.position)
            yield record.event


def unpacked(events: Iterable[Ballots]) -> Iterator[CountedBallot]:
    """The single ballots of column events, in their order."""
    for event in events:
        persons, revisions, offsets = event.persons.view(), event.revisions.view(), event.offsets.view()
        choices, values = event.choices.view(), event.values.view()
        for row, person in enumerate(persons):
            part = slice(offsets[row], offsets[row + 1])
            yield CountedBallot(person, revisions[row], tuple(choices[part]), tuple(values[part]) if values else ())


def counted(kind: BallotKind, ballots: Iterable[CountedBallot]) -> list[CountedBallot]:
    """The ballots that count, by person (in a paired round by person and pair), in that order.

    They are given in the order of the log.
    """
    paired = kind == "paired"
    parts = (part for ballot in ballots for part in (_pairs(ballot) if paired else (ballot,)))
    best = that_count(((part.person, *(sorted(part.choices) if paired else ())), part.revision, part) for part in parts)
    return [best[place] for place in sorted(best)]


def profile_columns(kind: BallotKind, ballots: Sequence[CountedBallot]) -> dict[str, Any]:
    """The fields of a `Profile` that its ballots fill."""
    has_values = kind == "points" or any(ballot.values for ballot in ballots)
    return {
        "kind": kind,
        "offsets": Column.of("i8", accumulate((len(ballot.choices) for ballot in ballots), initial=0)),
        "choices": Column.of("i4", (choice for ballot in ballots for choice in ballot.choices)),
        "values": Column.of("i8", (v for ballot in ballots for v in _values(ballot))) if has_values else None,
    }


def moved(kind: BallotKind, ballot: CountedBallot, heirs: Sequence[Sequence[int]]) -> CountedBallot:
    """The ballot over what its choices live on in: `heirs` names for each item none, one or several of the new ones.

    Each person supports an heir once. Ranked, it stands where the best of those stood that live on in it. Points for
    several that live on in one are added; those for one that lives on in several are shared among these, the first
    ones getting what is left over. A comparison is one with each heir, and none of an heir with itself.
    """
    if kind == "paired":
        return _moved_pairs(ballot, heirs)
    if kind != "points":
        return ballot._replace(choices=tuple(dict.fromkeys(heir for one in ballot.choices for heir in heirs[one])))
    points: dict[int, int] = {}
    for choice, value in zip(ballot.choices, ballot.values, strict=True):
        for number, heir in enumerate(heirs[choice]):
            share, rest = divmod(value, len(heirs[choice]))
            points[heir] = points.get(heir, 0) + share + (number < rest)
    return ballot._replace(choices=tuple(points), values=tuple(points.values()))


def _moved_pairs(ballot: CountedBallot, heirs: Sequence[Sequence[int]]) -> CountedBallot:
    choices: list[int] = []
    values: list[int] = []
    for part in _pairs(ballot):
        one, other = part.choices
        for pair in product(heirs[one], heirs[other]):
            if pair[0] != pair[1]:
                choices += pair
                values += part.values
    return ballot._replace(choices=tuple(choices), values=tuple(values))


def _pairs(ballot: CountedBallot) -> Iterator[CountedBallot]:
    for start in range(0, len(ballot.choices), 2):
        part = slice(start, start + 2)
        yield ballot._replace(choices=ballot.choices[part], values=ballot.values[part])


def _values(ballot: CountedBallot) -> tuple[int, ...]:
    """The ballot's values; a pair without any prefers its first side."""
    return ballot.values or (2, 0) * (len(ballot.choices) // 2)
