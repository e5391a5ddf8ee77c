"""Decision records: what must be known of a published decision so that anyone can compute it again."""

from __future__ import annotations

import hashlib
from typing import Annotated, Self

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StringConstraints, model_validator

from osi_core.domain.fields import Count, Label, Options, Sha256, TextClass, without_nul
from osi_core.log.canonical import canonical

__all__ = ["DecisionRecord", "seed_of"]

_Package = Annotated[str, StringConstraints(max_length=300), AfterValidator(without_nul), TextClass.PUBLIC]
"""May be empty, for a strategy that no package brings."""


class DecisionRecord(BaseModel):
    """The record of one decision; the event that announces it carries this and nothing more.

    Input, outcome and explanations lie beside it under `input_sha256` and `outcome_sha256`. `options` holds all of
    them, also those at their default, as plain values. `counters` tells of the work, such as `exact_steps`.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    decision: Label = Field(description="resource name of what was decided, such as missions/m/rounds/r")
    kind: Label = Field(description="kind of decision, such as prioritisation")
    strategy: Label
    version: Label = Field(description="of the strategy; it rises whenever any decision may change")
    distribution: _Package = Field(description="package that provides the strategy")
    distribution_version: _Package
    options: Options = Field(default_factory=dict)
    seed: Sha256
    input_sha256: Sha256
    outcome_sha256: Sha256
    counters: dict[Label, Count] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _can_be_hashed(self) -> Self:
        """Raises ValueError for what canonical JSON does not hold: a float, a number beyond ±(2^53 - 1)."""
        self.canonical()
        return self

    def canonical(self) -> bytes:
        """The record's canonical JSON (RFC 8785)."""
        return canonical(self.model_dump(mode="json"))

    def sha256(self) -> str:
        """The digest of the record itself, in hex."""
        return hashlib.sha256(self.canonical()).hexdigest()


def seed_of(secret: bytes, input_sha256: str) -> bytes:
    """The seed of a decision, which is nobody's choice: SHA-256(secret ‖ input digest), 32 bytes.

    The digest of the secret is recorded when a round opens and the secret revealed when it closes, so neither who keeps
    the secret (it was fixed before the input) nor who votes (the secret was unknown) can steer the lot.
    """
    return hashlib.sha256(secret + bytes.fromhex(input_sha256)).digest()
