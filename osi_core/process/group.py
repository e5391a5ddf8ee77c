"""A group of commands on one mission, decided one after the other and written together."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from osi_core.domain import Actor, Command, Context, Event, Recorded, Refused, Role, Sealed, State, Unmet
from osi_core.log.decisions import DecisionOpened, RecordDecision
from osi_core.log.envelope import decode, encode, event_id, format_time
from osi_core.log.store import Alias, Batch, PrivateText, Receipt, Reply, Transaction
from osi_core.mission.commands import ChangePlaybook, CreateMission
from osi_core.mission.events import ParticipantErased
from osi_core.mission.facts import Member
from osi_core.mission.state import Mission
from osi_core.plugins import PluginError
from osi_core.plugins.digest import named_columns
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.memory import MissionMemory
from osi_core.process.playbook import PlaybookInvalid, playbook_of
from osi_core.process.receipt_codes import receipt_code, receipt_digest, receipt_key_seal
from osi_core.process.repeated import refuse_another, request_digest, sealed_texts
from osi_core.process.request import OPERATOR_ID, Handled, ReceiptNote, Request
from osi_core.process.rule import Rule, unmet_conditions

if TYPE_CHECKING:  # a group belongs to an engine and uses its clock, chance and rules
    from osi_core.process.engine import Engine


class Group:
    """Collects the batch of one mission while its commands are decided; memory runs ahead until the commit."""

    def __init__(self, engine: Engine, memory: MissionMemory, transaction: Transaction) -> None:
        self.engine, self.memory, self.transaction = engine, memory, transaction
        self.batch = Batch(memory.mission)
        self._replies: dict[tuple[str, str], tuple[Command, Handled]] = {}

    def answer(self, request: Request) -> Handled | Refused:
        """Grants or refuses one request."""
        try:
            return self._known_answer(request) or self._new_answer(request)
        except Refused as refused:
            return refused

    # A request that was answered before

    def _known_answer(self, request: Request) -> Handled | None:
        if not request.command_id:
            return None
        digest = request_digest(request.command)
        held = self._replies.get((request.actor, request.command_id))
        if held is not None:
            first, handled = held
            words = (getattr(first, name) for name in first.personal_fields())
            refuse_another(request, digest, request_digest(first), (text for text in words if text is not None))
            return handled._replace(repeated=True)
        reply = self.transaction.reply(self.memory.mission, request.actor, request.command_id)
        if reply is None:
            return None
        entries = self.transaction.read(self.memory.mission, reply.position - 1, reply.position + reply.count - 1)
        events = tuple(decode(entry) for entry in entries)
        sealed_then = sealed_texts(self.transaction, events, request.actor)
        refuse_another(request, digest, reply.request_sha256, sealed_then)
        return self._handled(events, self.engine.rules[type(request.command)])._replace(repeated=True)

    # A new request

    def _new_answer(self, request: Request) -> Handled:
        command = request.command
        line = self.engine.rules.get(type(command))
        if line is None:
            raise TypeError(f"{type(command).__name__} is not in the table of phase rules")
        state, version = self.memory.aggregate(self.transaction, command.stream(), command.state)
        self._check_version(request, version)
        mission = self.memory.mission_state(self.transaction)
        texts, sealed = self._seal(command, request.actor)
        context = self._context(request, mission, state, sealed)
        unmet = unmet_conditions(line, command, state, context)
        unmet += [*self._unmet_at_own_gates(command, state), *self._unmet_by_plugins(command), *_missing_blobs(request)]
        if mission is None and not isinstance(command, CreateMission):
            name = f"missions/{command.mission}"
            unmet = [
                Unmet(code="mission-unknown", field="mission", en=f"{name} does not exist", de=f"{name} gibt es nicht")
            ]
        if unmet:
            raise Refused(line.name, unmet)
        events = tuple(line.decide(command, state, context))
        records = self._record(request, context, state, version, events)
        self.batch.texts.extend(texts)
        return self._keep(request, line, context, records)

    def _unmet_at_own_gates(self, command: Command, state: State | None) -> Iterator[Unmet]:
        """What an institution's own gates (hook `osi_phase_gates`) say to opening or closing a phase."""
        if isinstance(command, OpenPhase):
            opening = not isinstance(command, ClosePhase)
            for gate in self.engine.plugins.gates():
                for words in gate.unmet(state, self.memory.rows, command.phase, opening):
                    yield Unmet(code=f"gate-{gate.name}", en=words, de=words)

    def _unmet_by_plugins(self, command: Command) -> Iterator[Unmet]:
        """A playbook names strategies that are installed here, with options that they take."""
        if isinstance(command, CreateMission | ChangePlaybook):
            try:
                playbook = playbook_of(command.playbook)
            except PlaybookInvalid:
                return  # the table says so
            for section, kind, strategy, options in playbook.strategies():
                try:
                    self.engine.plugins.options(kind, strategy, options)
                except PluginError as error:
                    field, reason = f"playbook.{section}", str(error)
                    yield Unmet(code="strategy-unusable", field=field, en=reason, de=reason)

    def _check_version(self, request: Request, version: int) -> None:
        expected = request.expected_version
        if expected is not None and expected != version:
            unmet = Unmet(
                code="version-moved",
                en=f"{request.command.stream()} is at version {version}, not {expected}; read it again",
                de=f"{request.command.stream()} steht bei Version {version}, nicht {expected}; bitte neu lesen",
            )
            raise Refused(type(request.command).__name__, [unmet])

    def _seal(self, command: Command, author: str) -> tuple[list[PrivateText], dict[str, Sealed]]:
        texts, sealed = [], {}
        for name in command.personal_fields():
            text = getattr(command, name)
            if text is not None:
                salt = self.engine.chance(16)
                sealed[name] = hashlib.sha256(salt + text.encode()).hexdigest()
                texts.append(PrivateText(sealed[name], author, salt, text))
        return texts, sealed

    def _context(
        self, request: Request, mission: Mission | None, state: State | None, sealed: Mapping[str, Sealed]
    ) -> Context:
        command, memory = request.command, self.memory
        return Context(
            time=self._time(request, mission),
            actor=self._actor(request.actor),
            open_phases=mission.open_phases if mission else frozenset(),
            simulated=mission.simulated if mission else False,
            chance=self.engine.chance(32),
            secret=self._secret(command, state),
            sealed=sealed,
            position=memory.head.position,
            facts={need: memory.fact(need) for need in command.needs()},
            settings_by_type=memory.playbook(self.transaction).sections,
        )

    def _time(self, request: Request, mission: Mission | None) -> datetime:
        command = request.command
        simulated = mission.simulated if mission else isinstance(command, CreateMission) and command.simulated
        if simulated != (request.time is not None):
            unmet = Unmet(
                code="time-not-given" if simulated else "time-not-yours",
                field="time",
                en="a simulated mission needs the time of each command; a real one keeps the clock's",
                de="eine simulierte Mission braucht die Zeit jedes Befehls; in einer echten gilt die Uhr",
            )
            raise Refused(type(command).__name__, [unmet])
        now = request.time or self.engine.clock()
        if now.tzinfo is None:
            unmet = Unmet(
                code="time-without-zone",
                field="time",
                en=f"{now.isoformat()} names no time zone; the log knows UTC only",
                de=f"{now.isoformat()} nennt keine Zeitzone; das Protokoll kennt nur UTC",
            )
            raise Refused(type(command).__name__, [unmet])
        now, last = now.astimezone(UTC), self.memory.head.time
        return max(now, datetime.fromisoformat(last)) if last else now

    def _actor(self, participant: str) -> Actor:
        if participant == OPERATOR_ID:
            return Actor(participant=participant, roles=frozenset({Role.OPERATOR}))
        member = self.memory.rows[Member].get(participant)
        return member.as_actor(participant) if isinstance(member, Member) else Actor(participant=participant)

    def _secret(self, command: Command, state: State | None) -> str:
        seal = getattr(state, "secret_sha256", None) if command.reveals_secret else None
        if seal is None:
            return ""
        for text in self.batch.texts:  # opened in this very group
            if text.seal == seal:
                return text.text
        found = self.transaction.text(self.memory.mission, seal)
        return found.text if found else ""

    # Recording

    def _record(
        self, request: Request, context: Context, state: State | None, version: int, events: tuple[Event, ...]
    ) -> tuple[Recorded, ...]:
        command, memory = request.command, self.memory
        stream, facts_at = command.stream(), {f"missions/{memory.mission}": context.position}
        time, records = format_time(context.time), []
        for event in events:
            version += 1
            if command.state is not None:
                state = command.state.evolve(state, event)
            entry = encode(
                event,
                memory.head,
                mission=memory.mission,
                stream=stream,
                version=version,
                time=time,
                actor=request.actor,
                command_id=request.command_id,
                facts_at=facts_at,
            )
            record = Recorded(
                mission=memory.mission,
                position=entry.position,
                stream=stream,
                version=version,
                id=event_id(memory.mission, entry.position),
                time=context.time,
                actor=request.actor,
                command_id=request.command_id,
                refs=tuple(f"missions/{memory.mission}/{name}" for name in event.refs()),
                facts_at=facts_at,
                event=event,
                hash=entry.hash,
            )
            memory.take(entry, record, state, time)
            self.batch.entries.append(entry)
            records.append(record)
        return tuple(records)

    def _keep(self, request: Request, line: Rule, context: Context, records: tuple[Recorded, ...]) -> Handled:
        """Puts what goes beside the log into the batch, and makes the answer."""
        batch, command = self.batch, request.command
        if isinstance(command, CreateMission):
            key = self.engine.chance(32).hex()
            batch.texts.append(PrivateText(receipt_key_seal(command.mission), "", b"", key))
        for record in records:
            self._keep_beside(record, context)
        batch.blobs.extend(request.blobs)
        if request.alias is not None:
            batch.aliases.append(Alias(request.alias, request.actor))
        handled = self._handled(records, line)
        if handled.receipt is not None:
            batch.receipts.append(Receipt(receipt_digest(handled.receipt.code), handled.receipt.position))
        if request.command_id and records:
            self._replies[request.actor, request.command_id] = (command, handled)
            digest = request_digest(command)
            batch.replies.append(Reply(request.actor, request.command_id, digest, records[0].position, len(records)))
        return handled

    def _keep_beside(self, record: Recorded, context: Context) -> None:
        if isinstance(record.event, DecisionOpened):
            self.batch.texts.append(PrivateText(record.event.secret_sha256, "", b"", context.chance.hex()))
        elif isinstance(record.event, ParticipantErased):
            self.batch.erased.append(record.event.participant)

    def _handled(self, records: tuple[Recorded, ...], line: Rule) -> Handled:
        if not line.receipt or not records:
            return Handled(records)
        first = records[0]
        code = receipt_code(self._receipt_key(), first.position)
        return Handled(records, ReceiptNote(code, first.position, first.hash.hex()))

    def _receipt_key(self) -> bytes:
        seal = receipt_key_seal(self.memory.mission)
        key = self.memory.receipt_key
        if key is None:
            pending = next((text for text in self.batch.texts if text.seal == seal), None)
            found = pending or self.transaction.text(self.memory.mission, seal)
            assert found is not None, "a mission's first event brings its receipt key"
            key = self.memory.receipt_key = bytes.fromhex(found.text)
        return key


def _missing_blobs(request: Request) -> Iterator[Unmet]:
    """A decision is recorded only together with what it can be computed again from."""
    if isinstance(request.command, RecordDecision):
        record = request.command.record
        here = {hashlib.sha256(blob).hexdigest(): blob for blob in request.blobs}
        for name in ("input_sha256", "outcome_sha256"):
            manifest = here.get(getattr(record, name))
            if manifest is None or not here.keys() >= set(named_columns(manifest)):
                yield Unmet(
                    code="record-incomplete",
                    field=f"record.{name}",
                    en="the bytes with this digest, or columns that they name, did not come with the record",
                    de="die Bytes zu dieser Prüfsumme oder Spalten, die sie nennen, lagen dem Protokoll nicht bei",
                )
