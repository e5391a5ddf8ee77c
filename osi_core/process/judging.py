"""The judge: may this actor do this now, and if not, what is unmet?

All that can refuse a command is a condition that stands in the table: in the line of the command, or in `ALWAYS`,
which is asked of every command. The engine asks before `decide`; the status of a mission, a portal, and whoever
verifies a log ask the same questions here, and write nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from osi_core.domain import (
    Actor,
    Basis,
    Command,
    Condition,
    Context,
    Phase,
    Refused,
    Role,
    Rule,
    State,
    Target,
    Unmet,
    basis_of,
    within_mission,
)
from osi_core.log.store import NOBODY, Reader
from osi_core.mission.commands import CreateMission
from osi_core.mission.facts import Member
from osi_core.mission.playbook import Playbook
from osi_core.mission.resources import MISSION
from osi_core.plugins import Plugins
from osi_core.process.always import ALWAYS, Asked, mission_exists
from osi_core.process.installed import Installed
from osi_core.process.memory import MissionMemory
from osi_core.process.request import OPERATOR_ID, Request
from osi_core.process.share import Share
from osi_core.words import Name, Term

__all__ = ["Case", "Judge", "May", "actor_of", "may", "unmet_in"]


_NO_PLAYBOOK = Playbook()
"""Before a mission has one of its own."""


class Case(NamedTuple):
    """One command with all that it is judged by."""

    line: Rule
    command: Command
    stream: str
    """Of the aggregate that the command is for."""
    state: State | None
    context: Context
    asked: Asked
    installed: Installed


def actor_of(participant: str, memory: MissionMemory) -> Actor:
    """Who acts, as the mission's own events know them."""
    if participant == OPERATOR_ID:
        return Actor(participant=participant, roles=frozenset({Role.OPERATOR}))
    member = memory.rows[Member].get(participant)
    return member.as_actor(participant) if isinstance(member, Member) else Actor(participant=participant)


class Judge:
    """Judges commands by the table of a share, by a mission's log, and by what is installed here.

    `clock` is the installation's own time. Whoever asks brings the memory of the mission and what it is read from.
    """

    def __init__(self, share: Share, plugins: Plugins, clock: Callable[[], datetime]) -> None:
        self.share, self.plugins, self.clock = share, plugins, clock
        self.rules: Mapping[type[Command], Rule] = share.rules

    def line(self, command: Command) -> Rule:
        """The command's line of the table. Raises Refused for a command of another share."""
        line = self.rules.get(type(command))
        if line is None:
            raise Refused(type(command).__name__, [Unmet("not-of-this-share", share=self.share.name)])
        return line

    def case(self, request: Request, memory: MissionMemory, reader: Reader) -> Case:
        """One request with all that it is judged by, where the memory stands. Raises Refused as `line` does."""
        command = request.command
        line, stream = self.line(command), command.stream()
        state, version = memory.aggregate(reader, stream, command.state)
        mission = memory.mission_state(reader)
        asked = Asked(request, version, request.time or self.clock())
        if request.alias is not None:
            tied = reader.participant(memory.mission, request.alias)
            asked = asked._replace(tied=None if tied == NOBODY else tied, held=tied == NOBODY)
        context = Context(
            time=memory.not_before_the_log(asked.time),
            actor=actor_of(request.actor, memory),
            open_phases=mission.open_phases if mission else frozenset(),
            simulated=mission.simulated if mission else isinstance(command, CreateMission) and command.simulated,
            position=memory.head.position,
            facts={key: memory.fact(key) for key in command.needs(state)},
            settings_by_type=(mission.playbook if mission else _NO_PLAYBOOK).sections,
        )
        installed = Installed(self.plugins, self.share.parts, memory.rows)
        return Case(line, command, stream, state, context, asked, installed)

    def may(self, actor: str, memory: MissionMemory, reader: Reader, at: str | None = None) -> list[May]:
        """What an actor may do now, line by line of the table, as far as phase, role and the resource's state tell.

        `at` is a full resource name; without one, the whole table is asked. Raises Refused for an unknown mission.
        """
        state = memory.mission_state(reader)
        if state is None:
            raise Refused("may", [Unmet("mission-unknown", "mission", name=Name(MISSION.within(memory.mission)))])
        who, phases = actor_of(actor, memory), state.open_phases
        lines = [line for line in self.rules.values() if at is None or line.command.at.matches(at)]
        return [may(line, who, phases, *_resource_of(line, memory.mission, reader, at)) for line in lines]


def _resource_of(line: Rule, mission: str, reader: Reader, at: str | None) -> tuple[str, bool]:
    """The name within the mission of what a line is for, and whether it is there; no name if there may be many."""
    if at is None and not line.command.at.variables:  # a mission has one of it, such as the mission itself
        at = line.command.at.within(mission)
    return (within_mission(at), reader.version(at) > 0) if at else ("", False)


def unmet_in(case: Case) -> list[Unmet]:
    """Everything that speaks against the command, in the table's order; empty when it is granted."""
    line, command, state, context = case.line, case.command, case.state, case.context
    missing = mission_exists(command, state, context)
    if missing:  # of a mission that is not there nothing more can be asked
        return list(missing)
    found = [*_phase(line, context.open_phases), *_role(line, context.actor), *_target(line, command, state)]
    absent = line.target is Target.EXISTING and state is None
    for condition in ALWAYS if absent else (*ALWAYS, *line.when):
        basis = basis_of(condition)
        if basis is Basis.LOG:
            found.extend(condition(command, state, context))
        else:
            by = case.installed if basis is Basis.INSTALLATION else case.asked
            found.extend(condition(command, state, context, by))
    return found


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


def may(line: Rule, actor: Actor, open_phases: frozenset[Phase], name: str = "", exists: bool = False) -> May:
    """Whether a line is open to an actor now. `name` is that of the resource in question, where it is known; `exists`
    says whether it is there.
    """
    unmet = [*_phase(line, open_phases), *_role(line, actor)]
    if actor.erased:
        unmet.append(Unmet("actor-erased", "actor"))
    if name and exists and line.target is Target.NEW:
        unmet.append(Unmet("already-exists", name=Name(name)))
    if name and not exists and line.target is Target.EXISTING:
        unmet.append(Unmet("not-found", name=Name(name)))
    return May(line, tuple(unmet), line.when)
