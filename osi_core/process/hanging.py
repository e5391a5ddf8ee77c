"""No phase closes over what hangs: a round, an assessment or a plan that nobody could end afterwards."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from osi_core.curation.facts import THE_REVIEWS, Dossier, ReviewBox
from osi_core.curation.gate import REVIEWED_DURING
from osi_core.curation.review_facts import Reviews
from osi_core.domain import Command, Condition, Context, Fact, Gate, Phase, Service, Unmet
from osi_core.funding.events import GrantRoundStatus
from osi_core.funding.facts import GrantRound
from osi_core.funding.resources import GRANT_ROUND
from osi_core.mission.state import Mission
from osi_core.scaling.facts import Plan
from osi_core.support.resources import INITIATIVE


def no_grant_round_hangs(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every grant round has its result, or ended without one.

    Guarantees it at the position the event records. Race: as for the other rounds.
    """
    for name, row in context.all(GrantRound).items():
        if row.status in (GrantRoundStatus.OPEN, GrantRoundStatus.CLOSED):
            yield Unmet("round-hangs", round=GRANT_ROUND(name), status=row.status)


def no_assessment_hangs(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """What enough people have reviewed has its result, unless another phase that is open takes reviews.

    An assessment that found too few reviewers ends with the phases, and is begun anew when one of them opens again.
    Guarantees it at the position the event records. Race: a review that comes second is refused.
    """
    phase: Phase = command.phase  # type: ignore[attr-defined]
    if (context.open_phases - {phase}) & REVIEWED_DURING:
        return
    reviews, box = context.all(Reviews), context.all(ReviewBox).get(THE_REVIEWS)
    for name, dossier in context.all(Dossier).items():
        known = reviews.get(name)
        if not dossier.open or known is None:
            continue
        lives = box is not None and known.box_sha256 == box.box_sha256
        if not known.open or (lives and known.count >= known.min_reviewers):
            yield Unmet("assessment-hangs", initiative=INITIATIVE(name))


def no_plan_hangs(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every rollout plan that was asked for is there.

    Guarantees it at the position the event records. Race: none within one log.
    """
    for name, plan in context.all(Plan).items():
        if plan.pending:
            yield Unmet("plan-hangs", initiative=INITIATIVE(name))


class Hanging(NamedTuple):
    """What may hang in a phase, and the service that knows it best, for some of it nobody else does."""

    service: Service
    condition: Condition
    facts: tuple[type[Fact], ...]


_GRANTS = Hanging(Service.FUNDING, no_grant_round_hangs, (GrantRound,))
_ASSESSMENTS = Hanging(Service.MATCHING, no_assessment_hangs, (Dossier, Reviews, ReviewBox))
_PLANS = Hanging(Service.MATCHING, no_plan_hangs, (Plan,))
HANGING: Mapping[Phase, tuple[Hanging, ...]] = {
    Phase.MISSION: (),
    Phase.CHALLENGES: (),  # its own gate asks of each round,
    Phase.SOLUTIONS: (),  # and this one of each kick-off
    Phase.SUPPORT: (_GRANTS,),
    Phase.CURATION: (_ASSESSMENTS,),
    Phase.SCALING: (_ASSESSMENTS, _PLANS),
}


def closes_over_nothing(phase: Phase, gate: Gate) -> Gate:
    """A phase's own gate, and beside it that nothing hangs when it closes."""
    conditions = [one.condition for one in HANGING[phase]]
    facts = [fact for one in HANGING[phase] for fact in one.facts]
    return gate._replace(
        closes_when=(*gate.closes_when, *conditions), facts=tuple(dict.fromkeys((*gate.facts, *facts)))
    )
