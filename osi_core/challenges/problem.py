"""From the ballots of a closed round to the profile that a prioritisation rule decides on; from votes to a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from osi_core.ballots import (
    BoxIncoherent,
    Roster,
    counted,
    in_person,
    moved,
    profile_columns,
    that_count,
    unpacked,
)
from osi_core.challenges.commands import RecordPrioritisation
from osi_core.challenges.events import (
    BallotsCast,
    ChallengeAccepted,
    ChallengeMerged,
    ChallengeRejected,
    ChallengeSplit,
    ChallengeWithdrawn,
    CorrectionGranted,
    MergeUndone,
    RoundClosed,
    RoundOpened,
    SplitUndone,
    StatementAccepted,
    StatementRejected,
    StatementSubmitted,
    VoterAdded,
    VotesCast,
    Wish,
)
from osi_core.challenges.facts import heirs_of
from osi_core.challenges.resources import BALLOTS
from osi_core.domain import LogView, Recorded
from osi_core.domain.boxes import PSEUDONYM_BYTES, name_of
from osi_core.log.records import DecisionRecord
from osi_core.plugins.problems import Profile, Ranking, VoteTable


def prioritisation_problem(log: LogView, closing: Recorded) -> Profile:
    """The profile of the ballots that stand before the close, in the order of the roster.

    What was cast for an item that was merged or split by then counts for it all the same: its place is that of what it
    lives on in. (Until version 2 of the rules it counted for these, however many merges and splits lay between.) One
    that was taken down is left out. Raises BoxIncoherent when somebody stands on the roster twice, or cast a ballot
    that is not their own.
    """
    assert isinstance(closing.event, RoundClosed)
    opened = next(iter(log.events(RoundOpened, stream=closing.stream))).event
    assert isinstance(opened, RoundOpened)
    added = (record.event for record in log.events(VoterAdded, stream=closing.stream))
    roster = Roster(opened.roster, tuple(event.voter for event in added if isinstance(event, VoterAdded)))
    roster.check(opened.roster_sha256)
    box = BALLOTS.within(closing.mission, opened.round)
    cast = unpacked(in_person(log.events(BallotsCast, stream=box), BallotsCast, roster))
    moves = _moves(log)
    if not opened.moves_support:
        moves = {item: onward for item, onward in moves.items() if not onward}
    leads = [heirs_of(item, lambda one: moves.get(one)) for item in opened.items]
    items = tuple(dict.fromkeys(heir for heirs in leads for heir in heirs))
    if items != opened.items:
        places = {item: place for place, item in enumerate(items)}
        heirs = [[places[heir] for heir in lead] for lead in leads]
        cast = (moved(opened.kind, ballot, heirs) for ballot in cast)
    ballots = counted(opened.kind, cast)
    return Profile(items=items, minimum_support=opened.minimum_support, **profile_columns(opened.kind, ballots))


_MOVES = (
    ChallengeAccepted,
    ChallengeRejected,
    ChallengeMerged,
    ChallengeSplit,
    ChallengeWithdrawn,
    CorrectionGranted,
    MergeUndone,
    SplitUndone,
)


def _moves(log: LogView) -> dict[str, tuple[str, ...]]:
    """What became of the challenges that do not stand by themselves: where each lives on, nowhere if it was taken
    down.
    """
    moves: dict[str, tuple[str, ...]] = {}
    for record in log.events(*_MOVES):
        match record.event:
            case ChallengeAccepted() | MergeUndone() | SplitUndone() as event:
                moves.pop(event.challenge, None)
            case ChallengeRejected() | ChallengeWithdrawn() | CorrectionGranted(wish=Wish.WITHDRAW) as event:
                moves[event.challenge] = ()
            case ChallengeMerged(challenge=challenge, into=into):
                moves[challenge] = (into,)
            case ChallengeSplit(challenge=challenge, parts=parts):
                moves[challenge] = parts
    return moves


def prioritisation_command(closing: Recorded, record: DecisionRecord, outcome: Ranking) -> RecordPrioritisation:
    """The command that brings the result of a closed round."""
    assert isinstance(closing.event, RoundClosed)
    return RecordPrioritisation(mission=closing.mission, round=closing.event.round, record=record, order=outcome.order)


class CountedVote(NamedTuple):
    """A person's vote on a statement."""

    voter: str
    """The pseudonym's name."""
    statement: int
    """Counts statements in the order of their submission."""
    value: int


def counted_votes(records: Iterable[Recorded]) -> Iterator[CountedVote]:
    """The votes that count (`that_count`), in the order of pseudonyms and statements.

    Raises BoxIncoherent for a vote that somebody else cast.
    """
    best = that_count(version for record in records for version in _versions(record))
    for (voter, statement), value in sorted(best.items()):
        yield CountedVote(voter, statement, value)


def _versions(record: Recorded) -> Iterator[tuple[tuple[str, int], int, int]]:
    cast = record.event
    if not isinstance(cast, VotesCast):
        return
    raw = cast.voters.raw
    voters = [name_of(raw[at : at + PSEUDONYM_BYTES]) for at in range(0, len(raw), PSEUDONYM_BYTES)]
    if voters != [record.actor]:
        raise BoxIncoherent("box.not-in-person", position=record.position)
    columns = zip(cast.persons.view(), cast.items.view(), cast.revisions.view(), cast.values.view(), strict=True)
    yield from (((voters[person], item), revision, value) for person, item, revision, value in columns)


def vote_table(log: LogView) -> VoteTable:
    """The votes on statements that count, as opinion maps want them; metadata and what was taken down are left out.

    Persons are in the order of their pseudonyms. Who voted before the phase was closed, and on other statements after
    it was opened anew, is two of them, for that is two boxes.
    """
    said = [r.event for r in log.events(StatementSubmitted) if isinstance(r.event, StatementSubmitted)]
    submitted = [one.statement for one in said]
    left_out = _taken_out(log) | {one.statement for one in said if one.metadata}
    persons: dict[str, int] = {}
    votes = []
    for voter, item, value in counted_votes(log.events(VotesCast)):
        person = persons.setdefault(voter, len(persons))
        if submitted[item] not in left_out:
            votes.append((person, submitted[item], value))
    return VoteTable.of(len(persons), [name for name in submitted if name not in left_out], votes)


def _taken_out(log: LogView) -> set[str]:
    """The statements that moderation has rejected and not let in again."""
    let_in = {record.stream: record.position for record in log.events(StatementAccepted)}
    taken_out = {record.stream: record for record in log.events(StatementRejected)}
    return {
        record.event.statement
        for stream, record in taken_out.items()
        if isinstance(record.event, StatementRejected) and record.position > let_in.get(stream, 0)
    }
