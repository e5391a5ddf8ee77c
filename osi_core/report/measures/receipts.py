"""What the part on receipts shows: the ways of a few contributions, stage by stage, with names instead of ids."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

from osi_core.challenges.facts import Challenge
from osi_core.domain import Event, Model
from osi_core.process.receipt_words import TOLD, Stage
from osi_core.process.receipts import Lineage, ReceiptUnknown, Step, find_receipt
from osi_core.report.source import Source

SHOWN = 2
"""How many steps of a stage are told in full."""
_COLLECTION = re.compile(r"\b(challenges|solutions|initiatives)/(?=[„“])")


class ReceiptStep(Model):
    """One thing that happened on the way, in both languages."""

    on: date
    en: str
    de: str

    def say(self, language: str) -> str:
        """The sentence in one language."""
        return self.de if language == "de" else self.en


class ReceiptStage(Model):
    """A stage of the way: its first steps, and how many more there were."""

    stage: Stage
    steps: tuple[ReceiptStep, ...]
    more: int
    last_on: date


class Receipt(Model):
    """The way of one contribution."""

    code: str
    words: str | None
    """What the contributor wrote; None when there were no words, or they were erased."""
    reached: Stage
    stages: tuple[ReceiptStage, ...]
    """In the order in which the way came to them."""
    en: str
    de: str
    """Where it stopped and why, or that it goes on."""

    def ended(self, language: str) -> str:
        """Where it stopped and why, in one language."""
        return self.de if language == "de" else self.en


def receipts_part(source: Source, codes: Sequence[str]) -> tuple[Receipt, ...]:
    """The ways of the contributions behind the codes, in their order.

    Raises ValueError for what is no code, ReceiptUnknown for a code of no contribution to this mission.
    """
    if not codes:
        return ()
    lineage = Lineage(source.engine, source.mission)
    return tuple(_receipt(source, lineage, code) for code in codes)


def _receipt(source: Source, lineage: Lineage, code: str) -> Receipt:
    mission, position = find_receipt(source.engine, code)
    if mission != source.mission:
        raise ReceiptUnknown(f"the receipt {code} is of missions/{mission}, not of missions/{source.mission}")
    trail = lineage.trail(position)
    stages: dict[Stage, list[Step]] = {}
    for step in trail.steps:
        stages.setdefault(step.stage, []).append(step)
    return Receipt(
        code=code,
        words=trail.words,
        reached=trail.reached,
        stages=tuple(_stage(source, stage, steps) for stage, steps in stages.items()),
        en=trail.ended_en,
        de=trail.ended_de,
    )


def _stage(source: Source, stage: Stage, steps: list[Step]) -> ReceiptStage:
    shown = tuple(_step(source, step) for step in steps[:SHOWN])
    return ReceiptStage(stage=stage, steps=shown, more=len(steps) - len(shown), last_on=steps[-1].time.date())


def _step(source: Source, step: Step) -> ReceiptStep:
    (record,) = source.engine.events(source.mission, step.position - 1, step.position)
    told, said = TOLD[step.type], {}
    for language, opened, closed in (("en", "“", "”"), ("de", "„", "“")):
        event = record.event.model_copy(update=_names(source, record.event, opened, closed))
        said[language] = _COLLECTION.sub("", told.say(event, language))
    return ReceiptStep(on=step.time.date(), en=said["en"], de=said["de"])


def _names(source: Source, event: Event, opened: str, closed: str) -> dict[str, object]:
    """Field → name, for the fields of an event that hold ids; erased titles leave the id."""
    found: dict[str, object] = {}
    institution = getattr(event, "institution", None)
    if institution is not None:
        found["institution"] = source.institution(institution)
    for field in ("solution", "initiative"):
        title = source.title(getattr(event, field, ""))
        if title is not None:
            found[field] = f"{opened}{title}{closed}"
    for field in ("into", "parts"):
        value = getattr(event, field, None)
        if value is not None:
            titles = [_challenge(source, id_, opened, closed) for id_ in ((value,) if field == "into" else value)]
            found[field] = titles[0] if field == "into" else tuple(titles)
    return found


def _challenge(source: Source, challenge: str, opened: str, closed: str) -> str:
    title = source.words(source.facts(Challenge)[challenge].title)
    return f"{opened}{title}{closed}" if title is not None else challenge
