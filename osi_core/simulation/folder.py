"""Reading a mission folder: `mission.toml`, and the statements and votes that it names."""

from __future__ import annotations

import csv
import hashlib
import io
import re
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Literal

from pydantic import Field, ValidationError

from osi_core.domain import DataOrigin, Day, Id, Language, Model, PublicText, Unmet, faults_of
from osi_core.files import InputRefused, name_within, toml_value
from osi_core.files.tables import Order
from osi_core.mission.commands import Indicator, Sdg
from osi_core.process.playbook import PlaybookInvalid, playbook_of
from osi_core.simulation import sources
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.mappings import Kind, mappings
from osi_core.simulation.material import Material, SourceVote
from osi_core.simulation.merges import merges as merges_of
from osi_core.simulation.plan import LONGEST, SHORTEST, Plan, Region, Sizes
from osi_core.simulation.tables import LARGEST_SETTINGS, Tables, read_text, unfit
from osi_core.simulation.understood import declared_unfit
from osi_core.simulation.votes import dated_by_votes, votes_wanted
from osi_core.simulation.votes import votes as votes_of

MISSION_FILE = "mission.toml"
MOST_CHOICES = 10_000
"""Of one ballot, by the playbook."""
BEFORE_THE_DISCUSSION = timedelta(days=75)
"""A mission with a real discussion is created so long before its first statement."""


class IndicatorPart(Indicator):
    """The section [indicator]."""

    name_en: PublicText | None = None


class ChallengesPart(Model):
    """The section [challenges]: where statements and votes lie, and where they come from."""

    format: Literal["polis-export", "csv"] = "csv"
    """`polis-export` takes nothing but exports of Polis; else what a table is, its columns tell."""
    statements: str | None = None
    """For `polis-export`."""
    challenges: str | None = None
    """For `csv`."""
    votes: str | None = None
    merges: str | None = None
    """Which of them somebody has decided to merge."""
    columns: dict[str, str] = {}
    """What the table of statements or challenges calls our columns."""
    vote_columns: dict[str, str] = {}
    dates: Order | None = None
    """What stands first in dates such as 3/4/2026, where none of them tells."""
    origin: Literal[DataOrigin.IMPORTED, DataOrigin.SIMULATED] = DataOrigin.IMPORTED
    source: PublicText | None = None
    licence: PublicText | None = None


class ProgrammePart(Model):
    """The section [programme]: settings of what is simulated."""

    seed: int = Field(default=2021, ge=-(2**53), le=2**53)
    months: int = Field(default=9, ge=SHORTEST, le=LONGEST)
    people: int | None = None
    challenges: int | None = None
    solutions: int | None = None
    institutions: int | None = None
    experts: int | None = None
    pilots: int | None = None


class MissionPart(Model):
    """The whole of `mission.toml`."""

    id: Id | None = None
    """Of the mission; the folder's name where there is none."""
    title: PublicText
    title_en: PublicText | None = None
    language: Language = "de"
    goal: PublicText | None = None
    sdg: tuple[Sdg, ...] = ()
    begins: Day | None = None
    indicator: IndicatorPart
    challenges: ChallengesPart | None = None
    programme: ProgrammePart = ProgrammePart()
    region: Region = Region()
    playbook: dict[str, Any] = {}


def read_folder(path: Path | str, *, simulate: bool = False, strict: bool = False) -> Plan:
    """The plan that a mission folder describes. Raises FolderInvalid; then nothing of it was used.

    A row of a table that cannot be read is left out, and the plan's material notes it; `strict` refuses it.
    Of a folder that brings what people really said, nothing is made up unless `simulate` asks for it.
    """
    folder = Path(path)
    if not folder.is_dir():
        raise FolderInvalid(str(folder), Unmet("folder.none", file=MISSION_FILE))
    text = read_text(folder, MISSION_FILE, LARGEST_SETTINGS)
    part = _mission_part(text)
    playbook = _playbook(text, part.playbook)
    longest = playbook_of(playbook).challenges.statement_length
    material = _material(folder, text, part, part.challenges, longest, strict) if part.challenges else None
    invents = simulate or material is None or material.origin is DataOrigin.SIMULATED
    if invents and material and (unmet := material.unranked) and unmet.code == "ranking-from-totals":
        raise FolderInvalid(material.statements_file, unmet)
    if material and material.votes:  # a ballot made of real agreement names all of it
        most = min(MOST_CHOICES, max(50, len(material.contributions)))
        challenges = {"max_choices": most, **playbook.get("challenges", {})}
        playbook = {**playbook, "challenges": challenges}
    _begins_early_enough(text, part.begins, material)
    begins = part.begins or _begins(material)
    if part.indicator.deadline <= begins + timedelta(days=35):
        raise _toml_invalid(text, Unmet("folder.deadline-early", "indicator.deadline", begins=begins))
    return Plan(
        mission=part.id or _mission_id(folder.resolve().name, part.programme.seed),
        title=part.title,
        title_en=part.title_en,
        language=part.language,
        goal=part.goal or part.title,
        indicator=Indicator(**part.indicator.model_dump(exclude={"name_en"})),
        sdg=part.sdg,
        begins=begins,
        seed=part.programme.seed,
        months=part.programme.months,
        sizes=_sizes(text, part.programme, material),
        region=part.region,
        playbook=playbook,
        material=material,
        invents=invents,
    )


