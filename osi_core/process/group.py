"""A group of commands on one mission, decided one after the other and written together."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

from osi_core.domain import Command, Context, Event, Recorded, Refused, Rule, Sealed, State
from osi_core.log.decisions import DecisionOpened
from osi_core.log.envelope import decode, encode, event_id, format_time, refs_of
from osi_core.log.store import Alias, Batch, PrivateText, Receipt, Reply, Transaction
from osi_core.mission.commands import CreateMission
from osi_core.mission.events import ParticipantErased
from osi_core.mission.resources import MISSION
from osi_core.process.always import First, command_id_is_not_reused
from osi_core.process.judging import Case, Judge, unmet_in
from osi_core.process.memory import MissionMemory
from osi_core.process.receipt_codes import receipt_code, receipt_digest, receipt_key_seal
from osi_core.process.repeated import request_digest, sealed_texts, words_of
from osi_core.process.request import Handled, ReceiptNote, Request


class Group:
    """Collects the batch of one mission while its commands are decided; memory runs ahead until the commit."""

    def __init__(
        self, judge: Judge, chance: Callable[[int], bytes], memory: MissionMemory, transaction: Transaction
    ) -> None:
        self.judge, self.chance, self.memory, self.transaction = judge, chance, memory, transaction
        self.batch = Batch(memory.mission)
        self._mission_name = MISSION.within(memory.mission)
        self._replies: dict[tuple[str, str], tuple[Command, Handled]] = {}

    def answer(self, request: Request) -> Handled | Refused:
        """Grants or refuses one request."""
        try:
            case = self.judge.case(request, self.memory, self.transaction)
        except Refused as refused:  # no command of this share
            return refused
        line = case.line
        known = self._known_answer(request, line)
        if known is not None:
            first, handled = known
            asked = case.asked._replace(digest=request_digest(request.command), first=first)
            unmet = list(command_id_is_not_reused(case.command, case.state, case.context, asked))
            return Refused(line.name, unmet) if unmet else handled._replace(repeated=True)
        unmet = unmet_in(case)
        if unmet:
            return Refused(line.name, unmet)
        return self._granted(case)

    # A request that was answered before

    def _known_answer(self, request: Request, line: Rule) -> tuple[First, Handled] | None:
        """What was answered under this command id, and what is left of the request then."""
        if not request.command_id:
            return None
        held = self._replies.get((request.actor, request.command_id))
        if held is not None:
            command, handled = held
            return First(request_digest(command), words_of(command)), handled
        reply = self.transaction.reply(self.memory.mission, request.actor, request.command_id)
        if reply is None:
            return None
        entries = self.transaction.read(self.memory.mission, reply.position - 1, reply.position + reply.count - 1)
        events = tuple(decode(entry) for entry in entries)
        words = frozenset(sealed_texts(self.transaction, events, request.actor))
        return First(reply.request_sha256, words), self._handled(events, line)

    # A request that is granted

    def _granted(self, case: Case) -> Handled:
        command, request = case.command, case.asked.request
        texts, sealed = self._seal(command, request.actor)
        context = case.context._replace(chance=self.chance(32), secret=self._secret(command, case.state), sealed=sealed)
        events = tuple(case.line.decide(command, case.state, context))
        records = self._record(case, context, events)
        self.batch.texts.extend(texts)
        return self._keep(request, case.line, context, records)

    def _seal(self, command: Command, author: str) -> tuple[list[PrivateText], dict[str, Sealed]]:
        texts, sealed = [], {}
        for name in command.personal_fields():
            text = getattr(command, name)
            if text is not None:
                salt = self.chance(16)
                sealed[name] = hashlib.sha256(salt + text.encode()).hexdigest()
                texts.append(PrivateText(sealed[name], author, salt, text))
        return texts, sealed

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

    def _record(self, case: Case, context: Context, events: tuple[Event, ...]) -> tuple[Recorded, ...]:
        command, memory, request = case.command, self.memory, case.asked.request
        state, version = case.state, case.asked.version
        stream, facts_at = case.stream, {self._mission_name: context.position}
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
                refs=refs_of(event, memory.mission),
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
            key = self.chance(32).hex()
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
