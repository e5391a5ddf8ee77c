"""Following a log as its judge: was each command granted by rules that hold, and are its events what follows from it?

Each command is made again from its events, judged again as far as the log can answer, and decided again. The events
that come out, in an envelope made anew, must be the very bytes that stand in the log.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress

from osi_core.domain import (
    Basis,
    Box,
    BoxUse,
    Command,
    Event,
    Recorded,
    Rejected,
    Role,
    Rule,
    State,
    basis_of,
    condition_name,
)
from osi_core.domain.boxes import ReplayedBox, is_pseudonym
from osi_core.log.decisions import DecisionClosed, DecisionState, reveals
from osi_core.log.envelope import UNREADABLE, Entry, Head, LogDamaged, encode, envelope_of, format_time, vector
from osi_core.log.store import Streams
from osi_core.plugins.columns import Column
from osi_core.process.always import ALWAYS
from osi_core.process.clock import runs_backwards
from osi_core.process.exported_heard import ExportedHeard
from osi_core.process.exported_log import Said
from osi_core.process.heard_again import HeardAgain
from osi_core.process.judging import Case, Judge, unmet_in
from osi_core.process.memory import MissionMemory
from osi_core.process.rebuilding import brought_seals, command_of
from osi_core.process.request import ENGINE, Office
from osi_core.words import Message

_UNKNOWN = Box.of(b"")
"""In the place of a box that was opened: its key is not in the log."""
INCOHERENT = (*UNREADABLE, AssertionError, StopIteration, LogDamaged)
"""What events lead to that fit by themselves and not together."""


class Replay:
    """One mission's log, followed from its start. Everything is asked of the log alone."""

    def __init__(self, mission: str, log: Streams, judge: Judge, heard: ExportedHeard | None = None) -> None:
        """`heard` is what the log's chain has heard of others, where the house is divided."""
        self.memory = MissionMemory(mission, judge.share)
        self._again = HeardAgain(self.memory, heard, heard.chains) if heard else None
        self._log, self._judge = log, judge
        self._lines: dict[int, Mapping[tuple[type[Event], bool, bool], Rule]] = {}
        """Version of the rules → event, whether it lies in a box, and whether the engine acts by itself → its line."""
        self._unasked: set[str] = set()

    @property
    def unasked(self) -> tuple[str, ...]:
        """The conditions of the commands so far that only the engine of the time could judge, by name."""
        return tuple(sorted(self._unasked))

    def take(
        self, group: Sequence[Said], records: Sequence[Recorded], brought: Command | None = None
    ) -> Message | None:
        """Judges the events of one command again, and goes on behind them. Returns what is wrong, if anything is.

        `brought` is the command where its events do not tell it: the result of a decision, as its outcome says.
        """
        self._hear_before(records[0])
        wrong = self.judge([said.entry for said in group], records, brought)
        return self.pass_over(group, records) or wrong

    def pass_over(self, group: Sequence[Said], records: Sequence[Recorded]) -> Message | None:
        """Goes on behind events without judging them. Returns what is wrong where they fit nothing before them."""
        self._hear_before(records[0])
        memory, entries = self.memory, [said.entry for said in group]
        kind = self._state_of(records[0])
        try:
            state, _ = memory.aggregate(self._log, entries[0].stream, kind)
        except INCOHERENT:
            state = None
        wrong = None
        for said, record in zip(group, records, strict=True):
            try:
                state = kind.evolve(state, record.event) if kind is not None else None
                memory.take(said.entry, record, state, said.head)
                if self._again is not None:
                    self._again.behind(record)
            except INCOHERENT as error:
                memory.head = said.head
                wrong = wrong or Message.of("verify.log-incoherent", error=type(error).__name__)
        memory.forget_some()
        return wrong

    def _hear_before(self, record: Recorded) -> None:
        """Takes in what was known to an event; twice is as good as once."""
        self.memory.chain = record.chain
        if self._again is not None:
            with suppress(*INCOHERENT):  # what cannot be folded will not lead to this event
                self._again.before(record)

    def skip(self, said: Said) -> None:
        """Goes on behind an event that cannot be read."""
        self.memory.head = said.head

    # Judging

    def judge(
        self, entries: Sequence[Entry], records: Sequence[Recorded], brought: Command | None = None
    ) -> Message | None:
        """Judges the events of one command, with the log known up to them. Returns what is wrong, if anything is."""
        try:
            if runs_backwards(self.memory.head.time, entries[0]):
                return Message("verify.time-backwards")
            rule = self._rule(records[0])
            if rule is None:
                return Message.of("verify.no-command", type=records[0].event.type)
            command = brought or command_of(rule.command, records, self.memory.rows)
            first = records[0]
            actor = Office.named(first.actor)
            case = self._judge.case_of_the_log(command, actor, first.time, self.memory, self._log, _box_of)
            unmet = unmet_in(case)
            if unmet:
                return Message.of("verify.not-granted", command=rule.name, why=tuple(one.message for one in unmet))
            self._note_unasked(case)
            return _secret_differs(case, first.event) or self._published_otherwise(case, entries, records)
        except Rejected as rejected:
            why = tuple(one.message for one in rejected.unmet)
            return Message.of("verify.not-granted", command=rejected.command, why=why)
        except INCOHERENT as error:
            return Message.of("verify.log-incoherent", error=type(error).__name__)

    def _rule(self, record: Recorded) -> Rule | None:
        """The line of the table whose events these are, in the version of the rules that the mission stands under.

        Where two lines lead to an event, one casts it into a box, so that its actor is a pseudonym, or one is the
        engine's own.
        """
        mission = self.memory.mission_state(self._log)
        version = mission.rules if mission else 0
        lines = self._lines.get(version)
        if lines is None:
            table = self._judge.table(mission).values()
            lines = self._lines[version] = {
                (kind, _casts(line.command), Role.ENGINE in line.by): line for line in table for kind in line.events
            }
        return lines.get((type(record.event), is_pseudonym(record.actor), record.actor == ENGINE.name))

    def _state_of(self, record: Recorded) -> type[State] | None:
        rule = self._rule(record)
        return rule.command.state if rule else None

    def _note_unasked(self, case: Case) -> None:
        for condition in (*ALWAYS, *case.line.when):
            if basis_of(condition) is not Basis.LOG:
                self._unasked.add(condition_name(condition))

    def _published_otherwise(self, case: Case, entries: Sequence[Entry], records: Sequence[Recorded]) -> Message | None:
        """Compares what the command leads to with what stands in the log, to the byte."""
        first = records[0]
        if first.origin not in case.context.origin.holds:
            return Message.of("verify.differs", command=case.line.name, field="origin")
        secret = first.event.secret if isinstance(first.event, DecisionClosed) else ""
        opens = (
            case.command.uses_box is BoxUse.OPENS and case.command.box_sha256(case.state, case.context.facts) is None
        )
        box = _UNKNOWN if opens else case.context.box
        context = case.context._replace(sealed=brought_seals(case.command, first), secret=secret, box=box)
        decided = tuple(case.line.decide(case.command, case.state, context))
        if [type(event) for event in decided] != [type(record.event) for record in records]:
            return Message.of("verify.other-events", command=case.line.name)
        head, version, heard = self.memory.head, case.version, self.memory.heard_at
        facts_at = vector(first.chain, case.command.mission, case.context.position, heard)
        for entry, record, event in zip(entries, records, decided, strict=True):
            version += 1
            event = _with_chance(event, record.event, opens)
            field = _difference(entry, _entry(event, head, record, case, version, facts_at), event == record.event)
            if field is not None:
                return Message.of("verify.differs", command=case.line.name, field=field)
            head = Head(entry.position, entry.hash, format_time(record.time))
        return None


