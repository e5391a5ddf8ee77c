"""`osi tally`: count an election file with a rule."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter

from osi_core.plugins import AllocationProblem, StrategyFailed
from osi_voting.commands.deciding import Decision, Ties, decide, find_rule
from osi_voting.commands.election_file import ElectionFile, read_election, repaired
from osi_voting.commands.voice import Voice

__all__ = ["decision_as_json", "tally"]

FileArgument = Annotated[Path, Parameter(help="opt.file")]
LenientFlag = Annotated[bool, Parameter(help="opt.lenient", negative="")]
SeedOption = Annotated[str, Parameter(help="opt.seed", metavar="TEXT")]
OptionList = Annotated[
    list[str] | None,
    Parameter(name=("--option", "-o"), help="opt.option", metavar="KEY=VALUE", negative="", allow_leading_hyphen=True),
]
SizeOption = Annotated[int | None, Parameter(help="opt.size", metavar="N")]
ApproveOption = Annotated[int, Parameter(help="opt.approve", metavar="N")]


def tally(
    voice: Voice,
    file: FileArgument,
    /,
    *,
    rule: Annotated[str, Parameter(name=("--rule", "-r"), help="opt.rule", metavar="RULE")],
    option: OptionList = None,
    ties: Annotated[Ties | None, Parameter(help="opt.ties", metavar="HOW")] = None,
    seed: SeedOption = "0",
    size: SizeOption = None,
    approve: ApproveOption = 1,
    lenient: LenientFlag = False,
) -> int:
    """Prints the winners in order with the reason for every project, or all of it as one JSON object."""
    money = None if file.suffix.lower() == ".pb" else False
    chosen = find_rule(voice, rule, option or (), ties, True if money is None else money)
    began = time.perf_counter()
    takes = getattr(chosen.strategy, "ballot_kinds", None)
    election = read_election(voice, file, lenient=lenient, takes=takes, approve=approve)
    problem = election.problem if size is None else election.problem.model_copy(update={"size": size})
    read = time.perf_counter() - began
    decision = _decided(voice, chosen, problem, seed)
    if voice.session.json:
        voice.session.emit(decision_as_json(election, decision, read))
    else:
        _show(voice, election, decision, read)
    return 0


def _decided(voice: Voice, chosen: Any, problem: Any, seed: str) -> Decision:
    from osi_core.cli.session import Exit
    from osi_core.cli.terminal import progress

    words = voice.say("tally.working", name=chosen.name)
    try:
        if voice.session.json or not voice.session.err.is_terminal:
            return decide(voice, chosen, problem, seed)
        with progress(voice.session, words) as report:
            return decide(voice, chosen, problem, seed, lambda fraction, best=None: report(fraction, words))
    except StrategyFailed as error:
        if not isinstance(error.__cause__, ValueError):
            raise
        raise voice.stop(Exit.NO, "rule.refuses", name=chosen.name, why=error.__cause__) from error


def decision_as_json(election: ElectionFile, decision: Decision, read_s: float) -> dict[str, Any]:
    """The record of a count: what was asked, what came out, by what proof, how fast."""
    outcome = decision.outcome
    budget = election.problem.budget if isinstance(election.problem, AllocationProblem) else None
    money = {"spent": decision.spent, "budget": budget, "currency": election.currency} if election.currency else {}
    return {
        "file": election.path,
        "rule": decision.rule.name,
        "version": decision.rule.strategy.version,
        "options": decision.rule.options.model_dump(mode="json"),
        "winners": decision.winners,
        **(money if decision.spent is not None else {"spent": None}),
        "seed": decision.seed,
        "input_sha256": decision.input_sha256,
        "exact_steps": outcome.counters.get("exact_steps", 0),
        "counters": outcome.counters,
        "tied": [list(group) for group in getattr(outcome, "tied", ())],
        "repairs": [{"line": one.line, "what": one.what} for one in election.repairs],
        "explanations": [one.model_dump(mode="json") for one in outcome.explanations],
        "timings": {
            "read_s": round(read_s, 6),
            "digest_s": round(decision.digest_s, 6),
            "decide_s": round(decision.decide_s, 6),
        },
    }


def _show(voice: Voice, election: ElectionFile, decision: Decision, read: float) -> None:
    from osi_core.cli.terminal import heading

    session, problem = voice.session, election.problem
    session.show(heading(election.title))
    rule, counted = decision.rule, problem.ballots if problem.weights is None else sum(problem.ballot_weights())
    session.show(
        voice.say(
            "tally.lead",
            rule=rule.name,
            version=rule.strategy.version,
            winners=voice.number(len(decision.winners)),
            items=voice.number(len(problem.items)),
            voters=voice.number(counted),
        )
    )
    if decision.spent is not None and isinstance(problem, AllocationProblem):
        spent, budget = (voice.money(one, election.currency) for one in (decision.spent, problem.budget))
        share = voice.percent(decision.spent, problem.budget)
        session.show(voice.say("tally.spent", spent=spent, budget=budget, share=share))
    options = ", ".join(f"{name}={value}" for name, value in rule.options.model_dump(mode="json").items())
    session.show(voice.say("tally.options", options=options or "–"))
    for line in repaired(voice, election):
        session.note(line)
    _show_projects(voice, election, decision)
    exact = voice.number(decision.outcome.counters.get("exact_steps", 0))
    times = {"read": f"{read:.3f}", "decide": f"{decision.decide_s:.3f}"}
    session.show("")
    session.note(voice.say("tally.proof", digest=decision.input_sha256[:16], exact=exact, **times))


def _show_projects(voice: Voice, election: ElectionFile, decision: Decision) -> None:
    from osi_core.cli.terminal import heading

    told = {one.item: (one.de if voice.german else one.en) for one in decision.outcome.explanations}
    winners = set(decision.winners)
    rest = [item for item in election.problem.items if item not in winners]
    show = voice.session.show
    show("", heading(voice.say("tally.won" if winners else "tally.nobody")))
    if winners:
        show(_table(voice, election, decision.winners, told, numbered=True))
    if rest:
        show("", heading(voice.say("tally.lost")), _table(voice, election, rest, told, numbered=False))


def _table(voice: Voice, election: ElectionFile, items: list[str], told: dict[str, str], numbered: bool) -> Any:
    from rich.text import Text

    from osi_core.cli.terminal import rows

    problem = election.problem
    costs = problem.costs() if isinstance(problem, AllocationProblem) else {}
    table = rows("quiet", "")
    table.columns[0].justify = "right"
    table.columns[0].no_wrap = True
    for place, item in enumerate(items, 1):
        title = election.called(item)
        name = Text.assemble((title, "name"), (f"  {item}" if title != item else "", "quiet"))
        cost = voice.money(costs[item], election.currency) if item in costs else ""
        first = Text.assemble(name, (f"  {cost}" if cost else "", "title"))
        table.add_row(f"{place}." if numbered else "–", first)
        table.add_row("", Text(told.get(item, "")))
    return table
