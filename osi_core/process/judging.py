"""The judge: may this actor do this now, and if not, what is unmet?

All that can refuse a command is a condition that stands in the table: in the line of the command, or in `ALWAYS`,
which is asked of every command. The engine asks before `decide`; the status of a mission, a portal, and whoever
verifies a log ask the same questions here, and write nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import Any, NamedTuple

from osi_core.domain import (
    Actor,
    Basis,
    Box,
    BoxUse,
    Command,
    Condition,
    Context,
    DataOrigin,
    FactKey,
    ForInstitution,
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
from osi_core.log.decisions import RecordDecision
from osi_core.log.envelope import decode
from osi_core.log.opening import StoreDamaged
from osi_core.log.store import NOBODY, Reader, Streams
from osi_core.mission.commands import CorrectClock, CreateMission
from osi_core.mission.playbook import Playbook
from osi_core.mission.resources import MISSION
from osi_core.mission.state import Mission
from osi_core.plugins import Plugins
from osi_core.process.acting import actor_of, joined_in
from osi_core.process.aliases import tied_to
from osi_core.process.always import Asked, DueClose, asked_of, mission_exists
from osi_core.process.box_keys import BoxKeys
from osi_core.process.clock import not_before
from osi_core.process.due import Due
from osi_core.process.installed import Installed
from osi_core.process.memory import MissionMemory
from osi_core.process.request import Office, Request, check_actor
from osi_core.process.share import Share
from osi_core.words import Name, Term

__all__ = ["Case", "Judge", "May", "may", "unmet_in"]


BoxOf = Callable[[str], "Box | None"]
"""The box of a digest, as far as its key is at hand."""
_NO_PLAYBOOK = Playbook()
"""Before a mission has one of its own."""


class Case(NamedTuple):
    """One command with all that the log knows of it."""

    line: Rule
    command: Command
    stream: str
    """Of the aggregate that the command is for."""
    state: State | None
    version: int
    """Where the aggregate's stream stands."""
    context: Context


class Here(NamedTuple):
    """What only the engine that is asked knows: the request, and its installation."""

    asked: Asked
    installed: Installed


class Judge:
    """Judges commands by the table of a share, by a mission's log, and by what is installed here.

    `clock` is the installation's own time. Whoever asks brings the memory of the mission and what it is read from.
    """

    def __init__(self, share: Share, plugins: Plugins, clock: Callable[[], datetime]) -> None:
        self.share, self.plugins, self.clock = share, plugins, clock

    def line(self, command: Command, mission: Mission | None = None) -> Rule:
        """The command's line of the table, as it holds in a mission. Raises Refused for a command of another share."""
        line = self.table(mission).get(type(command))
        if line is None:
            raise Refused(type(command).__name__, [Unmet("not-of-this-share", share=self.share.name)])
        return line

    def table(self, mission: Mission | None) -> Mapping[type[Command], Rule]:
        """The phase rules that a mission stands under; those of today before there is one."""
        return self.share.rules_in(self._rules(mission))

    def _rules(self, mission: Mission | None) -> int:
        return self.share.newest_rules if mission is None else mission.rules

    def case(
        self, request: Request, memory: MissionMemory, reader: Reader, box_of: BoxOf | None = None
    ) -> tuple[Case, Here]:
        """One request with all that it is judged by, where the memory stands. Raises Refused as `line` does.

        `box_of` gives the box of a digest, as far as its key is at hand; left out, the reader is asked for the key.
        """
        command, time = request.command, request.time or self.clock()
        earliest = None if isinstance(command, CorrectClock) else memory.last
        boxes = box_of or BoxKeys(memory.mission, reader).box
        case = self.case_of_the_log(command, request.actor, not_before(earliest, time), memory, reader, boxes)
        tied = None if request.alias is None else tied_to(reader, memory.mission, request.alias)
        asked = Asked(
            request,
            case.version,
            time,
            tied=None if tied == NOBODY else tied,
            held=tied == NOBODY,
            secret=_secret(command, case.state, reader) if command.reveals_secret else None,
            due=self._due(case.stream, memory, reader) if isinstance(command, RecordDecision) else None,
        )
        return case, Here(asked, Installed(self.plugins, self.share.parts, self.share.newest_rules, memory.rows))

    def case_of_the_log(
        self,
        command: Command,
        actor: str | Office,
        time: datetime,
        memory: MissionMemory,
        reader: Streams,
        box_of: BoxOf,
    ) -> Case:
        """One command with what the log knows, where the memory stands. Raises Refused as `line` does."""
        mission, stream = memory.mission_state(reader), command.stream()
        line, rules = self.line(command, mission), self._rules(mission)
        state, version = memory.aggregate(reader, stream, command.state)
        facts = {key: memory.fact(key) for key in command.needs(state)}
        context = Context(
            time=time,
            last=memory.last,
            actor=actor_of(actor, memory, rules, time, _acts_for(command)),
            open_phases=mission.open_phases if mission else frozenset(),
            origin=mission.origin if mission else _origin_of(command),
            rules=rules,
            joined=joined_in(memory),
            box=_box(command, state, facts, box_of),
            position=memory.head.position,
            known=memory.serves,
            heard=memory.heard,
            facts=facts,
            settings_by_type=(mission.playbook if mission else _NO_PLAYBOOK).sections,
        )
        return Case(line, command, stream, state, version, context)

    def _due(self, stream: str, memory: MissionMemory, reader: Reader) -> DueClose | None:
        row = memory.rows[Due].get(stream)
        if not isinstance(row, Due):
            return None
        entry = next(iter(reader.read(memory.mission, row.position - 1, row.position)), None)
        if entry is None:  # it is being closed in this very group
            return None
        closing = decode(entry)
        return DueClose(self.share.decision_of(closing.event), closing)

    def may(self, actor: str | Office, memory: MissionMemory, reader: Reader, at: str | None = None) -> list[May]:
        """What an actor may do now, line by line of the table, as far as phase, role and the resource's state tell.

        `at` is a full resource name; without one, the whole table is asked. Raises Refused for an unknown mission,
        Malformed for a wrong actor.
        """
        check_actor("may", actor)
        state = memory.mission_state(reader)
        if state is None:
            raise Refused("may", [Unmet("mission-unknown", "mission", name=Name(MISSION.within(memory.mission)))])
        now = not_before(memory.last, self.clock())
        who, phases = actor_of(actor, memory, state.rules, now), state.open_phases
        lines = [line for line in self.table(state).values() if at is None or line.command.at.matches(at)]
        return [may(line, who, phases, *_resource_of(line, memory, reader, at)) for line in lines]


