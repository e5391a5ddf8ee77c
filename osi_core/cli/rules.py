"""`osi rules`: the table of phase rules and the gates between the phases; with a plugin's name, its strategies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from cyclopts import Parameter

from osi_core.cli.binding import Flag
from osi_core.cli.session import Exit, Session
from osi_core.domain import Phase, Role, Rule

if TYPE_CHECKING:
    from rich.table import Table

    from osi_core.domain import Condition

_NAMES_WIDTH = 24


def rules(
    session: Session,
    plugin: Annotated[str | None, Parameter(help="opt.rules_plugin")] = None,
    /,
    *,
    phase: Annotated[Phase | None, Parameter(help="opt.rules_phase")] = None,
    role: Annotated[Role | None, Parameter(help="opt.rules_role")] = None,
    words: Annotated[str, Parameter(help="opt.rules_words")] = "",
    full: Annotated[bool, Flag, Parameter(help="opt.rules_full")] = False,
) -> int:
    """Prints the gates and the commands phase by phase: all of them by name, or those that are asked for with what they
    take; or the strategies of a plugin.
    """
    if plugin is not None:
        from osi_core.cli.strategies import show_strategies

        return show_strategies(session, plugin)
    wanted = _Wanted(session, phase, role, words.casefold().split())
    if session.json:
        gates, always = _gates_as_json(session, wanted), _conditions(session, asked_of_all())
        session.emit({"always": always, "gates": gates, "commands": _commands_as_json(session, wanted)})
        return 0
    if full:
        _show_always(session)
    lines = {one: wanted.lines(one) for one in Phase if wanted.phase in (None, one)}
    for one, found in lines.items():
        if found or phase is not None:
            _show_phase(session, one, found, wanted, brief=not (full or wanted.is_some))
    if not any(lines.values()):
        raise session.stop(Exit.NO, "rules.no_command")
    session.show("", session.say("rules.legend" if full or wanted.is_some else "rules.brief"))
    return 0


class _Wanted(NamedTuple):
    """What is asked for of the table."""

    session: Session
    phase: Phase | None
    role: Role | None
    words: list[str]

    @property
    def is_some(self) -> bool:
        """Whether it is a part of the table."""
        return bool(self.phase or self.role or self.words)

    def lines(self, phase: Phase) -> list[Rule]:
        """The commands of a phase that are asked for: for a role, also those that anyone may give."""
        if self.phase not in (None, phase):
            return []
        return [line for line in _by_phase(phase) if self._is_for(line) and self._holds(line)]

    def _is_for(self, line: Rule) -> bool:
        return self.role is None or not line.by or self.role in line.by

    def _holds(self, line: Rule) -> bool:
        if not self.words:
            return True
        told = " ".join([line.name, *(says(self.session, condition) for condition in line.when)]).casefold()
        return all(word in told for word in self.words)


def says(session: Session, condition: Callable[..., Any]) -> str:
    """What a condition asks for; of one that has no words in the catalogue, the first sentence of its docstring."""
    from osi_core.domain import condition_name

    key = f"rule.{condition_name(condition)}"
    if session.knows(key):
        return session.say(key)
    return first_sentence(condition.__doc__ or condition.__name__.replace("_", " "))


def first_sentence(docstring: str) -> str:
    """The first sentence of a docstring, without its full stop; that of an initial, as in S. Brams, and three in a row
    end none.
    """
    paragraph = " ".join(docstring.strip().split("\n\n")[0].split())
    return re.split(r"(?<!\b[A-Z])(?<!\.)\. ", paragraph)[0].rstrip(".")


def _by_phase(phase: Phase) -> list[Rule]:
    """The commands that a phase's folder defines; what moves phases stands with the mission, money with support."""
    from osi_core.process.share import share_of

    beside = {Phase.MISSION: "process", Phase.SUPPORT: "funding"}
    folders = {phase.value, beside.get(phase, phase.value)}
    return [line for line in share_of("all").rules.values() if line.command.__module__.split(".")[1] in folders]


def asked_of_all() -> tuple[Condition, ...]:
    """The conditions that are asked of every command."""
    from osi_core.process.always import ALWAYS, mission_exists

    return (mission_exists, *ALWAYS)


def _show_always(session: Session) -> None:
    from rich.padding import Padding

    from osi_core.cli.terminal import heading, rows

    table = rows("quiet", "", gap=1)
    for condition in asked_of_all():
        table.add_row("–", says(session, condition))
    session.show("", heading(session.say("rules.always")), Padding(table, (0, 0, 0, 2)))


def _show_phase(session: Session, phase: Phase, lines: list[Rule], wanted: _Wanted, *, brief: bool) -> None:
    from rich.padding import Padding

    from osi_core.cli.terminal import heading, rows
    from osi_core.process.gates import GATES

    table = rows("", "")
    if not wanted.role and not wanted.words:
        for key, conditions in (("rules.opens", GATES[phase].opens_when), ("rules.closes", GATES[phase].closes_when)):
            asked = [says(session, condition) for condition in conditions] or [session.say("rules.nothing")]
            for place, sentence in enumerate(asked):
                table.add_row(session.say(key) if place == 0 else "", sentence)
        if not brief:
            table.add_row("", "")
    if brief:
        table.add_row(session.say("rules.commands"), ", ".join(line.name for line in lines))
    for line in () if brief else lines:
        _add_command(session, table, line)
    table.columns[0].min_width = _NAMES_WIDTH
    session.show("", heading(session.say(f"phase.{phase}")), Padding(table, (0, 0, 0, 2)))


def _add_command(session: Session, table: Table, line: Rule) -> None:
    from rich.text import Text

    from osi_core.cli.terminal import rows

    by = ", ".join(session.term(role) for role in Role if role in line.by) or session.say("rules.anyone")
    phases = ", ".join(session.term(phase) for phase in Phase if phase in line.during)
    more = [session.say("rules.during", phases=phases)] if phases else []
    more += [session.say("rules.receipt")] if line.receipt else []
    table.add_row(Text(line.name, style="name"), Text.assemble(by, ("".join(f" · {part}" for part in more), "quiet")))
    if line.when:
        asked = rows("quiet", "quiet", gap=1)
        for condition in line.when:
            asked.add_row("–", says(session, condition))
        table.add_row("", asked)


def _gates_as_json(session: Session, wanted: _Wanted) -> list[dict[str, Any]]:
    from osi_core.process.gates import GATES

    return [
        {
            "phase": phase.value,
            "opens_when": _conditions(session, gate.opens_when),
            "closes_when": _conditions(session, gate.closes_when),
        }
        for phase, gate in GATES.items()
        if wanted.phase in (None, phase)
    ]


def _commands_as_json(session: Session, wanted: _Wanted) -> list[dict[str, Any]]:
    return [
        {
            "command": line.name,
            "phase": phase.value,
            "for": line.target.value,
            "during": sorted(line.during),
            "by": sorted(line.by),
            "when": _conditions(session, line.when),
            "receipt": line.receipt,
        }
        for phase in Phase
        for line in wanted.lines(phase)
    ]


def _conditions(session: Session, conditions: Iterable[Callable[..., Any]]) -> list[dict[str, str]]:
    from osi_core.domain import basis_of

    return [
        {"name": condition.__name__, "judged_by": basis_of(condition).value, "says": says(session, condition)}
        for condition in conditions
    ]
