"""Deciding: from a problem and a strategy's name to an outcome and the record by which anyone can check it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from osi_core.log.records import DecisionRecord, seed_of
from osi_core.plugins.digest import input_sha256, outcome_sha256, pieces
from osi_core.plugins.errors import OptionsRefused
from osi_core.plugins.job import DECISION_MEMORY_MIB, PREPARE_SECONDS, Job
from osi_core.plugins.manager import Plugins
from osi_core.plugins.problems import BallotKind, Outcome, Problem
from osi_core.plugins.runner import InProcessRunner, Runner
from osi_core.plugins.strategy import KindName, Options, Progress, no_progress

__all__ = ["Decided", "decide_with", "settled_options", "unlike_the_rule"]


@dataclass(frozen=True)
class Decided:
    """A decision: its record, and what lies beside it."""

    record: DecisionRecord
    outcome: Outcome
    problem: Problem

    def blobs(self) -> list[bytes]:
        """All that must be kept, by SHA-256, so that the record can be verified: manifests and columns of both."""
        return [*pieces(self.problem), *pieces(self.outcome)]


def decide_with(
    plugins: Plugins,
    kind: KindName,
    strategy: str,
    problem: Problem,
    *,
    decision: str,
    secret: bytes,
    options: Mapping[str, Any] | None = None,
    runner: Runner | None = None,
    deadline: float | None = None,
    prepare_limit: float | None = PREPARE_SECONDS,
    memory_mib: int | None = DECISION_MEMORY_MIB,
    progress: Progress = no_progress,
    cancelled: threading.Event | None = None,
) -> Decided:
    """Runs a strategy on a problem and makes the record.

    `decision` is the resource name of what is decided, `secret` what the seed is made from together with the input.
    `prepare_limit` and `deadline` are seconds until the strategy is ready, and from then on; `memory_mib` is what each
    of its processes may have. Without a runner the strategy runs in this thread. Raises `StrategyMissing`,
    `OptionsRefused`, and what `Runner.run` raises.
    """
    chosen, origin = plugins.strategy(kind, strategy), plugins.origin(kind, strategy)
    settled = settled_options(plugins, kind, strategy, options or {}, getattr(problem, "kind", None))
    digest = input_sha256(problem)
    seed = seed_of(secret, digest)
    job = Job(kind, strategy, settled, problem, seed)
    runner = runner or InProcessRunner(plugins)
    outcome = runner.run(
        job,
        deadline=deadline,
        prepare_limit=prepare_limit,
        memory_mib=memory_mib,
        progress=progress,
        cancelled=cancelled,
    )
    record = DecisionRecord(
        decision=decision,
        kind=kind,
        strategy=strategy,
        version=chosen.version,
        distribution=origin.distribution,
        distribution_version=origin.version,
        options=settled.model_dump(mode="json"),
        seed=seed.hex(),
        input_sha256=digest,
        outcome_sha256=outcome_sha256(outcome),
        counters=outcome.counters,
    )
    return Decided(record, outcome, problem)


def settled_options(
    plugins: Plugins, kind: KindName, strategy: str, options: Mapping[str, Any], ballots: BallotKind | None
) -> Options:
    """All options of a strategy that is to decide on such ballots. Raises `StrategyMissing`, `OptionsRefused`."""
    settled = plugins.options(kind, strategy, dict(options))
    takes = getattr(plugins.strategy(kind, strategy), "ballot_kinds", None)
    if takes is not None and ballots not in takes:
        wanted = tuple(one for one in BallotKind if one in takes)
        raise OptionsRefused("plugin.ballots-not-taken", strategy=strategy, takes=wanted)
    return settled


def unlike_the_rule(
    plugins: Plugins, record: DecisionRecord, kind: KindName, strategy: str, options: Mapping[str, Any]
) -> Iterator[tuple[str, str, str]]:
    """(field, wanted, found) where a record is of another kind, or has other options, than a close asked for.

    The record states every option as the strategy writes it, the close those that the playbook sets, as that does.
    Raises `PluginError` where the strategy is not here, or does not take these options.
    """
    if record.kind != kind:
        yield "kind", kind, record.kind
    settled = plugins.options(kind, strategy, dict(options)).model_dump(mode="json")
    for name in sorted(settled.keys() | record.options.keys()):
        wanted, found = settled.get(name), record.options.get(name)
        if wanted != found:
            yield f"options.{name}", repr(wanted), repr(found)
