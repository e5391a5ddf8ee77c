"""`osi log`: what happened, one line an event, or the stored envelopes as JSON Lines."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter, validators

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Exit, Session
from osi_core.cli.stores import chosen, opened
from osi_core.words import escaped

if TYPE_CHECKING:
    from osi_core.log import Entry, EventStore

_LONGEST_NAME = 14
"""Ids longer than this are shown by their beginning; `--json` has them whole."""


def log(
    session: Session,
    *,
    after: Annotated[int, Parameter(help="opt.after", metavar="N", validator=validators.Number(gte=0))] = 0,
    limit: Annotated[int | None, Parameter(help="opt.limit", metavar="N", validator=validators.Number(gte=1))] = None,
    type: Annotated[str | None, Parameter(help="opt.type", metavar="T")] = None,
    stream: Annotated[str | None, Parameter(help="opt.stream", metavar="S")] = None,
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Prints position, time, who acted, what happened, and to what."""
    types = _types(session, type) if type else None
    with opened(session, store) as source:
        name = chosen(session, source, mission)
        if stream is not None and next(source.read_stream(_full(name, stream)), None) is None:
            raise session.stop(Exit.NO, "log.stream_unknown", stream=stream, mission=name)
        entries = _entries(source, name, after, types, stream)
        for entry in islice(entries, limit):
            _tell(session, entry)
    return 0


def find(
    session: Session,
    *,
    request: Annotated[str, Parameter(help="opt.request", metavar="ID")],
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Prints the events of a command id, which the log itself does not hold."""
    from osi_core.process import Engine

    with opened(session, store) as source:
        name = chosen(session, source, mission)
        found = list(Engine(source, plugins=session.plugins).events_of_request(name, request))
        if not found:
            raise session.stop(Exit.NO, "log.request_unknown", mission=name)
        for record in found:
            for entry in source.read(name, record.position - 1, record.position):
                _tell(session, entry)
    return 0


def _tell(session: Session, entry: Entry) -> None:
    if session.json:
        raw = entry.raw.decode()
        # A terminal obeys what it is sent; a pipe gets the very bytes that are hashed.
        sys.stdout.write((escaped(raw) if sys.stdout.isatty() else raw) + "\n")
    else:
        _show(session, entry)


def _types(session: Session, wanted: str) -> frozenset[str]:
    """The type of that name, or all of the phase of that name."""
    from osi_core.domain import Event
    from osi_core.process import share_of

    share_of("all")  # whose events are known from here on

    name = wanted.removesuffix("*").rstrip(".")
    found = frozenset(known for known in Event.registry if known == name or known.startswith(f"{name}."))
    if not found:
        import difflib

        phases = sorted({known.split(".")[0] for known in Event.registry})
        close = difflib.get_close_matches(wanted, Event.registry, n=3) or phases
        raise session.stop(Exit.USAGE, "log.type_unknown", type=wanted, known=", ".join(close))
    return found


def _entries(
    store: EventStore, mission: str, after: int, types: frozenset[str] | None, stream: str | None
) -> Iterator[Entry]:
    if stream is None:
        yield from store.read(mission, after=after, types=types)
        return
    for entry in store.read_stream(_full(mission, stream)):
        if entry.position > after and (types is None or entry.type in types):
            yield entry


def _full(mission: str, stream: str) -> str:
    """A stream's name, of which the mission's part may be left out."""
    from osi_core.domain import full_name

    return stream if f"{stream}/".startswith(full_name(mission, "")) else full_name(mission, stream)


def _show(session: Session, entry: Entry) -> None:
    from rich.text import Text

    from osi_core.domain import within_mission
    from osi_core.log.canonical import parse

    envelope: dict[str, Any] = parse(entry.raw)
    when = str(envelope["time"])[:19].replace("T", " ")
    resource = within_mission(entry.stream)
    line = Text.assemble(
        (f"{entry.position:>7}  {when}  ", "quiet"),
        f"{_short(str(envelope['actor'])):<{_LONGEST_NAME}}  ",
        (f"{entry.type:<32}", "name"),
        f"  {'/'.join(_short(part) for part in resource.split('/'))}",
    )
    session.line(line)


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1] + "…"
