"""The funnels: how many of those at the beginning are there at each later step. Each step has its own definition.

The definitions stand in `words.py` under `define.<key>`, are shown beside each bar, and say what is counted here.
Registered is not active: who registered, who came and who works on are three bars.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from osi_core.challenges import events as c
from osi_core.challenges.commitment_facts import Commitment
from osi_core.challenges.facts import Challenge, living
from osi_core.curation.events import PilotStatus
from osi_core.curation.facts import Pilot
from osi_core.domain import Model
from osi_core.mission.facts import Member
from osi_core.report.measures.votes import Votes
from osi_core.report.source import Source
from osi_core.scaling.facts import Adoption
from osi_core.solutions.facts import Registration, Solution
from osi_core.support.facts import Initiative

_ACCEPTED = (c.ChallengeStatus.ACCEPTED, c.ChallengeStatus.MERGED, c.ChallengeStatus.SPLIT)
"""What was once accepted, whatever it lives on in."""


class Step(Model):
    """One bar: the key of its name (`step.<key>`) and definition (`define.<key>`), and how many are counted."""

    key: str
    count: int
    parts: tuple[str, ...]
    """The parts of the mission that are counted here."""


class Funnels(Model):
    """People, challenges and solutions on their way."""

    people: tuple[Step, ...]
    challenges: tuple[Step, ...]
    solutions: tuple[Step, ...]


def funnels(source: Source, votes: Votes) -> Funnels:
    """All three funnels at the log's end."""
    return Funnels(people=_people(source, votes), challenges=_challenges(source), solutions=_solutions(source))


_COUNTED_IN = {
    "people_joined": ("people",),
    "people_took_part": ("challenges", "statements", "votes", "ballots"),
    "people_registered": ("kickoff",),
    "people_attended": ("kickoff",),
    "people_active": ("support",),
    "challenges_submitted": ("challenges",),
    "challenges_accepted": ("challenges",),
    "challenges_top": ("ballots",),
    "challenges_committed": ("commitments",),
    "challenges_solved": ("solutions",),
    "challenges_piloted": ("curation",),
    "challenges_adopted": ("scaling",),
    "solutions_submitted": ("solutions",),
    "solutions_admitted": ("support",),
    "solutions_active": ("support",),
    "solutions_piloted": ("curation",),
    "solutions_succeeded": ("curation",),
    "solutions_adopted": ("scaling",),
}
"""Step → the parts whose events it is counted from."""


def _steps(**counts: int) -> tuple[Step, ...]:
    return tuple(Step(key=key, count=count, parts=_COUNTED_IN[key]) for key, count in counts.items())


def _people(source: Source, votes: Votes) -> tuple[Step, ...]:
    registrations = source.facts(Registration).values()  # of all kick-offs; whoever is at two is one of the people
    return _steps(
        people_joined=len(source.facts(Member)),
        people_took_part=took_part(source, votes),
        people_registered=len({one.participant for one in registrations if one.counts}),
        people_attended=len({one.participant for one in registrations if one.came}),
        people_active=len(active_people(source)),
    )


def took_part(source: Source, votes: Votes) -> int:
    """How many took part at least: the most who did one and the same thing.

    That is to submit challenges or statements, to vote on statements, or to cast ballots in a round. Who did several of
    these cannot be told, for votes and ballots stand under the pseudonyms of their boxes.
    """
    did: dict[str, set[str]] = defaultdict(set)
    for record in source.records(c.ChallengeSubmitted, c.StatementSubmitted, c.BallotsCast):
        told = isinstance(record.event, c.ChallengeSubmitted | c.StatementSubmitted)
        did["contributions" if told else record.stream].add(record.actor)
    return max(votes.most, *map(len, did.values()), 0)


def active_people(source: Source) -> set[str]:
    """Participants in the teams of initiatives that were admitted to the programme and have not dropped out."""
    solutions = source.facts(Solution)
    alive = (id_ for id_, initiative in source.facts(Initiative).items() if not initiative.dropped_out)
    return {person for id_ in alive if id_ in solutions for person in solutions[id_].team}


def _challenges(source: Source) -> tuple[Step, ...]:
    challenges = source.facts(Challenge)
    top = {id_ for id_, challenge in challenges.items() if challenge.in_top}
    solutions = {id_: row for id_, row in source.facts(Solution).items() if row.stands}

    def in_top(ids: Iterable[str]) -> int:
        """How many of the top these challenges live on in."""
        return len(top & {heir for id_ in ids if id_ in challenges for heir in living(id_, challenges)})

    def answered_by(ids: Iterable[str]) -> int:
        return in_top(challenge for id_ in ids if id_ in solutions for challenge in solutions[id_].challenges)

    return _steps(
        challenges_submitted=len(challenges),
        challenges_accepted=sum(row.status in _ACCEPTED for row in challenges.values()),
        challenges_top=len(top),
        challenges_committed=in_top(row.challenge for row in source.facts(Commitment).values() if row.stands),
        challenges_solved=answered_by(solutions),
        challenges_piloted=answered_by(piloted(source)),
        challenges_adopted=answered_by(adopted(source)),
    )


def piloted(source: Source) -> set[str]:
    """Initiatives with at least one pilot that has begun: running or ended with a result."""
    not_begun = (PilotStatus.AGREED, PilotStatus.ABANDONED)
    return {pilot.initiative for pilot in source.facts(Pilot).values() if pilot.status not in not_begun}


def adopted(source: Source) -> set[str]:
    """Initiatives that at least one institution has adopted and uses still."""
    return {adoption.initiative for adoption in source.facts(Adoption).values() if adoption.lasts}


def _solutions(source: Source) -> tuple[Step, ...]:
    initiatives = source.facts(Initiative)
    succeeded = {pilot.initiative for pilot in source.facts(Pilot).values() if pilot.status == PilotStatus.SUCCEEDED}
    return _steps(
        solutions_submitted=len(source.facts(Solution)),
        solutions_admitted=len(initiatives),
        solutions_active=sum(not initiative.dropped_out for initiative in initiatives.values()),
        solutions_piloted=len(piloted(source)),
        solutions_succeeded=len(succeeded),
        solutions_adopted=len(adopted(source)),
    )
