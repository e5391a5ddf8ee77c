"""What takes several people to come about: an award, a match, places at a kick-off. Others go on from there."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from osi_core.domain import Phase, Role
from osi_core.funding import commands as funding
from osi_core.money import Money
from osi_core.solutions import commands as solutions
from osi_core.solutions.facts import Solution
from osi_core.support import commands as support
from osi_core.support.events import SupportKind
from osi_core.support.facts import Initiative, Programme
from tests.unit.process.going_on import M, Organiser

EUROS = Money(minor=100_000, currency="EUR")


def helps(mission: Organiser, what: int) -> None:
    """One of these things comes about, where the mission is at."""
    (awards, matches, allocates)[what](mission)


def awards(mission: Organiser) -> None:
    """An initiative is awarded a grant, which nobody has accepted yet."""
    spoken = _supported(mission)
    if spoken is None:
        return
    initiative, speaker = spoken
    giver, voter, fund, name = mission.new("person"), mission.newcomer(), mission.new("fund"), mission.new("round")
    mission.member(giver, Role.REPRESENTATIVE, "town")
    mission.do(funding.OpenFund(**M, fund=fund, institution="town", purpose="Good", amount=EUROS), by=giver)
    round_: dict[str, Any] = {**M, "round": name}
    ends = mission.now + timedelta(hours=2)
    times = {"applications_until": mission.now + timedelta(hours=1), "closes_at": ends}
    mission.do(funding.OpenGrantRound(**round_, fund=fund, budget=EUROS, **times))
    application = mission.new("application")
    asked = {"initiative": initiative, "asked": EUROS, "purpose": "Wood"}
    mission.do(funding.ApplyForGrant(**round_, application=application, **asked), by=speaker)
    mission.later(hours=1)
    ballot = {"participant": voter, "ballot": mission.new("ballot"), "choices": (application,)}
    mission.do(funding.CastGrantBallot(**round_, **ballot), by=voter)
    mission.waits_until(ends)
    mission.do(funding.CloseGrantRound(**round_))
    mission.decide()


def matches(mission: Organiser) -> None:
    """A stranger's help is proposed to an initiative."""
    spoken = _supported(mission)
    if spoken is None:
        return
    initiative, speaker = spoken
    need, offer, stranger = mission.new("need"), mission.new("offer"), mission.newcomer(Role.EXPERT)
    kind = SupportKind.TALK
    mission.do(support.StateNeed(**M, need=need, initiative=initiative, kind=kind, text="Whom to ask?"), by=speaker)
    mission.do(support.OfferSupport(**M, offer=offer, kind=kind), by=stranger)
    mission.do(support.MatchNeed(**M, offer=offer, need=need))


def allocates(mission: Organiser) -> None:
    """Places of a kick-off were given out, and it has not begun."""
    if Phase.SOLUTIONS not in mission.state.open_phases:
        return
    who, kickoff = mission.solves(), {**M, "kickoff": mission.new("kickoff")}
    mission.do(solutions.PlanKickoff(**kickoff, starts_on=mission.day(1), days=1, table_min=1, table_max=20))
    mission.do(solutions.RegisterForKickoff(**kickoff, participant=who), by=who)
    mission.do(solutions.CloseRegistration(**kickoff))
    mission.decide()


def _supported(mission: Organiser) -> tuple[str, str] | None:
    """An initiative that is supported now, and who speaks for it."""
    if Phase.SUPPORT not in mission.state.open_phases:
        return None
    known, running = mission.facts(Solution), {name for name, row in mission.facts(Programme).items() if row.runs}
    for name, row in reversed(mission.facts(Initiative).items()):
        solution = known[name]
        if not row.dropped_out and row.programme in running and solution.stands and solution.speakers:
            return name, solution.speakers[0]
    return None
