"""What must hold before a decision is opened, and before its result is recorded, whatever is decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple, TypeVar

from osi_core.domain import Basis, Command, Context, Unmet, judged_by
from osi_core.log.decisions import DecisionState, RecordDecision
from osi_core.log.records import seed_of
from osi_core.plugins.decide import settled_options, unlike_the_rule
from osi_core.plugins.digest import load
from osi_core.plugins.errors import PluginError
from osi_core.plugins.problems import Outcome, Problem
from osi_core.plugins.strategy import KINDS

__all__ = [
    "BEFORE_RECORD",
    "record_answers_close",
    "record_keeps_the_rule",
    "result_follows_from_outcome",
    "strategy_is_installed",
]

M = TypeVar("M", Problem, Outcome)


@judged_by(Basis.INSTALLATION)
def strategy_is_installed(command: Command, state: object, context: Context, installed: Any) -> Iterator[Unmet]:
    """What is opened can be decided: the playbook's strategy is installed here, and takes its options and ballots."""
    part = installed.part_of(type(command))
    named = context.settings(part.settings)
    try:
        ballots = getattr(command, "kind", None)
        settled_options(installed.plugins, part.strategy_kind, named.strategy, named.options, ballots)
    except PluginError as error:
        yield Unmet("strategy-unusable", reason=error.message)


def record_answers_close(command: RecordDecision, state: DecisionState, context: Context) -> Iterator[Unmet]:
    """A record counts only for the close it was computed for, with that strategy and that secret, and once."""
    record = command.record
    if state.secret is None:
        yield Unmet("decision-not-closed", decision=command.resource_name())
        return
    if state.decided:
        yield Unmet("decided-already", decision=command.resource_name())
    seed = seed_of(bytes.fromhex(state.secret), record.input_sha256).hex()
    for name, wanted in {"decision": command.stream(), "strategy": state.strategy, "seed": seed}.items():
        found = getattr(record, name)
        if found != wanted:
            yield Unmet("record-differs", f"record.{name}", wanted=wanted, found=found)


@judged_by(Basis.INSTALLATION)
def record_keeps_the_rule(
    command: RecordDecision, state: DecisionState, context: Context, installed: Any
) -> Iterator[Unmet]:
    """Options are those of the close, or their defaults; kind and version are those of the strategy here."""
    record, kind, plugins = command.record, installed.part_of(type(command)).strategy_kind, installed.plugins
    try:
        version = plugins.strategy(kind, state.strategy).version
        others = list(unlike_the_rule(plugins, record, kind, state.strategy, state.options))
    except PluginError as error:
        yield Unmet("strategy-unusable", reason=error.message)
        return
    if record.version != version:
        others.append(("version", version, record.version))
    for name, wanted, found in others:
        yield Unmet("record-differs", f"record.{name}", wanted=wanted, found=found)


class _Brought(NamedTuple):
    """The bytes that came with a request, by their digests."""

    pieces: Mapping[str, bytes]

    def blob(self, sha256: str) -> bytes | None:
        return self.pieces.get(sha256)


def _opened(model: type[M], sha256: str, brought: _Brought) -> M | None:
    try:
        return load(model, sha256, brought)
    except (PluginError, ValueError):
        return None


@judged_by(Basis.REQUEST)
def result_follows_from_outcome(
    command: RecordDecision, state: DecisionState, context: Context, asked: Any
) -> Iterator[Unmet]:
    """What is published is what the outcome says, which came with the record, as did the input that it is valid for."""
    if state.secret is None or state.decided:
        return  # then there is no close to answer
    if asked.due is None:  # closed in this very group: the log does not have it yet, and nobody can have computed it
        yield Unmet("decision-not-closed", decision=command.resource_name())
        return
    line, closing = asked.due
    brought = _Brought({hashlib.sha256(blob).hexdigest(): blob for blob in asked.request.blobs})
    kind, record = KINDS[line.strategy_kind], command.record
    problem = _opened(kind.problem, record.input_sha256, brought)
    outcome = _opened(kind.outcome, record.outcome_sha256, brought)
    if problem is None:
        yield Unmet("record-incomplete", "record.input_sha256")
    if outcome is None:
        yield Unmet("record-incomplete", "record.outcome_sha256")
    if problem is None or outcome is None:
        return
    if wrong := problem.valid(outcome):
        yield Unmet("outcome-not-of-input", "record.outcome_sha256", wrong=wrong[0])
    wanted = line.command(closing, record, outcome)
    for name in type(command).model_fields:
        if getattr(command, name) != getattr(wanted, name, None):
            yield Unmet("result-differs", name)


BEFORE_RECORD = (record_answers_close, record_keeps_the_rule, result_follows_from_outcome)
"""Asked of every record."""
