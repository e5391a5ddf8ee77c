"""The small strategies that come with osi-core, one rule a file, in plain Python.

They are an ordinary plugin and come through the same hooks as everybody's; this page is its list.
"""

from osi_core.plugins.builtin.agreement_shares import AgreementShares
from osi_core.plugins.builtin.approval_count import ApprovalCount
from osi_core.plugins.builtin.borda import Borda
from osi_core.plugins.builtin.commitment_order import CommitmentOrder
from osi_core.plugins.builtin.first_fit import FirstFit
from osi_core.plugins.builtin.greedy_matching import GreedyMatching
from osi_core.plugins.builtin.json_lines import JsonLines
from osi_core.plugins.builtin.proportional_ranking import ProportionalRanking
from osi_core.plugins.builtin.review_mean import ReviewMean
from osi_core.plugins.builtin.score_order import ScoreOrder
from osi_core.plugins.hookspecs import Exporter, Importer, hookimpl
from osi_core.plugins.strategy import (
    AllocationRule,
    CurationStrategy,
    MatchingStrategy,
    OpinionMapper,
    PrioritisationRule,
    ScalingStrategy,
    Timetabler,
)

__all__ = [
    "AgreementShares",
    "ApprovalCount",
    "Borda",
    "CommitmentOrder",
    "FirstFit",
    "GreedyMatching",
    "JsonLines",
    "ProportionalRanking",
    "ReviewMean",
    "ScoreOrder",
]


@hookimpl
def osi_prioritisation_rules() -> list[PrioritisationRule]:
    """Three rules; proportional ranking is the default."""
    return [ProportionalRanking(), ApprovalCount(), Borda()]


@hookimpl
def osi_allocation_rules() -> list[AllocationRule]:
    """In order of score until the money is spent."""
    return [ScoreOrder()]


@hookimpl
def osi_opinion_maps() -> list[OpinionMapper]:
    """Shares of agreement."""
    return [AgreementShares()]


@hookimpl
def osi_matching_strategies() -> list[MatchingStrategy]:
    """Serial dictatorship with minima."""
    return [GreedyMatching()]


@hookimpl
def osi_timetables() -> list[Timetabler]:
    """The first slot and room that fit."""
    return [FirstFit()]


@hookimpl
def osi_curation_strategies() -> list[CurationStrategy]:
    """Means of reviews against thresholds."""
    return [ReviewMean()]


@hookimpl
def osi_scaling_strategies() -> list[ScalingStrategy]:
    """Institutions in the order of their commitments."""
    return [CommitmentOrder()]


@hookimpl
def osi_importers() -> list[Importer]:
    """JSON Lines."""
    return [JsonLines()]


@hookimpl
def osi_exporters() -> list[Exporter]:
    """JSON Lines."""
    return [JsonLines()]
