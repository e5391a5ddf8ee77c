"""`osi playbook`: the defaults to start from, and a check of one's own."""

from __future__ import annotations

import json
import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.domain import Model
    from osi_core.process.playbook import Playbook


def show(session: Session) -> int:
    """Prints the defaults, with what each key means."""
    from osi_core.process.playbook import Playbook

    playbook = Playbook()
    if session.json:
        session.emit(playbook.as_plain())
        return 0
    for line in as_toml(session, playbook):
        session.line(line)
    return 0


def check(session: Session, file: Annotated[Path, Parameter(help="opt.playbook_file")], /) -> int:
    """Says whether a playbook can be used with what is installed here."""
    from osi_core.process.playbook import PlaybookInvalid, read_playbook

    try:
        playbook = read_playbook(file)
        problems = [f"{file}: {problem}" for problem in _strategies_missing(session, playbook)]
    except PlaybookInvalid as invalid:
        problems = invalid.say(session.language, session.words).splitlines()
    if session.json:
        session.emit({"file": str(file), "ok": not problems, "problems": problems})
        return Exit.NO if problems else Exit.FINE
    if problems:
        raise session.stop(Exit.NO, "error.playbook", problems="\n".join(problems))
    session.show(session.say("playbook.fine", file=file))
    return 0


def _strategies_missing(session: Session, playbook: Playbook) -> Iterator[str]:
    from osi_core.plugins.errors import PluginError
    from osi_core.process.share import share_of

    for part in share_of("all").parts:
        if part.strategy_kind is not None:
            named = getattr(playbook, part.name)
            try:
                session.plugins.options(part.strategy_kind, named.strategy, dict(named.options))
            except PluginError as error:
                yield f"{part.name}.strategy: {error}"


def as_toml(session: Session, playbook: Playbook) -> Iterator[str]:
    """The playbook as commented TOML; reading it gives the same playbook."""
    from osi_core.domain import Model

    yield from (f"# {line}" for line in session.say("playbook.lead").splitlines())
    plain = playbook.as_plain()
    sections = [name for name in plain if isinstance(getattr(playbook, name), Model)]
    for name in plain:
        if name not in sections:
            yield from _key(session, playbook, "", name, plain[name])
    for name in sections:
        settings = getattr(playbook, name)
        values = plain[name]
        assert isinstance(values, Mapping)
        yield ""
        yield f"[{name}]"
        yield from (f"# {line}" for line in _wrapped(_section_says(session, name, settings)))
        for key, value in values.items():
            yield from _key(session, settings, f"{name}.", key, value)


def _section_says(session: Session, name: str, settings: Model) -> str:
    return session.say(f"key.{name}")


def _key(session: Session, settings: Model, prefix: str, name: str, value: Any) -> Iterator[str]:
    yield ""
    words = session.say(f"key.{prefix}{name}")
    yield from (f"# {line}" for line in _wrapped(f"{words} {_bounds(session, settings, name)}".strip()))
    yield from _assigned(name, value)


def _bounds(session: Session, settings: Model, name: str) -> str:
    """From and to, where a number has bounds."""
    marks = type(settings).model_fields[name].metadata
    low = next((mark.ge for mark in marks if hasattr(mark, "ge")), None)
    high = next((mark.le for mark in marks if hasattr(mark, "le")), None)
    return "" if low is None or high is None else session.say("playbook.bounds", low=low, high=high)


def _wrapped(text: str) -> list[str]:
    return textwrap.wrap(text, 98)


def _assigned(name: str, value: Any) -> Iterator[str]:
    if value is None:
        yield f"# {name} ="
    elif isinstance(value, list) and value and isinstance(value[0], dict):
        yield f"{name} = ["
        yield from (f"    {_toml(entry)}," for entry in value)
        yield "]"
    else:
        yield f"{name} = {_toml(value)}"


def _toml(value: Any) -> str:
    """A value as TOML writes it in one line."""
    if isinstance(value, dict):
        inner = ", ".join(f"{key} = {_toml(entry)}" for key, entry in value.items() if entry is not None)
        return f"{{ {inner} }}" if inner else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return json.dumps(value, ensure_ascii=False)  # numbers, true, false and strings are written as in JSON
