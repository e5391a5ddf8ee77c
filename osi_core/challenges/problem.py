"""From the ballots of a closed round to the profile that a prioritisation rule decides on; from votes to a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from osi_core.challenges.commands import RecordPrioritisation
from osi_core.challenges.events import (
    BallotKind,
    BallotsCast,
    RoundClosed,
    RoundOpened,
    StatementRejected,
    StatementSubmitted,
    VotesCast,
)
from osi_core.domain import LogView, Recorded
from osi_core.log.records import DecisionRecord
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import Profile, Ranking, VoteTable


class CountedBallot(NamedTuple):
    """One ballot as it was cast; `key` orders the versions of the same person's ballot."""

    person: int
    key: tuple[int, str]
    choices: tuple[int, ...]
    values: tuple[int, ...]


def prioritisation_problem(log: LogView, closing: Recorded) -> Profile:
    """The profile of the ballots that stand before the close, in the order of the roster.

    Per person (in a paired round: per person and pair) the ballot of the highest (revision, id) counts, so the profile
    does not depend on the order in which ballots came, nor on one that came twice.
    """
    assert isinstance(closing.event, RoundClosed)
    opened = next(iter(log.events(RoundOpened, stream=closing.stream))).event
    assert isinstance(opened, RoundOpened)
    cast = (record.event for record in log.events(BallotsCast, stream=f"{closing.stream}/ballots"))
    ballots = counted(opened.kind, unpacked(event for event in cast if isinstance(event, BallotsCast)))
    offsets = [0]
    for ballot in ballots:
        offsets.append(offsets[-1] + len(ballot.choices))
    has_values = opened.kind == "points" or any(ballot.values for ballot in ballots)
    return Profile(
        items=opened.items,
        kind=opened.kind,
        offsets=Column.of("i8", offsets),
        choices=Column.of("i4", (choice for ballot in ballots for choice in ballot.choices)),
        values=Column.of("i8", (v for ballot in ballots for v in _values(ballot))) if has_values else None,
    )


def prioritisation_command(closing: Recorded, record: DecisionRecord, outcome: Ranking) -> RecordPrioritisation:
    """The command that brings the result of a closed round."""
    assert isinstance(closing.event, RoundClosed)
    return RecordPrioritisation(mission=closing.mission, round=closing.event.round, record=record, order=outcome.order)


def vote_table(log: LogView) -> VoteTable:
    """The votes on statements that count, as opinion maps want them; statements that were rejected are left out.

    Per person and statement the vote of the highest (revision, id) counts, whatever the order in which they came.
    Persons are member indices.
    """
    submitted = [r.event.statement for r in log.events(StatementSubmitted) if isinstance(r.event, StatementSubmitted)]
    rejected = {r.event.statement for r in log.events(StatementRejected) if isinstance(r.event, StatementRejected)}
    best: dict[tuple[int, int], tuple[int, str, int]] = {}
    for record in log.events(VotesCast):
        cast = record.event
        assert isinstance(cast, VotesCast)
        columns = (cast.persons.view(), cast.items.view(), cast.revisions.view(), cast.ids, cast.values.view())
        for person, item, *vote in zip(*columns, strict=True):
            revision, vote_id, value = vote
            best[person, item] = max(best.get((person, item), (-1, "", 0)), (revision, vote_id, value))
    votes = [(person, submitted[item], best[person, item][2]) for person, item in sorted(best)]
    kept = [name for name in submitted if name not in rejected]
    return VoteTable.of(
        max((person + 1 for person, _ in best), default=0), kept, [vote for vote in votes if vote[1] not in rejected]
    )


def unpacked(events: Iterable[BallotsCast]) -> Iterator[CountedBallot]:
    """The single ballots of column events."""
    for event in events:
        persons, revisions, offsets = event.persons.view(), event.revisions.view(), event.offsets.view()
        choices, values = event.choices.view(), event.values.view()
        for row, ballot_id in enumerate(event.ids):
            part = slice(offsets[row], offsets[row + 1])
            yield CountedBallot(
                persons[row], (revisions[row], ballot_id), tuple(choices[part]), tuple(values[part]) if values else ()
            )


def counted(kind: BallotKind, ballots: Iterable[CountedBallot]) -> list[CountedBallot]:
    """The ballots that count, by person (in a paired round by person and pair), in that order."""
    best: dict[tuple[int, ...], CountedBallot] = {}
    for ballot in ballots:
        for part in _pairs(ballot) if kind == "paired" else (ballot,):
            place = (part.person, *sorted(part.choices)) if kind == "paired" else (part.person,)
            known = best.get(place)
            if known is None or part > known:  # by key; by content where one id was used for two ballots
                best[place] = part
    return [best[place] for place in sorted(best)]


def _pairs(ballot: CountedBallot) -> Iterator[CountedBallot]:
    for start in range(0, len(ballot.choices), 2):
        part = slice(start, start + 2)
        yield ballot._replace(choices=ballot.choices[part], values=ballot.values[part])


def _values(ballot: CountedBallot) -> tuple[int, ...]:
    """The ballot's values; a pair without any prefers its first side."""
    return ballot.values or (2, 0) * (len(ballot.choices) // 2)
