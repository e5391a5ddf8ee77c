"""The reader of contributions, for matching funds: a table of who gave how much to what.

    contributor,project,amount
    anna,park,12.50
    ben,park,5

A second file may list the projects, those without a contribution too: `project,cost`, and if need be `name`, `category`
and `district`. A project receives at most its cost, and without one at most the budget.
"""

from __future__ import annotations

from array import array
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import numpy as np

from osi_core.files.tables import Columns
from osi_core.plugins import AllocationProblem, BallotKind, Column
from osi_core.words import Message
from osi_voting.arrays import column
from osi_voting.formats.columns import with_columns
from osi_voting.formats.reporting import LONGEST_ID, Repair, Reporter, minor_units
from osi_voting.formats.sheet import Sheet
from osi_voting.formats.table_form import CONTRIBUTIONS, PLAIN, TableForm
from osi_voting.words import shown

__all__ = ["CONTRIBUTIONS", "Fund", "read_contributions"]

CONTRIBUTION: Final = Message.of("voting.amount.contribution")


@dataclass(frozen=True)
class Fund:
    """A problem with contributions, in which less than the cost may be given. Its ballots approve of what their voters
    gave to, one a contributor. `titles` are the names of projects by id.
    """

    problem: AllocationProblem
    titles: Mapping[str, str]
    repairs: tuple[Repair, ...] = ()
    notices: tuple[Message, ...] = ()


def read_contributions(
    path: str | Path,
    budget: int,
    currency: str,
    projects: str | Path | None = None,
    form: TableForm = PLAIN,
    *,
    lenient: bool = False,
) -> Fund:
    """Reads the contributions, and the file of projects if there is one. `budget` is in minor units of `currency`.

    Raises `FormatError` (a `ValueError`) with file, line and what was expected; with `lenient` what cannot be used is
    left out, and `repairs` lists each.
    """
    reports = [Reporter(str(path), lenient)]
    listed = _Projects(currency, budget)
    if projects is not None:
        reports.insert(0, Reporter(str(projects), lenient))
        listed.take(Sheet(projects, reports[0], Columns(("project", "cost"), ("name", "category", "district"))))
    given = _Contributions(listed, currency, open=projects is None)
    given.take(Sheet(path, reports[-1], Columns(CONTRIBUTIONS, called=form.called)))
    repairs = tuple(repair for report in reports for repair in report.repairs)
    notices = tuple(notice for report in reports for notice in report.notices)
    return Fund(_problem(given, budget, currency), listed.titles, repairs, notices)


@dataclass
class _Projects:
    """The projects by id, with what they cost."""

    currency: str
    budget: int
    places: dict[str, int] = field(default_factory=dict)
    costs: list[int] = field(default_factory=list)
    titles: dict[str, str] = field(default_factory=dict)
    categories: list[tuple[str, ...]] = field(default_factory=list)
    districts: list[str] = field(default_factory=list)

    def take(self, table: Sheet) -> None:
        project, cost = table.columns(("project", "cost"))
        left_out = Message.of("voting.done.project-left-out")
        others = [table.column(name) for name in ("name", "category", "district")]
        for line, row in table.rows():
            item = row[project].strip()
            if not item:
                table.report.wrong(line, Message.of("voting.file.id-missing", column="project"), left_out)
            elif len(item) > LONGEST_ID:
                table.report.wrong(line, Message.of("voting.file.id-long", most=LONGEST_ID), left_out)
            elif item in self.places:
                wrong = Message.of("voting.file.project-twice", project=shown(item))
                table.report.wrong(line, wrong, Message.of("voting.done.kept-first"))
            else:
                what = Message.of("voting.amount.cost", project=shown(item))
                empty = not row[cost].strip()
                amount = self.budget if empty else minor_units(row[cost], self.currency, what, line, table.report) or 0
                self.add(item, amount, *("" if at is None else row[at].strip() for at in others))

    def add(self, item: str, cost: int, name: str = "", category: str = "", district: str = "") -> None:
        self.places[item] = len(self.places)
        self.costs.append(cost)
        self.titles[item] = name
        self.categories.append(tuple(dict.fromkeys(one.strip() for one in category.split(",") if one.strip())))
        self.districts.append(district)


@dataclass
class _Contributions:
    """The contributions line by line. Where projects are not listed (`open`), each that is given to is one."""

    projects: _Projects
    currency: str
    open: bool
    people: dict[str, int] = field(default_factory=dict)
    person: array[int] = field(default_factory=lambda: array("i"))
    item: array[int] = field(default_factory=lambda: array("i"))
    amount: array[int] = field(default_factory=lambda: array("q"))

    def take(self, table: Sheet) -> None:
        contributor, project, amount = table.columns(CONTRIBUTIONS)
        amounts: dict[str, int] = {}
        for line, row in table.rows():
            person, item, text = row[contributor].strip(), row[project].strip(), row[amount]
            # The same few amounts come again and again, and are read as decimals once.
            minor = amounts.get(text) or minor_units(text, self.currency, CONTRIBUTION, line, table.report) or 0
            if minor:
                amounts[text] = minor
            number = self.projects.places.get(item)
            if not minor or not person or number is None:
                number = self._added(line, person, item, minor, table.report)
            if number is not None:
                self.person.append(self.people.setdefault(person, len(self.people)))
                self.item.append(number)
                self.amount.append(minor)
        if not self.person:
            table.report.wrong(table.line, Message.of("voting.file.no-contribution"), Message.of("voting.done.without"))

    def _added(self, line: int, person: str, item: str, minor: int, report: Reporter) -> int | None:
        """The number of a new project; None where the line is left out."""
        left_out = Message.of("voting.done.left-out")
        if not person or not item:
            empty = "contributor" if not person else "project"
            report.wrong(line, Message.of("voting.file.id-missing", column=empty), left_out)
        elif len(item) > LONGEST_ID:
            report.wrong(line, Message.of("voting.file.id-long", most=LONGEST_ID), left_out)
        elif not minor:
            report.wrong(line, Message.of("voting.file.gives-nothing"), left_out)
        elif not self.open:
            report.wrong(line, Message.of("voting.file.project-unlisted", project=shown(item)), left_out)
        else:
            self.projects.add(item, self.projects.budget)
            return self.projects.places[item]
        return None


def _problem(given: _Contributions, budget: int, currency: str) -> AllocationProblem:
    listed = given.projects
    empty = AllocationProblem(
        items=tuple(listed.places),
        kind=BallotKind.APPROVAL,
        offsets=Column.of("i8", [0]),
        choices=Column("i4"),
        cost=Column.of("i8", listed.costs),
        categories=tuple(listed.categories) if any(listed.categories) else (),
        districts=tuple(listed.districts) if any(listed.districts) else (),
        budget=budget,
        currency=currency,
        partial=True,
    )
    person, item = np.array(given.person, np.int64), np.array(given.item, np.int64)
    size = max(len(listed.places), 1)
    supported = np.unique(person * size + item)
    lengths = np.bincount(supported // size, minlength=len(given.people))
    columns = {
        "offsets": column("i8", np.concatenate(([0], np.cumsum(lengths)))),
        "choices": column("i4", supported % size),
        "contributor": column("i4", person),
        "contribution_item": column("i4", item),
        "contribution": column("i8", np.array(given.amount, np.int64)),
    }
    # The numbers are those given here, and each ballot names an item once, so there is nothing left to check.
    return with_columns(empty, columns.items())
