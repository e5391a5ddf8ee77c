"""Verifying: is this what the strategy really says? For anyone with a record and the blobs beside it."""

from __future__ import annotations

import json
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from osi_core.log.records import DecisionRecord
from osi_core.plugins.digest import Blobs, MissingBlob, input_sha256, load, manifest, outcome_sha256
from osi_core.plugins.errors import PluginError
from osi_core.plugins.job import Job
from osi_core.plugins.manager import Plugins
from osi_core.plugins.problems import Outcome, Problem
from osi_core.plugins.runner import InProcessRunner, Runner
from osi_core.plugins.strategy import KINDS, Kind, Options, Progress, Strategy, checked_by, no_progress

__all__ = ["Answer", "Verdict", "verify"]


class Answer(StrEnum):
    """What verifying a decision can say."""

    EQUAL = "equal"
    CHECKED = "checked"
    NOT_EQUAL = "not equal"
    CANNOT_RECOMPUTE = "cannot recompute"


_EXIT_CODES = {Answer.EQUAL: 0, Answer.NOT_EQUAL: 1, Answer.CANNOT_RECOMPUTE: 3, Answer.CHECKED: 4}


class Verdict(BaseModel):
    """The answer, and where they differ (a path into the outcome) or why it cannot be told."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    answer: Answer
    decision: str
    where: str = ""

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

    def answer(kind: Answer, where: str = "") -> Verdict:
        return Verdict(answer=kind, decision=record.decision, where=where)

    try:
        kind, strategy, options = _strategy(record, plugins)
        problem = load(kind.problem, record.input_sha256, blobs)
    except (PluginError, MissingBlob, ValueError) as error:
        return answer(Answer.CANNOT_RECOMPUTE, str(error))
    if input_sha256(problem) != record.input_sha256:
        return answer(Answer.NOT_EQUAL, "input_sha256: the input is not written in its canonical form")
    if strategy.exactness == "checked":
        return answer(*_check(record, blobs, kind, strategy, problem, options))
    job = Job(kind.name, record.strategy, options, problem, bytes.fromhex(record.seed))
    try:
        outcome = (runner or InProcessRunner(plugins)).run(job, prepare_limit=None, progress=progress)
    except PluginError as error:
        return answer(Answer.NOT_EQUAL, str(error))
    if outcome_sha256(outcome) != record.outcome_sha256:
        return answer(Answer.NOT_EQUAL, _difference(record, blobs, outcome))
    if outcome.counters != record.counters:
        return answer(Answer.NOT_EQUAL, f"counters: recorded {record.counters}, computed {outcome.counters}")
    return answer(Answer.EQUAL)


def _strategy(record: DecisionRecord, plugins: Plugins) -> tuple[Kind, Strategy[Any, Any], Options]:
    """Raises `PluginError` or `ValueError` where this strategy in this version is not here."""
    kind = next((kind for kind in KINDS.values() if kind.name == record.kind), None)
    if kind is None:
        raise ValueError(f"kind: {record.kind!r} is unknown")
    strategy = plugins.strategy(kind.name, record.strategy)
    if strategy.version != record.version:
        raise ValueError(
            f"version: the decision was made with version {record.version} of {record.strategy!r} "
            f"({record.distribution} {record.distribution_version}), here is version {strategy.version}"
        )
    return kind, strategy, plugins.options(kind.name, record.strategy, record.options)


def _check(
    record: DecisionRecord,
    blobs: Blobs,
    kind: Kind,
    strategy: Strategy[Any, Any],
    problem: Problem,
    options: Options,
) -> tuple[Answer, str]:
    try:
        outcome = load(kind.outcome, record.outcome_sha256, blobs)
    except (MissingBlob, ValueError) as error:
        return Answer.CANNOT_RECOMPUTE, str(error)
    wrong = problem.valid(outcome) or checked_by(strategy, problem, options, outcome)
    return (Answer.NOT_EQUAL, "; ".join(wrong)) if wrong else (Answer.CHECKED, "")


def _difference(record: DecisionRecord, blobs: Blobs, outcome: Outcome) -> str:
    """The first path at which the recorded outcome differs from the one computed."""
    try:
        recorded = load(type(outcome), record.outcome_sha256, blobs)
    except (MissingBlob, ValidationError, ValueError) as error:
        return f"outcome_sha256: recorded {record.outcome_sha256}, computed {outcome_sha256(outcome)} ({error})"
    old, new = json.loads(manifest(recorded))["fields"], json.loads(manifest(outcome))["fields"]
    return _first_difference(old, new, "") or "outcome_sha256: the recorded outcome is not in its canonical form"


def _first_difference(old: Any, new: Any, path: str) -> str:
    if isinstance(old, dict) and isinstance(new, dict):
        for key in sorted(old.keys() | new.keys()):
            found = _first_difference(old.get(key), new.get(key), f"{path}.{key}".lstrip("."))
            if found:
                return found
        return ""
    if isinstance(old, list) and isinstance(new, list):
        for position, (one, other) in enumerate(zip(old, new, strict=False)):
            found = _first_difference(one, other, f"{path}[{position}]")
            if found:
                return found
        return f"{path}: recorded {len(old)} entries, computed {len(new)}" if len(old) != len(new) else ""
    return f"{path}: recorded {old!r}, computed {new!r}" if old != new else ""
