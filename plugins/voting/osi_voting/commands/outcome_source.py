"""Where the outcome to be judged comes from: the file itself, a JSON file, or a rule."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_core.money import Money
from osi_core.plugins import AllocationProblem, Profile, Progress, no_progress
from osi_core.words import Value
from osi_voting.arrays import Ballots
from osi_voting.audits import OwnKind, OwnPrices
from osi_voting.commands.deciding import Decision, Rule, decide, find_rule
from osi_voting.formats.election import Election
from osi_voting.formats.names import normal

__all__ = ["Found", "outcome_named", "winners_in"]

_MOST_NAMED = 10


@dataclass(frozen=True)
class Found:
    """Winners under a name; the decision too, where a rule made it. `official` is what the file itself says."""

    label: str
    winners: list[str]
    decision: Decision | None = None
    official: bool = False

    def own_prices(self) -> OwnPrices | None:
        """The prices that the rule gives in its reasons; None where it has none."""
        if self.decision is None:
            return None
        won = set(self.winners)
        reasons = {one.item: one.values for one in self.decision.outcome.explanations if one.item in won}
        covered = {item: one["covered_permille"] for item, one in reasons.items() if "covered_permille" in one}
        for kind in _PRICES:
            amounts = _amounts(reasons, kind)
            if amounts:
                return OwnPrices("point" if kind == "price" and _by_points(self.decision) else kind, amounts, covered)
        return None


_PRICES: Final[tuple[OwnKind, ...]] = ("price", "time", "load")


def _amounts(reasons: Mapping[str, Mapping[str, Value]], key: str) -> dict[str, int]:
    """Minor units; committees have no money, and say plain numbers."""
    return {item: told.minor for item, values in reasons.items() if isinstance(told := values.get(key), Money)}


def _by_points(decision: Decision) -> bool:
    """Whether the rule's prices are for a point or a place in the order."""
    measure = getattr(decision.rule.options, "satisfaction", None)
    return measure in ("points", "borda", "ranks") or (measure == "auto" and decision.problem.kind != "approval")


def outcome_named(
    session: Session,
    election: Election,
    result: str,
    secret: str,
    options: Iterable[str] = (),
    progress: Progress = no_progress,
) -> Found:
    """`official`, a path, or a rule's name, with options as in `equal-shares:completion=add1,ties=name`.

    Raises `Stop` for what is none of them, or names unknown projects.
    """
    if result == "official":
        return _official(session, election)
    path = Path(result)
    if path.suffix == ".json" or (path.is_file() and not _is_rule(session, result)):
        return Found(path.name, winners_in(session, path, election.problem))
    name, _, more = result.partition(":")
    if not _is_rule(session, name):
        known = [one for kind in ("allocation", "prioritisation") for one in session.plugins.names(kind)]
        raise session.stop(Exit.CANNOT, "audit.no_result", given=result, known=", ".join(sorted(set(known))))
    given = (*options, *filter(None, more.split(",")))
    rule = find_rule(session, name, given, money=isinstance(election.problem, AllocationProblem))
    decision = decide(session, rule, election.problem, secret, progress)
    return Found(_label(rule), decision.winners, decision)


def _label(rule: Rule) -> str:
    """The rule's name, with what differs from its defaults."""
    defaults = rule.strategy.Options().model_dump()
    changed = {name: value for name, value in rule.options.model_dump().items() if value != defaults[name]}
    return rule.name + (f" ({', '.join(f'{name}={value}' for name, value in changed.items())})" if changed else "")


def _is_rule(session: Session, name: str) -> bool:
    plugins = session.plugins
    return name in plugins.names("allocation") or name in plugins.names("prioritisation")


def _official(session: Session, election: Election) -> Found:
    if election.official is None:
        raise session.stop(Exit.CANNOT, "audit.no_official", path=election.path)
    winners = [item for item in election.problem.items if item in election.official]
    return Found(session.say("audit.official"), _dearest_last(election.problem, winners), official=True)


def _dearest_last(problem: Profile, winners: list[str]) -> list[str]:
    """By cost per supporter, as the file says nothing of an order; so would equal shares by count begin."""
    costs = problem.costs() if isinstance(problem, AllocationProblem) else {}
    support = dict(zip(problem.items, Ballots.of(problem).support().tolist(), strict=True))
    return sorted(winners, key=lambda item: (costs.get(item, 1) / max(support[item], 1), item))


def winners_in(session: Session, path: Path, problem: Profile) -> list[str]:
    """The ids in a JSON file. Raises `Stop` naming what does not fit."""
    try:
        found: Any = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, UnicodeDecodeError) as error:
        raise session.stop(Exit.NO, "audit.json", path=str(path), why=str(error)) from None
    listed = found.get("winners") if isinstance(found, dict) else found
    if not isinstance(listed, list) or not all(
        isinstance(one, str | int) and not isinstance(one, bool) for one in listed
    ):
        shown = json.dumps(found)[:60]
        raise session.stop(Exit.NO, "audit.json", path=str(path), why=shown)
    winners, known, before = [normal(str(one)) for one in listed], set(problem.items), set[str]()
    for name in winners:
        if name not in known:
            few = ", ".join(problem.items[:_MOST_NAMED]) + ", …" * (len(known) > _MOST_NAMED)
            raise session.stop(Exit.NO, "audit.winners", path=str(path), name=name, count=len(known), known=few)
        if name in before:
            raise session.stop(Exit.NO, "audit.twice", path=str(path), name=name)
        before.add(name)
    if not winners and not isinstance(problem, AllocationProblem) and problem.size is None:
        raise session.stop(Exit.USAGE, "audit.nobody", path=str(path))
    return winners
