"""The table of dossiers of problem-solution fit, and pilots.

Who may do what stands in the phase rules, for reads in the views.
"""

from __future__ import annotations

from collections.abc import Mapping

from osi_core.curation import commands as c
from osi_core.curation.views import DossierView, PilotView
from osi_matching.deciding import ASSESSMENT
from osi_runtime.deciding import closes
from osi_runtime.methods import Creates, Does, Gets, Lists, Row

__all__ = ["METHODS"]

METHODS: Mapping[str, Row] = {
    "OpenAssessment": Does(c.OpenAssessment, DossierView),
    "GetDossier": Gets(DossierView),
    "ListDossiers": Lists(DossierView),
    "OrderAssessment": Does(c.OrderAssessment, DossierView),
    "SubmitReview": Does(c.SubmitReview),
    "DeclareConflict": Does(c.DeclareConflict),
    "CloseAssessment": closes(ASSESSMENT),
    "OverrideAssessment": Does(c.OverrideAssessment, DossierView),
    "ConfirmOverride": Does(c.ConfirmOverride, DossierView),
    "ContestAssessment": Does(c.ContestAssessment, DossierView),
    "ContestAsReviewer": Does(c.ContestAsReviewer, DossierView),
    "AnswerContest": Does(c.AnswerContest, DossierView),
    "AssessFinally": Does(c.AssessFinally, DossierView),
    "CreatePilot": Creates(c.AgreePilot, PilotView),
    "GetPilot": Gets(PilotView),
    "ListPilots": Lists(PilotView),
    "StartPilot": Does(c.StartPilot, PilotView),
    "RecordPilotResult": Does(c.RecordPilotResult, PilotView),
    "AbandonPilot": Does(c.AbandonPilot, PilotView),
}
