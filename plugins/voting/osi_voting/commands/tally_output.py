"""What `osi tally` prints: a table with the reason for each project for people, one JSON object for programs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from osi_core.cli import Session
from osi_core.plugins import Allocation, AllocationProblem, explanation_sentences
from osi_core.words import Catalogues
from osi_voting.commands.amounts import money, percent
from osi_voting.commands.deciding import Decision
from osi_voting.commands.election_file import notices_as_json, repaired, repairs_as_json
from osi_voting.commands.limits import limits_as_json, limits_told
from osi_voting.formats.election import Election
from osi_voting.loading import Spent

__all__ = ["Took", "decision_as_json", "show_decision"]

_AT_ONCE = 500
"""Rows of a table that are made and shown together."""
_MOST_ITEMS = 2000
"""Up to how many items the next pair to ask is found: its time grows with their cube."""


@dataclass(frozen=True)
class Took:
    """What was spent on loading libraries and kernels, of which `compiled` had to be compiled, and on the file."""

    load: Spent
    read: Spent
    compiled: int


def decision_as_json(election: Election, decision: Decision, took: Took, words: Catalogues) -> dict[str, Any]:
    """The record of a count: what was asked, what came out, by what proof, how fast; and the sentences of its codes."""
    outcome = decision.outcome
    budget = election.problem.budget if isinstance(election.problem, AllocationProblem) else None
    money = {"spent": decision.spent, "budget": budget, "currency": election.currency} if election.currency else {}
    return {
        "file": election.path,
        "rule": decision.rule.name,
        "version": decision.rule.strategy.version,
        "options": decision.rule.options.model_dump(mode="json"),
        "limits": limits_as_json(decision.problem),
        "winners": decision.winners,
        **({"awards": _awards(decision)} if decision.spent is not None else {}),
        **(money if decision.spent is not None else {"spent": None}),
        "seed": decision.seed,
        "input_sha256": decision.input_sha256,
        "exact_steps": outcome.counters.get("exact_steps", 0),
        "counters": outcome.counters,
        **({"next_pair": list(pair)} if (pair := _next_pair(decision)) else {}),
        "tied": [list(group) for group in getattr(outcome, "tied", ())],
        "repairs": repairs_as_json(election),
        "notices": notices_as_json(election),
        "explanations": outcome.explanations,
        "sentences": explanation_sentences([outcome], words),
        "timings": _timings(decision, took),
    }


def _timings(decision: Decision, took: Took) -> dict[str, Any]:
    """Seconds by the clock, and under `processor` those of the processor, which a busy machine hardly changes."""
    times = decision.times
    all_of_it = {"load_s": took.load, "read_s": took.read, "digest_s": times.digest, "decide_s": times.decide}
    clock = {name: round(one.clock, 6) for name, one in all_of_it.items()}
    processor = {name: round(one.processor, 6) for name, one in all_of_it.items()}
    return {**clock, "compiled": took.compiled, "processor": processor}


def _awards(decision: Decision) -> dict[str, int]:
    """What each winner receives, in minor units; empty where a rule only puts in order."""
    outcome = decision.outcome
    return {one.item: one.amount for one in outcome.awards} if isinstance(outcome, Allocation) else {}


def _next_pair(decision: Decision) -> tuple[str, str] | None:
    """The two items whose comparison would tell most, from a rule that can say so; None where no pair is left, or the
    items are so many that to find it would take minutes.
    """
    asks = getattr(decision.rule.strategy, "next_pair", None)
    if asks is None or len(decision.problem.items) > _MOST_ITEMS:
        return None
    try:
        pair: tuple[str, str] = asks(decision.problem, decision.rule.options, bytes.fromhex(decision.seed))
    except ValueError:
        return None
    return pair


def show_decision(session: Session, election: Election, decision: Decision, took: Took) -> None:
    """The winners in order, then the others, each with its reason."""
    from osi_core.cli.terminal import heading

    problem = decision.problem
    session.show(heading(election.title))
    rule, counted = decision.rule, problem.ballots if problem.weights is None else sum(problem.ballot_weights())
    session.show(
        session.say(
            "tally.lead",
            rule=rule.name,
            version=rule.strategy.version,
            winners=len(decision.winners),
            items=len(problem.items),
            count=counted,
        )
    )
    if decision.spent is not None and isinstance(problem, AllocationProblem):
        spent, budget = (money(session, one, election.currency) for one in (decision.spent, problem.budget))
        share = percent(session, decision.spent, problem.budget)
        session.show(session.say("tally.spent", spent=spent, budget=budget, share=share))
    options = ", ".join(f"{name}={value}" for name, value in rule.options.model_dump(mode="json").items())
    session.show(session.say("tally.options", options=options or "–"))
    for line in _left_over(session, election, decision):
        session.show(line)
    if limits := limits_told(session, problem, election.currency):
        session.show(session.say("tally.limits", limits=limits))
    for line in repaired(session, election):
        session.note(line)
    _show_projects(session, election, decision)
    if pair := _next_pair(decision):
        one, other = map(election.called, pair)
        session.show("", session.say("tally.next", one=one, other=other))
    exact = decision.outcome.counters.get("exact_steps", 0)
    seconds = {"load": took.load, "read": took.read, "decide": decision.times.decide}
    times = {name: f"{one.processor:.3f}" for name, one in seconds.items()}
    times["clock"] = f"{sum(one.clock for one in seconds.values()):.3f}"
    session.show("")
    session.note(session.say("tally.proof", digest=decision.input_sha256[:16], exact=exact, **times))
    if took.compiled:
        session.note(session.say("tally.compiled", count=took.compiled))


def _left_over(session: Session, election: Election, decision: Decision) -> Iterator[str]:
    """Why equal shares leaves money that would do for another project."""
    problem, options = decision.problem, decision.rule.options
    if (
        decision.spent is None
        or getattr(options, "completion", "") != "none"
        or not isinstance(problem, AllocationProblem)
    ):
        return
    won, left = set(decision.winners), problem.budget - decision.spent
    if any(0 < cost <= left for item, cost in problem.costs().items() if item not in won):
        yield session.say("tally.left_over", left=money(session, left, election.currency))


def _show_projects(session: Session, election: Election, decision: Decision) -> None:
    from osi_core.cli.terminal import heading

    words = session.plugins.words().with_(formats=session.words.formats)
    told = {one.item: one for one in decision.outcome.explanations}

    def say(item: str) -> str:
        return told[item].say(session.language, words) if item in told else ""

    winners = set(decision.winners)
    rest = [item for item in election.problem.items if item not in winners]
    show = session.show
    show("", heading(session.say("tally.won" if winners else "tally.nobody")))
    if winners:
        for part in _tables(session, election, decision.winners, say, _awards(decision), numbered=True):
            show(part)
    if rest:
        show("", heading(session.say("tally.lost")))
        for part in _tables(session, election, rest, say, _asked(decision), numbered=False):
            show(part)


def _asked(decision: Decision) -> dict[str, int]:
    """What projects ask for, where that is all or nothing."""
    problem = decision.problem
    return problem.costs() if isinstance(problem, AllocationProblem) and not problem.partial else {}


def _tables(
    session: Session,
    election: Election,
    items: list[str],
    say: Callable[[str], str],
    amounts: dict[str, int],
    numbered: bool,
) -> Iterator[Any]:
    """One table in parts, each made when it is shown: one of a hundred thousand projects would fill the memory."""
    from rich.text import Text

    from osi_core.cli.terminal import rows

    first = [f"{place}." for place in range(1, len(items) + 1)] if numbered else ["–"] * len(items)
    for begin in range(0, len(items), _AT_ONCE):
        table = rows("quiet", "")
        table.columns[0].justify = "right"
        table.columns[0].no_wrap = True
        table.columns[0].min_width = len(first[-1])
        for number, item in zip(first[begin : begin + _AT_ONCE], items[begin : begin + _AT_ONCE], strict=True):
            title = election.called(item)
            name = Text.assemble((title, "name"), (f"  {item}" if title != item else "", "quiet"))
            cost = money(session, amounts[item], election.currency) if item in amounts else ""
            table.add_row(number, Text.assemble(name, (f"  {cost}" if cost else "", "title")))
            table.add_row("", Text(say(item)))
        yield table
