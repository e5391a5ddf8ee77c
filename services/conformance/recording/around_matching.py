"""The mission around a matching service: what participation and funding say, up to four open phases and behind them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from osi_core.challenges import commands as challenges
from osi_core.domain import Command, DataOrigin, Phase, Role, Rule, Sector, Service
from osi_core.funding.commands import OpenFund
from osi_core.mission import commands as mission
from osi_core.mission.chain_commands import ListChain
from osi_core.money import Money
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.playbook import playbook_of
from osi_core.support import commands as support
from osi_core.support.events import SupportKind
from services.conformance.recording.peers import MISSION, Peers, person

M: dict[str, Any] = {"mission": MISSION}
FOUNDERS = tuple(f"founder-{number:02}" for number in range(1, 7))
CITIZENS = ("ada", "ben", "cem", "dia")
INSTITUTIONS = {
    "town": Sector.ADMINISTRATION,
    "aue": Sector.ADMINISTRATION,
    "works": Sector.BUSINESS,
    "uni": Sector.SCIENCE,
    "lab": Sector.SCIENCE,
}
SPEAKERS = {"rita": "town", "rosa": "town", "anna": "aue", "bert": "works", "uwe": "town"}
EXPERTS = {"eli": None, "raul": "uni", "resi": "uni", "ronja": "lab", "rui": "lab"}
PLAYBOOK = playbook_of(
    {
        "mission": {"required_sectors": ["administration"], "mandate_months": 120},
        "challenges": {"round_days": 0, "least_ballots": 1, "merge_days": 0, "top": 1},
        "solutions": {"table_min": 1, "max_team": 4, "max_wishes": 2},
        "support": {"max_bundle": 3, "largest_stipend": 1_000},
        "curation": {"min_reviewers": 2, "max_reviews": 1_000},
        "scaling": {"min_pilot_institutions": 1},
    }
)
"""Small numbers, so that a few messages reach the limits."""
PEOPLE: Mapping[str, str] = {
    "olga": "organises",
    "otto": "organises",
    "rita": "speaks for the town, confirmed",
    "rosa": "speaks for the town, confirmed",
    "anna": "speaks for Aue, confirmed",
    "bert": "speaks for the works, confirmed",
    "uwe": "is said to speak for the town, and nobody has confirmed it",
    "eli": "expert, of no institution",
    "raul": "expert, of the university",
    "resi": "expert, of the university",
    "ronja": "expert, of the laboratory",
    "rui": "expert, of the laboratory",
    **dict.fromkeys(CITIZENS, "citizen"),
    "mia": "citizen",
    "nora": "citizen, and erased in the part `people`",
    **dict.fromkeys(FOUNDERS, "citizen"),
}
"""Who is in the mission, and as what. Nobody else is: `zoe` is a stranger."""


class AroundMatching(Peers):
    """Participation and funding, and a matching service that nobody listens to but funding, to offers of stipends."""

    def __init__(self, origin: DataOrigin) -> None:
        super().__init__(origin)
        judge = self.engines[Service.PARTICIPATION].judge
        ungated = _without_gates(self.engines[Service.PARTICIPATION].share.rules)
        judge.table = lambda mission: ungated  # type: ignore[method-assign]

    def carry(self) -> None:
        """What participation says here holds beside whatever the matching service says that is tested; so it hears
        nobody, and its phases open without waiting for what others do.
        """
        self._carry(lambda origin, hearer: hearer is not Service.PARTICIPATION)


def _without_gates(rules: Mapping[type[Command], Rule]) -> dict[type[Command], Rule]:
    return {**rules, **{kind: replace(rules[kind], when=()) for kind in (OpenPhase, ClosePhase)}}


def base(origin: DataOrigin) -> Peers:
    """The mission with all that matching owns open: solutions, support, curation and scaling."""
    peers = AroundMatching(origin)
    created = mission.CreateMission(
        **M, title="A mission for tests", language="en", playbook=PLAYBOOK, origin=peers.origin
    )
    peers.do(created)
    for service in (Service.MATCHING, Service.FUNDING):
        peers.do(ListChain(**M, chain=f"{service.value}-1", service=service))
    _people(peers)
    _challenges(peers)
    for phase in (Phase.SOLUTIONS, Phase.SUPPORT, Phase.CURATION, Phase.SCALING):
        peers.do(OpenPhase(**M, phase=phase), by="olga")
    euros = Money(minor=100_000, currency="EUR")
    peers.do(OpenFund(**M, fund="for-stipends", institution="town", purpose="Stipends", amount=euros), by="rita")
    return peers


def _people(peers: Peers) -> None:
    for name in PEOPLE:
        peers.do(mission.JoinMission(**M, participant=person(name)), by=name)
    for name, sector in INSTITUTIONS.items():
        peers.do(mission.RegisterInstitution(**M, institution=name, name=name.title(), sector=sector, place=name))
    for name in ("olga", "otto"):
        peers.do(mission.GrantRole(**M, participant=person(name), role=Role.ORGANISER))
    for name, house in EXPERTS.items():
        peers.do(mission.GrantRole(**M, participant=person(name), role=Role.EXPERT, institution=house))
    for name, house in SPEAKERS.items():
        named: dict[str, Any] = {**M, "participant": person(name), "institution": house}
        peers.do(mission.GrantRole(**named, role=Role.REPRESENTATIVE))
        if name != "uwe":
            peers.do(mission.ConfirmMandate(**named, document="A letter"))
    indicator = mission.Indicator.model_validate(
        {"name": "Emissions", "unit": "t", "baseline": "8", "target": "0", "deadline": date(2045, 12, 31)}
    )
    peers.do(mission.SetGoal(**M, statement="No emissions", indicator=indicator), by="olga")
    peers.do(mission.EndorseMission(**M), by="rita")


def _challenges(peers: Peers) -> None:
    """Heat has the priority and two commitments, dust came too late for a round; warmth is merged, spam rejected."""
    peers.later(days=1)
    peers.do(OpenPhase(**M, phase=Phase.CHALLENGES), by="olga")
    for name in ("heat", "noise", "warmth", "spam"):
        submitted = challenges.SubmitChallenge(**M, challenge=name, title=name.title(), text="There is too much of it.")
        peers.do(submitted, by="ada")
    for name in ("heat", "noise", "warmth"):
        peers.do(challenges.AcceptChallenge(**M, challenge=name), by="olga")
    peers.do(challenges.RejectChallenge(**M, challenge="spam", reason="advertising"), by="olga")
    peers.do(challenges.MergeChallenge(**M, challenge="warmth", into="heat", reason="the same"), by="olga")
    closes_at = peers.now + timedelta(days=1)
    peers.do(challenges.OpenRound(**M, round="first", closes_at=closes_at), by="olga")
    ballot = challenges.CastBallot(**M, round="first", participant=person("ada"), ballot="b1", choices=("heat",))
    peers.do(ballot, by="ada")
    peers.later(days=2)
    peers.do(challenges.CloseRound(**M, round="first"), by="olga")
    peers.decide()
    submitted = challenges.SubmitChallenge(**M, challenge="dust", title="Dust", text="There is too much of it.")
    peers.do(submitted, by="ada")
    peers.do(challenges.AcceptChallenge(**M, challenge="dust"), by="olga")
    due = (peers.now + timedelta(days=3_000)).date()
    for by, name in (("rita", "squares"), ("anna", "schools")):
        scope: dict[str, Any] = {"scope": f"Ten {name}", "resources": "A gardener", "due": due}
        peers.do(challenges.MakeCommitment(**M, commitment=name, challenge="heat", **scope), by=by)


# What may come behind it: each part is a story of its own.


def people(peers: Peers) -> None:
    """A mandate is revoked, and a person is erased."""
    peers.later(days=60)
    revoked = mission.RevokeRole(
        **M, participant=person("bert"), role=Role.REPRESENTATIVE, institution="works", reason="left"
    )
    peers.do(revoked)
    peers.do(mission.EraseParticipant(**M, participant=person("nora")), by="nora")


def stipends(peers: Peers) -> None:
    """Funding hears that the town offers stipends of 300 and of 900 euros of a fund of 1,000: it sets the first aside
    and declines the second.
    """
    peers.later(days=1)
    peers.do(support.StartProgramme(**M, programme="first"), by="olga")
    for offer, minor in (("small", 30_000), ("large", 90_000)):
        budget = Money(minor=minor, currency="EUR")
        stipend: dict[str, Any] = {"kind": SupportKind.STIPEND, "capacity": 2, "fund": "for-stipends"}
        peers.do(support.OfferSupport(**M, offer=offer, budget=budget, **stipend), by="rita", carry=False)
    peers.carry()


def playbook(peers: Peers) -> None:
    """Whoever organises asks for a matching rule that nobody has."""
    _asked(peers, "solutions", "strategy", "a-rule-that-nobody-has")


def larger_teams(peers: Peers) -> None:
    """Whoever organises asks for larger teams."""
    _asked(peers, "solutions", "max_team", 5)


def _asked(peers: Peers, section: str, name: str, value: object) -> None:
    peers.later(days=1)
    other = PLAYBOOK.model_dump(mode="json")
    other[section][name] = value
    peers.do(mission.ChangePlaybook(**M, playbook=playbook_of(other), reason="another rule"), by="olga")


def closing(peers: Peers) -> None:
    """Whoever organises asks to close the solutions phase."""
    peers.later(days=30)
    peers.do(ClosePhase(**M, phase=Phase.SOLUTIONS), by="olga")


def going_on(peers: Peers) -> None:
    """As `closing`; then it turns out that no kick-off was held, and the phase goes on."""
    closing(peers)
    peers.later(hours=2)
    peers.settle()


def closed(peers: Peers) -> None:
    """The curation phase closes, in which participation knows of no initiative, without an answer of matching."""
    peers.later(days=30)
    peers.do(ClosePhase(**M, phase=Phase.CURATION), by="olga")
    peers.later(hours=2)
    peers.settle()


def ending(peers: Peers) -> None:
    """As `closed`; then scaling is to be closed too, the last phase that takes reviews."""
    closed(peers)
    peers.do(ClosePhase(**M, phase=Phase.SCALING), by="olga")


PARTS: Mapping[str, Callable[[Peers], None]] = {
    "people": people,
    "stipends": stipends,
    "playbook": playbook,
    "larger-teams": larger_teams,
    "closing": closing,
    "going-on": going_on,
    "closed": closed,
    "ending": ending,
}
