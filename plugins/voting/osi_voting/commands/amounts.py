"""Amounts and shares as the commands write them, in the session's language."""

from __future__ import annotations

from fractions import Fraction

from osi_core.cli import Session

__all__ = ["decimal", "money", "percent"]


def money(session: Session, amount: float, currency: str) -> str:
    """Minor units as an amount; a plain number where the file names no currency."""
    from osi_voting.figures import Figures

    return Figures(session.language, currency).money(amount)


def percent(session: Session, part: float, whole: float) -> str:
    """A part of a whole, to a tenth of a percent."""
    from osi_voting.figures import Figures

    return Figures(session.language, "").percent(part, whole)


def decimal(session: Session, value: Fraction) -> str:
    """A number to two decimals."""
    from osi_voting.figures import Figures

    return Figures(session.language, "").decimal(value)
