"""Plugins: the hooks, the problems and outcomes that pass through them, and what finds, runs and checks strategies.

Who writes a strategy derives from the class of its kind (`PrioritisationRule`, `MatchingStrategy`, ...), returns an
outcome from `solve`, and announces it with `@hookimpl`; examples/plugin/ is a complete one. Who uses strategies asks
`Plugins.load()`, and decides with `decide_with`; `verify` recomputes a published decision from its record.

Names are imported when they are asked for: what only lists a plugin's commands loads no problems and no pydantic.
"""

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from osi_core.plugins.catalogues import explanation_sentences
    from osi_core.plugins.chance import Chance, TieRule, TieRuleWithoutCost, by_tie_rule, tie_key, tie_ranks
    from osi_core.plugins.columns import Column, ElementType
    from osi_core.plugins.decide import Decided, decide_with
    from osi_core.plugins.digest import (
        Blobs,
        MissingBlob,
        OtherModel,
        input_sha256,
        load,
        manifest,
        outcome_sha256,
        pieces,
    )
    from osi_core.plugins.errors import (
        Cancelled,
        FileRefused,
        InvalidOutcome,
        OptionsRefused,
        PluginError,
        ProblemRefused,
        StrategyError,
        StrategyFailed,
        StrategyMissing,
        StrategyTimeout,
    )
    from osi_core.plugins.hookspecs import Exporter, Importer, PhaseGate, hookimpl
    from osi_core.plugins.job import DECISION_MEMORY_MIB, PREPARE_SECONDS, Job
    from osi_core.plugins.manager import Plugins
    from osi_core.plugins.ordering import ranking_by_score, standing
    from osi_core.plugins.problems import (
        ALL_BALLOTS,
        Allocation,
        AllocationProblem,
        Award,
        BallotKind,
        Criterion,
        CriterionResult,
        Evidence,
        Explanation,
        Fit,
        FitAssessment,
        GroupVotes,
        Institution,
        Matching,
        MatchingProblem,
        Offer,
        OpinionGroup,
        OpinionMap,
        Outcome,
        PilotEvidence,
        PilotResult,
        Pot,
        Problem,
        Profile,
        Ranking,
        Review,
        RolloutPlan,
        RolloutStep,
        Room,
        ScalingProblem,
        Seeker,
        Session,
        Slot,
        StatementVotes,
        TextBatch,
        Timetable,
        TimetableEntry,
        TimetableProblem,
        Vectors,
        VoteTable,
    )
    from osi_core.plugins.protections import Protection, missing_protections
    from osi_core.plugins.registry import GROUP, Registry
    from osi_core.plugins.report import Origin, PluginRow
    from osi_core.plugins.runner import ChildRunner, InProcessRunner, Runner
    from osi_core.plugins.strategy import (
        KINDS,
        AllocationRule,
        Checked,
        CurationStrategy,
        Kind,
        KindName,
        MatchingStrategy,
        OpinionMapper,
        Options,
        Prepares,
        PrioritisationRule,
        Progress,
        ScalingStrategy,
        Strategy,
        TextEncoder,
        TieOptions,
        TieOptionsWithoutCost,
        Timetabler,
        WorkStage,
        no_progress,
    )
    from osi_core.plugins.verification import Answer, Verdict, verify

__all__ = [
    "ALL_BALLOTS",
    "DECISION_MEMORY_MIB",
    "GROUP",
    "KINDS",
    "PREPARE_SECONDS",
    "Allocation",
    "AllocationProblem",
    "AllocationRule",
    "Answer",
    "Award",
    "BallotKind",
    "Blobs",
    "Cancelled",
    "Chance",
    "Checked",
    "ChildRunner",
    "Column",
    "Criterion",
    "CriterionResult",
    "CurationStrategy",
    "Decided",
    "ElementType",
    "Evidence",
    "Explanation",
    "Exporter",
    "FileRefused",
    "Fit",
    "FitAssessment",
    "GroupVotes",
    "Importer",
    "InProcessRunner",
    "Institution",
    "InvalidOutcome",
    "Job",
    "Kind",
    "KindName",
    "Matching",
    "MatchingProblem",
    "MatchingStrategy",
    "MissingBlob",
    "Offer",
    "OpinionGroup",
    "OpinionMap",
    "OpinionMapper",
    "Options",
    "OptionsRefused",
    "Origin",
    "OtherModel",
    "Outcome",
    "PhaseGate",
    "PilotEvidence",
    "PilotResult",
    "PluginError",
    "PluginRow",
    "Plugins",
    "Pot",
    "Prepares",
    "PrioritisationRule",
    "Problem",
    "ProblemRefused",
    "Profile",
    "Progress",
    "Protection",
    "Ranking",
    "Registry",
    "Review",
    "RolloutPlan",
    "RolloutStep",
    "Room",
    "Runner",
    "ScalingProblem",
    "ScalingStrategy",
    "Seeker",
    "Session",
    "Slot",
    "StatementVotes",
    "Strategy",
    "StrategyError",
    "StrategyFailed",
    "StrategyMissing",
    "StrategyTimeout",
    "TextBatch",
    "TextEncoder",
    "TieOptions",
    "TieOptionsWithoutCost",
    "TieRule",
    "TieRuleWithoutCost",
    "Timetable",
    "TimetableEntry",
    "TimetableProblem",
    "Timetabler",
    "Vectors",
    "Verdict",
    "VoteTable",
    "WorkStage",
    "by_tie_rule",
    "decide_with",
    "explanation_sentences",
    "hookimpl",
    "input_sha256",
    "load",
    "manifest",
    "missing_protections",
    "no_progress",
    "outcome_sha256",
    "pieces",
    "ranking_by_score",
    "standing",
    "tie_key",
    "tie_ranks",
    "verify",
]

_MODULES = (
    "hookspecs", "errors", "report", "registry", "chance", "columns", "problems", "strategy", "digest",
    "catalogues", "manager", "ordering", "job", "protections", "runner", "decide", "verification",
)  # fmt: skip
"""Where the names come from: first what needs nothing else."""


def __getattr__(name: str) -> Any:
    if name in __all__:
        for module in _MODULES:
            home = importlib.import_module(f"{__name__}.{module}")
            if name in home.__all__:
                globals()[name] = found = getattr(home, name)
                return found
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
