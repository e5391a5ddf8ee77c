"""`osi tally`: count an election file with a rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli import Session, Stop
from osi_core.cli.session import Exit
from osi_core.plugins import Profile, StrategyFailed, TieRule
from osi_voting.commands.as_published import rule_of_the_file, verdict
from osi_voting.commands.counted import Counted, Took, as_json, show_figures, show_one
from osi_voting.commands.deciding import Decision, Rule, decide, find_rule
from osi_voting.commands.election_file import Funds, is_about_money, read_election
from osi_voting.commands.limits import Limit, read_limits
from osi_voting.commands.table_options import (
    AsideOption,
    BallotsOption,
    ColumnOption,
    ItemOption,
    QuestionOption,
    form_of,
)
from osi_voting.formats.table_form import TableForm
from osi_voting.loading import Loads, loads, spent_so_far
from osi_voting.words import Told

__all__ = ["refused", "tally"]

FileArgument = Annotated[Path, Parameter(help="opt.file", metavar="FILE")]
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
    *file: FileArgument,
    rule: Annotated[
        list[str] | None, Parameter(name=("--rule", "-r"), help="opt.rule", metavar="RULE", negative="")
    ] = None,
    as_published: Annotated[bool, Parameter(help="opt.as_published", negative="")] = False,
    option: OptionList = None,
    ties: Annotated[TieRule | None, Parameter(help="opt.ties", metavar="HOW")] = None,
    seed: SeedOption = "0",
    size: SizeOption = None,
    approve: ApproveOption = 1,
    limits: LimitsOption = None,
    budget: Annotated[str | None, Parameter(help="opt.budget", metavar="AMOUNT", allow_leading_hyphen=True)] = None,
    currency: Annotated[str | None, Parameter(help="opt.currency", metavar="CODE")] = None,
    projects: Annotated[Path | None, Parameter(help="opt.projects", metavar="FILE")] = None,
    ballots: BallotsOption = None,
    question: QuestionOption = None,
    column: ColumnOption = None,
    aside: AsideOption = None,
    item: ItemOption = None,
    lenient: LenientFlag = False,
) -> int:
    """Prints the winners in order with the reason for every project, or all of it as JSON: an object, or a list of them
    where there are several files or rules. A file that cannot be counted does not keep the others from it.
    """
    if as_published and rule:
        raise session.stop(Exit.USAGE, "tally.both")
    if not file:
        raise session.stop(Exit.USAGE, "tally.no_file")
    if not as_published and not rule:
        raise session.stop(Exit.USAGE, "tally.no_rule")
    given = read_limits(session, limits)
    if size is not None:
        given["size"] = Limit("--size", size)
    form = form_of(session, ballots, question, column, aside, item)
    asked = Asked(tuple(option or ()), ties, seed, approve, given, Funds(budget, currency, projects), lenient, form)
    names: Sequence[str | None] = rule or [None]
    wanted = [(path, name) for path in file for name in names]
    if len(wanted) == 1:
        one = counted(session, *wanted[0], asked, Loads())
        show_one(session, one)
        return one.exit_code
    return _several(session, wanted, asked)


def _several(session: Session, wanted: list[tuple[Path, str | None]], asked: Asked) -> int:
    """Each file with each rule; the worst exit code of all."""
    done: list[Counted] = []
    worst, failed, since = Exit.FINE, 0, Loads()
    for path, name in wanted:
        try:
            one = counted(session, path, name, asked, since)
        except Stop as stop:
            failed, worst = failed + 1, max(worst, stop.code)
            session.note(stop.message if str(path) in stop.message else f"{path}: {stop.message}")
            continue
        since = loads()
        worst = max(worst, one.exit_code)
        done.append(one)
        if not session.json:
            show_one(session, one, short=name is None)
    if session.json:
        words = session.plugins.words()
        session.emit([as_json(one, words) for one in done])
    else:
        show_figures(session, done, failed)
    return worst


@dataclass(frozen=True)
class Asked:
    """What the call asks for besides files and rules."""

    option: tuple[str, ...]
    ties: TieRule | None
    seed: str
    approve: int
    limits: Mapping[str, Limit]
    funds: Funds
    lenient: bool
    form: TableForm


def counted(session: Session, path: Path, name: str | None, asked: Asked, since: Loads) -> Counted:
    """One file counted with one rule, or with the rule that the file names; what was loaded `since` then is told with
    it. Raises `Stop`.
    """
    money = is_about_money(session, path, asked.form)
    chosen = find_rule(session, name, asked.option, asked.ties, money, asked.limits) if name else None
    began, loaded = spent_so_far(), loads().spent
    takes = None if chosen is None else getattr(chosen.strategy, "ballot_kinds", None)
    election = read_election(
        session,
        path,
        lenient=asked.lenient,
        takes=takes,
        approve=asked.approve,
        funds=asked.funds,
        form=asked.form,
    )
    read = spent_so_far() - began - (loads().spent - loaded)
    rule = chosen or rule_of_the_file(session, election, asked.option, asked.ties, asked.limits)
    load = loads().spent - since.spent
    decision = _decided(session, rule, election.problem, asked.seed)
    took = Took(load + decision.times.load, read, loads().compiled - since.compiled)
    found = None if chosen else verdict(session, election, decision, asked.seed)
    return Counted(election, decision, took, found)


def _decided(session: Session, chosen: Rule, problem: Profile, seed: str) -> Decision:
    from osi_core.cli.terminal import deciding, progress

    words = session.say("tally.working", name=chosen.name)
    try:
        if session.json or not session.err.is_terminal:
            return decide(session, chosen, problem, seed)
        with progress(session, words) as report:
            return decide(session, chosen, problem, seed, deciding(session, report, words))
    except StrategyFailed as error:
        raise refused(session, chosen.name, error) from error.__cause__


def refused(session: Session, name: str, error: StrategyFailed) -> Exception:
    """What to raise where a rule failed: `Stop` in the session's language where it refuses the problem, else itself."""
    why = error.__cause__
    if not isinstance(why, ValueError):
        return error
    return session.stop(Exit.NO, "rule.refuses", name=name, why=why.message if isinstance(why, Told) else str(why))
