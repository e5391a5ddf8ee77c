"""A mission as a workbook: a sheet a kind of resource, cells of their types, and no more than the asker may see."""

from __future__ import annotations

import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from osi_core.challenges.views import ChallengeView, CommitmentView
from osi_core.domain import Model, Refused
from osi_core.funding.views import FundView
from osi_core.money import Money
from osi_core.process import OPERATOR
from osi_core.view import View
from osi_core.words import OWN
from osi_core.workbook import write_workbook
from osi_core.workbook import writing as writing_of_workbooks
from osi_core.workbook.sheets import PARENTS, sheets
from tests.unit.process.journey import travelled

DAY = datetime(2026, 5, 4, 9, 30, tzinfo=UTC)
FORMULAS = ("=1+1", "+49 30 1234", "-5 degrees", "@SUM(A1)", '=HYPERLINK("http://x")', "http://example.org", "0123")


class Given:
    """A source of made-up resources."""

    def __init__(self, rows: Mapping[Any, Sequence[View]]) -> None:
        self._rows = rows

    def get(self, view: Any, *ids: str) -> Any:
        raise Refused("read", [])

    def each(self, view: Any, *parent: str, where: str = "", order_by: str = "") -> Iterator[Any]:
        rows = self._rows.get(view, ())
        return iter(() if where else [row for row in rows if row.ids()[: len(parent)] == parent])


def challenge(id: str, title: str, **more: Any) -> ChallengeView:
    plain = dict.fromkeys(ChallengeView.model_fields)
    lists = {"tags": (), "split_into": (), "commitments": (), "solutions": ()}
    said = {"etag": "1", "language": "de", "status": "accepted", "in_top": False, "create_time": DAY}
    return ChallengeView.model_validate(plain | lists | said | {"challenge": id, "title": title} | more)


def euros(minor: int) -> Money:
    return Money(minor=minor, currency="EUR")


def fund(**more: Any) -> FundView:
    money = dict.fromkeys(("free", "reserved", "granted", "paid", "returned", "written_off"), euros(0))
    said = {"fund": "f", "etag": "1", "institution": "town", "purpose": "-", "create_time": DAY}
    return FundView.model_validate(said | money | {"amount": euros(200_000)} | more)


