"""What the gates between the phases ask for: one function a condition, in the words an operator reads."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from osi_core.challenges.facts import Challenge, Commitment, Gap, living
from osi_core.curation.facts import Dossier
from osi_core.domain import Context, Phase, Sector, Unmet
from osi_core.mission.settings import MissionSettings
from osi_core.mission.state import Mission
from osi_core.scaling.facts import READINGS, FinalReport, Readings
from osi_core.scaling.gate import unmet_of_the_gate
from osi_core.scaling.settings import ScalingSettings
from osi_core.solutions.facts import KICKOFF, Kickoff, Solution
from osi_core.support.facts import PROGRAMME, Initiative, Programme


def goal_has_an_indicator(state: Mission, context: Context) -> Iterator[Unmet]:
    """The mission's goal can be measured: unit, baseline, target, deadline."""
    if state.goal is None:
        yield Unmet(
            code="goal-missing",
            en="the mission has no goal with an indicator; give it one with SetGoal",
            de="die Mission hat kein Ziel mit Indikator; bitte mit SetGoal setzen",
        )


def required_sectors_endorse(state: Mission, context: Context) -> Iterator[Unmet]:
    """Every required sector stands behind the mission through at least one institution."""
    missing = set(context.settings(MissionSettings).required_sectors) - set(state.endorsements.values())
    for sector in (sector for sector in Sector if sector in missing):
        yield Unmet(
            code=f"endorsement-missing-{sector.replace('_', '-')}",
            en=f"no institution of the sector {sector} has endorsed the mission",
            de=f"keine Institution des Sektors {sector} trägt die Mission mit",
        )


def mission_is_agreed(state: Mission, context: Context) -> Iterator[Unmet]:
    """The mission phase is closed: goal and endorsements stand."""
    if Phase.MISSION not in state.closed:
        yield Unmet(
            code="mission-not-agreed",
            en="the mission is not agreed; close the mission phase first",
            de="die Mission ist nicht vereinbart; bitte zuerst die Phase mission schließen",
        )


def priorities_are_published(state: Mission, context: Context) -> Iterator[Unmet]:
    """A prioritisation result is published.

    Guarantees it at the position the event records. Race: none, results are never taken back; one that is
    recorded at the same moment may be missed here and found on the next try.
    """
    if not any(challenge.in_top for challenge in context.all(Challenge).values()):
        yield Unmet(
            code="priorities-missing",
            en="no prioritisation result is published; hold a round and record its result",
            de="es ist kein Ergebnis einer Priorisierung veröffentlicht; bitte eine Runde durchführen",
        )


def priorities_are_answered(state: Mission, context: Context) -> Iterator[Unmet]:
    """Every challenge of the top has a commitment that stands, or is acknowledged in the gap list.

    Guarantees it at the position the event records. Race: a commitment withdrawn right after shows in the register;
    the phase stays closed.
    """
    committed = _living(context, (c.challenge for c in context.all(Commitment).values() if c.stands))
    gaps = _living(context, (challenge for challenge, gap in context.all(Gap).items() if gap.commitment))
    for challenge in _top(context):
        if challenge not in committed | gaps:
            yield Unmet(
                code="priority-unanswered",
                en=f"challenges/{challenge} has neither a commitment nor an acknowledged gap",
                de=f"challenges/{challenge} hat weder eine Zusage noch eine benannte Lücke",
            )


def a_priority_is_committed_to(state: Mission, context: Context) -> Iterator[Unmet]:
    """At least one prioritised challenge has a commitment that stands.

    Guarantees it at the position the event records. Race: a commitment withdrawn right after shows in the
    register; the phase stays open.
    """
    committed = _living(context, (c.challenge for c in context.all(Commitment).values() if c.stands))
    if committed.isdisjoint(_top(context)):
        yield Unmet(
            code="no-commitment",
            en="no prioritised challenge has a commitment of an institution",
            de="keine priorisierte Herausforderung hat die Zusage einer Institution",
        )


def _top(context: Context) -> list[str]:
    """The prioritised challenges; a merged or split one has handed its place on."""
    return [id_ for id_, challenge in context.all(Challenge).items() if challenge.in_top]


def _living(context: Context, challenges: Iterable[str]) -> set[str]:
    """The challenges in which these live on: what answered a merged one answers the one it was merged into."""
    rows = context.all(Challenge)
    return {heir for challenge in challenges for heir in living(challenge, rows)}


def kickoff_is_held(state: Mission, context: Context) -> Iterator[Unmet]:
    """The kick-off has taken place.

    Guarantees it at the position the event records. Race: none, what has taken place stays so.
    """
    kickoff = context.all(Kickoff).get(KICKOFF)
    if kickoff is None or not kickoff.held:
        yield Unmet(
            code="kickoff-not-held",
            en="the kick-off has not been held",
            de="das Kick-off hat nicht stattgefunden",
        )


