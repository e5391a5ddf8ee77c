"""The mission up to its support phase, and what may come behind that."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Any

from osi_core.challenges import commands as challenges
from osi_core.challenges.events import Lack
from osi_core.domain import DataOrigin, Phase, Role, Sector, Service, StopReason
from osi_core.funding.commands import OpenFund
from osi_core.mission import commands as mission
from osi_core.mission.chain_commands import ListChain
from osi_core.money import Money
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.playbook import playbook_of
from osi_core.solutions import commands as solutions
from osi_core.solutions.events import SolutionOrigin
from osi_core.support import commands as support
from osi_core.support.events import SupportKind
from services.conformance.recording.peers import MISSION, Peers, person

M: dict[str, Any] = {"mission": MISSION}
INITIATIVES = 12
"""`initiative-01` … with a founder each, `founder-01` …, who speaks for it."""
CITIZENS = ("ada", "ben", "cem", "dia")
PLAYBOOK = playbook_of(
    {
        "mission": {"required_sectors": ["administration"], "mandate_months": 120},
        "challenges": {"round_days": 0, "least_ballots": 1, "merge_days": 0, "top": 1},
        "solutions": {"table_min": 1},
        "funding": {
            "max_choices": 3,
            "max_points": 10,
            "max_applications": 10,
            "two_people_above": 1_000,
            "max_fund": 1_000_000_000_00,
        },
    }
)
"""Small numbers, so that a few messages reach the limits."""
PEOPLE: Mapping[str, str] = {
    "olga": "organises",
    "otto": "organises",
    "rita": "speaks for the town, confirmed",
    "rosa": "speaks for the town, confirmed",
    "bert": "speaks for the works, confirmed",
    "uwe": "is said to speak for the town, and nobody has confirmed it",
    "eli": "expert",
    **dict.fromkeys(CITIZENS, "citizen"),
    "mia": "citizen, in the team of initiative-01, and not its speaker",
    "nora": "citizen, and erased in the part `people`",
    **{f"founder-{n:02}": f"citizen, speaks for initiative-{n:02}" for n in range(1, INITIATIVES + 1)},
}
"""Who is in the mission, and as what. Nobody else is: `zoe` is a stranger."""


def base(origin: DataOrigin) -> Peers:
    """The mission up to the open support phase, with the phase before it still open."""
    peers = Peers(origin)
    _begin(peers)
    _people(peers)
    _challenge(peers)
    _solutions(peers)
    _support(peers)
    return peers


def _begin(peers: Peers) -> None:
    created = mission.CreateMission(
        **M, title="A mission for tests", language="en", playbook=PLAYBOOK, origin=peers.origin
    )
    peers.do(created)
    peers.do(ListChain(**M, chain="matching-1", service=Service.MATCHING))


def _people(peers: Peers) -> None:
    for name in PEOPLE:
        peers.do(mission.JoinMission(**M, participant=person(name)), by=name)
    for name in ("olga", "otto"):
        peers.do(mission.GrantRole(**M, participant=person(name), role=Role.ORGANISER))
    peers.do(mission.GrantRole(**M, participant=person("eli"), role=Role.EXPERT))
    for name, sector in (("town", Sector.ADMINISTRATION), ("works", Sector.BUSINESS)):
        peers.do(mission.RegisterInstitution(**M, institution=name, name=name.title(), sector=sector, place=name))
    for name, house in {"rita": "town", "rosa": "town", "bert": "works", "uwe": "town"}.items():
        named: dict[str, Any] = {**M, "participant": person(name), "institution": house}
        peers.do(mission.GrantRole(**named, role=Role.REPRESENTATIVE))
        if name != "uwe":
            peers.do(mission.ConfirmMandate(**named, document="A letter"))
    indicator = mission.Indicator.model_validate(
        {"name": "Emissions", "unit": "t", "baseline": "8", "target": "0", "deadline": date(2045, 12, 31)}
    )
    peers.do(mission.SetGoal(**M, statement="No emissions", indicator=indicator), by="olga")
    peers.do(mission.EndorseMission(**M), by="rita")
    peers.do(ClosePhase(**M, phase=Phase.MISSION), by="olga")


def _challenge(peers: Peers) -> None:
    """Two challenges, of which a round puts one first, and nobody commits to it."""
    peers.later(days=1)
    peers.do(OpenPhase(**M, phase=Phase.CHALLENGES), by="olga")
    for name in ("heat", "noise"):
        submitted = challenges.SubmitChallenge(**M, challenge=name, title=name.title(), text="There is too much of it.")
        peers.do(submitted, by="ada")
        peers.do(challenges.AcceptChallenge(**M, challenge=name), by="olga")
    closes_at = peers.now + timedelta(days=1)
    peers.do(challenges.OpenRound(**M, round="first", closes_at=closes_at), by="olga")
    ballot = challenges.CastBallot(**M, round="first", participant=person("ada"), ballot="b1", choices=("heat",))
    peers.do(ballot, by="ada")
    peers.later(days=2)
    peers.do(challenges.CloseRound(**M, round="first"), by="olga")
    peers.decide()
    gap = challenges.AcknowledgeGap(**M, challenge="heat", lacks=Lack.COMMITMENT, reason="not ours")
    peers.do(gap, by="olga")


def _solutions(peers: Peers) -> None:
    """Twelve solutions and a kick-off; the phase stays open."""
    peers.do(OpenPhase(**M, phase=Phase.SOLUTIONS), by="olga")
    peers.do(ClosePhase(**M, phase=Phase.CHALLENGES), by="olga")
    peers.do(solutions.PublishCall(**M, call="first", text="Who has a solution?"), by="olga")
    for number in range(1, INITIATIVES + 1):
        brought = solutions.SubmitSolution(
            **M,
            solution=f"initiative-{number:02}",
            origin=SolutionOrigin.EXISTING,
            title=f"Shade {number}",
            text="Sails over the square",
            challenges=("heat",),
        )
        peers.do(brought, by=f"founder-{number:02}")
    peers.do(solutions.JoinTeam(**M, solution="initiative-01"), by="mia")
    kickoff: dict[str, Any] = {**M, "kickoff": "hall"}
    peers.do(solutions.PlanKickoff(**kickoff, starts_on=peers.now.date() + timedelta(days=7)), by="olga")
    coming: dict[str, Any] = {**kickoff, "participant": person("ada")}
    peers.do(solutions.RegisterForKickoff(**coming, wishes=("initiative-01",)), by="ada")
    peers.do(solutions.CloseRegistration(**kickoff), by="olga")
    peers.decide()
    peers.later(days=7)
    peers.do(solutions.ConfirmAttendance(**coming), by="ada")
    peers.later(days=2)
    peers.do(solutions.HoldKickoff(**kickoff), by="olga")


def _support(peers: Peers) -> None:
    """Funding is listed; it is not heard, so nothing that was asked before could wait for it. Eleven initiatives are
    admitted; the last one is none of the programme.
    """
    peers.do(ListChain(**M, chain="funding-1", service=Service.FUNDING))
    peers.do(OpenPhase(**M, phase=Phase.SUPPORT), by="olga")
    peers.do(support.StartProgramme(**M, programme="first"), by="olga")
    for number in range(1, INITIATIVES):
        admitted = support.AdmitInitiative(**M, initiative=f"initiative-{number:02}", programme="first")
        peers.do(admitted, by="olga")


# What may come behind it: each part is a story of its own.


def people(peers: Peers) -> None:
    """An initiative drops out, a mandate is revoked, and a person is erased."""
    peers.later(days=60)
    gone = support.MarkDroppedOut(**M, initiative="initiative-11", reason=StopReason.NO_TIME)
    peers.do(gone, by="founder-11")
    revoked = mission.RevokeRole(
        **M, participant=person("bert"), role=Role.REPRESENTATIVE, institution="works", reason="left"
    )
    peers.do(revoked)
    peers.do(mission.EraseParticipant(**M, participant=person("nora")), by="nora")


def stipends(peers: Peers) -> None:
    """The town offers stipends of 300 euros and of 900 euros from a fund of 1,000, and has heard of neither's money
    when it makes the second offer.
    """
    peers.later(days=1)
    euros = Money(minor=100_000, currency="EUR")
    fund = OpenFund(**M, fund="for-stipends", institution="town", purpose="Stipends", amount=euros)
    peers.do(fund, by="rita")
    for offer, minor in (("small", 30_000), ("large", 90_000)):
        money = Money(minor=minor, currency="EUR")
        offered = support.OfferSupport(
            **M, offer=offer, kind=SupportKind.STIPEND, capacity=2, budget=money, fund="for-stipends"
        )
        peers.do(offered, by="rita", carry=False)
    peers.carry()


def playbook(peers: Peers) -> None:
    """Whoever organises asks for an allocation rule that nobody has."""
    peers.later(days=1)
    other = PLAYBOOK.model_dump(mode="json")
    other["funding"]["strategy"] = "a-rule-that-nobody-has"
    changed = mission.ChangePlaybook(**M, playbook=playbook_of(other), reason="another rule")
    peers.do(changed, by="olga")


def closing(peers: Peers) -> None:
    """The programme has ended, and whoever organises asks to close the support phase."""
    peers.later(days=300)
    peers.do(support.EndProgramme(**M, programme="first"), by="olga")
    peers.do(ClosePhase(**M, phase=Phase.SUPPORT), by="olga")


def closed(peers: Peers) -> None:
    """As `closing`; then the phase closes without an answer of funding."""
    closing(peers)
    peers.later(hours=2)
    peers.settle()


PARTS: Mapping[str, Callable[[Peers], None]] = {
    "people": people,
    "stipends": stipends,
    "playbook": playbook,
    "closing": closing,
    "closed": closed,
}
