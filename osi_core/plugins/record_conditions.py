"""What must hold before the result of a decision is recorded, whatever was decided."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from typing import Any

from osi_core.domain import Basis, Context, Unmet, judged_by
from osi_core.log.decisions import DecisionState, RecordDecision
from osi_core.plugins.digest import named_columns

__all__ = ["record_answers_close", "record_is_complete"]


def record_answers_close(command: RecordDecision, state: DecisionState, context: Context) -> Iterator[Unmet]:
    """A record counts only for the close it was computed for, with that strategy and those options, and once."""
    record = command.record
    if state.strategy is None:
        yield Unmet("decision-not-closed", decision=command.resource_name())
        return
    if state.decided:
        yield Unmet("decided-already", decision=command.resource_name())
    for name, wanted in {"decision": command.stream(), "strategy": state.strategy}.items():
        found = getattr(record, name)
        if found != wanted:
            yield Unmet("record-differs", f"record.{name}", wanted=wanted, found=found)
    # The record states every option, the close only those that the playbook sets.
    for name, option in state.options.items():
        if record.options.get(name) != option:
            found = record.options.get(name)
            yield Unmet("record-differs", f"record.options.{name}", wanted=repr(option), found=repr(found))


@judged_by(Basis.REQUEST)
def record_is_complete(command: RecordDecision, state: DecisionState, context: Context, asked: Any) -> Iterator[Unmet]:
    """A decision is recorded only together with what it can be computed again from."""
    here = {hashlib.sha256(blob).hexdigest(): blob for blob in asked.request.blobs}
    for name in ("input_sha256", "outcome_sha256"):
        manifest = here.get(getattr(command.record, name))
        if manifest is None or not here.keys() >= set(named_columns(manifest)):
            yield Unmet("record-incomplete", f"record.{name}")
