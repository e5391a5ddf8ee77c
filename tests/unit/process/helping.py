"""What takes several people to come about, as the ways that usually lead there. Chance says how far one is gone."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from random import Random
from typing import Any

from osi_core.challenges import commands as challenges
from osi_core.domain import Phase, Role, Sector, StopReason, Unmet
from osi_core.funding import commands as funding
from osi_core.funding.facts import Grant, GrantRound
from osi_core.mission.commands import EndorseMission, GrantRole, ProposeGoal
from osi_core.money import Money
from osi_core.scaling.commands import DeclareCooperation, EndCooperation
from osi_core.solutions import commands as solutions
from osi_core.solutions import team_commands as teams
from osi_core.solutions.facts import Solution
from osi_core.support import commands as support
from osi_core.support.events import SupportKind
from osi_core.support.facts import Initiative, Programme
from tests.unit.process.going_on import M, Organiser

Way = Iterator[object]
EUROS = Money(minor=100_000, currency="EUR")
MOST_STEPS = 12


def goes_a_way(mission: Organiser, chance: Random) -> None:
    """One of these ways, or its beginning, where the mission is at; others go on from there."""
    way = chance.choice(WAYS)(mission)
    for _ in range(chance.randint(1, MOST_STEPS)):
        next(way, None)


def a_grant(mission: Organiser) -> Way:
    """An initiative or two apply, one is awarded a grant, accepts it and is paid."""
    spoken = _supported(mission)[:2]
    if not spoken:
        return
    (_, speaker), *_others = spoken
    giver, voter, fund, name = mission.new("person"), mission.newcomer(), mission.new("fund"), mission.new("round")
    mission.member(giver, Role.REPRESENTATIVE, "town")
    yield mission.do(funding.OpenFund(**M, fund=fund, institution="town", purpose="Good", amount=EUROS), by=giver)
    round_: dict[str, Any] = {**M, "round": name}
    ends = mission.now + timedelta(hours=2)
    times: dict[str, Any] = {"applications_until": mission.now + timedelta(hours=1), "closes_at": ends}
    yield mission.do(funding.OpenGrantRound(**round_, fund=fund, budget=EUROS, **times))
    for initiative, who in spoken:
        asked: dict[str, Any] = {"application": mission.new("application"), "initiative": initiative, "asked": EUROS}
        yield mission.do(funding.ApplyForGrant(**round_, **asked, purpose="Wood"), by=who)
    mission.later(hours=1)
    first: dict[str, Any] = {
        "choices": mission.fact(GrantRound, name).applications[:1],
        "ballot": mission.new("ballot"),
    }
    yield mission.do(funding.CastGrantBallot(**round_, participant=voter, **first), by=voter)
    mission.waits_until(ends)
    yield mission.do(funding.CloseGrantRound(**round_))
    mission.decide()
    application = next(one for one, row in mission.facts(Grant).items() if row.round == name and row.awarded.minor)
    grant = {**round_, "application": application}
    yield mission.do(funding.AcceptGrant(**grant), by=speaker)
    yield mission.do(funding.ProposeGrantMove(**grant), by=giver)
    yield mission.do(funding.PayGrant(**grant))


def a_match(mission: Organiser) -> Way:
    """A stranger's help is proposed to an initiative, accepted, given and confirmed by both."""
    for initiative, speaker in _supported(mission)[:1]:
        need, offer, stranger = mission.new("need"), mission.new("offer"), mission.newcomer(Role.EXPERT)
        said: dict[str, Any] = {"need": need, "initiative": initiative, "kind": SupportKind.TALK, "text": "Who knows?"}
        yield mission.do(support.StateNeed(**M, **said), by=speaker)
        yield mission.do(support.OfferSupport(**M, offer=offer, kind=SupportKind.TALK), by=stranger)
        match: dict[str, Any] = {**M, "offer": offer, "need": need}
        yield mission.do(support.MatchNeed(**match))
        yield mission.do(support.AcceptMatch(**match), by=speaker)
        yield mission.do(support.DeliverSupport(**match), by=stranger)
        yield mission.do(support.ConfirmDelivery(**match), by=stranger)
        yield mission.do(support.ConfirmDelivery(**match), by=speaker)


def a_bundle(mission: Organiser) -> Way:
    """Two initiatives go together."""
    known = mission.facts(Initiative)
    spoken = [one for one in _supported(mission) if known[one[0]].bundle is None][:2]
    if len(spoken) == 2:
        bundle: dict[str, Any] = {**M, "bundle": mission.new("bundle")}
        initiatives = tuple(initiative for initiative, _ in spoken)
        yield mission.do(support.ProposeBundle(**bundle, initiatives=initiatives, purpose="The same"))
        for initiative, speaker in spoken:
            yield mission.do(support.ConsentToBundle(**bundle, initiative=initiative), by=speaker)


def a_kickoff(mission: Organiser) -> Way:
    """Places of a kick-off are given out, and given out anew among those who came."""
    if Phase.SOLUTIONS in mission.state.open_phases:
        who, kickoff = mission.solves(), {**M, "kickoff": mission.new("kickoff")}
        yield mission.do(solutions.PlanKickoff(**kickoff, starts_on=mission.day(1), days=1, table_min=1, table_max=20))
        yield mission.do(solutions.RegisterForKickoff(**kickoff, participant=who), by=who)
        yield mission.do(solutions.CloseRegistration(**kickoff))
        mission.decide()
        mission.later(days=1)
        yield mission.do(solutions.ConfirmAttendance(**kickoff, participant=who), by=who)
        yield mission.do(solutions.ReopenAllocation(**kickoff, reason="Some are ill"))
        yield mission.do(solutions.CloseAttendance(**kickoff))