def read(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    book = openpyxl.load_workbook(path)
    return {sheet.title: [tuple(row) for row in sheet.iter_rows()] for sheet in book}


def column(rows: list[tuple[Any, ...]], heading: str) -> list[Any]:
    at = [cell.value for cell in rows[0]].index(heading)
    return [row[at] for row in rows[1:]]


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_sheet_and_every_column_has_its_words(language):
    def fields(model: type[Model], names: Sequence[str]) -> Iterator[str]:
        for name in names:
            yield name
            for inner in models(model.model_fields[name].annotation):
                yield from fields(inner, list(inner.model_fields))

    def models(hint: Any) -> Iterator[type[Model]]:
        if isinstance(hint, type) and issubclass(hint, Model) and hint is not Money:
            yield hint
        for part in typing.get_args(hint):
            yield from models(part)

    columns = {name for sheet in sheets() for name in fields(sheet.view, sheet.columns)}
    wanted = {f"workbook.column.{name}" for name in columns} | {f"workbook.sheet.{sheet.key}" for sheet in sheets()}
    known = {
        code for code in OWN.catalogues[0].codes(language) if code.startswith(("workbook.column.", "workbook.sheet."))
    }
    assert wanted == known - {"workbook.sheet.empty"}


def test_what_lies_below_something_is_read_there():
    below = {sheet.view.at.pattern.rpartition("/")[0].rpartition("/")[0] for sheet in sheets()}
    assert below - {"", "goal"} == PARENTS


def test_a_whole_mission_is_shown_as_the_asker_may_see_it(tmp_path):
    journey = travelled()
    for asker, has_authors in ((None, False), (OPERATOR, True)):
        path = tmp_path / "m.xlsx"
        written = write_workbook(path, journey.engine.read("m", asker), OWN, "en")
        found = read(path)
        assert {name: len(rows) - 1 for name, rows in found.items()} == written
        assert {"Challenges", "Priorities", "Commitments", "Solutions", "Pilots", "Adoptions", "Funds"} <= set(found)
        assert any(cell.value for cell in column(found["Challenges"], "Author")) is has_authors
        ranks = [cell.value for cell in column(found["Priorities"], "Place in the order")]
        assert ranks == sorted(ranks) != []
        titles = {row.challenge: row.title for row in journey.engine.read("m", asker).each(ChallengeView)}
        for row in found["Commitments"][1:]:
            at = [cell.value for cell in found["Commitments"][0]]
            assert row[at.index("Challenge: name")].value == titles[row[at.index("Challenge")].value]
        assert len(found["Commitments"]) - 1 == len(list(journey.engine.read("m", asker).each(CommitmentView)))


def test_cells_have_their_types(tmp_path):
    amounts = [euros(200_050), Money(minor=1_500, currency="JPY"), euros(10**15 + 1)]
    rows = {FundView: [fund(fund=f"f{at}", amount=amount) for at, amount in enumerate(amounts)]}
    write_workbook(tmp_path / "m.xlsx", Given(rows), OWN, "de")
    found = read(tmp_path / "m.xlsx")
    cents, yen, vast = column(found["Fonds"], "Betrag")
    assert (cents.value, cents.number_format) == (2000.5, '#,##0.00 "EUR"')
    assert (yen.value, yen.number_format) == (1500, '#,##0 "JPY"')
    assert vast.value == "10000000000000.01 EUR", "a spreadsheet would round it"
    assert column(found["Fonds"], "Entstanden (UTC)")[0].value == DAY.replace(tzinfo=None)
    assert found["Fonds"][0][0].value == "Fonds"


@pytest.mark.parametrize("text", FORMULAS)
def test_what_people_wrote_is_text_whatever_it_begins_with(tmp_path, text):
    rows = {ChallengeView: [challenge("c", text, text=f"{text}\u202e\x07", tags=(text,))]}
    write_workbook(tmp_path / "m.xlsx", Given(rows), OWN, "en")
    found = read(tmp_path / "m.xlsx")["Challenges"]
    for heading, value in (("Title", text), ("Text", f"{text}[U+202E][U+0007]"), ("Tags", text)):
        (cell,) = column(found, heading)
        assert (cell.value, cell.data_type) == (value, "s")
        assert cell.hyperlink is None


def test_a_text_that_is_longer_than_a_cell_is_cut_and_shows_it(tmp_path):
    rows = {ChallengeView: [challenge("c", "t", text="x" * 40_000)]}
    write_workbook(tmp_path / "m.xlsx", Given(rows), OWN, "en")
    (cell,) = column(read(tmp_path / "m.xlsx")["Challenges"], "Text")
    assert (len(cell.value), cell.value[-1]) == (32_767, "…")


def test_more_rows_than_a_sheet_holds_stand_on_further_ones(tmp_path, monkeypatch):
    monkeypatch.setattr(writing_of_workbooks, "MOST_ROWS", 2)
    rows = {ChallengeView: [challenge(f"c{number}", "t") for number in range(5)]}
    written = write_workbook(tmp_path / "m.xlsx", Given(rows), OWN, "en")
    assert written == {"Challenges": 2, "Challenges 2": 2, "Challenges 3": 1}
    found = read(tmp_path / "m.xlsx")
    ids = [cell.value for rows in found.values() for cell in column(rows, "Challenge")]
    assert ids == [f"c{number}" for number in range(5)]


def test_a_workbook_that_fails_leaves_the_former_one(tmp_path):
    class Breaks(Given):
        def each(self, view: Any, *parent: str, where: str = "", order_by: str = "") -> Iterator[Any]:
            yield from super().each(view, *parent, where=where)
            if view is ChallengeView:
                raise OSError("the disk is full")

    path = tmp_path / "m.xlsx"
    path.write_bytes(b"former")
    with pytest.raises(OSError, match="full"):
        write_workbook(path, Breaks({ChallengeView: [challenge("c", "t")]}), OWN, "en")
    assert path.read_bytes() == b"former"
    assert [one.name for one in tmp_path.iterdir()] == ["m.xlsx"]


def test_nothing_to_show_is_a_workbook_all_the_same(tmp_path):
    assert write_workbook(tmp_path / "m.xlsx", Given({}), OWN, "en") == {}
    assert list(read(tmp_path / "m.xlsx")) == ["Nothing yet"]


def test_days_that_spreadsheets_do_not_know_are_text(tmp_path):
    rows = {ChallengeView: [challenge("c", "t", create_time=datetime(1850, 1, 1, tzinfo=UTC))]}
    write_workbook(tmp_path / "m.xlsx", Given(rows), OWN, "en")
    (cell,) = column(read(tmp_path / "m.xlsx")["Challenges"], "Made (UTC)")
    assert cell.value == "1850-01-01T00:00:00"
