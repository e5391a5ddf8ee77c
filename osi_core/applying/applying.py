"""Entries into an engine: in groups, each row under its own command id, each refusal with its reason."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from osi_core.applying.entry import Entry, slug
from osi_core.applying.reading import Bringing
from osi_core.domain import DataOrigin, Refused, Rejected
from osi_core.log.memory import MemoryStore
from osi_core.log.store import EventStore
from osi_core.mission.commands import StateProvenance
from osi_core.process import Engine, Handled, Office, Request
from osi_core.process.moving import copy_whole
from osi_core.process.request import Answer
from osi_core.words import Message

__all__ = ["Applied", "Outcome", "apply", "tried_on"]

_GROUP = 100
"""Entries that are committed together."""


class Outcome(StrEnum):
    """What came of an entry."""

    NEW = "new"
    BEFORE = "before"
    """It was applied before, and nothing happened again."""
    REFUSED = "refused"


class Applied(NamedTuple):
    """An entry and what came of it."""

    entry: Entry
    outcome: Outcome
    why: tuple[Message, ...] = ()
    """Why it was refused."""
    receipt: str = ""
    """The code that leads the person to what becomes of it; only the first time, since nobody keeps it."""


def tried_on(store: EventStore, mission: str) -> EventStore:
    """A copy of the mission in memory, for a try that leaves nothing behind."""
    copy = MemoryStore()
    copy_whole(mission, store, copy)
    return copy


def apply(
    engine: Engine,
    mission: str,
    brought: Bringing,
    *,
    by: str | Office,
    document: str = "",
    time: datetime | None = None,
) -> Iterator[Applied]:
    """Gives what was brought, group by group; each is durable when it is told.

    `by` is who brings it, an organiser or the operator, and `document` what it was taken from: both are stated in the
    log before a file's first entry. In a mission that is not real, `time` left out is that of the last event.
    """
    if time is None:
        memory = engine.memory(mission)
        state = memory.mission_state(engine.store)
        time = memory.last if state is not None and state.origin is not DataOrigin.REAL else None
    for file, sha256 in brought.sha256.items():
        entries = [entry for entry in brought.entries if entry.file == file]
        if entries and file in brought.for_others:
            _state(engine, mission, file, sha256, by, document, time)
        for begin in range(0, len(entries), _GROUP):
            yield from _given(engine, mission, entries[begin : begin + _GROUP], by, time)


def _state(
    engine: Engine, mission: str, file: str, sha256: str, by: str | Office, document: str, time: datetime | None
) -> None:
    """Who entered what for whom, by which document. Raises Rejected where they may not."""
    source = f"{document} ({file}, SHA-256 {sha256})"
    stated = StateProvenance(mission=mission, part=f"table-{slug(file)}", source=source)
    engine.handle(stated, actor=by, command_id=f"{file}:document:{sha256}", time=time)


def _given(
    engine: Engine, mission: str, group: Sequence[Entry], by: str | Office, time: datetime | None
) -> Iterator[Applied]:
    """One transaction for the group. Raises StoreError, and then nothing of the group happened."""
    requests: list[Request] = []
    places: list[list[int]] = []
    unfit: dict[int, Rejected] = {}
    joined: dict[str, str] = {}
    for at, entry in enumerate(group):
        begin = len(requests)
        try:
            participant = _participant(engine, mission, entry, joined, requests, time)
            requests += _requests(mission, entry, participant, by, time)
        except Rejected as rejected:
            del requests[begin:]
            joined.pop(entry.person, None)
            unfit[at] = rejected
        places.append(list(range(begin, len(requests))))
    answers = engine.answer_each(requests)
    for at, entry in enumerate(group):
        if at in unfit:
            yield Applied(entry, Outcome.REFUSED, tuple(one.message for one in unfit[at].unmet))
        else:
            yield _told(entry, [answers[place] for place in places[at]], len(entry.steps))


def _participant(
    engine: Engine, mission: str, entry: Entry, joined: dict[str, str], requests: list[Request], time: datetime | None
) -> str:
    """Who a login stands for; two entries by one login are one person, who joins with the first of them."""
    if not entry.person:
        return ""
    if entry.person not in joined:
        found = engine.joining(mission, entry.person, time)
        if isinstance(found, Request):
            requests.append(found)
            found = found.actor_name
        joined[entry.person] = found
    return joined[entry.person]


def _requests(
    mission: str, entry: Entry, participant: str, by: str | Office, time: datetime | None
) -> Iterator[Request]:
    for number, step in enumerate(entry.steps):
        own = {"participant": participant} if "participant" in step.command.model_fields else {}
        command = step.command(mission=mission, **own, **step.fields)
        command_id = entry.request if number == 0 else f"{entry.request}:{number}"
        yield Request(command, participant if step.by_person else by, command_id, time)


def _told(entry: Entry, answers: list[Answer], steps: int) -> Applied:
    """What came of an entry's commands: of its joining, where it is one's first, and of its steps."""
    own = answers[len(answers) - steps :]
    why: list[Message] = []
    new = len(answers) > steps  # somebody has joined
    receipt = ""
    already = [frozenset[str]()] * (len(answers) - steps) + [step.so_already for step in entry.steps]
    for answer, codes in zip(answers, already, strict=True):
        if isinstance(answer, Refused):
            if not codes.issuperset(answer.codes):
                why = why or [one.message for one in answer.unmet]  # what follows is refused because of the first
        elif isinstance(answer, Exception):
            raise answer
    for answer in own:
        if isinstance(answer, Handled):
            new = new or not answer.repeated
            receipt = answer.receipt.code if answer.receipt and not answer.repeated else receipt
    if why:
        return Applied(entry, Outcome.REFUSED, tuple(why))
    return Applied(entry, Outcome.NEW if new else Outcome.BEFORE, (), receipt)
