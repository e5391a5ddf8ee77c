"""What must hold before something happens to a pilot."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.curation import commands as c
from osi_core.curation.events import PilotStatus
from osi_core.curation.resources import PILOT
from osi_core.curation.state import PilotState
from osi_core.curation.ties import Affiliations, Involved, institutions_of
from osi_core.domain import Context, Role, Unmet
from osi_core.plugins.problems import PilotResult


def speaks_for_the_partner(command: c.AgreePilot, state: None, context: Context) -> Iterator[Unmet]:
    """An institution agrees to a pilot through its own representative."""
    if not context.actor.speaks_for(command.institution):
        yield _not_own(command, command.institution, context)


def partner_is_not_the_teams(command: c.AgreePilot, state: None, context: Context) -> Iterator[Unmet]:
    """A pilot shows what others can do with an initiative: its partner is no institution of the team.

    Guarantees it at the position of the facts, for the past year. Race: a team joined right after leaves the pilot
    standing; the log shows which came first.
    """
    involved, known = context.all(Involved).get(command.initiative), context.all(Affiliations)
    team = involved.within_a_year(context.time) if involved else frozenset()
    if context.joined.really(command.institution) in institutions_of(team, known, context.time, context.joined):
        yield Unmet("pilot-at-own-institution", "institution", institution=command.institution)


def teller_is_not_in_the_team(command: c.RecordPilotResult, state: PilotState, context: Context) -> Iterator[Unmet]:
    """The partner's result is not told by one of the team.

    Guarantees it at the position of the facts, for the past year. Race: as with the agreement.
    """
    involved, teller = context.all(Involved).get(state.initiative), context.actor.participant
    if involved is not None and teller in involved.within_a_year(context.time):
        yield Unmet("conflict-team", "actor", reviewer=teller)


def is_within_its_dates(command: c.StartPilot, state: PilotState, context: Context) -> Iterator[Unmet]:
    """A pilot starts on the agreed day or later, while there is something of it left."""
    today = context.time.date()
    if today < state.start:
        yield Unmet("pilot-too-early", pilot=PILOT(command.pilot), day=state.start)
    elif today > state.end:
        yield Unmet("pilot-past", end=state.end)


def has_run_its_time(command: c.RecordPilotResult, state: PilotState, context: Context) -> Iterator[Unmet]:
    """A result is told when the pilot's last day has come; what ends before is abandoned."""
    if state.status == PilotStatus.RUNNING and context.time.date() < state.end:
        yield Unmet("pilot-too-early", pilot=PILOT(command.pilot), day=state.end)


def is_the_partners_own(command: c.OfPilot, state: PilotState, context: Context) -> Iterator[Unmet]:
    """The partner starts its pilot and states its result; the organisers may do so on its behalf."""
    if not context.actor.is_(Role.OPERATOR, Role.ORGANISER) and not context.actor.speaks_for(state.institution):
        yield _not_own(command, state.institution, context)


def _not_own(command: c.OfPilot, partner: str, context: Context) -> Unmet:
    who = context.actor.participant
    return Unmet("not-own-pilot", "actor", pilot=PILOT(command.pilot), institution=partner, actor=who)


def ends_after_its_start(command: c.AgreePilot, state: None, context: Context) -> Iterator[Unmet]:
    """A pilot takes time, and is agreed before it is over."""
    if command.end <= command.start:
        yield Unmet("end-before-start", "end", end=command.end, start=command.start)
    elif command.end <= context.time.date():
        yield Unmet("pilot-past", "end", end=command.end)


def pilot_is_agreed(command: c.StartPilot, state: PilotState, context: Context) -> Iterator[Unmet]:
    """A pilot starts once."""
    if state.status != PilotStatus.AGREED:
        yield _is_already(command, state)


def pilot_is_running(command: c.RecordPilotResult, state: PilotState, context: Context) -> Iterator[Unmet]:
    """A result is of a pilot that was started and has not ended."""
    if state.status == PilotStatus.AGREED:
        yield Unmet("pilot-not-started", pilot=PILOT(command.pilot))
    elif state.status != PilotStatus.RUNNING:
        yield _is_already(command, state)


def pilot_has_not_ended(command: c.AbandonPilot, state: PilotState, context: Context) -> Iterator[Unmet]:
    """A pilot that has a result cannot be abandoned any more."""
    if state.status not in (PilotStatus.AGREED, PilotStatus.RUNNING):
        yield _is_already(command, state)


def _is_already(command: c.OfPilot, state: PilotState) -> Unmet:
    return Unmet("pilot-moved-on", pilot=PILOT(command.pilot), status=state.status)


def result_follows_from_the_criteria(
    command: c.RecordPilotResult, state: PilotState, context: Context
) -> Iterator[Unmet]:
    """Success is what was agreed beforehand: every criterion met; failure: at least one not."""
    met, result = sum(command.met), command.result
    if len(command.met) != state.success_criteria:
        yield Unmet("criteria-miscounted", "met", count=len(command.met), agreed=state.success_criteria)
    elif result == (PilotResult.FAILED if all(command.met) else PilotResult.SUCCEEDED):
        yield Unmet("result-contradicts-criteria", "result", met=met, criteria=state.success_criteria, result=result)
