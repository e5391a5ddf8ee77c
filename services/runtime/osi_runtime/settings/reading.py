"""From the sources to settings: flags before the environment, that before the file, and the file before defaults.

What is wrong is all of it named, each with where it was said and what to do; nothing that was written is quoted, for it
may be a secret.
"""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from pydantic import BaseModel, ValidationError
from pydantic_settings import BaseSettings, EnvSettingsSource
from pydantic_settings.exceptions import SettingsError

from osi_core.domain import faults_of
from osi_core.files import MIB, InputRefused, read_input, text_of, toml_of
from osi_core.words import Catalogues, Message
from osi_runtime.settings.entries import setting_entries
from osi_runtime.settings.field import old_names_of
from osi_runtime.settings.model import Settings
from osi_runtime.settings.places import Place, place_of, variable_of
from osi_runtime.words import WORDS

__all__ = ["CONFIG_VARIABLE", "Read", "SettingsInvalid", "Wrong", "read_settings"]

CONFIG_VARIABLE = "OSI_CONFIG"
"""Names the file, where no flag does."""
LARGEST_FILE = MIB
_ELSEWHERE = frozenset({CONFIG_VARIABLE, "OSI_STORE"})
"""Variables that are said to other parts of the program too."""


class Wrong(NamedTuple):
    """One thing that does not fit."""

    place: Place
    key: str
    message: Message

    def say(self, language: str = "en", words: Catalogues = WORDS) -> str:
        """Place, key and sentence."""
        lead = f"{self.place}: " if self.place.name and self.place.kind != "default" else ""
        told = f"{self.key}: " if self.key and self.key not in self.place.name else ""
        return f"{lead}{told}{words.say(self.message, language)}"


class SettingsInvalid(ValueError):
    """The settings cannot be used; `wrong` says everything that does not fit."""

    def __init__(self, wrong: Iterable[Wrong]) -> None:
        self.wrong = tuple(wrong)
        super().__init__(self.wrong)

    def __str__(self) -> str:
        return self.say()

    def say(self, language: str = "en", words: Catalogues = WORDS) -> str:
        """All of it in one language, one a line."""
        return "\n".join(one.say(language, words) for one in self.wrong)


class Read(NamedTuple):
    """Settings as they were read."""

    settings: Settings
    places: Mapping[str, Place]
    """Key → where it was said."""
    notes: tuple[Wrong, ...]
    """What was taken all the same: old names, variables that mean nothing here."""


def read_settings(
    flags: Mapping[str, Any] | None = None,
    file: Path | None = None,
    environ: Mapping[str, str] = os.environ,
    model: type[Settings] = Settings,
) -> Read:
    """The settings that flags, the environment and a file say; `flags` by full keys, such as `limits.burst`.

    Without `file`, the variable OSI_CONFIG may name one. Raises SettingsInvalid, which names everything that is wrong.
    """
    notes: list[Wrong] = []
    named = file or (Path(environ[CONFIG_VARIABLE]) if environ.get(CONFIG_VARIABLE) else None)
    renamed = _renamed(model)
    given = _nested(_today(flags or {}, renamed, notes))
    said = _of_file(named, renamed, notes) if named is not None else None
    variables = _of_environment(model, _variables_today(environ, renamed, notes))
    notes += _unknown_variables(model, environ)
    merged = _merged(_merged(said[2] if said else {}, variables), given)
    try:
        settings = model(**merged)
    except ValidationError as error:
        raise SettingsInvalid(_faults(error, model, given, variables, said)) from None
    places = {one.key: place_of(one.key.split("."), given, variables, said) for one in setting_entries(settings)}
    return Read(settings, places, tuple(notes))


def _of_file(path: Path, renamed: Mapping[str, str], notes: list[Wrong]) -> tuple[str, str, dict[str, Any]]:
    name = str(path)
    try:
        raw = read_input(path, limit=LARGEST_FILE)
        values = toml_of(raw, name)
        text = text_of(raw, name)
    except InputRefused as refused:
        raise SettingsInvalid([Wrong(Place("file", name, refused.line), "", refused.problem)]) from None
    for old, new in renamed.items():
        path_of_old = old.split(".")
        place = place_of(path_of_old, {}, {}, (name, text, values))
        if place.kind == "file" and (found := _taken(values, path_of_old)) is not None:
            notes.append(_renaming(place, old, new))
            values = _merged(_nested({new: found}), values)
    return name, text, values


