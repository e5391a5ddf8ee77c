"""The gate of phase 6: it opens when one initiative can scale, and closes when the target is reached or past."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.curation.facts import Dossier, ReviewBox
from osi_core.curation.gate import reviews_are_final
from osi_core.domain import Command, Context, Gate, Phase, Unmet
from osi_core.mission.facts import THE_BEGINNING, Beginning
from osi_core.mission.state import Mission
from osi_core.scaling.adoption_conditions import unmet_for_adoption, unmet_for_claim
from osi_core.scaling.facts import THE_READINGS, Adopters, FinalReport, Readings
from osi_core.scaling.settings import ScalingSettings


def an_initiative_can_scale(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """At least one initiative has a fit that has not expired, and successful pilots in enough institutions.

    Guarantees it at the position the event records. Race: a fit overridden right after leaves the phase open;
    each adoption passes the same gate again.
    """
    settings, today = context.settings(ScalingSettings), context.time.date()
    needed = settings.min_pilot_institutions
    dossiers, adopters = context.all(Dossier), context.all(Adopters)
    for initiative, dossier in dossiers.items():
        claim = unmet_for_claim(initiative, dossier, adopters.get(initiative), settings, today, context.joined)
        if not any(claim if state.rules >= 2 else unmet_for_adoption(initiative, dossier, settings, today)):
            return
    yield Unmet("nothing-to-scale", today=today, count=needed)


def target_is_reached_or_past(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """The indicator has reached its target, or the deadline has passed.

    Guarantees it at the position the event records. Race: a reading recorded right after may fall behind the
    target again; the phase stays closed.
    """
    goal, known = state.goal, context.all(Readings).get(THE_READINGS)
    assert goal is not None, "a mission without a goal never leaves its first phase"
    if context.time.date() > goal.deadline:
        return
    begun = context.all(Beginning)[THE_BEGINNING].on
    readings = [one for one in (known.readings if known else ()) if state.rules < 2 or one.on >= begun]
    latest = readings[-1].value if readings else goal.baseline
    reached = latest <= goal.target if goal.target < goal.baseline else latest >= goal.target
    if not reached:
        yield Unmet(
            "target-not-reached",
            indicator=goal.indicator,
            latest=latest,
            unit=goal.unit,
            target=goal.target,
            deadline=goal.deadline,
        )


def final_report_is_published(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """The final report is public.

    Guarantees it at the position the event records. Race: none, a report is published once and for good.
    """
    if not context.all(FinalReport):
        yield Unmet("final-report-missing")


def nothing_before_is_open(command: Command, state: Mission, context: Context) -> Iterator[Unmet]:
    """Scaling is the last phase to close: not while initiatives are supported and assessed; since the second rules."""
    before = sorted(state.open_phases & {Phase.SUPPORT, Phase.CURATION})
    if state.rules >= 2 and before:
        yield Unmet("phases-open-still", phases=tuple(before))


GATE = Gate(
    opens_when=(an_initiative_can_scale,),
    closes_when=(target_is_reached_or_past, final_report_is_published, nothing_before_is_open),
    facts=(Adopters, Beginning, Dossier, Readings, FinalReport, ReviewBox),
    ends=reviews_are_final,
)
