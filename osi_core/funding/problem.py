"""From the applications and ballots of a closed grant round to the problem of an allocation rule, and back."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from osi_core.ballots import CountedBallot, Roster, counted, in_person, profile_columns, unpacked
from osi_core.domain import LogView, Recorded
from osi_core.funding.commands import RecordGrants
from osi_core.funding.events import Award, GrantApplied, GrantBallotsCast, GrantRoundClosed, GrantRoundOpened
from osi_core.funding.resources import GRANT_BALLOTS
from osi_core.log.records import DecisionRecord
from osi_core.money import Money
from osi_core.plugins.columns import Column
from osi_core.plugins.problems import Allocation, AllocationProblem
from osi_core.support.events import InitiativeAdmitted, InitiativeDroppedOut


def grant_problem(log: LogView, closing: Recorded) -> AllocationProblem:
    """The applications that stand for choice at the close, what they ask for, and the ballots that count.

    An initiative that has dropped out by then is left out, and ballots that named it name it no more. Raises
    BoxIncoherent when somebody stands on the roster twice, or cast a ballot that is not their own.
    """
    close = closing.event
    assert isinstance(close, GrantRoundClosed)
    opened = next(iter(log.events(GrantRoundOpened, stream=closing.stream))).event
    assert isinstance(opened, GrantRoundOpened)
    applied = [event for event in _applied(log) if event.round == opened.round]
    gone = close.gone if close.names_the_gone else _dropped_out(log)
    standing = [index for index, event in enumerate(applied) if event.initiative not in gone]
    box = GRANT_BALLOTS.within(closing.mission, opened.round)
    roster = Roster(opened.roster)
    roster.check(opened.roster_sha256)
    cast = in_person(log.events(GrantBallotsCast, stream=box), GrantBallotsCast, roster)
    ballots = counted(opened.kind, unpacked(cast))
    places = {index: place for place, index in enumerate(standing)}
    return AllocationProblem(
        items=tuple(applied[index].application for index in standing),
        cost=Column.of("i8", (applied[index].asked.minor for index in standing)),
        budget=opened.budget.minor,
        currency=opened.budget.currency,
        minimum_support=opened.minimum_support,
        **profile_columns(opened.kind, [_among(places, ballot) for ballot in ballots]),
    )


def _applied(log: LogView) -> Iterator[GrantApplied]:
    return (record.event for record in log.events(GrantApplied) if isinstance(record.event, GrantApplied))


def _dropped_out(log: LogView) -> set[str]:
    """As the log itself tells it where one chain holds all, as under the first rules."""
    gone: set[str] = set()
    for record in log.events(InitiativeAdmitted, InitiativeDroppedOut):
        match record.event:
            case InitiativeAdmitted(initiative=initiative):
                gone.discard(initiative)
            case InitiativeDroppedOut(initiative=initiative):
                gone.add(initiative)
    return gone


def _among(places: Mapping[int, int], ballot: CountedBallot) -> CountedBallot:
    """The ballot over the applications that are left."""
    kept = [number for number, choice in enumerate(ballot.choices) if choice in places]
    return ballot._replace(
        choices=tuple(places[ballot.choices[number]] for number in kept),
        values=tuple(ballot.values[number] for number in kept) if ballot.values else (),
    )


def grant_command(closing: Recorded, record: DecisionRecord, outcome: Allocation) -> RecordGrants:
    """The command that brings the result of a closed grant round; an award of nothing is none."""
    assert isinstance(closing.event, GrantRoundClosed)
    return RecordGrants(
        mission=closing.mission,
        round=closing.event.round,
        record=record,
        awards=tuple(
            Award(application=award.item, amount=Money(minor=award.amount, currency=outcome.currency))
            for award in outcome.awards
            if award.amount
        ),
    )
