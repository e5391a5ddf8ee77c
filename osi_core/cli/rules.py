"""`osi rules`: the table of phase rules and the gates between the phases; with a plugin's name, its strategies."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from osi_core.cli.session import Session

if TYPE_CHECKING:
    from rich.table import Table

    from osi_core.domain import Condition, Phase, Rule

_NAMES_WIDTH = 24


def rules(session: Session, plugin: Annotated[str | None, Parameter(help="opt.rules_plugin")] = None, /) -> int:
    """Prints every command with what it takes, and every gate, phase by phase; or the strategies of a plugin."""
    from osi_core.domain import Phase

    if plugin is not None:
        from osi_core.cli.strategies import show_strategies

        return show_strategies(session, plugin)
    if session.json:
        gates, always = _gates_as_json(session), _conditions(session, asked_of_all())
        session.emit({"always": always, "gates": gates, "commands": _commands_as_json(session)})
        return 0
    _show_always(session)
    for phase in Phase:
        _show_phase(session, phase)
    session.show("", session.say("rules.legend"))
    return 0


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
    from osi_core.domain import Phase
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


def _show_phase(session: Session, phase: Phase) -> None:
    from rich.padding import Padding

    from osi_core.cli.terminal import heading, rows
    from osi_core.process.gates import GATES

    table = rows("", "")
    for key, conditions in (("rules.opens", GATES[phase].opens_when), ("rules.closes", GATES[phase].closes_when)):
        asked = [says(session, condition) for condition in conditions] or [session.say("rules.nothing")]
        for place, sentence in enumerate(asked):
            table.add_row(session.say(key) if place == 0 else "", sentence)
    table.add_row("", "")
    for line in _by_phase(phase):
        _add_command(session, table, line)
    table.columns[0].min_width = _NAMES_WIDTH
    session.show("", heading(session.say(f"phase.{phase}")), Padding(table, (0, 0, 0, 2)))


def _add_command(session: Session, table: Table, line: Rule) -> None:
    from rich.text import Text

    from osi_core.cli.terminal import rows
    from osi_core.domain import Phase, Role

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


def _gates_as_json(session: Session) -> list[dict[str, Any]]:
    from osi_core.process.gates import GATES

    return [
        {
            "phase": phase.value,
            "opens_when": _conditions(session, gate.opens_when),
            "closes_when": _conditions(session, gate.closes_when),
        }
        for phase, gate in GATES.items()
    ]


def _commands_as_json(session: Session) -> list[dict[str, Any]]:
    from osi_core.domain import Phase

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
        for line in _by_phase(phase)
    ]


def _conditions(session: Session, conditions: Iterable[Callable[..., Any]]) -> list[dict[str, str]]:
    from osi_core.domain import basis_of

    return [
        {"name": condition.__name__, "judged_by": basis_of(condition).value, "says": says(session, condition)}
        for condition in conditions
    ]
