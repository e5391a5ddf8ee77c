"""Verifying an export: is the chain whole, and does every published decision come out again?

A decision is computed anew from the log itself, not from the input that was kept beside it: the problem is built from
the events up to the close, its digest compared with the record's, the strategy run, and the outcome and what was
published of it compared.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from osi_core.domain import Event, Recorded, Rejected
from osi_core.log.decisions import DecisionClosed, DecisionOpened
from osi_core.log.envelope import UNREADABLE, Entry, LogDamaged, check_chain, decode
from osi_core.log.records import DecisionRecord, seed_of
from osi_core.plugins import Outcome, PluginError, Plugins, Progress, input_sha256, no_progress, verify
from osi_core.plugins.decide import unlike_the_rule
from osi_core.plugins.digest import load
from osi_core.plugins.strategy import KINDS, WorkStage
from osi_core.plugins.verification import Answer, Verdict
from osi_core.process.export import Bundle, file_name, record_of, recorded_types
from osi_core.process.share import share_of
from osi_core.words import Message, Value
from osi_core.words.model_fields import MessageField


class Report(BaseModel):
    """What verifying a bundle found."""

    model_config = ConfigDict(frozen=True)

    mission: str
    events: int
    head_hash: str
    damaged_at: int | None = None
    """Position of the first event that is not as it was recorded."""
    damage: MessageField | None = None
    """What is wrong there."""
    verdicts: tuple[Verdict, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 all equal, 1 damaged or not equal, 3 something could not be recomputed, 4 equal or checked."""
        answers = {verdict.answer for verdict in self.verdicts}
        if self.damaged_at is not None or Answer.NOT_EQUAL in answers:
            return 1
        if Answer.CANNOT_RECOMPUTE in answers:
            return 3
        return 4 if Answer.CHECKED in answers else 0


class ExportedLog:
    """The log of a bundle in memory, as problems are built from it."""

    def __init__(self, entries: list[Entry]) -> None:
        self.entries = entries
        self._streams: dict[str, list[Entry]] = defaultdict(list)
        for entry in entries:
            self._streams[entry.stream].append(entry)

    def upto(self, position: int) -> _View:
        """The log up to a position."""
        return _View(self, position)

    def select(self, stream: str | None) -> list[Entry]:
        """Entries of one stream, or all."""
        return self.entries if stream is None else self._streams.get(stream, [])


class _View:
    def __init__(self, log: ExportedLog, position: int) -> None:
        self._log, self._position = log, position

    def events(self, *kinds: type[Event], stream: str | None = None) -> Iterator[Recorded]:
        types = {kind.type for kind in kinds}
        for entry in self._log.select(stream):
            if entry.position > self._position:
                return
            if not types or entry.type in types:
                yield decode(entry)


def verify_export(folder: Path, plugins: Plugins, progress: Progress = no_progress) -> Report:
    """Checks the chain of a bundle, then computes every decision again. Raises ExportInvalid for no bundle at all.

    `progress` hears what fraction of the decisions is done, and when a strategy is being prepared meanwhile.
    """
    bundle = Bundle(folder)
    entries: list[Entry] = []
    try:
        for entry in bundle.entries():
            entries.append(entry)
        head = check_chain(entries)
    except LogDamaged as damaged:
        return _damaged(bundle, damaged.position, damaged.reason)
    said = bundle.manifest.get("events"), bundle.manifest.get("head_hash")
    if said != (head.position, head.hash.hex()):
        return _damaged(bundle, head.position + 1, Message.of("log.ends-elsewhere"))
    log = ExportedLog(entries)
    decided = [entry for entry in entries if entry.type in recorded_types()]
    verdicts = []
    for number, entry in enumerate(decided):
        told = _of_the_whole(number / len(decided), progress)
        try:
            verdicts.append(_verdict(log, decode(entry), bundle, plugins, told))
        except LogDamaged as newer:  # the chain holds, so it is an event that this version does not know
            verdicts.append(Verdict(answer=Answer.CANNOT_RECOMPUTE, decision=entry.stream, reason=newer.message))
        except (*UNREADABLE, Rejected) as error:  # events that fit by themselves and not together
            reason = Message.of("verify.log-incoherent", position=entry.position, error=type(error).__name__)
            verdicts.append(Verdict(answer=Answer.NOT_EQUAL, decision=entry.stream, reason=reason))
        progress((number + 1) / len(decided))
    return Report(mission=bundle.mission, events=head.position, head_hash=head.hash.hex(), verdicts=tuple(verdicts))


