"""Words that the explanations of several rules share, in English and German."""

from __future__ import annotations

from osi_core.plugins.ordering import number_text

__all__ = ["its_supporters", "supporters_text"]


def supporters_text(count: int) -> tuple[str, str]:
    """So many supporters: 1 supporter and 1 Stimmzettel dafür."""
    en, de = number_text(count)
    return f"{en} {'supporter' if count == 1 else 'supporters'}", f"{de} Stimmzettel dafür"


def its_supporters(count: int) -> tuple[str, str]:
    """They as the subject of a sentence: its 2 supporters and Die 2 Stimmzettel dafür. Who adds a German verb adds
    it for one where the count is 1.
    """
    en, de = supporters_text(count)
    return f"its {en}", "Der eine Stimmzettel dafür" if count == 1 else f"Die {de}"