def _mission_part(text: str) -> MissionPart:
    try:
        values = toml_value(text, MISSION_FILE)
    except InputRefused as refused:
        raise unfit(MISSION_FILE, refused) from refused
    return _checked(MissionPart, values, text)


def _checked(kind: type[MissionPart], values: dict[str, Any], text: str) -> MissionPart:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        raise _toml_invalid(text, _fault(error)) from error


def _fault(error: ValidationError, *section: str) -> Unmet:
    """What to mend first, with its whole key: a misspelt key is the reason why another one is missing."""
    found = error.errors(include_url=False)
    faults = list(zip(faults_of(error), found, strict=True))
    fault, details = next((one for one in faults if one[0].code == "extra-forbidden"), faults[0])
    key = ".".join((*section, *filter(None, [fault.field])))
    if fault.code == "extra-forbidden":
        return Unmet("folder.key-unknown", key)
    if fault.code == "missing":
        return Unmet("folder.key-missing", key)
    return Unmet("folder.value", key, fault=fault.message, found=repr(str(details["input"])[:60]))


def _toml_invalid(text: str, unmet: Unmet) -> FolderInvalid:
    return FolderInvalid(MISSION_FILE, unmet, _line_of(text, (unmet.field or "").split(".")))


def _line_of(text: str, keys: Sequence[str]) -> int | None:
    """The line on which a key is set; of its section where it is missing; None if neither stands there."""
    section, found = "", None
    for number, line in enumerate(text.splitlines(), start=1):
        header = re.match(r"\s*\[([^\[\]]+)\]", line)
        if header:
            section = header[1].strip()
            if section == ".".join(keys[: section.count(".") + 1]):
                found = number
        key = re.match(r"\s*([A-Za-z0-9_\-.\"']+)\s*=", line)
        if key:
            path = [*filter(None, section.split(".")), *key[1].replace('"', "").split(".")]
            if path == list(keys[: len(path)]):
                return number
    return found


def _playbook(text: str, values: dict[str, Any]) -> dict[str, Any]:
    plain: dict[str, Any] = _plain(values)
    try:
        support = playbook_of(plain, MISSION_FILE).support
    except PlaybookInvalid as error:
        fault = error.unmet[0]
        key = ".".join(filter(None, ("playbook", fault.field)))
        raise _toml_invalid(text, Unmet(fault.code, key, **fault.values)) from error
    if not SHORTEST <= support.months <= LONGEST:
        values = {"shortest": SHORTEST, "longest": LONGEST, "found": support.months}
        raise _toml_invalid(text, Unmet("folder.months", "playbook.support.months", **values))
    return plain


def _plain(value: Any) -> Any:
    match value:
        case dict():
            return {str(key): _plain(inner) for key, inner in value.items()}
        case list():
            return [_plain(inner) for inner in value]
        case None | bool() | int() | str():
            return value
    return str(value)  # decimals and dates, as the log records them