def _of_the_whole(done: float, progress: Progress) -> Progress:
    """The progress of one decision of many: where it stands within itself is too small to tell."""

    def told(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
        progress(done, stage=stage)

    return told


def verify_record(path: Path, plugins: Plugins, progress: Progress = no_progress) -> Verdict:
    """Computes the decision of a record file again, from the blobs of the bundle that it lies in.

    Raises ExportInvalid when the file is no decision record.
    """
    return verify(record_of(path), Bundle(path.parent.parent), plugins, progress=progress)


def _damaged(bundle: Bundle, position: int, reason: Message) -> Report:
    return Report(
        mission=bundle.mission,
        events=bundle.manifest["events"],
        head_hash=bundle.manifest["head_hash"],
        damaged_at=position,
        damage=reason,
    )


def _verdict(
    log: ExportedLog,
    recorded: Recorded,
    bundle: Bundle,
    plugins: Plugins,
    progress: Progress,
) -> Verdict:
    record: DecisionRecord = recorded.event.record  # type: ignore[attr-defined]

    def differs(code: str, /, **values: Value) -> Verdict:
        return Verdict(answer=Answer.NOT_EQUAL, decision=record.decision, reason=Message(code, values))

    if bundle.record(file_name(record)) != record:
        return differs("verify.record-differs", file=file_name(record), position=recorded.position)
    closing = _latest(log, recorded, DecisionClosed)
    if closing is None:
        return differs("verify.not-closed", position=recorded.position)
    line = share_of("all").decision_of(closing.event)
    problem = line.problem(log.upto(closing.position), closing)
    if input_sha256(problem) != record.input_sha256:
        return differs("verify.other-input")
    assert isinstance(closing.event, DecisionClosed)
    opening = _latest(log, closing, DecisionOpened)
    if opening is None:
        return differs("verify.not-opened", position=closing.position)
    assert isinstance(opening.event, DecisionOpened)
    broken = closing.event.breaks(opening.event)
    if broken is not None:
        return differs("verify.not-as-opened", position=closing.position, what=broken, opened=opening.position)
    if record.strategy != closing.event.strategy:
        return differs("verify.other-rule", what="strategy", wanted=closing.event.strategy, found=record.strategy)
    with suppress(PluginError):  # then it cannot be recomputed, as is told below
        for what, wanted, found in unlike_the_rule(
            plugins, record, line.strategy_kind, closing.event.strategy, closing.event.options
        ):
            return differs("verify.other-rule", what=what, wanted=wanted, found=found)
    if seed_of(bytes.fromhex(closing.event.secret), record.input_sha256).hex() != record.seed:
        return differs("verify.other-seed")
    verdict = verify(record, bundle, plugins, progress=progress)
    if verdict.answer in (Answer.EQUAL, Answer.CHECKED):
        outcome = load(KINDS[line.strategy_kind].outcome, record.outcome_sha256, bundle)
        command = line.command(closing, record, outcome)
        wrong = next(line.differs(log.upto(recorded.position + 1), recorded, command), None)
        if wrong is not None:
            return differs("verify.published-otherwise", position=recorded.position, what=wrong)
    return verdict


def _latest(log: ExportedLog, before: Recorded, kind: type[Event]) -> Recorded | None:
    """The latest event of a kind, a close or an opening, in the same stream before another."""
    found = [r for r in log.upto(before.position).events(stream=before.stream) if isinstance(r.event, kind)]
    return found[-1] if found else None
