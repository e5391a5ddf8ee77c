"""Counting as a file says that it was decided, and whether that gives the result which was published."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_core.money import Money
from osi_core.plugins import Allocation, AllocationProblem, Profile, TieRule
from osi_core.words import Message
from osi_voting.commands.deciding import Decision, Rule, decide, find_rule
from osi_voting.commands.limits import Limit
from osi_voting.formats.columns import with_columns
from osi_voting.formats.election import Election
from osi_voting.formats.pabulib.points import points_text
from osi_voting.formats.published import Published
from osi_voting.words import WORDS

__all__ = ["Verdict", "rule_of_the_file", "verdict", "verdict_as_json", "verdict_told"]

_MOST_NAMED = 8


@dataclass(frozen=True)
class Verdict:
    """Whether the published result is met; None where the file has none. `only_official` and `only_counted` are what
    one has and the other has not, `reasons` what is known of why.
    """

    published: Published
    met: bool | None
    only_official: tuple[str, ...] = ()
    only_counted: tuple[str, ...] = ()
    reasons: tuple[Message, ...] = ()


def rule_of_the_file(
    session: Session, election: Election, given: Iterable[str], ties: TieRule | None, limits: Mapping[str, Limit]
) -> Rule:
    """The rule that the file names, with the options that it takes, and those `given` besides. Raises `Stop` where we
    have none for it.
    """
    told = election.published
    if told is None or not told.rule:
        said = "" if told is None else told.said
        raise session.stop(Exit.CANNOT, "published.no_rule", path=election.path, found=said or "–")
    options = [f"{name}={value}" for name, value in told.options.items()]
    return find_rule(session, told.rule, [*options, *given], ties or "name", money=True, limits=limits)


def verdict(session: Session, election: Election, decision: Decision, seed: str) -> Verdict:
    """Holds a count as published against the published result, whichever way ties fall."""
    told, problem = election.published, election.problem
    assert told is not None
    assert isinstance(problem, AllocationProblem)
    if told.selected is None:
        return Verdict(told, None, reasons=told.open)
    counted = frozenset(decision.winners)
    for marks in (told.selected.values(), {"1", "2"}, {"1"}):
        official = frozenset(item for item, mark in told.selected.items() if mark in marks)
        if counted == official or _in_ties(session, decision, official, seed):
            return Verdict(told, True, reasons=_reasons(election, told, official, decision, met=True))
    official = frozenset(told.selected)
    more, fewer = (_sorted(problem, one) for one in (official - counted, counted - official))
    return Verdict(told, False, more, fewer, _reasons(election, told, official, decision, met=False))


def _in_ties(session: Session, decision: Decision, official: frozenset[str], seed: str) -> bool:
    """Whether the count gives the result where each tie is broken in favour of it."""
    outcome, problem = decision.outcome, decision.problem
    if not isinstance(outcome, Allocation) or not outcome.tied:
        return False
    order = sorted(problem.items, key=lambda item: item not in official)
    names = {item: f"{place:07d}" for place, item in enumerate(order)}
    renamed = with_columns(problem, [("items", tuple(names[item] for item in problem.items))])
    by_name = decision.rule.options.model_copy(update={"ties": "name"})
    again = decide(session, replace(decision.rule, options=by_name, limits={}), renamed, seed)
    return set(again.winners) == {names[item] for item in official}


def _sorted(problem: Profile, items: Iterable[str]) -> tuple[str, ...]:
    place = {item: at for at, item in enumerate(problem.items)}
    return tuple(sorted(items, key=place.__getitem__))


def _reasons(
    election: Election, told: Published, official: frozenset[str], decision: Decision, met: bool
) -> tuple[Message, ...]:
    problem = election.problem
    assert isinstance(problem, AllocationProblem)
    found = [] if met else [*told.open]
    costs, selected = problem.costs(), told.selected or {}
    spent = sum(costs[item] for item in selected)
    if spent > problem.budget:
        amounts = {"spent": _money(spent, election), "budget": _money(problem.budget, election)}
        found.append(Message("voting.published.over-budget", amounts))
    marked = [item for item, mark in selected.items() if mark != "1"]
    if marked and (not met or len(official) < len(selected)):
        named = tuple(election.called(item) for item in marked[:_MOST_NAMED])
        found.append(Message.of("voting.published.marked", count=len(marked), named=named))
    if not met:
        found += _other_numbers(election, problem, told)
    return tuple(found)


def _money(minor: int, election: Election) -> Money:
    return Money(minor=minor, currency=election.currency)


def _other_numbers(election: Election, problem: AllocationProblem, told: Published) -> list[Message]:
    """Where the file's own sums are not those of its ballots."""
    points = dict(zip(problem.items, problem.points(), strict=True))
    ours = {item: points_text(points[item], election.points_scale) for item in told.counted}
    other = [item for item, said in told.counted.items() if _number(said) != _number(ours[item])]
    if not other:
        return []
    values = {"count": len(other), "item": election.called(other[0]), "said": told.counted[other[0]]}
    return [Message("voting.published.other-numbers", values | {"counted": ours[other[0]]})]


def _number(text: str) -> float | str:
    try:
        return float(text)
    except ValueError:
        return text


def verdict_told(session: Session, election: Election, found: Verdict) -> list[str]:
    """The verdict in sentences."""
    lines = [session.say("published.rule", found=found.published.said or "–")]
    if found.met is None:
        lines.append(session.say("published.none"))
    elif found.met:
        lines.append(session.say("published.met"))
    else:
        lines.append(session.say("published.not_met"))
        for key, items in (("only_official", found.only_official), ("only_counted", found.only_counted)):
            if items:
                named = tuple(election.called(item) for item in items[:_MOST_NAMED])
                more = len(items) - len(named)
                listed = (*named, Message.of("voting.audit.others", count=more)) if more else named
                lines.append(session.say(f"published.{key}", named=listed))
    return [*lines, *(session.tell(reason) for reason in found.reasons)]


def verdict_as_json(found: Verdict) -> dict[str, Any]:
    """The verdict for programs; `met` is null where the file has no result."""
    return {
        "rule": found.published.said,
        "met": found.met,
        "only_official": list(found.only_official),
        "only_counted": list(found.only_counted),
        "reasons": [{"code": one.code, "what": WORDS.say(one)} for one in found.reasons],
    }
