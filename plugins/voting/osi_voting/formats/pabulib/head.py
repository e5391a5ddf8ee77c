"""The META and PROJECTS sections of a Pabulib file: small, so plain Python reads them, and checks every field."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from osi_voting.formats.reporting import LONGEST_ID, Reporter, minor_units

__all__ = ["VOTE_TYPES", "Head", "column_names", "head_of", "read_head"]

VOTE_TYPES: Final = ("approval", "choose-1", "cumulative", "scoring", "ordinal")

_DECIDING: Final = frozenset({"budget", "currency", "vote_type", "num_projects", "num_votes"})
"""The keys of META that decide how the rest is read; all others are texts."""


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
        rows = [_names(columns, "district", "neighborhood") for columns in self.projects.values()]
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
            raise report.fatal(line, f"expected the section META, found {row[0][:40]!r}")
    if not section:
        raise report.fatal(1, "expected the sections META, PROJECTS and VOTES, found none")
    _read_money(head, report)
    for line, row in project_rows:
        _read_project(head, line, header, row, report)
    if not head.projects:
        report.wrong(head.lines, "expected at least one project in PROJECTS", "went on without")
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
        raise report.fatal(reader.line_num, f"cannot be read as fields: {error}") from None


def _read_meta(head: Head, line: int, row: list[str], report: Reporter) -> None:
    if len(row) < 2:
        report.wrong(line, f"expected key;value, found {row[0]!r}", "passed over")
        return
    key, value = row[0].strip().lower(), ";".join(row[1:]).strip()
    # A spreadsheet gives each line as many semicolons as the longest has.
    value = value.rstrip("; ") if not row[-1].strip() else value
    if key not in head.meta:
        head.meta[key], head.meta_lines[key] = value, line
    elif key not in _DECIDING:
        head.meta[key] += f"; {value}"
    elif value != head.meta[key]:
        report.wrong(line, f"META says {key!r} twice", "kept the first")


def _check_header(line: int, header: list[str], report: Reporter) -> None:
    for wanted in ("project_id", "cost"):
        if wanted not in header:
            found = ";".join(header) or "nothing"
            raise report.fatal(line, f"expected the column {wanted} in the header of PROJECTS, found {found}")


def _read_money(head: Head, report: Reporter) -> None:
    code = head.meta.get("currency", "").upper()
    head.currency = code if re.fullmatch("[A-Z]{3}", code) else "XXX"
    line = head.meta_lines.get("budget", 0)
    if "budget" not in head.meta:
        report.wrong(0, "META has no budget", "took 0")
    head.budget = minor_units(head.meta.get("budget", "0"), head.currency, "budget", line, report) or 0
    if head.budget == 0:
        report.wrong(line, "expected a budget above 0 in META", "went on with 0")


def _read_project(head: Head, line: int, header: list[str], row: list[str], report: Reporter) -> None:
    extra = len(row) - len(header)
    if extra > 0 and any(cell.strip() for cell in row[len(header) :]):
        said = f"has {len(row)} fields, the header {len(header)} (a semicolon inside a field needs quotes)"
        at = header.index("name") if "name" in header else len(header) - 1
        report.wrong(line, said, f"took the surplus as part of {header[at]}")
        row = [*row[:at], ";".join(row[at : at + extra + 1]), *row[at + extra + 1 :]]
    elif extra < 0:
        report.wrong(line, f"has {len(row)} fields, the header {len(header)}", "took the missing ones as empty")
    columns = {name: cell.strip() for name, cell in zip(header, row, strict=False) if cell.strip().lower() != "none"}
    name = columns.get("project_id", "")
    if not name:
        report.wrong(line, "expected a project_id, found none", "left the project out")
    elif len(name) > LONGEST_ID:
        report.wrong(line, "expected an id of at most 300 characters", "left the project out")
    elif name in head.projects:
        report.wrong(line, f"project {name!r} stands there twice", "kept the first")
    else:
        left_out, what = "left the project out", f"cost of project {name!r}"
        cost = minor_units(columns.get("cost", ""), head.currency, what, line, report, left_out)
        if cost is None:
            return
        if cost == 0:
            report.wrong(line, f"expected a cost above 0 for project {name!r}", "took it as free")
        head.projects[name] = columns
        head.costs.append(cost)


def column_names(names: list[str]) -> list[str]:
    """The names of columns in lower case, without empty ones at the end."""
    header = [name.strip().lower() for name in names]
    while header and not header[-1]:
        header.pop()
    return header


def _names(columns: dict[str, str], *keys: str) -> tuple[str, ...]:
    found = (one.strip() for key in keys for one in columns.get(key, "").split(","))
    return tuple(dict.fromkeys(one for one in found if one))
