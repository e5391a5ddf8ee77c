"""Amounts and shares as the commands write them, in the session's language."""

from __future__ import annotations

from osi_core.cli import Session
from osi_voting.budgets.explanations import money_text

__all__ = ["money", "percent"]


def money(session: Session, amount: float, currency: str) -> str:
    """Minor units as an amount; without a code where the file names no currency."""
    return money_text(round(amount), currency)[session.language == "de"]


def percent(session: Session, part: float, whole: float) -> str:
    """A part of a whole, to a tenth of a percent."""
    text = f"{100 * part / whole:.1f}" if whole else "0.0"
    return f"{text.replace('.', ',')} %" if session.language == "de" else f"{text}%"
