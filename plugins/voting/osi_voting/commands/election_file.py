"""An election file, read: Pabulib (.pb), PrefLib (.soc, .soi, .toc, .toi, .cat), OpaVote (.blt), and tables."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final, Literal

from osi_core.cli import Session, Stop
from osi_core.cli.session import Exit
from osi_core.plugins import BallotKind
from osi_core.words import Message
from osi_voting.formats import read_pabulib
from osi_voting.formats.as_comparisons import as_comparisons
from osi_voting.formats.ballot_columns import holds_ballots
from osi_voting.formats.ballot_table import read_ballot_table
from osi_voting.formats.blt import read_blt
from osi_voting.formats.comparisons import read_comparisons
from osi_voting.formats.contributions import read_contributions
from osi_voting.formats.election import Election
from osi_voting.formats.preflib.reader import read_preflib
from osi_voting.formats.published import published_of
from osi_voting.formats.reporting import BUDGET, FormatError, Reporter, minor_units
from osi_voting.formats.sheet import TABLES, titles_of
from osi_voting.formats.table_form import COMPARISONS, CONTRIBUTIONS, PLAIN, TableForm
from osi_voting.refusal import CannotDecide
from osi_voting.words import WORDS

__all__ = ["Funds", "is_about_money", "notices_as_json", "read_election", "repaired", "repairs_as_json"]

_PREFLIB = (".soc", ".soi", ".toc", ".toi", ".cat")
_KNOWN = (".pb", *_PREFLIB, ".blt", *TABLES)
_PAIRED: Final[frozenset[BallotKind]] = frozenset({BallotKind.PAIRED})


@dataclass(frozen=True)
class Funds:
    """What a file of contributions does not say: how much money there is, as typed, in which currency, and where the
    projects are listed.
    """

    budget: str | None = None
    currency: str | None = None
    projects: Path | None = None


def is_about_money(session: Session, path: Path, form: TableForm = PLAIN) -> bool:
    """Whether a file holds an allocation problem: Pabulib, or contributions, as its first line says. Raises `Stop`
    where the ending is none of an election.
    """
    ending = _ending(session, path, _KNOWN)
    return ending == ".pb" or (ending in TABLES and _holds_contributions(session, path, form))


def read_election(
    session: Session,
    path: Path,
    *,
    lenient: bool,
    takes: frozenset[BallotKind] | None = None,
    approve: int = 1,
    funds: Funds | None = None,
    form: TableForm = PLAIN,
) -> Election:
    """Reads by the file's ending. Ballots with ties, and categories, become points where only points fit the rule, and
    ballots become the comparisons they make where only comparisons do. Comparisons and contributions are read where
    `funds` are given, else ballots alone; `form` says of a table what its titles do not.

    Raises `Stop` naming file, line and what was expected; nothing is read by halves.
    """
    ending = _ending(session, path, _KNOWN)
    table = ending in TABLES
    if form != PLAIN and not table:
        raise session.stop(Exit.USAGE, "file.no_table", path=str(path))
    contributions = table and _holds_contributions(session, path, form)
    if funds is None and table and not _holds_ballots(session, path, form):
        raise session.stop(Exit.NO, "file.no_ballots", path=str(path))
    if funds is not None and funds != Funds() and not contributions:
        raise session.stop(Exit.USAGE, "file.no_funds", path=str(path))
    try:
        if funds is not None and contributions:
            election = _fund(session, path, lenient, funds, form)
        elif table and _holds_ballots(session, path, form):
            election = _table(path, lenient, takes, form)
        elif table:
            return _compared(path, lenient, form)
        elif ending == ".blt":
            election = _blt(path, lenient, takes)
        else:
            election = _pabulib(path, lenient) if ending == ".pb" else _preflib(path, lenient, takes, approve)
    except FormatError as error:
        raise _unread(session, error, lenient) from None
    return _as_compared(session, election) if takes == _PAIRED else election


def _ending(session: Session, path: Path, known: Sequence[str]) -> str:
    """The file's ending, one of those known. Raises `Stop` for another."""
    ending = path.suffix.lower()
    if ending not in known:
        raise session.stop(Exit.USAGE, "file.ending", path=str(path), endings=", ".join(known))
    return ending


def repaired(session: Session, file: Election) -> list[str]:
    """What was repaired, and what was found odd and counted as it stands, a sentence each."""
    lines = [(one.line, one.say(session.language)) for one in file.repairs]
    repairs = [session.say("file.repair", line=str(line), what=what) if line else what for line, what in lines]
    return [*repairs, *(session.tell(notice) for notice in file.notices)]


def repairs_as_json(file: Election) -> list[dict[str, Any]]:
    """Where what was repaired: in English, and the codes of what was wrong and what was done."""
    return [
        {"line": one.line, "what": one.what, "wrong": one.wrong.code, "done": one.done.code} for one in file.repairs
    ]


def notices_as_json(file: Election) -> list[dict[str, Any]]:
    """What was found odd and counted as it stands: the code, and an English sentence."""
    return [{"code": one.code, "what": WORDS.say(one)} for one in file.notices]


def _unread(session: Session, error: FormatError, lenient: bool) -> Stop:
    """The error that ends the command; it advises what helps."""
    key = "file.refused_repairable" if error.repairable and not lenient else "file.refused"
    return session.stop(Exit.NO, key, said=error.message)


