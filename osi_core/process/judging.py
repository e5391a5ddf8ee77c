"""The judge: may this actor do this now, and if not, what is unmet?

All that can refuse a command is a condition that stands in the table: in the line of the command, or in `ALWAYS`,
which is asked of every command. The engine asks before `decide`; the status of a mission, a portal, and whoever
verifies a log ask the same questions here, and write nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from osi_core.domain import (
    Actor,
    Basis,
    Command,
    Condition,
    Context,
    Phase,
    Role,
    Rule,
    State,
    Target,
    Unmet,
    basis_of,
)
from osi_core.log.store import Reader
from osi_core.mission.commands import CreateMission
from osi_core.mission.facts import Member
from osi_core.process.always import ALWAYS, Asked, mission_exists
from osi_core.process.installed import Installed
from osi_core.process.memory import MissionMemory
from osi_core.process.request import OPERATOR_ID, Request
from osi_core.words import Term

__all__ = ["Case", "May", "case_of", "may", "unmet_in"]


class Case(NamedTuple):
    """One command with all that it is judged by."""

    line: Rule
    command: Command
    state: State | None
    context: Context
    asked: Asked
    installed: Installed


def case_of(
    line: Rule, request: Request, memory: MissionMemory, reader: Reader, installed: Installed, now: datetime
) -> Case:
    """What is known where the memory stands. `now` is the installation's own time."""
    command = request.command
    state, version = memory.aggregate(reader, command.stream(), command.state)
    mission = memory.mission_state(reader)
    simulated = mission.simulated if mission else isinstance(command, CreateMission) and command.simulated
    asked = Asked(request, version, request.time or now)
    context = Context(
        time=memory.not_before_the_log(asked.time),
        actor=actor_of(request.actor, memory),
        open_phases=mission.open_phases if mission else frozenset(),
        simulated=simulated,
        position=memory.head.position,
        facts={need: memory.fact(need) for need in command.needs(state)},
        settings_by_type=memory.playbook(reader).sections,
    )
    return Case(line, command, state, context, asked, installed)


def actor_of(participant: str, memory: MissionMemory) -> Actor:
    """Who acts, as the mission's own events know them."""
    if participant == OPERATOR_ID:
        return Actor(participant=participant, roles=frozenset({Role.OPERATOR}))
    member = memory.rows[Member].get(participant)
    return member.as_actor(participant) if isinstance(member, Member) else Actor(participant=participant)


def unmet_in(case: Case) -> list[Unmet]:
    """Everything that speaks against the command, in the table's order; empty when it is granted."""
    missing = list(mission_exists(case.command, case.state, case.context))
    if missing:  # of a mission that is not there nothing more can be asked
        return missing
    line, context = case.line, case.context
    found = [*_phase(line, context.open_phases), *_role(line, context.actor), *_target(line, case.command, case.state)]
    for condition in ALWAYS:
        found.extend(_asked(condition, case))
    if not (line.target is Target.EXISTING and case.state is None):
        for condition in line.when:
            found.extend(_asked(condition, case))
    return found


def _asked(condition: Condition, case: Case) -> Any:
    basis = basis_of(condition)
    if basis is Basis.LOG:
        return condition(case.command, case.state, case.context)
    by = case.installed if basis is Basis.INSTALLATION else case.asked
    return condition(case.command, case.state, case.context, by)


def _phase(line: Rule, open_phases: frozenset[Phase]) -> Iterator[Unmet]:
    if line.during and not line.during & open_phases:
        yield Unmet("phase-not-open", phases=_ordered(line.during), open=_ordered(open_phases) or Term("Phase.none"))


def _ordered(phases: frozenset[Phase]) -> tuple[Phase, ...]:
    return tuple(phase for phase in Phase if phase in phases)


def _role(line: Rule, actor: Actor) -> Iterator[Unmet]:
    if line.by and not line.by & actor.roles:
        needed = tuple(role for role in Role if role in line.by)
        held = tuple(role for role in Role if role in actor.roles)
        yield Unmet("role-missing", "actor", actor=actor.participant, held=held or Term("Role.none"), needed=needed)


def _target(line: Rule, command: Command, state: State | None) -> Iterator[Unmet]:
    if line.target is Target.NEW and state is not None:
        yield Unmet("already-exists", name=command.resource_name())
    if line.target is Target.EXISTING and state is None:
        yield Unmet("not-found", name=command.resource_name())


# ---------------------------------------------------------------------------------------------------------------------
# Without a command at hand
# ---------------------------------------------------------------------------------------------------------------------


class May(NamedTuple):
    """What a person may do with one line of the table, as far as phase, role and the resource's state tell."""

    line: Rule
    unmet: tuple[Unmet, ...]
    """What it still waits for; empty when it may be done now."""
    asked: tuple[Condition, ...]
    """What will be asked of the fields, once there is a command."""


def may(line: Rule, actor: Actor, open_phases: frozenset[Phase], *, exists: bool | None = None) -> May:
    """Whether a line is open to an actor now; `exists` says whether the resource in question, if any, is there."""
    unmet = [*_phase(line, open_phases), *_role(line, actor)]
    if exists is True and line.target is Target.NEW:
        unmet.append(Unmet("already-exists", name=line.command.at.pattern))
    if exists is False and line.target is Target.EXISTING:
        unmet.append(Unmet("not-found", name=line.command.at.pattern))
    return May(line, tuple(unmet), line.when)
