"""A mission whose first initiative, Shade, is supported, so that curation and scaling can be told from there on."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from osi_core.curation import commands as c
from osi_core.curation import events as e
from osi_core.domain import Phase, Role, Sector
from osi_core.support.commands import AdmitInitiative, StartProgramme
from tests.unit.solutions.world import World

CRITERIA = ("problem", "solution", "fit", "feasibility", "impact")
REVIEWERS = ("rosa", "raul", "resi", "ronja", "rui")
OF_THE_LAB = ("ronja", "rui")


class CuratedWorld(World):
    """As the town's mission, with Ada's initiatives Shade and Well in the programme.

    Rosa, Raul and Resi are experts of the university, Ronja and Rui of a laboratory. Anna, Bert and Carla speak for
    the towns of Aue, Bonn and Celle.
    """

    def __init__(self, **playbook: Any) -> None:
        super().__init__(**playbook)
        for institution in ("uni", "lab"):
            self.institution(institution, Sector.SCIENCE)
        for name in REVIEWERS:
            self.member(name, Role.EXPERT, "lab" if name in OF_THE_LAB else "uni")
        for town, speaker in (("aue", "anna"), ("bonn", "bert"), ("celle", "carla")):
            self.institution(town, Sector.ADMINISTRATION, speaker=speaker)
        for name in ("shade", "well"):
            self.solution(name)
        self.open_without_gates(Phase.SUPPORT)
        self.do(StartProgramme(mission="m", programme="first"), by="olga")
        for name in ("shade", "well"):
            self.do(AdmitInitiative(mission="m", initiative=name, programme="first"), by="olga")
        self.open_without_gates(Phase.CURATION)

    def open_assessment(self, initiative: str = "shade") -> None:
        """Olga calls for reviews."""
        self.do(c.OpenAssessment(mission="m", initiative=initiative), by="olga")

    def review(self, *reviewers: str, score: int = 4, initiative: str = "shade", **scores: int) -> None:
        """People review an initiative, with one score on every criterion but those named."""
        for reviewer in reviewers:
            self.do(review(initiative, score, **scores), by=reviewer)

    def close(self, initiative: str = "shade") -> None:
        """Olga closes the assessment, and its result is computed and recorded."""
        self.do(c.CloseAssessment(mission="m", initiative=initiative), by="olga")
        self.decide()

    def assess(self, score: int = 4, initiative: str = "shade", **scores: int) -> None:
        """An assessment by all five reviewers, from its opening to its result."""
        self.open_assessment(initiative)
        self.review(*REVIEWERS, score=score, initiative=initiative, **scores)
        self.close(initiative)

    def override(self, result: str = "fit", reason: str = "the heatwave showed it", initiative: str = "shade") -> None:
        """Olga proposes another result, and Anna confirms it, for there is no other organiser."""
        fields: dict[str, Any] = {"mission": "m", "initiative": initiative, "result": result}
        self.do(c.OverrideAssessment(**fields, reason=reason), by="olga")
        self.do(c.ConfirmOverride(**fields), by="anna")

    def contest(self, kind: Any = c.ContestAssessment, ground: str = "facts", initiative: str = "shade") -> Any:
        """A contest of Shade's result."""
        reason = "Nobody looked at the second street"
        return kind(mission="m", initiative=initiative, ground=ground, reason=reason)

    def answer(self, upheld: bool, contest: int = 1, initiative: str = "shade") -> c.AnswerContest:
        """An answer to a contest."""
        fields: dict[str, Any] = {"initiative": initiative, "contest": contest, "upheld": upheld}
        return c.AnswerContest(mission="m", answer="We have looked at it again", **fields)

    def agree_pilot(self, pilot: str = "p1", town: str = "aue", by: str = "anna", **fields: Any) -> None:
        """A town agrees to pilot Shade for ninety days."""
        self.do(pilot_agreement(self, pilot, town, **fields), by=by)

    def pilot(self, pilot: str, town: str, by: str, result: Any = "succeeded", initiative: str = "shade") -> None:
        """A pilot of one day, from its agreement to its result."""
        self.agree_pilot(pilot, town, by, initiative=initiative, end=(self.now + timedelta(days=1)).date())
        self.do(c.StartPilot(mission="m", pilot=pilot), by=by)
        self.later(days=1)
        met = (True, result == "succeeded")
        self.do(c.RecordPilotResult(mission="m", pilot=pilot, met=met, result=result, evidence="measured"), by=by)


def review(initiative: str = "shade", score: int = 4, **scores: int) -> c.SubmitReview:
    """A review with one score on every criterion but those named."""
    every = dict.fromkeys(CRITERIA, score) | scores
    return c.SubmitReview(mission="m", initiative=initiative, scores=scored(**every))


def scored(**scores: int) -> tuple[e.Score, ...]:
    """Scores by criterion."""
    return tuple(e.Score(criterion=criterion, score=score) for criterion, score in scores.items())


def pilot_agreement(world: World, pilot: str, town: str, **fields: Any) -> c.AgreePilot:
    """The agreement of a pilot of ninety days."""
    known: dict[str, Any] = {
        "initiative": "shade",
        "institution": town,
        "hypothesis": "Trees cool the market square by two degrees",
        "success_criteria": ("two degrees cooler at noon", "more people on the square"),
        "start": world.now.date(),
        "end": (world.now + timedelta(days=90)).date(),
    }
    return c.AgreePilot(mission="m", pilot=pilot, **(known | fields))
