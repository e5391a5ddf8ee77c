"""The folder that a play writes: its own files are written anew, those of others are left alone."""

from __future__ import annotations

import csv
import json
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from osi_core.cli.session import Exit, Language, Session

if TYPE_CHECKING:
    from osi_core.process.alike import Alike
    from osi_core.simulation.material import Contribution

_MARK = ".osi-output"
_MARK_TEXT = "Written by `{by}`. The next play with this --out writes all files of this folder that are its own anew.\n"


PROPOSALS = "merges-proposed.csv"
"""Pairs of challenges to look at; what is left of it after somebody has read it can be a folder's table of merges."""


TOTALS = "totals.csv"
"""How many agreed with each challenge and how many did not, where a source says that and not who."""


class OutputFolder:
    """Names what lies where in it."""

    def __init__(self, path: Path, by: str) -> None:
        self.path, self._by = path, by
        self.store = path / "mission.db"
        self.report = path / "report.html"
        self.pages = path / "pages"
        self.export = path / "export"
        self.proposals = path / PROPOSALS
        self.totals = path / TOTALS
        self.summary = path / "summary.json"

    def reports(self, language: Language) -> dict[Language, Path]:
        """The report's file for each language: the one asked for is the main one."""
        other: Language = "en" if language == "de" else "de"
        return {language: self.report, other: self.path / f"report.{other}.html"}

    def claimed(self, session: Session, force: bool) -> OutputFolder:
        """The folder, empty of an earlier play. Files that no play wrote are only replaced when told to."""
        foreign = [path for path in self._files() if path.exists()]
        ours = (self.path / _MARK).exists()
        if foreign and not ours and not force:
            raise session.stop(Exit.CANNOT, "play.not_ours", path=foreign[0], out=self.path)
        if self.store.exists():
            self._nobody_writes_to_it()
        self.path.mkdir(parents=True, exist_ok=True)
        (self.path / _MARK).write_text(_MARK_TEXT.format(by=self._by), encoding="utf-8")
        for path in foreign:
            shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)
        return self

    def propose(self, pairs: Iterable[Alike]) -> None:
        """Lists challenges that share most of their words, by their ids in the folder; no file where there are none."""
        listed = [
            (
                pair.second.removeprefix("c-"),
                pair.first.removeprefix("c-"),
                "",
                pair.percent,
                " ".join(pair.shared),
                " ".join(pair.second_only),
                " ".join(pair.first_only),
            )
            for pair in pairs
        ]
        if listed:
            with self.proposals.open("w", encoding="utf-8", newline="") as file:
                table = csv.writer(file)
                table.writerow(("challenge", "into", "reason", "percent", "shared", "challenge_only", "into_only"))
                table.writerows(listed)

    def count(self, contributions: Iterable[Contribution]) -> bool:
        """Lists how many agreed and disagreed where the source says only that; no file where it says nothing of it."""
        counted = ((one.id, one.supports or 0, one.objections or 0) for one in contributions)
        listed = sorted((row for row in counted if row[1] or row[2]), key=lambda row: (-row[1], row[2]))
        if listed:
            with self.totals.open("w", encoding="utf-8", newline="") as file:
                table = csv.writer(file)
                table.writerow(("challenge", "supports", "objections"))
                table.writerows(listed)
        return bool(listed)

    def cleared(self) -> None:
        """Takes away what a play has written that was refused half way."""
        for path in self._files():
            if path.exists():
                shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def finished(self, result: dict[str, Any]) -> None:
        """Keeps the result beside what it tells of."""
        self.summary.write_text(json.dumps(result, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")

    def _files(self) -> list[Path]:
        store = [self.path / f"mission.db{end}" for end in ("", ".head", "-wal", "-shm", "-journal")]
        reports = [self.report, self.path / "report.de.html", self.path / "report.en.html"]
        return [*store, *reports, self.pages, self.export, self.proposals, self.totals, self.summary]

    def _nobody_writes_to_it(self) -> None:
        """Raises StoreBusy while another process writes to the store."""
        from osi_core.log import StoreBusy, StoreError
        from osi_core.log.sql import SqlStore

        try:
            SqlStore.open(self.store).close()
        except StoreBusy:
            raise
        except StoreError:
            return  # damaged, or of another version: it goes anyway
