"""Every key of META that the format knows, and what becomes of it. Nothing that a file promises is passed over."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

__all__ = ["KEYS", "Fate"]


class Fate(StrEnum):
    """What becomes of a key: it decides how the file is read; sets a limit of the problem; says what ballots may look
    like, which is checked; belongs to the rule, which a count as published goes by; cannot be counted, and is refused
    where it asks for anything; or is a text that changes no result.
    """

    READ = "read"
    LIMIT = "limit"
    CHECKED = "checked"
    RULE = "rule"
    REFUSED = "refused"
    TEXT = "text"


KEYS: Final[dict[str, Fate]] = {
    **dict.fromkeys(("budget", "currency", "vote_type", "num_projects", "num_votes"), Fate.READ),
    **dict.fromkeys(
        ("min_project_score_threshold", "budget_per_category", "budget_per_neighborhood", "categories", "neighborhoods",
         "max_length"),
        Fate.LIMIT,
    ),
    **dict.fromkeys(
        ("min_length", "min_sum_cost", "max_sum_cost", "min_points", "max_points", "min_sum_points", "max_sum_points",
         "min_project_cost", "max_project_cost", "min_length_per_category", "max_length_per_category",
         "min_sum_cost_per_category", "max_sum_cost_per_category"),
        Fate.CHECKED,
    ),
    **dict.fromkeys(("rule", "leftover_budget"), Fate.RULE),
    **dict.fromkeys(("default_score", "scoring_fn"), Fate.REFUSED),
    **dict.fromkeys(
        ("description", "country", "unit", "district", "subunit", "instance", "edition", "language", "date_begin",
         "date_end", "subdistricts", "subdistrict_sizes", "fully_funded", "experimental", "comment",
         "acknowledgments"),
        Fate.TEXT,
    ),
}  # fmt: skip
