"""The META and PROJECTS sections of a Pabulib file: small, so plain Python reads them, and checks every field."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Final

from osi_core.words import Message
from osi_voting.formats.pabulib.keys import KEYS, Fate
from osi_voting.formats.reporting import BUDGET, LONGEST_ID, NOTHING, TOOK_0, Reporter, minor_units
from osi_voting.words import shown

__all__ = ["VOTE_TYPES", "Head", "column_missing", "column_names", "head_of", "read_head"]

VOTE_TYPES: Final = ("approval", "choose-1", "cumulative", "scoring", "ordinal")

_DECIDING: Final = frozenset(key for key, fate in KEYS.items() if fate is not Fate.TEXT)
"""The keys of META that decide something, and so may say one thing only; all others are texts."""


@dataclass
class Head:
    """META and PROJECTS, read. Amounts are minor units of `currency`."""

    meta: dict[str, str] = field(default_factory=dict)
    projects: dict[str, dict[str, str]] = field(default_factory=dict)
    costs: list[int] = field(default_factory=list)
    budget: int = 0
    currency: str = "XXX"
    lines: int = 0
    meta_lines: dict[str, int] = field(default_factory=dict)

    def official(self) -> frozenset[str] | None:
        """The projects that were really chosen (`selected` above 0), or None where the file does not say."""
        said = [(one, columns["selected"]) for one, columns in self.projects.items() if "selected" in columns]
        return frozenset(one for one, value in said if value not in ("", "0")) if said else None

    def categories(self) -> tuple[tuple[str, ...], ...]:
        """The categories of each project; empty where no project has one."""
        rows = [_names(columns, "category", "categories") for columns in self.projects.values()]
        return tuple(rows) if any(rows) else ()

    def districts(self) -> tuple[str, ...]:
        """The district of each project; empty where no project has one."""
        # Where neighbourhoods have pots, a project draws on the one of its neighbourhood.
        keys = ("neighborhood",) if self.meta.get("budget_per_neighborhood") else ("district", "neighborhood")
        rows = [_names(columns, *keys) for columns in self.projects.values()]
        return tuple(",".join(row) for row in rows) if any(rows) else ()


def read_head(text: str, report: Reporter) -> Head:
    """Reads everything that stands before the votes. Raises `FormatError`."""
    head = Head(lines=text.count("\n"))
    section, header = "", list[str]()
    project_rows: list[tuple[int, list[str]]] = []
    rows = _rows(text, report)
    for line, row in rows:
        mark = row[0].strip().lower()
        if mark in ("meta", "projects") and not any(cell.strip() for cell in row[1:]):
            section = mark
            at, names = next(rows, (line + 1, []))
            if section == "projects":
                header = column_names(names)
                _check_header(at, header, report)
            elif names and names[0].strip().lower() != "key":
                _read_meta(head, at, names, report)
        elif section == "meta":
            _read_meta(head, line, row, report)
        elif section == "projects":
            project_rows.append((line, row))
        else:
            raise report.fatal(line, Message.of("voting.file.meta-expected", found=shown(row[0])))
    if not section:
        raise report.fatal(1, Message.of("voting.file.no-sections"))
    _read_money(head, report)
    for line, row in project_rows:
        _read_project(head, line, header, row, report)
    if not head.projects:
        report.wrong(head.lines, Message.of("voting.file.no-project"), Message.of("voting.done.without"))
    return head


def head_of(meta: dict[str, str], projects: dict[str, dict[str, str]], report: Reporter) -> Head:
    """The same from values at hand. Raises `FormatError`."""
    head = Head(meta={key.strip().lower(): value for key, value in meta.items()})
    _read_money(head, report)
    for columns in projects.values():
        _read_project(head, 0, list(columns), list(columns.values()), report)
    return head


def _rows(text: str, report: Reporter) -> Iterator[tuple[int, list[str]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=";", strict=False)
    before = 0
    try:
        for row in reader:
            if any(cell.strip() for cell in row):
                yield before + 1, row
            before = reader.line_num
    except csv.Error as error:
        raise report.fatal(reader.line_num, Message.of("voting.file.no-fields", error=str(error))) from None


def _read_meta(head: Head, line: int, row: list[str], report: Reporter) -> None:
    if len(row) < 2:
        wrong = Message.of("voting.file.no-key", found=shown(row[0]))
        report.wrong(line, wrong, Message.of("voting.done.passed-over"))
        return
    key, value = row[0].strip().lower(), ";".join(row[1:]).strip()
    # A spreadsheet gives each line as many semicolons as the longest has.
    value = value.rstrip("; ") if not row[-1].strip() else value
    if key not in head.meta:
        head.meta[key], head.meta_lines[key] = value, line
    elif key not in _DECIDING:
        head.meta[key] += f"; {value}"
    elif value != head.meta[key]:
        report.wrong(line, Message.of("voting.file.key-twice", key=shown(key)), Message.of("voting.done.kept-first"))


def _check_header(line: int, header: list[str], report: Reporter) -> None:
    for wanted in ("project_id", "cost"):
        if wanted not in header:
            raise report.fatal(line, column_missing(wanted, "PROJECTS", header))


def _read_money(head: Head, report: Reporter) -> None:
    code = head.meta.get("currency", "").upper()
    head.currency = code if re.fullmatch("[A-Z]{3}", code) else "XXX"
    line = head.meta_lines.get("budget", 0)
    if "budget" not in head.meta:
        report.wrong(0, Message.of("voting.file.no-budget-in-meta"), TOOK_0)
    head.budget = minor_units(head.meta.get("budget", "0"), head.currency, BUDGET, line, report) or 0
    if head.budget == 0:
        report.wrong(line, Message.of("voting.file.budget-of-0"), Message.of("voting.done.with", number=0))


def _read_project(head: Head, line: int, header: list[str], row: list[str], report: Reporter) -> None:
    extra = len(row) - len(header)
    if extra > 0 and any(cell.strip() for cell in row[len(header) :]):
        said = Message.of("voting.file.fields-quotes", count=len(row), header=len(header))
        at = header.index("name") if "name" in header else len(header) - 1
        report.wrong(line, said, Message.of("voting.done.surplus-joined", column=header[at]))
        row = [*row[:at], ";".join(row[at : at + extra + 1]), *row[at + extra + 1 :]]
    elif extra < 0:
        said = Message.of("voting.file.fields", count=len(row), header=len(header))
        report.wrong(line, said, Message.of("voting.done.missing-empty"))
    columns = {name: cell.strip() for name, cell in zip(header, row, strict=False) if cell.strip().lower() != "none"}
    name, left_out = columns.get("project_id", ""), Message.of("voting.done.project-left-out")
    if not name:
        report.wrong(line, Message.of("voting.file.id-missing", column="project_id"), left_out)
    elif len(name) > LONGEST_ID:
        report.wrong(line, Message.of("voting.file.id-long", most=LONGEST_ID), left_out)
    elif name in head.projects:
        report.wrong(
            line, Message.of("voting.file.project-twice", project=shown(name)), Message.of("voting.done.kept-first")
        )
    else:
        what = Message.of("voting.amount.cost", project=shown(name))
        cost = minor_units(columns.get("cost", ""), head.currency, what, line, report, left_out)
        if cost is None:
            return
        if cost == 0:
            wrong = Message.of("voting.file.cost-of-0", project=shown(name))
            report.wrong(line, wrong, Message.of("voting.done.free"))
        head.projects[name] = columns
        head.costs.append(cost)


def column_missing(column: str, section: str, header: Sequence[str]) -> Message:
    """That a column is missing in the header of a section."""
    found = shown(";".join(header), 200)
    return Message.of("voting.file.no-column", column=column, section=section, found=found or NOTHING)


def column_names(names: list[str]) -> list[str]:
    """The names of columns in lower case, without empty ones at the end."""
    header = [name.strip().lower() for name in names]
    while header and not header[-1]:
        header.pop()
    return header


def _names(columns: dict[str, str], *keys: str) -> tuple[str, ...]:
    found = (one.strip() for key in keys for one in columns.get(key, "").split(","))
    return tuple(dict.fromkeys(one for one in found if one))
