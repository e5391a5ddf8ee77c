"""The playbook: every threshold, duration and strategy of a mission, read from TOML, recorded with the mission."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from pydantic import Field, ValidationError

from osi_core.challenges.settings import ChallengesSettings
from osi_core.curation.settings import CurationSettings
from osi_core.domain import Context, Decide, Event, Language, Model, Plain, Unmet
from osi_core.funding.settings import FundingSettings
from osi_core.log.canonical import canonical, parse
from osi_core.mission import commands as mission
from osi_core.mission.settings import MissionSettings
from osi_core.plugins import PREPARE_SECONDS, KindName
from osi_core.scaling.settings import ScalingSettings
from osi_core.solutions.settings import SolutionsSettings
from osi_core.support.settings import SupportSettings


class Playbook(Model):
    """The rules of one mission's game: a section for each phase, each with its defaults."""

    languages: tuple[Language, ...] = ("de", "en")
    decision_seconds: int = Field(default=60, ge=1, le=86_400)
    """How long a strategy may take for one decision, in seconds, once it is loaded and compiled."""
    prepare_seconds: int = Field(default=PREPARE_SECONDS, ge=1, le=86_400)
    """How long loading and compiling a strategy may take before that, in seconds."""
    mission: MissionSettings = MissionSettings()
    challenges: ChallengesSettings = ChallengesSettings()
    solutions: SolutionsSettings = SolutionsSettings()
    support: SupportSettings = SupportSettings()
    funding: FundingSettings = FundingSettings()
    curation: CurationSettings = CurationSettings()
    scaling: ScalingSettings = ScalingSettings()

    @cached_property
    def sections(self) -> Mapping[type[Model], Model]:
        """Settings by their type, as a `Context` hands them to the phases."""
        values = [getattr(self, name) for name in type(self).model_fields]
        return {type(value): value for value in values if isinstance(value, Model)}

    def strategies(self) -> Iterator[tuple[str, KindName, str, dict[str, Plain]]]:
        """Which strategies the playbook names: section, kind, name and options of each."""
        kinds: dict[str, KindName] = {
            "challenges": "prioritisation",
            "solutions": "matching",
            "funding": "allocation",
            "curation": "curation",
            "scaling": "scaling",
        }
        for section, kind in kinds.items():
            settings = getattr(self, section)
            yield section, kind, settings.strategy, settings.options

    def as_plain(self) -> dict[str, Plain]:
        """The playbook as the log records it: every value said, decimals as strings."""
        return self.model_dump(mode="json")


class PlaybookInvalid(ValueError):
    """A playbook cannot be used; `problems` names file, key and what was expected, one sentence each."""

    def __init__(self, source: str, problems: list[str], in_german: list[str] | None = None) -> None:
        self.source, self.problems, self.in_german = source, problems, in_german or problems
        super().__init__("\n".join(f"{source}: {problem}" for problem in problems))

    def say(self, language: str = "en") -> str:
        """All problems in one language, one a line."""
        said = self.in_german if language == "de" else self.problems
        return "\n".join(f"{self.source}: {problem}" for problem in said)


def read_playbook(path: Path | str) -> Playbook:
    """The playbook in a TOML file. Raises PlaybookInvalid, naming line or key, or OSError."""
    try:
        values = tomllib.loads(Path(path).read_bytes().decode("utf-8"), parse_float=Decimal)
    except UnicodeDecodeError as error:
        raise PlaybookInvalid(str(path), [f"byte {error.start} is not UTF-8; save the file as UTF-8"]) from error
    except tomllib.TOMLDecodeError as error:
        raise PlaybookInvalid(str(path), [f"not TOML: {error}"]) from error
    return playbook_of(values, str(path))


def playbook_of(values: Mapping[str, Any], source: str = "playbook") -> Playbook:
    """The playbook of parsed values. Raises PlaybookInvalid naming every key that does not fit."""
    try:
        return Playbook.model_validate(values)
    except ValidationError as error:
        problems = error.errors()
        raise PlaybookInvalid(source, [_explained(p) for p in problems], [_in_german(p) for p in problems]) from error


def _explained(problem: Any) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"{key}: unknown key; `osi playbook show` lists the keys there are"
    return f"{key}: {problem['msg']} (found {problem['input']!r})"


_GERMAN = {
    "greater_than_equal": "muss mindestens {ge} sein",
    "less_than_equal": "darf höchstens {le} sein",
    "greater_than": "muss größer als {gt} sein",
    "less_than": "muss kleiner als {lt} sein",
    "int_type": "muss eine ganze Zahl sein",
    "int_parsing": "muss eine ganze Zahl sein",
    "decimal_parsing": "muss eine Zahl sein",
    "string_type": "muss ein Text sein",
    "bool_type": "muss true oder false sein",
    "enum": "muss eines von diesen sein: {expected}",
    "tuple_type": "muss eine Liste sein",
    "model_type": "muss ein Abschnitt sein",
}


def _in_german(problem: Any) -> str:
    key = ".".join(str(part) for part in problem["loc"])
    if problem["type"] == "extra_forbidden":
        return f"{key}: unbekannter Schlüssel; `osi playbook show` nennt alle"
    told = _GERMAN.get(problem["type"])
    said = told.format_map(problem.get("ctx", {})) if told else problem["msg"]
    return f"{key}: {said} (gefunden: {problem['input']!r})"


@lru_cache(maxsize=64)
def _recorded(raw: bytes) -> Playbook:
    return playbook_of(parse(raw))


def recorded_playbook(values: Mapping[str, Plain]) -> Playbook:
    """The playbook that a mission recorded."""
    return _recorded(canonical(dict(values)))


def playbook_is_sound(
    command: mission.CreateMission | mission.ChangePlaybook, state: object, context: Context
) -> Iterator[Unmet]:
    """A mission never runs under a playbook that cannot be read."""
    try:
        playbook_of(command.playbook)
    except PlaybookInvalid as error:
        for problem, german in zip(error.problems, error.in_german, strict=True):
            yield Unmet(code="playbook-invalid", field="playbook", en=problem, de=german)


def said_in_full(decide: Decide) -> Decide:
    """Records the playbook with every value, also those at their default, so that no later default changes it."""

    def decided(
        command: mission.CreateMission | mission.ChangePlaybook, state: object, context: Context
    ) -> Iterable[Event]:
        playbook = playbook_of(command.playbook).as_plain()
        return decide(command.model_copy(update={"playbook": playbook}), state, context)

    return decided
