"""The facts that the engine keeps for every mission: the phases' own, in one list."""

from __future__ import annotations

from osi_core.challenges.facts import Challenge, Commitment, Gap, Round, Statement
from osi_core.curation.facts import Dossier, Pilot, Reviewer, Reviews
from osi_core.domain import Event, Fact
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.mission.facts import Institution, Member
from osi_core.process.decisions import Due
from osi_core.scaling.facts import Adoption, FinalReport, Financing, Plan, Readings
from osi_core.solutions.facts import Call, Kickoff, Registration, Solution
from osi_core.support.facts import Bundle, Initiative, NeedFact, OfferFact, Programme

FACTS: tuple[type[Fact], ...] = (
    Institution,
    Member,
    Challenge,
    Statement,
    Round,
    Commitment,
    Gap,
    Due,
    Call,
    Solution,
    Kickoff,
    Registration,
    Programme,
    Initiative,
    NeedFact,
    OfferFact,
    Bundle,
    Fund,
    GrantRound,
    Grant,
    Dossier,
    Reviews,
    Reviewer,
    Pilot,
    Plan,
    Adoption,
    Financing,
    Readings,
    FinalReport,
)


def facts_by_source() -> dict[type[Event], tuple[type[Fact], ...]]:
    """Event type → the facts that want to see it."""
    found: dict[type[Event], tuple[type[Fact], ...]] = {}
    for fact in FACTS:
        for source in fact.sources:
            found[source] = (*found.get(source, ()), fact)
    return found
