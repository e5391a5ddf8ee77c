"""JSON Lines: one JSON object a line, in UTF-8 (jsonlines.org)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from osi_core.files import MIB, InputRefused, json_of, open_input
from osi_core.plugins.errors import FileRefused

__all__ = ["JsonLines"]

LARGEST_FILE = 4_096 * MIB
LONGEST_LINE = 16 * MIB
"""Bytes; what is longer is no record of anybody's."""


class JsonLines:
    """Reads and writes JSON Lines, as importer and as exporter."""

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def read(self, path: Path) -> Iterator[dict[str, Any]]:
        """The objects of the file, one by one; empty lines are passed over. Raises `FileRefused`."""
        try:
            with open_input(path, limit=LARGEST_FILE) as file:
                for number, line in enumerate(file.lines(LONGEST_LINE), 1):
                    if line.strip():
                        yield self._object(path, number, line)
        except InputRefused as refused:
            raise FileRefused(refused.code, **refused.values) from None

    def write(self, records: Iterable[Mapping[str, Any]], path: Path) -> None:
        """Writes all records beside the file and then puts them in its place: all of them or none."""
        path = Path(path)
        part = path.with_name(f"{path.name}.part-{os.getpid()}")
        try:
            with part.open("w", encoding="utf-8", newline="\n") as lines:
                for record in records:
                    lines.write(json.dumps(record, ensure_ascii=False, allow_nan=False, separators=(",", ":")) + "\n")
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)

    def _object(self, path: Path, number: int, line: bytes) -> dict[str, Any]:
        value = json_of(line.rstrip(b"\r\n"), str(path), first_line=number)
        if not isinstance(value, dict):
            raise FileRefused("plugin.jsonl-no-object", path=str(path), line=str(number), found=type(value).__name__)
        return value