def priorities_have_solutions(state: Mission, context: Context) -> Iterator[Unmet]:
    """Every challenge of the top has a solution that stands, or is acknowledged in the gap list.

    Guarantees it at the position the event records. Race: a solution withdrawn right after shows in its own history;
    the phase stays closed.
    """
    standing = (solution for solution in context.all(Solution).values() if solution.stands)
    solved = _living(context, (challenge for solution in standing for challenge in solution.challenges))
    gaps = _living(context, (challenge for challenge, gap in context.all(Gap).items() if gap.solution))
    for challenge in _top(context):
        if challenge not in solved | gaps:
            yield Unmet(
                code="priority-unsolved",
                en=f"challenges/{challenge} has neither a solution nor an acknowledged gap",
                de=f"challenges/{challenge} hat weder eine Lösung noch eine benannte Lücke",
            )


def programme_is_over(state: Mission, context: Context) -> Iterator[Unmet]:
    """The programme's end was stated, by a command, after its date.

    Guarantees it at the position the event records. Race: none, an ended programme does not begin again.
    """
    programme = context.all(Programme).get(PROGRAMME)
    if programme is None or not programme.ended:
        until_en, until_de = (
            (f" (it runs until {programme.ends_on})", f" (bis {programme.ends_on})") if programme else ("", "")
        )
        yield Unmet(
            code="programme-not-ended",
            en=f"the support programme has not ended{until_en}",
            de=f"das Unterstützungsprogramm ist nicht beendet{until_de}",
        )


def an_initiative_is_admitted(state: Mission, context: Context) -> Iterator[Unmet]:
    """The first initiative takes part in the programme.

    Guarantees it at the position the event records. Race: an initiative that drops out right after leaves the
    phase open.
    """
    if not context.all(Initiative):
        yield Unmet(
            code="no-initiative",
            en="no initiative is admitted to the programme",
            de="noch ist keine Initiative im Programm",
        )


def initiatives_are_finally_assessed(state: Mission, context: Context) -> Iterator[Unmet]:
    """Of every initiative it is said in the end what became of it.

    Guarantees it at the position the event records. Race: an initiative admitted right after stays without a
    final assessment, and the report shows it.
    """
    dossiers = context.all(Dossier)
    open_ = [i for i in context.all(Initiative) if i not in dossiers or dossiers[i].final is None]
    if open_:
        named = ", ".join(open_[:5]) + (", ..." if len(open_) > 5 else "")
        yield Unmet(
            code="final-assessment-missing",
            en=f"{len(open_)} initiatives have no final assessment: {named}",
            de=f"{len(open_)} Initiativen haben keine abschließende Bewertung: {named}",
        )


def an_initiative_can_scale(state: Mission, context: Context) -> Iterator[Unmet]:
    """At least one initiative has a fit that has not expired, and successful pilots in enough institutions.

    Guarantees it at the position the event records. Race: a fit overridden right after leaves the phase open;
    each adoption passes the same gate again.
    """
    settings, today = context.settings(ScalingSettings), context.time.date()
    needed = settings.min_pilot_institutions
    dossiers = context.all(Dossier).items()
    if all(any(unmet_of_the_gate(initiative, dossier, settings, today)) for initiative, dossier in dossiers):
        yield Unmet(
            code="nothing-to-scale",
            en=f"no initiative has both a fit valid on {today} and successful pilots in {needed} institutions",
            de=f"keine Initiative hat einen am {today} gültigen Fit und gelungene Pilotprojekte "
            f"in {needed} Institutionen",
        )


def target_is_reached_or_past(state: Mission, context: Context) -> Iterator[Unmet]:
    """The indicator has reached its target, or the deadline has passed.

    Guarantees it at the position the event records. Race: a reading recorded right after may fall behind the
    target again; the phase stays closed.
    """
    goal, readings = state.goal, context.all(Readings).get(READINGS)
    assert goal is not None, "a mission without a goal never leaves its first phase"
    if context.time.date() > goal.deadline:
        return
    latest = readings.latest.value if readings else goal.baseline
    reached = latest <= goal.target if goal.target < goal.baseline else latest >= goal.target
    if not reached:
        yield Unmet(
            code="target-not-reached",
            en=f"{goal.indicator} stands at {latest} {goal.unit}, the target is {goal.target} by {goal.deadline}",
            de=f"{goal.indicator} steht bei {latest} {goal.unit}, das Ziel ist {goal.target} bis {goal.deadline}",
        )


def final_report_is_published(state: Mission, context: Context) -> Iterator[Unmet]:
    """The final report is public.

    Guarantees it at the position the event records. Race: none, a report is published once and for good.
    """
    if not context.all(FinalReport):
        yield Unmet(
            code="final-report-missing",
            en="the final report is not published",
            de="der Abschlussbericht ist nicht veröffentlicht",
        )
