"""Verifying: is this what the strategy really says? For anyone with a record and the blobs beside it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from osi_core.log.records import DecisionRecord
from osi_core.plugins.digest import Blobs, input_sha256, load, manifest, outcome_sha256
from osi_core.plugins.errors import PluginError, StrategyMissing
from osi_core.plugins.job import Job
from osi_core.plugins.manager import Plugins
from osi_core.plugins.problems import Outcome, Problem
from osi_core.plugins.runner import InProcessRunner, Runner
from osi_core.plugins.strategy import KINDS, Kind, Options, Progress, Strategy, checked_by, no_progress
from osi_core.words import OWN, Catalogues, Message
from osi_core.words.model_fields import MessageField

__all__ = ["Answer", "Verdict", "verify"]


class Answer(StrEnum):
    """What verifying a decision can say."""

    EQUAL = "equal"
    CHECKED = "checked"
    NOT_EQUAL = "not equal"
    CANNOT_RECOMPUTE = "cannot recompute"
    DUE = "due"
    """Closed, and no result recorded yet: nothing to compare."""


_EXIT_CODES = {Answer.EQUAL: 0, Answer.NOT_EQUAL: 1, Answer.CANNOT_RECOMPUTE: 3, Answer.CHECKED: 4, Answer.DUE: 0}


class Verdict(BaseModel):
    """The answer, and where they differ (a path into the outcome) or why it cannot be told, as code and values."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: Answer
    decision: str
    reason: MessageField | None = None

    @property
    def where(self) -> str:
        """The reason in English; empty where they are equal."""
        return self.say()

    def say(self, language: str = "en", words: Catalogues = OWN) -> str:
        """The reason in one language; empty where they are equal."""
        return words.say(self.reason, language) if self.reason else ""

    @property
    def exit_code(self) -> int:
        """0 equal, 1 not equal, 3 cannot recompute, 4 checked (2 is wrong usage of the command)."""
        return _EXIT_CODES[self.answer]


def verify(
    record: DecisionRecord,
    blobs: Blobs,
    plugins: Plugins,
    runner: Runner | None = None,
    progress: Progress = no_progress,
) -> Verdict:
    """Computes a decision again from its record and says whether the outcome is the same, to the bit.

    A *checked* strategy need not give the same bits: there its own check proves the outcome that was recorded. It takes
    as long as it takes: the playbook's limits are for deciding. Never raises for what stands in record or blobs.
    """

    def answer(kind: Answer, reason: Message | None = None) -> Verdict:
        return Verdict(answer=kind, decision=record.decision, reason=reason)

    try:
        kind, strategy, options = _strategy(record, plugins)
        problem = load(kind.problem, record.input_sha256, blobs)
    except (PluginError, ValueError) as error:
        return answer(Answer.CANNOT_RECOMPUTE, _said(error, record.input_sha256))
    if input_sha256(problem) != record.input_sha256:
        return answer(Answer.NOT_EQUAL, Message("plugin.input-not-canonical"))
    if strategy.exactness == "checked":
        return answer(*_check(record, blobs, kind, strategy, problem, options))
    job = Job(kind.name, record.strategy, options, problem, bytes.fromhex(record.seed))
    try:
        outcome = (runner or InProcessRunner(plugins)).run(job, prepare_limit=None, memory_mib=None, progress=progress)
    except PluginError as error:
        return answer(Answer.NOT_EQUAL, error.message)
    if outcome_sha256(outcome) != record.outcome_sha256:
        return answer(Answer.NOT_EQUAL, _difference(record, blobs, outcome))
    if outcome.counters != record.counters:
        return answer(Answer.NOT_EQUAL, _differs("counters", record.counters, outcome.counters))
    return answer(Answer.EQUAL)


def _strategy(record: DecisionRecord, plugins: Plugins) -> tuple[Kind, Strategy[Any, Any], Options]:
    """Raises `PluginError` where this strategy in this version is not here."""
    kind = next((kind for kind in KINDS.values() if kind.name == record.kind), None)
    if kind is None:
        raise StrategyMissing("plugin.strategy-kind-unknown", kind=record.kind, kinds=tuple(KINDS))
    strategy = plugins.strategy(kind.name, record.strategy)
    package = plugins.origin(kind.name, record.strategy).distribution
    if (strategy.version, package) != (record.version, record.distribution):
        raise StrategyMissing(
            "plugin.strategy-of-another-version",
            strategy=record.strategy,
            version=record.version,
            package=f"{record.distribution} {record.distribution_version}",
            here=strategy.version,
        )
    return kind, strategy, plugins.options(kind.name, record.strategy, record.options)


def _check(
    record: DecisionRecord,
    blobs: Blobs,
    kind: Kind,
    strategy: Strategy[Any, Any],
    problem: Problem,
    options: Options,
) -> tuple[Answer, Message | None]:
    try:
        outcome = load(kind.outcome, record.outcome_sha256, blobs)
    except (PluginError, ValueError) as error:
        return Answer.CANNOT_RECOMPUTE, _said(error, record.outcome_sha256)
    wrong = problem.valid(outcome) or checked_by(strategy, problem, options, outcome)
    if wrong:
        return Answer.NOT_EQUAL, Message.of("plugin.outcome-does-not-hold", wrong="; ".join(wrong))
    return Answer.CHECKED, None


def _said(error: Exception, sha256: str) -> Message:
    """What an error says; one that is none of ours says why what lies under a digest cannot be read."""
    return (
        error.message
        if isinstance(error, PluginError)
        else Message.of("plugin.piece-unreadable", sha256=sha256, error=str(error))
    )


def _difference(record: DecisionRecord, blobs: Blobs, outcome: Outcome) -> Message:
    """The first path at which the recorded outcome differs from the one computed."""
    try:
        recorded = load(type(outcome), record.outcome_sha256, blobs)
    except (PluginError, ValueError) as error:
        why, computed = _said(error, record.outcome_sha256), outcome_sha256(outcome)
        return Message.of(
            "plugin.outcome-cannot-be-compared", recorded=record.outcome_sha256, computed=computed, why=why
        )
    old, new = json.loads(manifest(recorded))["fields"], json.loads(manifest(outcome))["fields"]
    return _first_difference(old, new, "") or Message("plugin.outcome-not-canonical")


def _differs(path: str, recorded: Any, computed: Any) -> Message:
    """Values of records are data: they are told as they stand in their JSON."""
    return Message.of("plugin.outcome-differs", path=path, recorded=repr(recorded), computed=repr(computed))


def _first_difference(old: Any, new: Any, path: str) -> Message | None:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            found = _first_difference(old.get(key), new.get(key), f"{path}.{key}".lstrip("."))
            if found:
                return found
        return None
    if isinstance(old, list) and isinstance(new, list):
        for position, (one, other) in enumerate(zip(old, new, strict=False)):
            found = _first_difference(one, other, f"{path}[{position}]")
            if found:
                return found
        if len(old) != len(new):
            return Message.of("plugin.outcome-length-differs", path=path, recorded=len(old), computed=len(new))
        return None
    return _differs(path, old, new) if old != new else None