def _material(
    folder: Path, text: str, mission: MissionPart, part: ChallengesPart, longest: int, strict: bool
) -> Material:
    polis = part.format == "polis-export"
    name = part.statements if polis else part.challenges
    key = "statements" if polis else "challenges"
    if name is None:
        raise _toml_invalid(text, Unmet("folder.key-missing", f"challenges.{key}"))
    for key in ("statements", "challenges", "votes", "merges"):
        value = getattr(part, key)
        if value is not None and not name_within(value):
            raise _toml_invalid(text, Unmet("folder.path-named", f"challenges.{key}"))
    _check_columns(text, "columns", part.columns, "challenges")
    _check_columns(text, "vote_columns", part.vote_columns, "votes")
    tables = Tables(folder, part.dates, strict, mission.language)
    program, statements, cast = ("Polis", "Polis, comments.csv", "Polis, votes.csv") if polis else ("", "", "")
    wanted = sources.challenges_wanted(program, statements, part.columns)
    contributions = sources.contributions(tables, name, wanted, longest)
    votes: tuple[SourceVote, ...] = ()
    if part.votes:
        wanted = votes_wanted(program, cast, part.vote_columns)
        votes = votes_of(tables, part.votes, contributions, wanted, name)
        contributions = dated_by_votes(tables, name, contributions, votes)
    merges = merges_of(tables, part.merges, contributions) if part.merges else ()
    accepted = {one.id for one in contributions if one.moderation >= 0 and not one.metadata}
    if part.votes and not any(vote.value > 0 and vote.contribution in accepted for vote in votes):
        raise FolderInvalid(part.votes, Unmet("folder.no-agreement"))
    return Material(
        origin=part.origin,
        source=part.source or _stated_source(folder, polis, name),
        licence=part.licence,
        statements_file=name,
        contributions=contributions,
        votes_file=part.votes or "",
        votes=votes,
        merges_file=part.merges or "",
        merges=merges,
        notes=tables.told(),
    )


def _check_columns(text: str, key: str, called: dict[str, str], kind: Kind) -> None:
    """Only columns that a table may have can be called otherwise, and none that holds people's addresses is read."""
    known = tuple(next(one for one in mappings() if one.own and one.table == kind).columns)
    if unknown := next((name for name in called if name not in known), None):
        raise _toml_invalid(text, Unmet("folder.column-unknown", f"challenges.{key}.{unknown}", known=known))
    if unmet := declared_unfit(called, f"challenges.{key}"):
        raise _toml_invalid(text, unmet)


def _stated_source(folder: Path, polis: bool, name: str) -> str:
    """What Polis's `summary.csv` says, where it lies in the folder; else the file's name."""
    if not (folder / "summary.csv").exists():
        return name
    rows = csv.reader(io.StringIO(read_text(folder, "summary.csv"), newline=""))
    try:
        said = {row[0]: row[1] for row in rows if len(row) > 1}
    except csv.Error as error:
        raise FolderInvalid("summary.csv", Unmet("table.not-csv", said=str(error)), rows.line_num) from error
    if not polis and not {"topic", "url", "voters"} <= said.keys():  # somebody else's summary
        return name
    return f"Polis: {said.get('topic', name)[:300]} ({said.get('url', name)[:300]})"


def _begins(material: Material | None) -> date:
    times = [contribution.time for contribution in material.contributions if contribution.time] if material else []
    return (min(times) - BEFORE_THE_DISCUSSION).date() if times else date(2026, 1, 12)


def _begins_early_enough(text: str, begins: date | None, material: Material | None) -> None:
    """The mission is agreed before the discussion begins."""
    if begins is None or material is None or not any(one.time for one in material.contributions):
        return
    latest = _begins(material) + timedelta(days=35)
    if begins > latest:
        raise _toml_invalid(text, Unmet("folder.begins-late", "begins", latest=latest))


def _sizes(text: str, part: ProgrammePart, material: Material | None) -> Sizes:
    said = part.model_dump(exclude={"seed", "months"}, exclude_none=True)
    if material is not None:
        said.setdefault("people", min(100_000, max(40, len(material.people()))))
        most = 5_000  # of invented ones; those of the tables are as many as they are
        said.setdefault("challenges", min(most, max(10, len(material.contributions))))
    said.setdefault("pilots", max(2, min(30, said.get("solutions", 30) // 10)))
    try:
        return Sizes(**said)
    except ValidationError as error:
        raise _toml_invalid(text, _fault(error, "programme")) from error


def _mission_id(name: str, seed: int) -> str:
    """The folder's name as an id."""
    plain = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")[:50].strip("-")
    return plain or "mission-" + hashlib.sha256(f"{name}/{seed}".encode()).hexdigest()[:8]
