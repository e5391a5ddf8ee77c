"""JSON Lines: one JSON object a line, in UTF-8 (jsonlines.org)."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

from osi_core.plugins.errors import FileRefused

__all__ = ["JsonLines"]


class JsonLines:
    """Reads and writes JSON Lines, as importer and as exporter."""

    name = "jsonl"
    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def read(self, path: Path) -> Iterator[dict[str, Any]]:
        """The objects of the file, one by one; empty lines are passed over. Raises `FileRefused`."""
        with Path(path).open("rb") as lines:
            for number, line in enumerate(lines, 1):
                if line.strip():
                    yield self._object(path, number, line)

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
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
            value = json.loads(text)
        except UnicodeDecodeError as error:
            raise FileRefused("plugin.jsonl-not-utf8", path=str(path), line=number, byte=error.start + 1) from None
        except json.JSONDecodeError as error:
            about = {"path": str(path), "line": number, "column": error.colno}
            raise FileRefused("plugin.jsonl-not-json", error=error.msg, **about) from None
        if not isinstance(value, dict):
            raise FileRefused("plugin.jsonl-no-object", path=str(path), line=number, found=type(value).__name__)
        return value
