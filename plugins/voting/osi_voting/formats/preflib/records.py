"""PrefLib files through the hooks for importers and exporters: a record a line of meaning, as plain values.

First `{"section": "meta", ...}` with the file's own keys, then one `{"section": "alternative", "name": ...}` for each
alternative and one `{"section": "category", "name": ...}` for each category, then one
`{"section": "ballot", "count": 3, "order": [["a"], ["b", "c"]]}` for each line of ballots, best first: in each group
what stands equal, or what is in the same category.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain
from pathlib import Path
from typing import Any

from osi_voting.formats.preflib.lines import Groups, line_of
from osi_voting.formats.preflib.reader import TYPES, DataType, Reading
from osi_voting.formats.preflib.writer import write_lines
from osi_voting.formats.reporting import Reporter

__all__ = ["PrefLib"]


class PrefLib:
    """Reads and writes .soc, .soi, .toc, .toi and .cat files, as importer and as exporter."""

    name = "preflib"
    suffixes: tuple[str, ...] = tuple(f".{one}" for one in TYPES)

    def read(self, path: Path) -> Iterator[dict[str, Any]]:
        """The records of the file. Raises `ValueError` that names file and line."""
        reading = Reading(Reporter(str(path), lenient=False), equal_ranks="points", categories="points", approve=1)
        with Path(path).open("rb") as file:
            ballots = list(reading.ballots(file))
        items = reading.items()
        yield {"section": "meta", **reading.meta, "DATA TYPE": reading.type}
        yield from ({"section": "alternative", "name": name} for name in items)
        yield from ({"section": "category", "name": name} for name in reading.categories_named())
        for count, groups in ballots:
            order = [[items[item - 1] for item in group] for group in groups]
            yield {"section": "ballot", "count": count, "order": order}

    def write(self, records: Iterable[Mapping[str, Any]], path: Path) -> None:
        """Writes all records or leaves no file. The type of the file is `DATA TYPE` of its meta, or follows from its
        ending. Raises `ValueError` naming the record where one does not fit.
        """
        meta: dict[str, str] = {}
        names: dict[str, dict[str, int]] = {"alternative": {}, "category": {}}
        ballots: list[tuple[int, Mapping[str, Any]]] = []
        for number, record in enumerate(records, 1):
            section = record.get("section")
            if section == "meta":
                meta |= {str(key).upper(): str(value) for key, value in record.items() if key != "section"}
            elif section in names:
                name, known = str(record.get("name", "")), names[section]
                if not name or name in known:
                    raise ValueError(f"record {number}: name is missing or there already")
                known[name] = len(known) + 1
            elif section == "ballot":
                ballots.append((number, record))
            else:
                raise ValueError(
                    f"record {number}: section: {section!r}, expected meta, alternative, category or ballot"
                )
        given = meta.get("DATA TYPE", path.suffix.lstrip(".")).lower()
        data_type = next((one for one in TYPES if one == given), None)
        if data_type is None:
            raise ValueError(f"DATA TYPE: {given!r}, expected one of {', '.join(TYPES)}")
        lines: Counter[str] = Counter()
        for number, record in ballots:
            lines[line_of(_groups(number, record, names["alternative"], data_type))] += _count(number, record)
        write_lines(path, list(names["alternative"]), data_type, lines, meta, list(names["category"]))


def _count(number: int, record: Mapping[str, Any]) -> int:
    count = record.get("count", 1)
    if not isinstance(count, int) or count < 1:
        raise ValueError(f"record {number}: count: {count!r}, expected a whole number from 1")
    return count


def _groups(number: int, record: Mapping[str, Any], places: Mapping[str, int], data_type: DataType) -> Groups:
    """A ballot's groups as numbers."""
    order = record.get("order", ())
    named = list(chain.from_iterable(order))
    for item in named:
        if item not in places:
            raise ValueError(f"record {number}: order: {item!r} is none of the {len(places)} alternatives")
    if len(set(named)) < len(named):
        raise ValueError(f"record {number}: order: names an alternative twice")
    if data_type in ("soc", "toc") and len(named) < len(places):
        raise ValueError(f"record {number}: order: does not name all alternatives, as {data_type} wants")
    if data_type in ("soc", "soi") and any(len(group) != 1 for group in order):
        raise ValueError(f"record {number}: order: has a tie, which {data_type} cannot say")
    return [[places[item] for item in group] for group in order]
