"""The limits that META sets: a threshold, pots of categories and neighbourhoods, and how many places a ballot has."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

from osi_core.plugins import BallotKind, Pot
from osi_core.words import Message
from osi_voting.formats.pabulib.head import Head
from osi_voting.formats.reporting import Reporter, minor_units
from osi_voting.words import shown

__all__ = ["limits_asked", "number_in_meta", "refuse_uncounted"]


def limits_asked(head: Head, kind: BallotKind, scale: int, report: Reporter) -> dict[str, Any]:
    """Fields of the problem. A threshold is of votes where ballots are approvals, and else of points, which are
    multiplied by `scale`. Raises `FormatError` naming the key that does not fit.
    """
    fields: dict[str, Any] = {}
    threshold = number_in_meta(head, "min_project_score_threshold", report)
    if threshold and kind == "approval":
        fields["minimum_support"] = -int(-threshold // 1)
    elif threshold:
        fields["minimum_points"] = -int(-threshold * scale // 1)
    places = number_in_meta(head, "max_length", report)
    if places is not None and kind == "ranked" and places >= 1:
        fields["places"] = int(places)
    for key, names, field in (
        ("budget_per_category", "categories", "category_pots"),
        ("budget_per_neighborhood", "neighborhoods", "district_pots"),
    ):
        if head.meta.get(key):
            fields[field] = _pots(head, key, names, report)
    return fields


def refuse_uncounted(head: Head, report: Reporter) -> None:
    """Raises `FormatError` for what would change the result and cannot be counted."""
    score = number_in_meta(head, "default_score", report)
    if score:
        wrong = Message.of("voting.file.default-score", found=score)
        raise report.fatal(head.meta_lines.get("default_score", 0), wrong)
    scoring = head.meta.get("scoring_fn", "")
    if scoring and scoring.lower() != "borda":
        wrong = Message.of("voting.file.scoring-unknown", found=shown(scoring))
        raise report.fatal(head.meta_lines.get("scoring_fn", 0), wrong)


def number_in_meta(head: Head, key: str, report: Reporter) -> Decimal | None:
    """A number of 0 or more; None where META has none. What is none is refused, as it may change the result."""
    text = head.meta.get(key, "").strip()
    if not text:
        return None
    try:
        value = Decimal(text)
        if value.is_finite() and 0 <= value <= 10**15:
            return value
    except InvalidOperation:
        pass
    wrong = Message.of("voting.file.key-no-number", key=key, found=shown(text))
    raise report.fatal(head.meta_lines.get(key, 0), wrong)


def _pots(head: Head, key: str, names_key: str, report: Reporter) -> tuple[Pot, ...]:
    line = head.meta_lines.get(key, 0)
    names, amounts = ([one.strip() for one in head.meta.get(k, "").split(",")] for k in (names_key, key))
    names = [name for name in names if name]
    if len(names) != len(amounts) or len(set(names)) < len(names):
        wrong = Message.of("voting.file.other-lengths", key=key, count=len(amounts), names=names_key, named=len(names))
        raise report.fatal(line, wrong)
    pots = []
    for name, text in zip(names, amounts, strict=True):
        amount = minor_units(text, head.currency, Message.of("voting.amount.pot", key=key, name=name), line, report)
        pots.append(Pot(id=name, amount=amount or 0))
    return tuple(pots)
