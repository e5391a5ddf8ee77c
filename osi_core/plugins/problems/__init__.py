"""The questions a strategy answers and the answers it gives, one file a kind of decision.

Problems and outcomes are frozen pydantic models; what grows with people are columns. A problem checks itself when it is
made, and `problem.valid(outcome)` says what is wrong with an outcome, whoever computed it.
"""

from osi_core.plugins.problems.allocation import Allocation, AllocationProblem, Award, Pot
from osi_core.plugins.problems.curation import (
    Criterion,
    CriterionResult,
    Evidence,
    Fit,
    FitAssessment,
    PilotEvidence,
    PilotResult,
    Review,
)
from osi_core.plugins.problems.matching import Matching, MatchingProblem, Offer, Seeker
from osi_core.plugins.problems.model import Explanation, Outcome, Problem
from osi_core.plugins.problems.opinions import GroupVotes, OpinionGroup, OpinionMap, StatementVotes, VoteTable
from osi_core.plugins.problems.profile import ALL_BALLOTS, BallotKind, Profile, Ranking
from osi_core.plugins.problems.scaling import Institution, RolloutPlan, RolloutStep, ScalingProblem
from osi_core.plugins.problems.texts import TextBatch, Vectors
from osi_core.plugins.problems.timetable import Room, Session, Slot, Timetable, TimetableEntry, TimetableProblem

__all__ = [
    "ALL_BALLOTS",
    "Allocation",
    "AllocationProblem",
    "Award",
    "BallotKind",
    "Criterion",
    "CriterionResult",
    "Evidence",
    "Explanation",
    "Fit",
    "FitAssessment",
    "GroupVotes",
    "Institution",
    "Matching",
    "MatchingProblem",
    "Offer",
    "OpinionGroup",
    "OpinionMap",
    "Outcome",
    "PilotEvidence",
    "PilotResult",
    "Pot",
    "Problem",
    "Profile",
    "Ranking",
    "Review",
    "RolloutPlan",
    "RolloutStep",
    "Room",
    "ScalingProblem",
    "Seeker",
    "Session",
    "Slot",
    "StatementVotes",
    "TextBatch",
    "Timetable",
    "TimetableEntry",
    "TimetableProblem",
    "Vectors",
    "VoteTable",
]
