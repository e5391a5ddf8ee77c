"""What verifying a store finds."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from osi_core.process.witnesses import Contradiction
from osi_core.words.model_fields import MessageField


class Finding(BaseModel):
    """One row of a store that is not as it must be, or one that is missing."""

    model_config = ConfigDict(frozen=True)

    table: str
    """Without the `osi_` that it begins with in SQL."""
    mission: str
    """Empty where a row belongs to none."""
    row: str
    """By what the row is found."""
    what: MessageField


class ReceiptSeen(BaseModel):
    """What a receipt's code leads to."""

    model_config = ConfigDict(frozen=True)

    mission: str
    place: str
    """`POSITION:HASH`, as it stands on the receipt."""


class StoreReport(BaseModel):
    """What verifying a store found."""

    model_config = ConfigDict(frozen=True)

    heads: dict[str, str]
    """Mission → `POSITION:HASH` of its log's end, as far as it is whole."""
    rows: dict[str, int]
    """Table → how many rows were checked."""
    erased: int
    """Texts that are gone with the people whose words they were."""
    findings: tuple[Finding, ...]
    more: int
    """How many more there are than `findings`."""
    unknown: dict[str, int]
    """Mission → position of the first event that this version does not know; what lies beside is then not judged."""
    moved: dict[str, str] = {}
    """Mission → the store that it goes on in: its words, keys and aliases are there."""
    contradictions: tuple[Contradiction, ...] = ()
    receipts: tuple[ReceiptSeen, ...] = ()

    @property
    def exit_code(self) -> int:
        """0 everything fits, 1 something does not, 3 a log could not be read by this version."""
        if self.findings or self.contradictions:
            return 1
        return 3 if self.unknown else 0