def _box_of(sha256: str) -> Box:
    return ReplayedBox(sha256, b"")


def _casts(command: type[Command]) -> bool:
    return command.uses_box is BoxUse.CASTS


def _with_chance(event: Event, recorded: Event, opens: bool) -> Event:
    """An event with what chance or a secret key had made of it: of columns, the length can be told all the same.

    A box is of a new key only where one `opens`.
    """
    taken: dict[str, object] = {}
    for name in event.by_chance:
        made, found = getattr(event, name), getattr(recorded, name)
        same_length = not isinstance(made, Column) or len(made) == len(found)
        if same_length and (opens or name not in ("box_sha256", "roster", "roster_sha256")):
            taken[name] = found
    return event.model_copy(update=taken)


def _entry(event: Event, head: Head, record: Recorded, case: Case, version: int, facts_at: Mapping[str, int]) -> Entry:
    return encode(
        event,
        head,
        chain=record.chain,
        mission=case.command.mission,
        stream=case.stream,
        version=version,
        time=format_time(record.time),
        actor=record.actor,
        command_id=record.command_id,
        origin=record.origin,
        facts_at=facts_at,
    )


def _difference(entry: Entry, again: Entry, same_event: bool) -> str | None:
    """The first field in which two entries differ; None where they are the same. Of one in an older form, the event is
    compared as it is read today.
    """
    if entry.raw == again.raw:
        return None
    old, new = envelope_of(entry.raw), envelope_of(again.raw)
    if same_event and old["schema"] < new["schema"]:
        old |= {"schema": new["schema"], "data": new["data"]}
    if old == new:
        return None if same_event else "data"
    field = next(name for name in old if old[name] != new[name])
    return field if field != "data" else _field_of(old["data"], new["data"])


def _field_of(old: Mapping[str, object], new: Mapping[str, object]) -> str:
    return next((f"data.{name}" for name in sorted(old.keys() | new.keys()) if old.get(name) != new.get(name)), "data")


def _secret_differs(case: Case, event: Event) -> Message | None:
    """A close reveals the secret whose digest stood in the opening."""
    promised = case.state.secret_sha256 if isinstance(case.state, DecisionState) else None
    if not isinstance(event, DecisionClosed) or promised is None:
        return None
    if reveals(event.secret, promised):
        return None
    return Message.of("verify.secret-not-promised", decision=case.command.resource_name())
