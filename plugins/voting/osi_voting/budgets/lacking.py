"""The sentence on what an unfunded project lacked: how many more votes, points or voters would have had it funded."""

from __future__ import annotations

from typing import Final, Literal

from osi_core.plugins.ordering import number_text
from osi_voting.budgets.explanations import Told
from osi_voting.lacking import Enough

__all__ = ["Counted", "with_ahead", "with_enough"]

Counted = Literal["votes", "points", "supporters"]
"""votes: new ballots that name it alone. points: on new or old ballots, all else unchanged. supporters: further ones
among the voters, who have spent nothing of their share.
"""

_ENGLISH: Final = {
    "votes": ("more ballot for it alone", "more ballots for it alone"),
    "points": ("more point", "more points"),
    "supporters": ("more voter with a whole share", "more voters with their whole share"),
}
_GERMAN: Final = {
    "votes": ("weiterer Stimmzettel nur dafür", "weitere Stimmzettel nur dafür"),
    "points": ("weiterer Punkt", "weitere Punkte"),
    "supporters": ("weitere Person mit ganzem Anteil", "weitere Personen mit ganzem Anteil"),
}
_FEWER: Final = {
    "votes": (("vote", "Stimme"), ("votes", "Stimmen")),
    "points": (("point", "Punkt"), ("points", "Punkten")),
}


def with_enough(told: Told, enough: Enough | None, counted: Counted) -> Told:
    """The same, with `more_votes`, `more_points` or `more_supporters`; `..._at_most` where fewer might do too."""
    if enough is None:
        return told
    data, en, de = told
    many = enough.ballots > 1
    number_en, number_de = number_text(enough.ballots)
    more_en, more_de = f"{number_en} {_ENGLISH[counted][many]}", f"{number_de} {_GERMAN[counted][many]}"
    if enough.least:
        return (
            data | {f"more_{counted}": enough.ballots},
            f"{en} With {more_en} it would have been funded.",
            f"{de} {more_de}, und es wäre gefördert worden.",
        )
    return (
        data | {f"more_{counted}_at_most": enough.ballots},
        f"{en} {more_en} would have been enough{', perhaps fewer' if many else ''}.",
        f"{de} {more_de} {'hätten genügt, vielleicht weniger' if many else 'hätte genügt'}.",
    )


def with_ahead(told: Told, ahead: int | None, counted: Counted) -> Told:
    """The same, and `ahead`: with how many votes or points fewer a funded project would still be."""
    if ahead is None:
        return told
    data, en, de = told
    less_en, less_de = number_text(max(ahead, 1))
    word_en, word_de = _FEWER[counted][ahead > 1]
    if ahead:
        en = f"{en} Even with {less_en} {word_en} fewer it would be funded."
        de = f"{de} Auch mit {less_de} {word_de} weniger würde es gefördert."
    else:
        en = f"{en} With {less_en} {word_en} fewer it would not be funded."
        de = f"{de} Mit {less_de} {word_de} weniger würde es nicht gefördert."
    return data | {"ahead": ahead}, en, de