def a_team(mission: Organiser) -> Way:
    """Somebody asks to join a team, and is let in, speaks beside the first, or goes."""
    spoken = [(name, row.speakers[0]) for name, row in mission.facts(Solution).items() if row.stands and row.speakers]
    if spoken and mission.state.open_phases & {Phase.SOLUTIONS, Phase.SUPPORT, Phase.CURATION, Phase.SCALING}:
        name, speaker = spoken[-1]
        first, second = mission.newcomer(), mission.newcomer()
        of: dict[str, Any] = {**M, "solution": name}
        yield mission.do(teams.RequestToJoin(**of), by=first)
        yield mission.do(teams.AcceptRequest(**of, participant=first), by=speaker)
        yield mission.do(teams.AppointSpeaker(**of, participant=first), by=speaker)
        yield mission.do(teams.RequestToJoin(**of), by=second)
        yield mission.do(teams.DeclineRequest(**of, participant=second, reason=StopReason.NO_TIME), by=first)
        yield mission.do(teams.RequestToJoin(**of), by=second)
        yield mission.do(teams.AcceptRequest(**of, participant=second), by=first)
        yield mission.do(teams.RemoveFromTeam(**of, participant=second, reason=StopReason.NO_TIME), by=first)


def a_late_voter(mission: Organiser) -> Way:
    """Somebody comes while a round is open, is entered, and votes."""
    if Phase.CHALLENGES in mission.state.open_phases:
        who, name, items = (
            mission.newcomer(),
            mission.new("round"),
            (mission.new("challenge"), mission.new("challenge")),
        )
        for challenge in items:
            mission.do(challenges.SubmitChallenge(**M, challenge=challenge, title="A challenge"), by=who)
            yield mission.do(challenges.AcceptChallenge(**M, challenge=challenge))
        ends = mission.now + timedelta(days=20)
        yield mission.do(challenges.OpenRound(**M, round=name, items=items, closes_at=ends))
        late = mission.newcomer()
        yield mission.do(challenges.AddVoter(**M, round=name, participant=late))
        ballot: dict[str, Any] = {"round": name, "participant": late, "ballot": mission.new("ballot")}
        yield mission.do(challenges.CastBallot(**M, **ballot, choices=items[:1]), by=late)


def another_goal(mission: Organiser) -> Way:
    """Who has endorsed is asked about another version of the goal, and each sector stands behind it."""
    if Phase.MISSION not in mission.state.open_phases or mission.state.rules < 3:
        return
    if mission.state.proposed_at(mission.now) is not None:
        return
    if mission.state.goal is None:
        mission.sets_a_goal(Unmet("goal-missing"))
        yield None
    if not mission.state.endorsements:
        mission.brings_a_sector(Unmet("endorsement-missing", sector=Sector.SCIENCE))
        yield None
    indicator = {"name": "Noise", "unit": "dB", "baseline": 70, "target": 50, "deadline": mission.day(3650)}
    goal = {**M, "statement": "Another goal", "indicator": indicator, "reason": "It is louder than it is warm"}
    yield mission.do(ProposeGoal.model_validate(goal))
    for sector in mission.state.playbook.mission.required_sectors:
        house = mission.new("house")
        mission.institution(house, sector)
        speaker = mission.newcomer(Role.REPRESENTATIVE, house)
        proposed = mission.state.proposed
        yield proposed and mission.do(EndorseMission(**M, version=proposed.goal.version), by=speaker)


def a_cooperation(mission: Organiser) -> Way:
    """A town works on another one's own solution with it, until it does no longer."""
    spoken = _supported(mission)
    if spoken and mission.state.rules > 2:
        name, speaker = spoken[0]
        owner, partner = mission.new("house"), mission.new("house")
        for house in (owner, partner):
            mission.institution(house, Sector.ADMINISTRATION)
        mission.do(GrantRole(**M, participant=speaker, role=Role.EXPERT, institution=owner))
        declares, cooperation = mission.new("person"), {**M, "cooperation": mission.new("cooperation")}
        mission.member(declares, Role.REPRESENTATIVE, partner)
        of: dict[str, Any] = {"initiative": name, "institution": partner, "owner": owner, "statement": "Together"}
        yield mission.do(DeclareCooperation(**cooperation, **of), by=declares)
        yield mission.do(EndCooperation(**cooperation, reason="It is done"), by=declares)


WAYS: tuple[Callable[[Organiser], Way], ...] = (
    another_goal,
    a_grant,
    a_match,
    a_bundle,
    a_kickoff,
    a_team,
    a_late_voter,
    a_cooperation,
)


def _supported(mission: Organiser) -> list[tuple[str, str]]:
    """The initiatives that are supported now, the latest first, and who speaks for each."""
    if Phase.SUPPORT not in mission.state.open_phases:
        return []
    known, running = mission.facts(Solution), {name for name, row in mission.facts(Programme).items() if row.runs}
    return [
        (name, known[name].speakers[0])
        for name, row in reversed(mission.facts(Initiative).items())
        if not row.dropped_out and row.programme in running and known[name].stands and known[name].speakers
    ]
