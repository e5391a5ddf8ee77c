"""What the part on receipts shows: the ways of a few contributions, stage by stage."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from osi_core.domain import DataOrigin, Model
from osi_core.process.lineage import Lineage
from osi_core.process.receipts import ReceiptUnknown, find_receipt
from osi_core.process.trail import Step
from osi_core.report.measures.named import in_words
from osi_core.report.source import Source
from osi_core.way import Stage
from osi_core.words import Message

SHOWN = 2
"""How many steps of a stage are told in full."""


class ReceiptStep(Model):
    """One thing that happened on the way, in both languages."""

    on: date
    origin: DataOrigin
    message: Message


class ReceiptStage(Model):
    """A stage of the way: its first steps, and how many more there were."""

    stage: Stage
    steps: tuple[ReceiptStep, ...]
    more: int
    more_origin: DataOrigin
    """What these rest on: the least real of them."""
    last_on: date


class Receipt(Model):
    """The way of one contribution."""

    code: str
    words: str | None
    """What the contributor wrote; None when there were no words, or they were erased."""
    reached: Stage
    stages: tuple[ReceiptStage, ...]
    """In the order in which the way came to them."""
    end: Message
    """Where it stopped and why, or that it goes on."""
    origin: DataOrigin
    """What the end rests on: the least real of all steps."""


def receipts_part(source: Source, codes: Sequence[str]) -> tuple[Receipt, ...]:
    """The ways of the contributions behind the codes, in their order.

    Raises ReceiptMalformed for what is no code, ReceiptUnknown for a code of no contribution to this mission.
    """
    if not codes:
        return ()
    lineage = Lineage(source.engine, source.mission, words=source.words)
    return tuple(_receipt(source, lineage, code) for code in codes)


def _receipt(source: Source, lineage: Lineage, code: str) -> Receipt:
    record = find_receipt(source.engine, code)
    if record.mission != source.mission:
        raise ReceiptUnknown("receipt.of-another", code=code, mission=record.mission, wanted=source.mission)
    trail = lineage.trail(record)
    stages: dict[Stage, list[Step]] = {}
    for step in trail.steps:
        stages.setdefault(step.stage, []).append(step)
    return Receipt(
        code=code,
        words=trail.words,
        reached=trail.reached,
        stages=tuple(_stage(stage, steps) for stage, steps in stages.items()),
        end=in_words(trail.end),
        origin=trail.origin,
    )


def _stage(stage: Stage, steps: list[Step]) -> ReceiptStage:
    shown = tuple(
        ReceiptStep(on=step.time.date(), origin=step.origin, message=in_words(step.message)) for step in steps[:SHOWN]
    )
    return ReceiptStage(
        stage=stage,
        steps=shown,
        more=len(steps) - len(shown),
        more_origin=DataOrigin.of_all(step.origin for step in steps[SHOWN:]),
        last_on=steps[-1].time.date(),
    )
