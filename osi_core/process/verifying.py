"""Verifying an export: does the chain hold, was each command rightly granted, does every decision come out again?

The log is followed once from its start. Each command is judged again as far as the log can answer (`replaying`). A
decision is computed anew from the log itself, not from the input that was kept beside it: the problem is built from the
events up to the close, its digest compared with the record's, the strategy run, and the outcome and what was published
of it compared.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from osi_core.domain import Event, Recorded, Rejected, within_mission
from osi_core.hearing.events import ChainAdopted
from osi_core.log.decisions import DecisionClosed, RecordDecision
from osi_core.log.envelope import LogDamaged
from osi_core.log.heard import PublicEntry
from osi_core.log.records import DecisionRecord, seed_of
from osi_core.mission.events import ClockCorrected
from osi_core.mission.facts import ServingChain
from osi_core.part import DecisionKind
from osi_core.plugins import Outcome, PluginError, Plugins, Progress, input_sha256, no_progress, verify
from osi_core.plugins.decide import unlike_the_rule
from osi_core.plugins.digest import load
from osi_core.plugins.strategy import KINDS, WorkStage
from osi_core.plugins.verification import Answer, Verdict
from osi_core.process.due import Due
from osi_core.process.export import Bundle, file_name, record_of, recorded_types
from osi_core.process.exported_heard import FILE as HEARD
from osi_core.process.exported_heard import ExportedHeard, HeardInvalid
from osi_core.process.exported_log import ExportedLog, LogAndHeard, Said, ViewAndHeard
from osi_core.process.judging import Judge
from osi_core.process.replaying import INCOHERENT, Replay
from osi_core.process.share import share_of
from osi_core.process.verified import MOST_FINDINGS, Finding, Report
from osi_core.process.witnesses import Witness, places_of, witnessed
from osi_core.words import Message, Value


def verify_export(
    folder: Path, plugins: Plugins, progress: Progress = no_progress, *, witnesses: Sequence[Witness] = ()
) -> Report:
    """Checks a bundle, its log command by command, and computes every decision again.

    `witnesses` are places of the log that somebody has kept; `progress` hears what fraction of it is done, and when
    a strategy is being prepared meanwhile. Raises ExportInvalid for no bundle at all.
    """
    bundle = Bundle(folder)
    with ExportedLog(bundle) as log:
        return _Verification(bundle, log, plugins, progress, witnesses).report()


def verify_together(folders: Sequence[Path]) -> tuple[Finding, ...]:
    """What the bundles of one mission's chains say of each other: was what one heard what the other said?

    Of each bundle itself `verify_export` tells. Raises ExportInvalid for no bundle, LogDamaged for a log that cannot be
    read.
    """
    bundles = {folder: Bundle(folder) for folder in folders}
    told: dict[str, list[PublicEntry]] = {}
    ended: set[str] = set()
    """The chains whose logs were restored from a copy: what stood behind that, only others know."""
    for bundle in bundles.values():
        said = list(told_by(bundle))
        for message in said:
            told.setdefault(message.chain, []).append(message)
        ended |= {message.chain for message in said} - {message.chain for message in said[-1:]}
    found: list[Finding] = []
    for folder, bundle in bundles.items():
        heard, wrong = _heard_in(bundle)
        unlike = [heard.unlike(one, told[one], whole=one not in ended) for one in heard.chains if one in told]
        found += [Finding(answer=Answer.NOT_EQUAL, at=str(folder), reason=one) for one in (wrong, *unlike) if one]
    return tuple(found)


def told_by(bundle: Bundle) -> Iterator[PublicEntry]:
    """The public events of a bundle's log, as others have heard of them."""
    previous = 0
    for entry in bundle.entries():
        if entry.type == ChainAdopted.type:  # another chain begins here
            previous = 0
        kind = Event.registry.get(entry.type)
        if kind is not None and kind.public:
            yield PublicEntry.of(entry, previous)
            previous = entry.position


def verify_record(path: Path, plugins: Plugins, progress: Progress = no_progress) -> Verdict:
    """Computes the decision of a record file again, from the blobs of the bundle that it lies in.

    Raises ExportInvalid when the file is no decision record.
    """
    return verify(record_of(path), Bundle(path.parent.parent), plugins, progress=progress)


