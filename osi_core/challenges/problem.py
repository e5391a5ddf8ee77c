"""From the ballots of a closed round to the profile that a prioritisation rule decides on; from votes to a table."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from osi_core.ballots import BoxIncoherent, Roster, counted, in_person, profile_columns, unpacked
from osi_core.challenges.commands import RecordPrioritisation
from osi_core.challenges.events import (
    BallotsCast,
    RoundClosed,
    RoundOpened,
    StatementRejected,
    StatementSubmitted,
    VoterAdded,
    VotesCast,
)
from osi_core.challenges.resources import BALLOTS
from osi_core.domain import LogView, Recorded
from osi_core.domain.boxes import PSEUDONYM_BYTES, name_of
from osi_core.log.records import DecisionRecord
from osi_core.plugins.problems import Profile, Ranking, VoteTable


def prioritisation_problem(log: LogView, closing: Recorded) -> Profile:
    """The profile of the ballots that stand before the close, in the order of the roster.

    Per person (in a paired round: per person and pair) the ballot of the highest (revision, id) counts, so the profile
    does not depend on the order in which ballots came, nor on one that came twice. Raises BoxIncoherent when somebody
    stands on the roster twice, or cast a ballot that is not their own.
    """
    assert isinstance(closing.event, RoundClosed)
    opened = next(iter(log.events(RoundOpened, stream=closing.stream))).event
    assert isinstance(opened, RoundOpened)
    added = (record.event for record in log.events(VoterAdded, stream=closing.stream))
    roster = Roster(opened.roster, tuple(event.voter for event in added if isinstance(event, VoterAdded)))
    roster.check(opened.roster_sha256)
    box = BALLOTS.within(closing.mission, opened.round)
    ballots = counted(opened.kind, unpacked(in_person(log.events(BallotsCast, stream=box), BallotsCast, roster)))
    return Profile(items=opened.items, minimum_support=opened.minimum_support, **profile_columns(opened.kind, ballots))


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
    """The votes that count, in the order of pseudonyms and statements.

    Per person and statement the vote of the highest (revision, id) counts, whatever the order in which they came.
    Raises BoxIncoherent for a vote that somebody else cast.
    """
    best: dict[tuple[str, int], tuple[int, str, int]] = {}
    for record in records:
        cast = record.event
        if not isinstance(cast, VotesCast):
            continue
        voters = [
            name_of(cast.voters.raw[at : at + PSEUDONYM_BYTES]) for at in range(0, len(cast.voters), PSEUDONYM_BYTES)
        ]
        if voters != [record.actor]:
            raise BoxIncoherent("box.not-in-person", position=record.position)
        columns = (cast.persons.view(), cast.items.view(), cast.revisions.view(), cast.ids, cast.values.view())
        for person, item, *vote in zip(*columns, strict=True):
            revision, vote_id, value = vote
            place = voters[person], item
            best[place] = max(best.get(place, (-1, "", 0)), (revision, vote_id, value))
    for (voter, item), (_, _, value) in sorted(best.items()):
        yield CountedVote(voter, item, value)


def vote_table(log: LogView) -> VoteTable:
    """The votes on statements that count, as opinion maps want them; statements that were rejected are left out.

    Persons are in the order of their pseudonyms. Who voted before the phase was closed, and on other statements after
    it was opened anew, is two of them, for that is two boxes.
    """
    submitted = [r.event.statement for r in log.events(StatementSubmitted) if isinstance(r.event, StatementSubmitted)]
    rejected = {r.event.statement for r in log.events(StatementRejected) if isinstance(r.event, StatementRejected)}
    persons: dict[str, int] = {}
    votes = []
    for voter, item, value in counted_votes(log.events(VotesCast)):
        person = persons.setdefault(voter, len(persons))
        if submitted[item] not in rejected:
            votes.append((person, submitted[item], value))
    return VoteTable.of(len(persons), [name for name in submitted if name not in rejected], votes)
