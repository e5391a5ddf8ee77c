"""What verifying an export found: damage, what does not follow by the rules, and a verdict on each decision."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict

from osi_core.plugins.verification import Answer, Verdict
from osi_core.process.witnesses import Contradiction
from osi_core.words.model_fields import MessageField

MOST_FINDINGS = 1_000
"""What is told one by one: where one thing is wrong, much of what follows is."""


class Finding(BaseModel):
    """An event that does not follow from what stands before it, or a file that the bundle should not have so."""

    model_config = ConfigDict(frozen=True)

    answer: Answer
    """Not equal; or cannot recompute, for what this version does not know."""
    at: str
    """The resource that the event is of, or the file."""
    position: int | None = None
    reason: MessageField


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
    findings: tuple[Finding, ...] = ()
    """What does not follow by the rules, in the order of the log, `MOST_FINDINGS` at most; then files."""
    verdicts: tuple[Verdict, ...] = ()
    """One for each decision that was closed, also those that are due."""
    contradictions: tuple[Contradiction, ...] = ()
    """What outside witnesses have kept otherwise."""
    corrected_at: tuple[int, ...] = ()
    """Positions at which the operator has recorded that a clock had been wrong: there alone time may run backwards."""
    unasked: tuple[str, ...] = ()
    """Conditions that cannot be asked again: they were judged by the request or the installation of the time."""

    given: tuple[str, ...] = ()
    """The chains whose words were taken as they were heard: what is equal is so, given these."""

    @property
    def exit_code(self) -> int:
        """0 all equal, 1 damaged or not equal, 3 something could not be recomputed, 4 equal or checked."""
        answers = {verdict.answer for verdict in self.verdicts} | {finding.answer for finding in self.findings}
        if self.damaged_at is not None or self.contradictions or Answer.NOT_EQUAL in answers:
            return 1
        if Answer.CANNOT_RECOMPUTE in answers:
            return 3
        return 4 if Answer.CHECKED in answers else 0
