"""A group of commands on one mission, decided one after the other and written together."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any

from osi_core.domain import (
    Box,
    BoxUse,
    Command,
    Context,
    Destroys,
    Event,
    FactKey,
    Recorded,
    Refused,
    Rule,
    State,
)
from osi_core.hearing.events import MessageTakenUp
from osi_core.log.decisions import DecisionOpened
from osi_core.log.envelope import decode
from osi_core.log.heard import Carried, PublicEntry
from osi_core.log.opening import StoreDamaged
from osi_core.log.store import NOBODY, Alias, Batch, PrivateText, Receipt, Reply, StoreError, Transaction
from osi_core.mission.commands import JoinMission
from osi_core.mission.events import ParticipantErased
from osi_core.process.aliases import ALIAS_KEY, alias_digest
from osi_core.process.always import Asked, First, command_id_is_not_reused
from osi_core.process.box_keys import BoxKeys
from osi_core.process.chance import Chance, purpose_of
from osi_core.process.counting import ENDS_COUNTING, votes_may_count
from osi_core.process.hearing import Heard, Hearing, Unfolded
from osi_core.process.judging import Case, Judge, unmet_in
from osi_core.process.memory import MissionMemory
from osi_core.process.owed import ENDS_IN_ALL_CHAINS, named_by, seals_in
from osi_core.process.receipt_codes import RECEIPT_KEY, digest_of_own, receipt_code
from osi_core.process.recording import Step, box_of, sealed_in, steps_of
from osi_core.process.repeated import COMMAND_KEY, answers, kept_id, kept_request, words_kept, words_of
from osi_core.process.request import Answer, Handled, ReceiptNote, Request

_FREES_ALIASES = (ParticipantErased, *ENDS_COUNTING)


@cache
def _leaves_more(kind: type[Event]) -> bool:
    """Whether an event of this kind changes more beside the log than its command alone says: most do not."""
    return issubclass(kind, (DecisionOpened, Destroys, MessageTakenUp, *_FREES_ALIASES))


class _FactsOf(dict[FactKey, Any]):
    """The facts of a mission by what is asked for, each looked for when it is."""

    def __init__(self, memory: MissionMemory) -> None:
        super().__init__()
        self._rows = memory.rows

    def __missing__(self, asked: FactKey) -> Any:
        rows = self._rows.get(asked.kind, {})  # another share's commands are refused when they are answered
        return rows if asked.key is None else rows.get(asked.key)


class Group:
    """Collects the batch of one mission while its commands are decided; memory runs ahead until the commit."""

    def __init__(self, judge: Judge, chance: Chance, memory: MissionMemory, transaction: Transaction) -> None:
        self.judge, self.chance, self.memory, self.transaction = judge, chance, memory, transaction
        self.batch = Batch(memory.mission)
        self.records: list[Recorded] = []
        """What the batch will have recorded, of requests and of the engine's own."""
        self._boxes = BoxKeys(memory.mission, transaction)
        self._replies: dict[str, tuple[Command, Handled]] = {}
        self._kept_ids: dict[tuple[str, str, str], str] = {}
        """What stands for (box, actor, command id): asked once when it is looked up, and once when it is answered."""
        self._tied: dict[str, str] = {}
        """Alias → participant, of this group."""
        self.hearing = Hearing(self)
        self.trace = ""
        """The trace context of what is answered now, if it has one."""
        self.torn = False
        """Whether an error came while memory was being moved on: then it says neither what was nor what is."""

    def look_up(self, requests: Sequence[Request]) -> None:
        """Looks up at once in the store what answering each of these requests will ask of it.

        Where the group itself opens or ends a box, the ids that are cast into it are asked for again, one by one.
        """
        memory, facts, ids = self.memory, _FactsOf(self.memory), set()
        streams = [request.command.stream() for request in requests]
        for request, stream in zip(requests, streams, strict=True):
            if request.command_id and memory.head.position:  # before the first event there is no key
                ids.add(self._kept_id(request, self._box_before(request.command, stream, facts)))
        unheld = {stream for stream in streams if memory.held(stream) is None}
        self.transaction.look_up(memory.mission, unheld, ids - {""})

    def _box_before(self, command: Command, stream: str, facts: _FactsOf) -> Box | None:
        """The box that a command will be cast into, as far as that is known before the group is decided."""
        if command.uses_box is not BoxUse.CASTS:
            return None
        state, _ = self.memory.held(stream) or (None, 0)
        sha256 = command.box_sha256(state, facts)
        return None if sha256 is None else self._boxes.box(sha256)

    def answer(self, request: Request) -> Handled | Refused:
        """Grants or refuses one request. What else is raised leaves the group as it was, unless it is `torn`."""
        try:
            case, here = self.judge.case(request, self.memory, self.transaction, self._boxes.box)
        except Refused as refused:  # no command of this share
            return refused
        line = case.line
        kept = self._kept_id(request, case.context.box) if self.memory.head.position else ""
        known = self._known_answer(request, kept, line) if kept else None
        if known is not None:
            first, handled = known
            asked = here.asked._replace(mac=self._kept_request(request.command), first=first)
            unmet = list(command_id_is_not_reused(case.command, case.state, case.context, asked))
            return Refused(line.name, unmet) if unmet else handled._replace(repeated=True)
        asked = here.asked
        if request.alias is not None:
            asked = self._alias_in_group(asked, request.alias)
        if case.command.reveals_secret and (secret := self._opened_here(case.state)) is not None:
            asked = asked._replace(secret=secret)
        unmet = unmet_in(case, here if asked is here.asked else here._replace(asked=asked))
        if unmet:
            return Refused(line.name, unmet)
        return self._granted(case, asked, kept)

    def _alias_in_group(self, asked: Asked, alias: str) -> Asked:
        """Where an alias leads after what this group has granted; one that it erases is not free in it."""
        tied = self._tied.get(alias, asked.tied)
        erased = tied in self.batch.erased
        return asked._replace(tied=None if erased else tied, held=asked.held or erased)

    # A request that was answered before

    def _kept_id(self, request: Request, box: Box | None) -> str:
        """What stands for the command id, empty without one. In a box the box gives it: with the key of the mission,
        which lasts, somebody who guesses ids would learn who it was.
        """
        casts = request.command.uses_box is BoxUse.CASTS
        if not request.command_id or (casts and box is None):
            return ""
        key = (box.sha256 if casts and box else "", request.actor_name, request.command_id)
        kept = self._kept_ids.get(key)
        if kept is None:
            _, actor, command_id = key
            kept = box.id(actor, command_id) if casts and box else kept_id(self._key(COMMAND_KEY), actor, command_id)
            self._kept_ids[key] = kept
        return kept

    def _kept_request(self, command: Command) -> str:
        return kept_request(self._key(COMMAND_KEY), command)

    def _known_answer(self, request: Request, kept: str, line: Rule) -> tuple[First, Handled] | None:
        """What was answered under this command id, and what is left of the request then."""
        held = self._replies.get(kept)
        if held is not None:
            command, handled = held
            return First(self._kept_request(command), words_of(command)), handled
        reply = self.transaction.reply(self.memory.mission, kept)
        if reply is None:
            adopted = self.memory.adopted_answers(self.transaction).get(kept)
            # What else was asked was lost, with the words: the same id is the same request.
            if adopted is None:
                return None
            return First(self._kept_request(request.command), None), self._handled(adopted, line)
        entries = self.transaction.read(self.memory.mission, reply.position - 1, reply.position + reply.count - 1)
        events = tuple(decode(entry) for entry in entries)
        if not answers(reply, events):
            raise StoreDamaged("store.reply-unfit", mission=self.memory.mission, position=reply.position)
        seals = [seal for record in events for seal in seals_in(record.event)]
        words = words_kept(self.transaction, self.memory.mission, seals, request.actor_name)
        return First(reply.request_mac, words), self._handled(events, line)

    # A request that is granted

    def _granted(self, case: Case, asked: Asked, kept: str) -> Handled:
        command, request = case.command, asked.request
        own = purpose_of(request, case.version)

        def chance(count: int, what: str) -> bytes:
            return self.chance(count, f"{own}\0{what}")

        texts, sealed = sealed_in(command, request.actor_name, chance)
        if not self.memory.head.position:
            texts.extend(self._begun(chance))
            kept = self._kept_id(request, None)
        context = case.context.granted(chance(32, "secret"), asked.secret or "", sealed, box_of(case, chance))
        events = tuple(case.line.decide(command, case.state, context))
        steps = self._steps(case, request, context, events, kept)
        texts = named_by(events, texts)
        records = tuple([step.record for step in steps])
        if command.uses_box is BoxUse.OPENS and context.box is not None:
            texts.append(PrivateText(context.box.sha256, "", b"", context.box.key.hex()))
        handled = self._handled(records, case.line)
        reply = self._reply(command, records)
        self.torn = True
        self._take(steps)
        if self.trace and command.uses_box is not BoxUse.CASTS:  # by its trace a ballot could be told from others
            self.batch.traces.update((one.position, self.trace) for one in records if one.event.public)
        self._keep(request, context, handled, texts, reply)
        self.torn = False
        return handled

    def _opened_here(self, state: State | None) -> str | None:
        """The secret of an aggregate's decision, if that was opened in this very group."""
        seal = getattr(state, "secret_sha256", None)
        return next((text.text for text in self.batch.texts if text.seal == seal), None)

    # Recording

    def _steps(
        self, case: Case, request: Request, context: Context, events: tuple[Event, ...], command_id: str
    ) -> list[Step]:
        return steps_of(self.memory, case, request, context, events, command_id)

    def _take(self, steps: list[Step]) -> None:
        """Moves memory on; it runs ahead of the log until the commit."""
        for step in steps:
            self.memory.take(step.entry, step.record, step.state, step.head)
            self.batch.entries.append(step.entry)
            self.records.append(step.record)

    def _reply(self, command: Command, records: tuple[Recorded, ...]) -> Reply | None:
        if not records or not records[0].command_id:
            return None
        return Reply(records[0].command_id, self._kept_request(command), records[0].position, len(records))

    def _keep(
        self, request: Request, context: Context, handled: Handled, texts: list[PrivateText], reply: Reply | None
    ) -> None:
        """Puts what goes beside the log into the batch."""
        batch, command = self.batch, request.command
        batch.texts.extend(texts)
        for record in handled.events:
            if _leaves_more(type(record.event)):
                self._keep_beside(record, context)
        if command.uses_box is BoxUse.OPENS and context.box is not None:
            self._boxes.made(context.box)
        batch.blobs.extend(request.blobs)
        if request.alias is not None and isinstance(command, JoinMission):
            batch.aliases.append(Alias(alias_digest(self._key(ALIAS_KEY), request.alias), command.participant))
            self._tied[request.alias] = command.participant
        if handled.receipt is not None:
            batch.receipts.append(Receipt(digest_of_own(handled.receipt.code), handled.receipt.position))
        if reply is not None:
            self._replies[reply.command_id] = (command, handled)
            batch.replies.append(reply)

    def _keep_beside(self, record: Recorded, context: Context) -> None:
        if isinstance(record.event, DecisionOpened):
            self.batch.texts.append(PrivateText(record.event.secret_sha256, "", b"", context.chance.hex()))
        elif isinstance(record.event, MessageTakenUp):
            waiting = self.transaction.heard_at(record.mission, record.event.chain, record.event.position)
            if waiting is not None and waiting.raw:
                heard = self.memory.hear_of(waiting)
                self.follow_heard(heard)
                self.hearing.react_to(heard)
        self.follow(record)

    def follow_heard(self, record: Recorded) -> None:
        """What an event of another chain ends beside the log here: a phase may have boxes in several chains. What else
        is destroyed lay where the event stands; so it does here, if the log was restored from a copy of that chain.
        """
        if not _leaves_more(type(record.event)):
            return
        lay_here = self.memory.own_until(record.chain) > 0
        if lay_here or not isinstance(record.event, Destroys) or isinstance(record.event, ENDS_IN_ALL_CHAINS):
            self.follow(record)

    def follow(self, record: Recorded) -> None:
        """What an event ends beside the log."""
        if isinstance(record.event, ParticipantErased):
            self.batch.erased.append(record.event.participant)
        elif isinstance(record.event, Destroys):
            for sha256 in record.event.destroyed:
                self.batch.destroyed.append(sha256)
                self._boxes.destroyed(sha256)
        if isinstance(record.event, _FREES_ALIASES) and not votes_may_count(self.memory, self.transaction):
            self.batch.erased.append(NOBODY)

    def _handled(self, records: tuple[Recorded, ...], line: Rule) -> Handled:
        if not line.receipt or not records:
            return Handled(records)
        first = records[0]
        renewed = first.chain == self.memory.chain and self.memory.begins_behind > 0
        code = receipt_code(self._key(RECEIPT_KEY), first.position, first.chain, renewed=renewed)
        return Handled(records, ReceiptNote(code, first.position, first.hash.hex(), first.id))

    # The chain's name, and its keys

    def _begun(self, chance: Chance) -> Iterator[PrivateText]:
        """A chain's first event brings its name and its keys. A seed gives a chain that has a name other keys than its
        sisters', which may begin with the same command.
        """
        named = f" {self.memory.chain}" if self.memory.chain else ""
        self.memory.chain = self.memory.chain or chance(8, "chain").hex()
        for name in (RECEIPT_KEY, COMMAND_KEY, ALIAS_KEY):
            key = self.memory.keys[name] = chance(32, name + named)
            yield PrivateText(name, "", b"", key.hex())

    def _key(self, name: str) -> bytes:
        key = self.memory.keys.get(name)
        if key is None:
            found = self.transaction.text(self.memory.mission, name)
            if found is None:  # the chain's first event has brought it
                raise StoreDamaged("store.key-missing", mission=self.memory.mission)
            key = self.memory.keys[name] = bytes.fromhex(found.text)
        return key


Input = Request | PublicEntry | Unfolded
"""What an engine takes: a request, or what another chain says."""


def answered(group: Group | Exception, given: Input) -> Answer | Heard:
    """What became of one input. Raises what the whole group has to end with: the store's errors, and a torn memory."""
    if isinstance(group, Exception):
        return group
    try:
        if isinstance(given, Request):
            group.trace = given.trace
            return group.answer(given)
        group.torn = True  # a message is folded, or noted as heard, while it is judged
        message, reason = given if isinstance(given, Unfolded) else (given, "")
        group.trace = message.trace if isinstance(message, Carried) else ""
        heard = group.hearing.hear(message, parked_for=reason)
        group.torn = False
        return heard
    except StoreError:
        raise
    except Exception as error:
        if group.torn:
            raise
        return error
