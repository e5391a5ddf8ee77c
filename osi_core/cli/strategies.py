"""`osi rules PLUGIN`: the strategies that a plugin brings, each with its options and what it claims."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osi_core.cli.rules import first_sentence
from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.plugins import Origin, Strategy


def show_strategies(session: Session, plugin: str) -> int:
    """Lists all strategies of a plugin, by its name or that of its package; refuses a name that is neither."""
    found = [
        (origin, strategy)
        for origin, strategy in session.plugins.strategies()
        if plugin in (origin.plugin, origin.distribution)
    ]
    if not found:
        known = sorted({origin.plugin for origin, _ in session.plugins.strategies()})
        raise session.stop(Exit.CANNOT, "rules.no_plugin", name=plugin, known=", ".join(known))
    if session.json:
        session.emit([_as_json(origin, strategy) for origin, strategy in found])
        return 0
    for _, strategy in found:
        _show(session, strategy)
    if any(strategy.kind in ("prioritisation", "allocation") for _, strategy in found):
        session.show("", session.say("rules.limits"))
    return 0


def allowed_of(strategy: Strategy[Any, Any], option: str) -> str:
    """What an option may be, in short, such as "integer 1.."."""
    return str(_options(strategy)[option]["allowed"])


def _show(session: Session, strategy: Strategy[Any, Any]) -> None:
    from rich.padding import Padding
    from rich.text import Text

    from osi_core.cli.terminal import rows

    head = Text.assemble((strategy.name, "title"), f"  {session.say(f'kind.{strategy.kind}')}")
    table = rows("quiet", "")
    table.columns[0].min_width = 14
    table.add_row("", first_sentence(type(strategy).__doc__ or ""))
    ballots = sorted(getattr(strategy, "ballot_kinds", ()))
    if ballots:
        table.add_row(session.say("rules.ballots"), ", ".join(ballots))
    table.add_row(session.say("rules.axioms"), ", ".join(sorted(strategy.claims)) or session.say("rules.none"))
    for place, (name, option) in enumerate(_options(strategy).items()):
        words = f"{name} = {option['default']}" + (f"  ({option['allowed']})" if option["allowed"] else "")
        table.add_row(session.say("rules.options") if place == 0 else "", words)
    session.show("", head, Padding(table, (0, 0, 0, 2)))


def _as_json(origin: Origin, strategy: Strategy[Any, Any]) -> dict[str, Any]:
    return {
        "name": strategy.name,
        "kind": strategy.kind,
        "version": strategy.version,
        "package": str(origin),
        "exactness": strategy.exactness,
        "worst_case": strategy.worst_case,
        "ballots": sorted(getattr(strategy, "ballot_kinds", ())),
        "axioms": sorted(strategy.claims),
        "options": _options(strategy),
        "about": (type(strategy).__doc__ or "").strip(),
    }


def _options(strategy: Strategy[Any, Any]) -> dict[str, dict[str, Any]]:
    """Each option with its default and, in short, what is allowed."""
    schema = strategy.Options.model_json_schema()
    defaults = strategy.Options().model_dump(mode="json")
    shapes = {name: _resolved(shape, schema.get("$defs", {})) for name, shape in schema.get("properties", {}).items()}
    return {name: {"default": defaults[name], "allowed": _allowed(shape)} for name, shape in shapes.items()}


def _resolved(shape: dict[str, Any], known: dict[str, Any]) -> dict[str, Any]:
    reference = shape.get("$ref", "").removeprefix("#/$defs/")
    return {**known[reference], **shape} if reference in known else shape


def _allowed(shape: dict[str, Any]) -> str:
    if "enum" in shape:
        return " | ".join(map(str, shape["enum"]))
    if "anyOf" in shape:
        return " | ".join(filter(None, map(_allowed, shape["anyOf"])))
    low, high = shape.get("minimum", shape.get("exclusiveMinimum")), shape.get("maximum")
    bounds = "" if low is None and high is None else f" {'' if low is None else low}..{'' if high is None else high}"
    return f"{shape.get('type', '')}{bounds}"
