"""`osi audit`: judge an outcome of an election file, and compare rules on it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Annotated, Any

from cyclopts import Parameter
from cyclopts.validators import Number

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_core.plugins import BallotKind, Profile, StrategyFailed
from osi_voting.audits import Audit, Robustness, audit, robustness, voter_groups
from osi_voting.commands.audit_output import audit_as_json, show_audits
from osi_voting.commands.deciding import decide
from osi_voting.commands.election_file import read_election
from osi_voting.commands.limits import read_limits, with_limits
from osi_voting.commands.outcome_source import Found, outcome_named
from osi_voting.commands.premises import premises
from osi_voting.commands.table_options import (
    AsideOption,
    BallotsOption,
    ColumnOption,
    ItemOption,
    QuestionOption,
    form_of,
)
from osi_voting.commands.tally import (
    ApproveOption,
    FileArgument,
    LenientFlag,
    LimitsOption,
    OptionList,
    SeedOption,
    SizeOption,
    refused,
)
from osi_voting.formats.election import Election
from osi_voting.with_kernels import often

__all__ = ["audit_command"]

Report = Callable[[float, str], None]


def audit_command(
    session: Session,
    file: FileArgument,
    /,
    *,
    result: Annotated[str, Parameter(name=("--result", "-R"), help="opt.result", metavar="RESULT")] = "official",
    rule: Annotated[
        list[str] | None, Parameter(name=("--rule", "-r"), help="opt.compare", negative="", metavar="RULE")
    ] = None,
    option: OptionList = None,
    out: Annotated[Path | None, Parameter(help="opt.out")] = None,
    seed: SeedOption = "0",
    size: SizeOption = None,
    approve: ApproveOption = 1,
    limits: LimitsOption = None,
    runs: Annotated[int, Parameter(help="opt.runs", metavar="N", validator=Number(gte=0, lte=100_000))] = 100,
    seconds: Annotated[int, Parameter(help="opt.seconds", metavar="N", validator=Number(gte=1))] = 60,
    ballots: BallotsOption = None,
    question: QuestionOption = None,
    column: ColumnOption = None,
    aside: AsideOption = None,
    item: ItemOption = None,
    lenient: LenientFlag = False,
) -> int:
    """Judges the outcome first, then each rule to compare with; answers no where EJR+ is proven broken."""
    election = read_election(
        session,
        file,
        lenient=lenient,
        takes=frozenset({BallotKind.APPROVAL, BallotKind.RANKED, BallotKind.POINTS}),
        approve=approve,
        form=form_of(session, ballots, question, column, aside, item),
    )
    election = _limited(session, election, limits, size)
    from osi_core.cli.terminal import progress

    # A script that asks for JSON gets no lines beside it; people see how far it is.
    shown = nullcontext(_silent) if session.json else progress(session, file.name)
    with shown as report:
        found = _outcomes(session, election, result, rule or [], option or [], seed, report)
        audits = [_judged(session, election, one, seconds, 0, seed, report) for one in found[1:]]
        # Without ballots the first outcome is counted again where a rule is known to give it.
        first = _same_decision(found)
        audits.insert(0, _judged(session, election, first, seconds, runs, seed, report))
    if out is not None:
        from osi_voting.pictures import write_page

        write_page(election, audits, out, session.language, session.words)
        session.note(session.say("audit.written", path=str(out)))
    if session.json:
        session.emit(audit_as_json(election, audits))
    else:
        show_audits(session, election, audits)
    return Exit.FINE if audits[0].keeps_ejr_plus else Exit.NO


def _silent(fraction: float, words: str) -> None:
    """Progress that nobody looks at."""


def _limited(session: Session, election: Election, path: Path | None, size: int | None) -> Election:
    """The election within the limits of a file, so that every rule compared keeps to them. A size is for rules that
    put in order, also where the file is about money.
    """
    problem = with_limits(session, election.problem, read_limits(session, path))
    return replace(election, problem=problem if size is None else problem.model_copy(update={"size": size}))


def _outcomes(
    session: Session,
    election: Election,
    result: str,
    rules: list[str],
    options: list[str],
    seed: str,
    report: Report,
) -> list[Found]:
    from osi_core.cli.terminal import deciding

    found = []
    for place, name in enumerate((result, *rules)):
        given = () if place else options
        told = deciding(session, report, session.say("tally.working", name=name))
        try:
            found.append(outcome_named(session, election, name, seed, given, told))
        except StrategyFailed as error:
            raise refused(session, name, error) from error.__cause__
    return found


def _told(report: Report, words: str) -> Callable[[float], None]:
    """Progress of one piece of work, under its name."""

    def told(fraction: float, best: Any = None) -> None:
        report(fraction, words)

    return told


def _same_decision(found: list[Found]) -> Found:
    """The first outcome; where it is not a rule's but a rule compared with it decides the same, with that decision."""
    first = found[0]
    if first.decision is None:
        for other in found[1:]:
            if other.decision is not None and set(other.winners) == set(first.winners):
                return Found(f"{first.label} = {other.label}", other.winners, other.decision, first.official)
    return first


def _judged(
    session: Session, election: Election, found: Found, seconds: int, runs: int, seed: str, report: Report
) -> Audit:
    told = _told(report, session.say("audit.judging", name=found.label))
    told(0.0)
    robust = _robust(session, election, found, runs, seed, report) if runs and found.decision is not None else None
    groups, own = voter_groups(election.voters), found.own_prices()
    judged = audit(
        election.problem,
        found.winners,
        found.label,
        groups=groups,
        seconds=seconds,
        robust=robust,
        own=own,
        progress=_told(report, session.say("audit.pricing", name=found.label)),
    )
    return replace(judged, premises=premises(election, found))


def _robust(
    session: Session, election: Election, found: Found, runs: int, seed: str, report: Report
) -> Robustness | None:
    decision: Any = found.decision
    rule = decision.rule

    def again(problem: Profile) -> list[str]:
        return decide(session, rule, problem, seed).winners

    told = _told(report, session.say("audit.losing", name=found.label, count=runs))
    with often(runs, rule.strategy, decision.problem, rule.options):
        return robustness(election.problem, found.winners, again, runs=runs, seed=seed, progress=told)