def _of_environment(model: type[BaseSettings], environ: Mapping[str, str]) -> dict[str, Any]:
    source = _Variables(model, environ)
    try:
        return source()
    except SettingsError as error:
        name = str(error).split('"')[1] if '"' in str(error) else ""
        key = name.replace("_", ".")
        raise SettingsInvalid([Wrong(Place("variable", variable_of(name)), key, Message("runtime.not-json"))]) from None


class _Variables(EnvSettingsSource):
    """pydantic-settings' reading of the environment, of one that is handed in."""

    def __init__(self, model: type[BaseSettings], environ: Mapping[str, str]) -> None:
        self._environ = environ
        super().__init__(model)

    def _load_env_vars(self) -> Mapping[str, str | None]:
        return {name.lower(): value for name, value in self._environ.items()}


def _merged(under: Mapping[str, Any], over: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(under)
    for name, value in over.items():
        below = found.get(name)
        both = isinstance(value, Mapping) and isinstance(below, Mapping)
        found[name] = _merged(below, value) if both else value  # type: ignore[arg-type]
    return found


def _nested(flat: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in flat.items():
        *parents, last = key.split(".")
        inner = found
        for one in parents:
            below = inner.setdefault(one, {})
            if not isinstance(below, dict):
                raise SettingsInvalid([Wrong(Place("flag", f"--set {key}"), key, Message("runtime.no-section"))])
            inner = below
        inner[last] = value
    return found


# Old names


def _renamed(model: type[BaseModel], prefix: str = "") -> dict[str, str]:
    """Old key → the key of today."""
    found: dict[str, str] = {}
    for name, field in model.model_fields.items():
        key = f"{prefix}{name}"
        found |= dict.fromkeys(old_names_of(field.json_schema_extra), key)
        inner = field.annotation
        if isinstance(inner, type) and issubclass(inner, BaseModel):
            found |= _renamed(inner, f"{key}.")
    return found


def _renaming(place: Place, old: str, new: str) -> Wrong:
    return Wrong(place, old, Message.of("runtime.setting-renamed", old=old, new=new))


def _today(flat: Mapping[str, Any], renamed: Mapping[str, str], notes: list[Wrong]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in flat.items():
        if key in renamed:
            notes.append(_renaming(Place("flag", f"--set {key}"), key, renamed[key]))
            found.setdefault(renamed[key], value)
        else:
            found[key] = value
    return found


def _variables_today(environ: Mapping[str, str], renamed: Mapping[str, str], notes: list[Wrong]) -> Mapping[str, str]:
    found = dict(environ)
    for old, new in renamed.items():
        before, now = variable_of(old), variable_of(new)
        if before in found:
            value = found.pop(before)
            notes.append(_renaming(Place("variable", before), old, new))
            found.setdefault(now, value)
    return found


def _taken(values: dict[str, Any], path: Sequence[str]) -> Any:
    """Takes what stands at a path out of nested values."""
    for part in path[:-1]:
        inner = values.get(part)
        if not isinstance(inner, dict):
            return None
        values = inner
    return values.pop(path[-1], None)


# What does not fit


def _unknown_variables(model: type[BaseSettings], environ: Mapping[str, str]) -> Iterator[Wrong]:
    """Variables of ours by their name, and no setting: perhaps a slip, perhaps another program's."""
    known = {variable_of(name) for name in model.model_fields} | _ELSEWHERE
    for name in sorted(environ):
        if name.startswith("OSI_") and name.split("__")[0] not in known:
            close = difflib.get_close_matches(name, known, n=1)
            code = "runtime.variable-unknown-guess" if close else "runtime.variable-unknown"
            yield Wrong(Place("variable", name), "", Message.of(code, name=name, guess=close[0] if close else ""))


def _faults(
    error: ValidationError,
    model: type[Settings],
    flags: Mapping[str, Any],
    variables: Mapping[str, Any],
    file: tuple[str, str, Mapping[str, Any]] | None,
) -> Iterator[Wrong]:
    known = [one.key for one in setting_entries(model())]
    for fault, found in zip(faults_of(error), error.errors(include_url=False, include_input=False), strict=True):
        path = [part for part in found["loc"] if isinstance(part, str | int)]
        key = ".".join(map(str, path))
        place = place_of(path, flags, variables, file)
        if fault.code == "extra-forbidden":
            close = difflib.get_close_matches(key, known, n=1)
            code = "runtime.setting-unknown-guess" if close else "runtime.setting-unknown"
            yield Wrong(place, key, Message.of(code, name=key, guess=close[0] if close else ""))
        else:
            yield Wrong(place, key, fault.message)
