"""`osi tally`: count an election file with a rule."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_core.plugins import Profile, StrategyFailed, TieRule
from osi_voting.commands.deciding import Decision, Rule, decide, find_rule
from osi_voting.commands.election_file import Funds, is_about_money, read_election
from osi_voting.commands.limits import Limit, read_limits
from osi_voting.commands.tally_output import decision_as_json, show_decision
from osi_voting.words import Told

__all__ = ["refused", "tally"]

FileArgument = Annotated[Path, Parameter(help="opt.file")]
LenientFlag = Annotated[bool, Parameter(help="opt.lenient", negative="")]
SeedOption = Annotated[str, Parameter(help="opt.seed", metavar="TEXT")]
OptionList = Annotated[
    list[str] | None,
    Parameter(name=("--option", "-o"), help="opt.option", metavar="KEY=VALUE", negative="", allow_leading_hyphen=True),
]
SizeOption = Annotated[int | None, Parameter(help="opt.size", metavar="N")]
ApproveOption = Annotated[int, Parameter(help="opt.approve", metavar="N")]
LimitsOption = Annotated[Path | None, Parameter(help="opt.limits", metavar="FILE")]


def tally(
    session: Session,
    file: FileArgument,
    /,
    *,
    rule: Annotated[str, Parameter(name=("--rule", "-r"), help="opt.rule", metavar="RULE")],
    option: OptionList = None,
    ties: Annotated[TieRule | None, Parameter(help="opt.ties", metavar="HOW")] = None,
    seed: SeedOption = "0",
    size: SizeOption = None,
    approve: ApproveOption = 1,
    limits: LimitsOption = None,
    budget: Annotated[str | None, Parameter(help="opt.budget", metavar="AMOUNT", allow_leading_hyphen=True)] = None,
    currency: Annotated[str | None, Parameter(help="opt.currency", metavar="CODE")] = None,
    projects: Annotated[Path | None, Parameter(help="opt.projects", metavar="FILE")] = None,
    lenient: LenientFlag = False,
) -> int:
    """Prints the winners in order with the reason for every project, or all of it as one JSON object."""
    given = read_limits(session, limits)
    if size is not None:
        given["size"] = Limit("--size", size)
    money = is_about_money(session, file)
    chosen = find_rule(session, rule, option or (), ties, money, given)
    began = time.perf_counter()
    takes = getattr(chosen.strategy, "ballot_kinds", None)
    funds = Funds(budget, currency, projects)
    election = read_election(session, file, lenient=lenient, takes=takes, approve=approve, funds=funds)
    read = time.perf_counter() - began
    decision = _decided(session, chosen, election.problem, seed)
    if session.json:
        session.emit(decision_as_json(election, decision, read, session.plugins.words()))
    else:
        show_decision(session, election, decision, read)
    return 0


def _decided(session: Session, chosen: Rule, problem: Profile, seed: str) -> Decision:
    from osi_core.cli.terminal import deciding, progress

    words = session.say("tally.working", name=chosen.name)
    try:
        if session.json or not session.err.is_terminal:
            return decide(session, chosen, problem, seed)
        with progress(session, words) as report:
            return decide(session, chosen, problem, seed, deciding(session, report, words))
    except StrategyFailed as error:
        raise refused(session, chosen.name, error) from error


def refused(session: Session, name: str, error: StrategyFailed) -> Exception:
    """What to raise where a rule failed: `Stop` in the session's language where it refuses the problem, else itself."""
    why = error.__cause__
    if not isinstance(why, ValueError):
        return error
    return session.stop(Exit.NO, "rule.refuses", name=name, why=why.message if isinstance(why, Told) else str(why))