class _Verification:
    """One bundle on its way from the first event to the last."""

    def __init__(
        self, bundle: Bundle, log: ExportedLog, plugins: Plugins, progress: Progress, witnesses: Sequence[Witness]
    ) -> None:
        self.bundle, self.log, self.plugins, self.progress = bundle, log, plugins, progress
        self.share = share_of(bundle.share)
        judge = Judge(self.share, plugins, lambda: datetime.now(UTC))
        self.heard: ExportedHeard | None
        self.heard, heard_invalid = _heard_in(bundle) if self.share.hears else (None, None)
        self.replay = Replay(bundle.mission, LogAndHeard(log, self.heard), judge, self.heard)
        self.witnesses, self.places = witnesses, places_of(witnesses)
        self.hashes: dict[int, bytes] = {}
        """Of the places that somebody has kept."""
        self.findings: list[Finding] = []
        if heard_invalid is not None:
            self._note(Answer.NOT_EQUAL, HEARD, heard_invalid)
        self.verdicts: list[Verdict] = []
        self.records: list[DecisionRecord] = []
        self.origins: Counter[str] = Counter()
        self.corrected_at: list[int] = []
        self.unread = False
        """Whether there were events that this version does not know."""

    def report(self) -> Report:
        damaged: LogDamaged | None = None
        try:
            for group in self.log.commands():
                self.hashes |= {head.position: head.hash for _, _, head in group if head.position in self.places}
                self._take(group)
                self.progress(self._done())
        except LogDamaged as error:
            damaged = error
        else:
            damaged = self._ends_elsewhere()
            self._tell_what_is_due()
            self._look_at_the_files()
        return Report(
            mission=self.bundle.mission,
            events=self.bundle.manifest["events"],
            head_hash=self.bundle.manifest["head_hash"],
            damaged_at=damaged.position if damaged else None,
            damage=damaged.reason if damaged else None,
            findings=tuple(self.findings[:MOST_FINDINGS]),
            verdicts=tuple(self.verdicts),
            contradictions=witnessed(self.hashes, self.replay.memory.head.position, self.witnesses),
            corrected_at=tuple(self.corrected_at),
            unasked=self.replay.unasked,
            given=self.heard.chains if self.heard is not None else (),
        )

    def _take(self, group: list[Said]) -> None:
        records = [said.record for said in group if isinstance(said.record, Recorded)]
        self.origins.update(record.origin.value for record in records)
        if not records:  # the chain holds, so it is an event that this version does not know
            self._note_unread(group[0])
        elif group[0].entry.type in recorded_types():
            self._decision(group, records)
        else:
            if isinstance(records[0].event, ClockCorrected):
                self.corrected_at.append(records[0].position)
            self._find(records[0], self.replay.take(group, records))

    def _note_unread(self, said: Said) -> None:
        assert isinstance(said.record, LogDamaged)
        entry, reason = said.entry, said.record.reason
        newer = getattr(reason.values.get("reason"), "code", "") in ("log.type-unknown", "log.schema-unknown")
        answer = Answer.CANNOT_RECOMPUTE if newer else Answer.NOT_EQUAL
        self.unread |= newer
        self.replay.skip(said)
        if entry.type in recorded_types():
            self.verdicts.append(Verdict(answer=answer, decision=entry.stream, reason=reason))
        else:
            self._note(answer, within_mission(entry.stream), reason, entry.position)

    def _find(self, record: Recorded, wrong: Message | None) -> None:
        """Notes what is wrong; behind events that this version does not know, nobody can say that it is."""
        if wrong is not None:
            answer = Answer.CANNOT_RECOMPUTE if self.unread else Answer.NOT_EQUAL
            self._note(answer, within_mission(record.stream), wrong, record.position)

    def _note(self, answer: Answer, at: str, reason: Message, position: int | None = None) -> None:
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(Finding(answer=answer, at=at, position=position, reason=reason))

    # Decisions

    def _decision(self, group: Sequence[Said], records: Sequence[Recorded]) -> None:
        """The verdict on one decision: what it was computed from, what came out, and what was published of it."""
        recorded = records[0]
        record: DecisionRecord = recorded.event.record  # type: ignore[attr-defined]
        self.records.append(record)
        try:
            closing = self._closing(recorded)
            brought = closing and self._brought(closing, record)
            verdict = self._verdict(recorded, closing, record)
        except LogDamaged as newer:
            brought, verdict = None, _verdict(record, Answer.CANNOT_RECOMPUTE, newer.message)
        except (*INCOHERENT, Rejected) as error:  # events that fit by themselves and not together
            brought = None
            verdict = _differs(record, "verify.log-incoherent", error=type(error).__name__)
        if brought is None and verdict.answer in (Answer.EQUAL, Answer.CHECKED):  # what was published, nobody compared
            verdict = _verdict(record, Answer.CANNOT_RECOMPUTE, Message("verify.outcome-missing"))
        wrong = self.replay.take(group, records, brought) if brought else self.replay.pass_over(group, records)
        if wrong is not None and verdict.answer is not Answer.NOT_EQUAL:
            verdict = _verdict(record, Answer.NOT_EQUAL, wrong)
        self.verdicts.append(verdict)

    def _closing(self, recorded: Recorded) -> Recorded | None:
        """The latest close of the same aggregate before the result."""
        before = ViewAndHeard(self.log, self.heard, recorded.position - 1).events(stream=recorded.stream)
        found = [record for record in before if isinstance(record.event, DecisionClosed)]
        return found[-1] if found else None

    def _brought(self, closing: Recorded, record: DecisionRecord) -> RecordDecision | None:
        """The command that brings the outcome as it lies beside the log; None where it cannot be read."""
        line = self.share.decision_of(closing.event)
        try:
            outcome: Outcome = load(KINDS[line.strategy_kind].outcome, record.outcome_sha256, self.bundle)
        except (PluginError, ValueError):
            return None
        return line.command(closing, record, outcome)

    def _verdict(self, recorded: Recorded, closing: Recorded | None, record: DecisionRecord) -> Verdict:
        if self.bundle.record(file_name(record)) != record:
            return _differs(record, "verify.record-differs", file=file_name(record), position=recorded.position)
        if closing is None:
            return _differs(record, "verify.not-closed", position=recorded.position)
        line = self.share.decision_of(closing.event)
        return self._input_differs(line, closing, record) or verify(
            record, self.bundle, self.plugins, progress=self._told()
        )

    def _input_differs(self, line: DecisionKind, closing: Recorded, record: DecisionRecord) -> Verdict | None:
        problem = line.problem(ViewAndHeard(self.log, self.heard, closing.position), closing)
        if input_sha256(problem) != record.input_sha256:
            return _differs(record, "verify.other-input")
        assert isinstance(closing.event, DecisionClosed)
        if seed_of(bytes.fromhex(closing.event.secret), record.input_sha256).hex() != record.seed:
            return _differs(record, "verify.other-seed")
        if record.strategy != closing.event.strategy:
            return _differs(
                record, "verify.other-rule", what="strategy", wanted=closing.event.strategy, found=record.strategy
            )
        return self._unlike_the_rule(line, closing.event, record)

    def _unlike_the_rule(self, line: DecisionKind, close: DecisionClosed, record: DecisionRecord) -> Verdict | None:
        with suppress(PluginError):  # then it cannot be computed again, and that is told
            unlike = unlike_the_rule(self.plugins, record, line.strategy_kind, close.strategy, close.options)
            for what, wanted, found in unlike:
                return _differs(record, "verify.other-rule", what=what, wanted=wanted, found=found)
        return None

    def _tell_what_is_due(self) -> None:
        for stream, due in self.replay.memory.rows[Due].items():
            assert isinstance(due, Due)
            reason = Message.of("verify.due", position=due.position)
            self.verdicts.append(Verdict(answer=Answer.DUE, decision=stream, reason=reason))

    # The bundle

    def _ends_elsewhere(self) -> LogDamaged | None:
        head, manifest = self.replay.memory.head, self.bundle.manifest
        if (manifest["events"], manifest["head_hash"]) == (head.position, head.hash.hex()):
            return None
        return LogDamaged(self.bundle.mission, head.position + 1, Message.of("log.ends-elsewhere"))

    def _look_at_the_files(self) -> None:
        manifest = self.bundle.manifest
        counted = {"decisions": len(self.records), "origins": dict(sorted(self.origins.items()))}
        if self.heard is not None:
            counted["heard"] = self.heard.ends
        for key in sorted({*counted, *manifest} - {"format", "version", "mission", "share", "events", "head_hash"}):
            said, found = repr(manifest.get(key))[:100], repr(counted.get(key))
            if said != found:
                wrong = Message.of("verify.miscounted", key=key, said=said, found=found)
                self._note(Answer.NOT_EQUAL, "manifest.json", wrong)
        self._look_at_what_was_heard()
        for name in self.bundle.strange_files(self.records):
            self._note(Answer.NOT_EQUAL, name, Message.of("verify.strange-file"))

    def _look_at_what_was_heard(self) -> None:
        """Of what this share folds there are bytes: without them, all that was judged by it may be otherwise."""
        heard, chains = self.heard, self.replay.memory.rows.get(ServingChain, {})
        for chain in heard.chains if heard is not None else ():
            listed = chains.get(chain)
            of = listed.service if isinstance(listed, ServingChain) else None
            own = self.replay.memory.own_until(chain)  # in the log itself, which was restored from a copy
            for message in heard.heard(self.bundle.mission, chain, own) if heard is not None else ():
                if not message.raw and self.share.keeps(message, of):
                    wrong = Message.of("verify.heard-without-bytes", chain=chain, position=message.position)
                    self._note(Answer.CANNOT_RECOMPUTE, HEARD, wrong)

    # Progress

    def _done(self) -> float:
        events: int = self.bundle.manifest["events"]
        return min(1.0, self.replay.memory.head.position / max(1, events))

    def _told(self) -> Progress:
        """The progress of one decision of many: where it stands within itself is too small to tell."""

        def told(fraction: float, best: Outcome | None = None, *, stage: WorkStage = "deciding") -> None:
            self.progress(self._done(), stage=stage)

        return told


def _heard_in(bundle: Bundle) -> tuple[ExportedHeard, Message | None]:
    """What a bundle's chain has heard; nothing, and what is wrong with it, where it is not what an export writes."""
    try:
        return bundle.heard(), None
    except HeardInvalid as invalid:
        return ExportedHeard(bundle.mission, ()), invalid.message


def _verdict(record: DecisionRecord, answer: Answer, reason: Message) -> Verdict:
    return Verdict(answer=answer, decision=record.decision, reason=reason)


def _differs(record: DecisionRecord, code: str, /, **values: Value) -> Verdict:
    return _verdict(record, Answer.NOT_EQUAL, Message(code, values))