def _pabulib(path: Path, lenient: bool) -> Election:
    election = read_pabulib(path, lenient=lenient)
    titles = {item: columns.get("name", "") for item, columns in election.projects.items()}
    meta = election.meta
    title = meta.get("description") or " ".join(filter(None, (meta.get("unit"), meta.get("instance")))) or path.stem
    return Election(
        str(path),
        election.problem,
        title,
        titles,
        election.voters,
        election.official,
        election.repairs,
        election.currency,
        election.notices,
        published_of(meta, election.projects, election.problem.kind != "approval"),
        election.points_scale,
    )


def _preflib(path: Path, lenient: bool, takes: frozenset[BallotKind] | None, approve: int) -> Election:
    points = takes is not None and ("points" in takes or takes == _PAIRED)
    categories = points and takes is not None and "approval" not in takes
    try:
        # Where points cannot be counted, a lenient reader lets a ballot end at its first tie.
        ties: Literal["refuse", "end"] = "end" if lenient and not points else "refuse"
        named: Literal["approval", "points"] = "points" if categories else "approval"
        found = read_preflib(path, lenient=lenient, equal_ranks=ties, categories=named, approve=approve)
    except FormatError:
        if not points:
            raise
        found = read_preflib(
            path, lenient=lenient, equal_ranks="points", categories="points" if categories else "approval"
        )
    return Election(
        str(path), found.profile, found.meta.get("TITLE", path.stem), repairs=found.repairs, notices=found.notices
    )


def _blt(path: Path, lenient: bool, takes: frozenset[BallotKind] | None) -> Election:
    points = takes is not None and ("points" in takes or takes == _PAIRED)
    try:
        found = read_blt(path, lenient=lenient, equal_ranks="end" if lenient and not points else "refuse")
    except FormatError:
        if not points:
            raise
        found = read_blt(path, lenient=lenient, equal_ranks="points")
    withdrawn = (Message.of("voting.note.withdrawn", count=len(found.withdrawn), named=found.withdrawn),)
    return Election(
        str(path),
        found.profile,
        found.title or path.stem,
        repairs=found.repairs,
        notices=withdrawn if found.withdrawn else (),
    )


def _as_compared(session: Session, election: Election) -> Election:
    try:
        return replace(election, problem=as_comparisons(election.problem))
    except CannotDecide as error:
        said = Message.of("voting.file.at", path=election.path, problem=error.message)
        raise session.stop(Exit.NO, "file.refused", said=said) from None


def _titles(session: Session, path: Path, form: TableForm) -> list[str]:
    try:
        return titles_of(path, form)
    except FormatError as error:
        raise _unread(session, error, lenient=True) from None


def _holds_ballots(session: Session, path: Path, form: TableForm) -> bool:
    titles = _titles(session, path, form)
    return holds_ballots(titles, form) and not set(COMPARISONS) <= set(titles)


def _table(path: Path, lenient: bool, takes: frozenset[BallotKind] | None, form: TableForm) -> Election:
    points = takes is not None and ("points" in takes or takes == _PAIRED)
    try:
        ties: Literal["refuse", "end"] = "end" if lenient and not points else "refuse"
        found = read_ballot_table(path, form, equal_ranks=ties, lenient=lenient)
    except FormatError as error:
        if not points or not error.repairable:
            raise
        found = read_ballot_table(path, form, equal_ranks="points", lenient=lenient)
    return Election(str(path), found.profile, path.stem, repairs=found.repairs, notices=found.notices)


def _holds_contributions(session: Session, path: Path, form: TableForm) -> bool:
    """Whether a table holds contributions; else it holds comparisons or ballots. Raises `Stop` where its titles say
    nothing of all this.
    """
    titles = _titles(session, path, form)
    for needed in (CONTRIBUTIONS, COMPARISONS):
        if set(needed) <= set(titles):
            return needed is CONTRIBUTIONS
    if holds_ballots(titles, form):
        return False
    forms = {"comparisons": ",".join(COMPARISONS), "contributions": ",".join(CONTRIBUTIONS)}
    raise session.stop(Exit.NO, "file.header", path=str(path), found=", ".join(titles)[:200] or "–", **forms)


def _compared(path: Path, lenient: bool, form: TableForm) -> Election:
    found = read_comparisons(path, form, lenient=lenient)
    return Election(str(path), found.profile, path.stem, repairs=found.repairs, notices=found.notices)


def _fund(session: Session, path: Path, lenient: bool, funds: Funds, form: TableForm) -> Election:
    currency = (funds.currency or "XXX").upper()
    if not re.fullmatch("[A-Z]{3}", currency):
        raise session.stop(Exit.USAGE, "file.currency", given=funds.currency)
    if funds.budget is None:
        raise session.stop(Exit.USAGE, "file.no_budget", path=str(path))
    budget = minor_units(funds.budget, currency, BUDGET, 0, Reporter("--budget", lenient=False)) or 0
    found = read_contributions(path, budget, currency, funds.projects, form, lenient=lenient)
    return Election(
        str(path),
        found.problem,
        path.stem,
        found.titles,
        repairs=found.repairs,
        currency=currency,
        notices=found.notices,
    )