def _secret(command: Command, state: State | None, reader: Reader) -> str | None:
    """The secret that a close is to reveal, as it was kept when the decision was opened; empty if it is another one."""
    seal: str | None = getattr(state, "secret_sha256", None)
    try:
        found = reader.text(command.mission, seal) if seal else None
    except StoreDamaged:
        return ""
    return found.text if found else None


def _acts_for(command: Command) -> str | None:
    return command.institution if isinstance(command, ForInstitution) else None


def _origin_of(command: Command) -> DataOrigin:
    return command.origin if isinstance(command, CreateMission) else DataOrigin.REAL


def _box(command: Command, state: State | None, facts: Mapping[FactKey, Any], box_of: BoxOf) -> Box | None:
    """The box that a command asks pseudonyms of."""
    if command.uses_box is None or command.uses_box is BoxUse.OPENS:
        return None
    sha256 = command.box_sha256(state, facts)
    return None if sha256 is None else box_of(sha256)


def _resource_of(line: Rule, memory: MissionMemory, reader: Reader, at: str | None) -> tuple[str, bool]:
    """The name within the mission of what a line is for, and whether it is there; no name if there may be many."""
    if at is None and not line.command.at.variables:  # a mission has one of it, such as the mission itself
        at = line.command.at.within(memory.mission)
    if not at:
        return "", False
    return within_mission(at), reader.version(at) > 0 or any(memory.inherited(reader, at))


def unmet_in(case: Case, here: Here | None = None) -> list[Unmet]:
    """Everything that speaks against the command, in the table's order; empty when it is granted.

    Whoever reads a log later is not `here`: only what was judged by the log is asked again.
    """
    line, command, state, context = case.line, case.command, case.state, case.context
    missing = mission_exists(command, state, context)
    if missing:  # of a mission that is not there nothing more can be asked
        return list(missing)
    found = [*_phase(line, context.open_phases)]
    if here is not None or command.uses_box is not BoxUse.CASTS:  # later nobody knows who a pseudonym was
        found += _role(line, context.actor)
    found += _target(line, command, state)
    absent = line.target is Target.EXISTING and state is None
    by_log, by_request, by_box = Basis.LOG, Basis.REQUEST, Basis.BOX  # each of these look-ups is a call in Python 3.11
    for condition, basis in _questions(type(command), () if absent else line.when):
        if basis is by_log:
            unmet = condition(command, state, context)
        elif here is None:
            continue
        elif basis is by_box:
            unmet = condition(command, state, context)
        else:
            unmet = condition(command, state, context, here.asked if basis is by_request else here.installed)
        if unmet:  # those that are asked of every command say nothing nearly always, and are no generators
            found.extend(unmet)
    return found


@cache
def _questions(kind: type[Command], when: tuple[Condition, ...]) -> tuple[tuple[Condition, Basis], ...]:
    """What is asked of a kind of command, and what each judges by: the same at each command, so found out once."""
    return tuple((condition, basis_of(condition)) for condition in (*asked_of(kind), *when))


# As those of `ALWAYS`, these three are no generators: they are asked of every command, and say nothing nearly always.


def _phase(line: Rule, open_phases: frozenset[Phase]) -> Sequence[Unmet]:
    if not line.during or not line.during.isdisjoint(open_phases):
        return ()
    return [Unmet("phase-not-open", phases=_ordered(line.during), open=_ordered(open_phases) or Term("Phase.none"))]


def _ordered(phases: frozenset[Phase]) -> tuple[Phase, ...]:
    return tuple(phase for phase in Phase if phase in phases)


def _role(line: Rule, actor: Actor) -> Sequence[Unmet]:
    if not line.by or not line.by.isdisjoint(actor.roles):
        return ()
    needed = tuple(role for role in Role if role in line.by)
    held = tuple(role for role in Role if role in actor.roles)
    return [Unmet("role-missing", "actor", actor=actor.participant, held=held or Term("Role.none"), needed=needed)]


def _target(line: Rule, command: Command, state: State | None) -> Sequence[Unmet]:
    if line.target is Target.NEW and state is not None:
        return [Unmet("already-exists", name=command.resource_name())]
    if line.target is Target.EXISTING and state is None:
        return [Unmet("not-found", name=command.resource_name())]
    return ()


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
