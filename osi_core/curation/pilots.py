"""What must hold before something happens to a pilot."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.curation import commands as c
from osi_core.curation.state import PilotState
from osi_core.domain import Context, Role, Unmet


def speaks_for_the_partner(command: c.AgreePilot, state: None, context: Context) -> Iterator[Unmet]:
    """An institution agrees to a pilot through its own representative."""
    if context.actor.institution != command.institution:
        yield _not_own(command, command.institution, context)


def is_the_partners_own(command: c.OfPilot, state: PilotState, context: Context) -> Iterator[Unmet]:
    """The partner starts its pilot and states its result; the organisers may do so on its behalf."""
    if not context.actor.is_(Role.OPERATOR, Role.ORGANISER) and context.actor.institution != state.institution:
        yield _not_own(command, state.institution, context)


def _not_own(command: c.OfPilot, partner: str, context: Context) -> Unmet:
    who, own = context.actor.participant, context.actor.institution
    return Unmet(
        code="not-own-pilot",
        field="actor",
        en=f"pilots/{command.pilot} is {partner}'s; {who} speaks for {own or 'no institution'}",
        de=f"pilots/{command.pilot} ist von {partner}; {who} vertritt {own or 'keine Institution'}",
    )


def ends_after_its_start(command: c.AgreePilot, state: None, context: Context) -> Iterator[Unmet]:
    """A pilot takes time, and is agreed before it is over."""
    if command.end <= command.start:
        yield Unmet(
            code="end-before-start",
            field="end",
            en=f"{command.end} is not after the start on {command.start}",
            de=f"{command.end} liegt nicht nach dem Beginn am {command.start}",
        )
    elif command.end <= context.time.date():
        yield Unmet(
            code="pilot-past",
            field="end",
            en=f"{command.end} is over; a pilot is agreed before it ends",
            de=f"{command.end} ist vorbei; ein Pilot wird vor seinem Ende vereinbart",
        )


def pilot_is_agreed(command: c.StartPilot, state: PilotState, context: Context) -> Iterator[Unmet]:
    """A pilot starts once."""
    if state.status != "agreed":
        yield _is_already(command, state)


def pilot_is_running(command: c.RecordPilotResult, state: PilotState, context: Context) -> Iterator[Unmet]:
    """A result is of a pilot that was started and has not ended."""
    if state.status == "agreed":
        yield Unmet(
            code="pilot-not-started",
            en=f"pilots/{command.pilot} has not been started",
            de=f"pilots/{command.pilot} wurde noch nicht begonnen",
        )
    elif state.status != "running":
        yield _is_already(command, state)


def pilot_has_not_ended(command: c.AbandonPilot, state: PilotState, context: Context) -> Iterator[Unmet]:
    """A pilot that has a result cannot be abandoned any more."""
    if state.status not in ("agreed", "running"):
        yield _is_already(command, state)


def _is_already(command: c.OfPilot, state: PilotState) -> Unmet:
    return Unmet(
        code="pilot-moved-on",
        en=f"pilots/{command.pilot} is {state.status} already",
        de=f"pilots/{command.pilot} hat schon den Stand {state.status}",
    )


def result_follows_from_the_criteria(
    command: c.RecordPilotResult, state: PilotState, context: Context
) -> Iterator[Unmet]:
    """Success is what was agreed beforehand: every criterion met; failure: at least one not."""
    if len(command.met) != state.success_criteria:
        yield Unmet(
            code="criteria-miscounted",
            field="met",
            en=f"{len(command.met)} criteria are answered, {state.success_criteria} were agreed",
            de=f"{len(command.met)} Kriterien sind beantwortet, {state.success_criteria} wurden vereinbart",
        )
    elif command.result == "succeeded" and not all(command.met):
        yield Unmet(
            code="result-contradicts-criteria",
            field="result",
            en="a pilot succeeded only if every success criterion was met",
            de="ein Pilot ist nur gelungen, wenn jedes Erfolgskriterium erfüllt ist",
        )
    elif command.result == "failed" and all(command.met):
        yield Unmet(
            code="result-contradicts-criteria",
            field="result",
            en="every success criterion was met; that is no failure",
            de="jedes Erfolgskriterium ist erfüllt; das ist kein Misserfolg",
        )
