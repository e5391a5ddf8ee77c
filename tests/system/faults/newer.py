"""A program of the next version, as far as others can tell: its store has another form, and it says more on the wire,
some of it in a form that nobody here reads.

`NEWER` writes nothing into a log that this version cannot read: from there one goes back. `NEWEST` does, as the release
behind it may: events of a type that nobody here knows, and a later form of one.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import Any

from osi.log.v1 import log_service_pb2 as pb

from osi_core.domain import Context, Event, Service
from osi_core.hearing.events import PlaybookAnswered
from osi_core.log.heard import PublicEntry
from osi_core.log.sql import meta
from osi_core.log.sql.kept_head import Kept, KeptHead
from osi_core.log.sql.schema import SCHEMA_VERSION
from osi_core.process import asking
from osi_runtime.bus import messages as on_the_bus
from osi_runtime.bus import relay
from osi_runtime.peers import messages, public_log
from osi_runtime.peers.messages import MessageOf

__all__ = ["NEWER", "NEWEST", "UNKNOWN", "become"]

NEWER, NEWEST = "newer", "newest"
UNKNOWN = "hearing.weather_said"
"""A type of event that the newest knows alone."""
_SCHEMA = str(SCHEMA_VERSION + 1).encode()
_MORE = b"\xc2\x3e\x05newer"
"""A field of the number 1,000, as protobuf writes it."""


def become(version: str, store: str) -> None:
    """Makes this process one of that version, which serves a SQLite store. To be called before anything is served."""
    _bring_forward(os.path.realpath(store))
    _say_more()
    if version == NEWEST:
        _say_what_is_new()


def _bring_forward(store: str) -> None:
    """The store gets a column more."""
    with closing(sqlite3.connect(store)) as tables, tables:
        rows = dict(tables.execute("SELECT name, value FROM osi_meta"))
        if rows["schema"] != _SCHEMA:
            check = meta._check(_SCHEMA, rows["identity"])
            tables.execute("ALTER TABLE osi_events ADD COLUMN newer TEXT")
            tables.executemany("UPDATE osi_meta SET value = ? WHERE name = ?", [(_SCHEMA, "schema"), (check, "check")])
            head = KeptHead(store)
            kept = head.read()
            assert kept is not None
            head.renew(Kept(check, kept.head))


def _say_more() -> None:
    """On the wire each event has a field more; and on the bus every third is in the form of a later major version."""

    def event_of(entry: PublicEntry, message_of: MessageOf | None = None) -> pb.PublicEvent:
        event = messages.event_of(entry, message_of)
        event.MergeFromString(_MORE)
        return event

    def written(entry: PublicEntry, service: Service, message_of: MessageOf | None) -> on_the_bus.Outgoing:
        message = on_the_bus.written(entry, service, message_of)
        if entry.position % 3:
            return message
        data = b"\0later\0" + message.data
        said = {"ce-dataschema": "osi.log.v2.PublicEvent", "ce-digest": hashlib.sha256(data).hexdigest()}
        return message._replace(data=data, headers=message.headers | said)

    on_the_bus.event_of = public_log.event_of = event_of  # type: ignore[attr-defined]
    relay.written = written  # type: ignore[attr-defined]


def _say_what_is_new() -> None:
    """What it can follow of a playbook it says in a second form, and with it something of a new type."""

    class WeatherSaid(Event, type=UNKNOWN, public=True):
        sky: str

    def with_weather(command: asking.AnswerPlaybook, state: Any, context: Context) -> Iterator[Event]:
        yield from asking.answer_playbook(command, state, context)
        yield WeatherSaid(sky="clear")

    PlaybookAnswered.upcasters = (dict,)
    asking.ANSWERS = tuple(  # type: ignore[assignment]
        replace(line, decide=with_weather) if line.command is asking.AnswerPlaybook else line for line in asking.ANSWERS
    )
