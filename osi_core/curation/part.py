"""What phase 5 brings to the process."""

from __future__ import annotations

from osi_core.curation.events import AssessmentClosed, InitiativeAssessed
from osi_core.curation.facts import Dossier, Pilot, ReviewBox
from osi_core.curation.problem import assessment_command, assessment_problem
from osi_core.curation.review_facts import ConflictCode, Reviewer, Reviews
from osi_core.curation.rules import RULES
from osi_core.curation.settings import CurationSettings
from osi_core.curation.ties import Affiliations, Asking, Funded, Involved
from osi_core.curation.views import VIEWS
from osi_core.mission.facts import Member
from osi_core.part import DecisionKind, Part
from osi_core.solutions.facts import Solution
from osi_core.support.facts import Bundle, Initiative, Need, Offer

PART = Part(
    name="curation",
    rules=RULES,
    facts=(Affiliations, Asking, ConflictCode, Dossier, Funded, Involved, Pilot, ReviewBox, Reviewer, Reviews),
    reads=(Bundle, Initiative, Member, Need, Offer, Solution),
    settings=CurationSettings,
    decisions=(DecisionKind(AssessmentClosed, InitiativeAssessed, "curation", assessment_problem, assessment_command),),
    strategy_kind="curation",
    views=VIEWS,
)
