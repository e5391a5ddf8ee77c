"""The sentence on what an unfunded project lacked: how many more votes, points or voters would have had it funded."""

from __future__ import annotations

from typing import Final, Literal

from osi_core.words import Message
from osi_voting.lacking import Enough
from osi_voting.reasons import Reasons, numbered, with_more

__all__ = ["Counted", "with_ahead", "with_enough"]

Counted = Literal["votes", "points", "supporters"]
"""votes: new ballots that name it alone. points: on new or old ballots, all else unchanged. supporters: further ones
among the voters, who have spent nothing of their share.
"""

_LEAST: Final = {
    "votes": ("more_votes", "budgets.more-votes"),
    "points": ("more_points", "budgets.more-points"),
    "supporters": ("more_supporters", "budgets.more-supporters"),
}
_AT_MOST: Final = {
    "votes": ("more_votes_at_most", "budgets.more-votes-at-most"),
    "points": ("more_points_at_most", "budgets.more-points-at-most"),
    "supporters": ("more_supporters_at_most", "budgets.more-supporters-at-most"),
}
"""What is counted, the name of the value, and the code."""


def with_enough(reasons: Reasons, enough: Enough | None, counted: Counted) -> Reasons:
    """The same, with `more_votes`, `more_points` or `more_supporters`; `..._at_most` where fewer might do too."""
    if enough is None:
        return reasons
    name, code = (_LEAST if enough.least else _AT_MOST)[counted]
    return with_more(reasons, numbered(code, enough.ballots), **{name: enough.ballots})


def with_ahead(reasons: Reasons, ahead: int | None, points: bool) -> Reasons:
    """The same, and `ahead`: with how many votes, or points, fewer a funded project would still be."""
    if ahead is None:
        return reasons
    if ahead:
        code = "budgets.points-to-spare" if points else "budgets.votes-to-spare"
    else:
        code = "budgets.no-point-to-spare" if points else "budgets.no-vote-to-spare"
    return with_more(reasons, numbered(code, ahead) if ahead else Message(code), ahead=ahead)
