"""What the service decides: places at a kick-off, whether a solution fits its problem, and to whom it is rolled out."""

from __future__ import annotations

from osi_core.curation.commands import CloseAssessment
from osi_core.curation.events import AssessmentClosed
from osi_core.curation.views import DossierView
from osi_core.domain import Resource
from osi_core.scaling.commands import RequestPlan
from osi_core.scaling.events import PlanRequested
from osi_core.scaling.views import PlanView
from osi_core.solutions.commands import CloseAttendance, CloseRegistration
from osi_core.solutions.events import AttendanceClosed, RegistrationClosed
from osi_core.solutions.views import KickoffView
from osi_runtime.deciding import Decision

__all__ = ["ALLOCATION", "ASSESSMENT", "DECISIONS", "PLAN", "REALLOCATION"]

ALLOCATION = Decision(
    operation=Resource("operations/allocation-{kickoff}-{close}"),
    close=CloseRegistration,
    closing=RegistrationClosed,
    view=KickoffView,
    closed=frozenset({"registration-not-open"}),
)
REALLOCATION = Decision(
    operation=Resource("operations/reallocation-{kickoff}-{close}"),
    close=CloseAttendance,
    closing=AttendanceClosed,
    view=KickoffView,
    closed=frozenset({"allocation-not-reopened"}),
)
ASSESSMENT = Decision(
    operation=Resource("operations/assessment-{initiative}-{close}"),
    close=CloseAssessment,
    closing=AssessmentClosed,
    view=DossierView,
    closed=frozenset({"assessment-not-open"}),
)
PLAN = Decision(
    operation=Resource("operations/plan-{initiative}-{close}"),
    close=RequestPlan,
    closing=PlanRequested,
    view=PlanView,
    closed=frozenset({"plan-not-open"}),
)
DECISIONS = (ALLOCATION, REALLOCATION, ASSESSMENT, PLAN)
