"""What `mission.toml` would say of tables that were inspected: the section [challenges], and its writing."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from osi_core.domain import Unmet
from osi_core.files import InputRefused, name_within, toml_value
from osi_core.simulation.folder import MISSION_FILE, ChallengesPart
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.inspecting import Declared, Inspected
from osi_core.simulation.mappings import mappings
from osi_core.simulation.tables import LARGEST_SETTINGS, read_text, unfit
from osi_core.words import Message

__all__ = ["declared_in", "mapping_of", "write_mapping"]

_KEYS = {"challenges": "challenges", "votes": "votes", "merges": "merges"}
_BARE = re.compile(r"[A-Za-z0-9_-]+")


def mapping_of(inspected: Sequence[Inspected]) -> str:
    """The section [challenges] in TOML, with what is asked as comments; empty where no table was understood."""
    tables: dict[str, Inspected] = {}
    for one in inspected:
        if one.table in _KEYS:
            tables.setdefault(one.table, one)
    if "challenges" not in tables:
        return ""
    lines = ["[challenges]", *(f"{_KEYS[kind]} = {_quoted(one.file)}" for kind, one in tables.items())]
    problems = (message.values.get("problem") for one in tables.values() for message in one.asked)
    if any(isinstance(one, Message) and one.code == "table.time-two-readings" for one in problems):
        lines.append('# dates = "day-first"  # or "month-first"')
    lines += _columns("columns", tables["challenges"])
    if "votes" in tables:
        lines += _columns("vote_columns", tables["votes"])
    return "\n".join(lines) + "\n"


def _columns(key: str, one: Inspected) -> Iterator[str]:
    """What the file calls our columns; nothing where it calls them as we do."""
    called: dict[str, str] = {}
    for column in one.columns:
        if column.means and column.means not in called and column.means in _nameable(one.table or ""):
            called[column.means] = _family(column.title, column.means, one)
    questions = [column.title for column in one.columns if column.how == "question"]
    if all(title == name for name, title in called.items()) and not questions:
        return
    yield ""
    yield f"[challenges.{key}]"
    for title in questions if "title" not in called else ():
        yield f"# title = {_quoted(title)}"
    for name, title in called.items():
        yield f"{name} = {_quoted(title)}"


def _family(title: str, name: str, one: Inspected) -> str:
    """`title/*` for a column that is there once for each language."""
    return re.sub(r"/[^/]*$", "/*", title) if sum(c.means == name for c in one.columns) > 1 and "/" in title else title


def _nameable(kind: str) -> frozenset[str]:
    return frozenset(name for one in mappings() if one.own and one.table == kind for name in one.columns)


def _quoted(text: str) -> str:
    """A text in TOML; JSON's escapes are among TOML's."""
    return json.dumps(text, ensure_ascii=not text.isprintable())


def declared_in(folder: Path) -> dict[str, Declared]:
    """What the folder's `mission.toml` says of its tables, by file; nothing where it has none. Raises FolderInvalid."""
    if not (folder / MISSION_FILE).exists():
        return {}
    values = _values(read_text(folder, MISSION_FILE, LARGEST_SETTINGS))
    try:
        part = ChallengesPart.model_validate(values.get("challenges", {}))
    except ValidationError:
        return {}  # what is wrong with it, `osi run` says, with the line
    language, playbook = values.get("language"), values.get("playbook")
    said = playbook.get("challenges") if isinstance(playbook, dict) else None
    longest = said.get("statement_length") if isinstance(said, dict) else None
    declared = Declared(
        columns=part.columns,
        dates=part.dates,
        language=language if isinstance(language, str) else "",
        longest=longest if isinstance(longest, int) else Declared().longest,
    )
    of_votes = declared.model_copy(update={"columns": part.vote_columns})
    of_merges = declared.model_copy(update={"columns": {}})
    named = ((part.challenges or part.statements, declared), (part.votes, of_votes), (part.merges, of_merges))
    return {file: one for file, one in named if file and name_within(file)}


def _values(text: str) -> dict[str, Any]:
    try:
        return toml_value(text, MISSION_FILE)
    except InputRefused as refused:
        raise unfit(MISSION_FILE, refused) from refused


def write_mapping(folder: Path, mapping: str) -> Path:
    """Adds the section to the folder's `mission.toml`, or begins one. Raises FolderInvalid where it has one already."""
    path = folder / MISSION_FILE
    text = ""
    if path.exists():
        text = read_text(folder, MISSION_FILE, LARGEST_SETTINGS)
        if "challenges" in _values(text):
            raise FolderInvalid(MISSION_FILE, Unmet("inspect.has-mapping", "challenges"))
        text = text.rstrip("\n") + "\n\n"
    path.write_text(text + mapping, encoding="utf-8")
    return path
