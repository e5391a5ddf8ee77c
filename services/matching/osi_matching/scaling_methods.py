"""The table of plans, adoptions, cooperations, financing, readings and the final report.

Who may do what stands in the phase rules, for reads in the views.
"""

from __future__ import annotations

from collections.abc import Mapping

from osi_core.scaling import commands as c
from osi_core.scaling.views import AdoptionView, CooperationView, FinalReportView, FinancingView, PlanView, ReadingView
from osi_matching.deciding import PLAN
from osi_runtime.deciding import closes
from osi_runtime.methods import Creates, Does, Gets, Lists, Row

__all__ = ["METHODS"]

METHODS: Mapping[str, Row] = {
    "OpenPlan": Does(c.OpenPlan),
    "GetPlan": Gets(PlanView),
    "ListPlans": Lists(PlanView),
    "RequestPlan": closes(PLAN),
    "CreateAdoption": Creates(c.RecordAdoption, AdoptionView),
    "GetAdoption": Gets(AdoptionView),
    "ListAdoptions": Lists(AdoptionView),
    "EndAdoption": Does(c.EndAdoption, AdoptionView),
    "CreateCooperation": Creates(c.DeclareCooperation, CooperationView),
    "GetCooperation": Gets(CooperationView),
    "ListCooperations": Lists(CooperationView),
    "EndCooperation": Does(c.EndCooperation, CooperationView),
    "SetFinancingModel": Does(c.SetFinancingModel, FinancingView),
    "GetFinancing": Gets(FinancingView),
    "ListFinancings": Lists(FinancingView),
    "RecordReading": Does(c.RecordReading),
    "PublishFinalReport": Does(c.PublishFinalReport, FinalReportView),
    "GetFinalReport": Gets(FinalReportView),
    "GetReading": Gets(ReadingView),
    "ListReadings": Lists(ReadingView),
}
