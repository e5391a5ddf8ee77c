"""What a line of the table of phase rules says, and how a command is judged by it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from osi_core.domain import Command, Condition, Context, Decide, Phase, Role, State, Unmet


class Target(StrEnum):
    """What must be true of the aggregate that a command is for."""

    NEW = "new"
    EXISTING = "existing"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Rule:
    """One line of the table: when a command is allowed, who may give it, what must hold first, what then happens."""

    command: type[Command]
    decide: Decide
    target: Target
    during: frozenset[Phase]
    """At least one of these phases is open; empty: at any time."""
    by: frozenset[Role]
    """The actor holds at least one of these roles; empty: anyone."""
    when: tuple[Condition, ...]
    receipt: bool
    """Whether it is a contribution, for which the person gets a receipt."""

    @property
    def name(self) -> str:
        """The command's name."""
        return self.command.__name__


def rule(
    command: type[Command],
    decide: Decide,
    target: Target,
    *,
    during: tuple[Phase, ...] = (),
    by: tuple[Role, ...] = (),
    when: tuple[Condition, ...] = (),
    receipt: bool = False,
) -> Rule:
    """A line of the table."""
    return Rule(command, decide, target, frozenset(during), frozenset(by), when, receipt)


def unmet_conditions(line: Rule, command: Command, state: State | None, context: Context) -> list[Unmet]:
    """Everything that speaks against the command, in the table's order; empty when it is granted."""
    found = [*_phase(line, context), *_actor(line, context), *_target(line, command, state)]
    if not (line.target is Target.EXISTING and state is None):  # nothing more can be asked of what is not there
        for condition in line.when:
            found.extend(condition(command, state, context))
    return found


def _phase(line: Rule, context: Context) -> Iterator[Unmet]:
    if line.during and not line.during & context.open_phases:
        needed = sorted(line.during)
        yield Unmet(
            code="phase-not-open",
            en=f"the phase {' or '.join(needed)} is not open (open: {_listed(context, 'none')})",
            de=f"die Phase {' oder '.join(needed)} ist nicht offen (offen: {_listed(context, 'keine')})",
        )


def _listed(context: Context, none: str) -> str:
    return ", ".join(sorted(context.open_phases)) or none


def _actor(line: Rule, context: Context) -> Iterator[Unmet]:
    actor = context.actor
    if line.by and not line.by & actor.roles:
        needed, held = " / ".join(sorted(line.by)), ", ".join(sorted(actor.roles))
        yield Unmet(
            code="role-missing",
            field="actor",
            en=f"{actor.participant} acts as {held or 'nobody known here'}; this takes {needed}",
            de=f"{actor.participant} handelt als {held or 'hier unbekannt'}; dies verlangt {needed}",
        )


def _target(line: Rule, command: Command, state: State | None) -> Iterator[Unmet]:
    name = command.stream()
    if line.target is Target.NEW and state is not None:
        yield Unmet(
            code="already-exists",
            en=f"{name} exists already; choose another id",
            de=f"{name} gibt es schon; bitte eine andere Kennung wählen",
        )
    if line.target is Target.EXISTING and state is None:
        yield Unmet(code="not-found", en=f"{name} does not exist", de=f"{name} gibt es nicht")
