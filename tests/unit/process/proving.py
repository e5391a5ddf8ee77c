"""What it takes in curation: a solution that works, brought, reviewed and piloted by people who come for it; contests
answered, and the final word spoken.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osi_core.curation import commands as curation
from osi_core.curation.events import FinalOutcome
from osi_core.curation.facts import Dossier
from osi_core.curation.review_facts import Reviews
from osi_core.domain import Phase, Role, Sector, Unmet
from osi_core.plugins.problems import PilotResult
from osi_core.support.resources import INITIATIVE

if TYPE_CHECKING:
    from tests.unit.process.going_on import Organiser

M: dict[str, Any] = {"mission": "m"}


def proves(mission: Organiser, unmet: Unmet) -> None:
    """An initiative fits, as reviewers say, and has been piloted by as many institutions as are asked for."""
    mission.admits(unmet)
    mission.again(Phase.CURATION)
    initiative: dict[str, Any] = {**M, "initiative": mission.solution}
    mission.do(curation.OpenAssessment(**initiative))
    reviews = mission.fact(Reviews, mission.solution)
    scores = [{"criterion": criterion, "score": reviews.scale.high} for criterion in reviews.criteria]
    for _ in range(max(reviews.min_reviewers, reviews.min_institutions)):
        review = curation.SubmitReview.model_validate({**initiative, "scores": scores, "independent": True})
        mission.do(review, by=mission.newcomer(Role.EXPERT))
    mission.do(curation.CloseAssessment(**initiative))
    for _ in range(int(str(unmet.values["count"]))):
        _pilots(mission, mission.solution)
    mission.decide()


def _pilots(mission: Organiser, initiative: str) -> None:
    """A newly come institution tries it out, with success."""
    name, pilot = mission.new("house"), {**M, "pilot": mission.new("pilot")}
    mission.institution(name, Sector.SCIENCE)
    speaker = mission.newcomer(Role.REPRESENTATIVE, name)
    agreed = {
        "hypothesis": "It works",
        "success_criteria": ("It does",),
        "start": mission.day(0),
        "end": mission.day(1),
    }
    mission.do(curation.AgreePilot(**pilot, initiative=initiative, institution=name, **agreed), by=speaker)
    mission.do(curation.StartPilot(**pilot), by=speaker)
    mission.later(days=1)
    told: dict[str, Any] = {"met": (True,), "result": PilotResult.SUCCEEDED, "evidence": "It did"}
    mission.do(curation.RecordPilotResult(**pilot, **told), by=speaker)


def assesses_finally(mission: Organiser, unmet: Unmet) -> None:
    mission.decide()
    for name in unmet.values["first"]:
        initiative = str(name).rpartition("/")[2]
        words = (
            curation.AssessFinally(**M, initiative=initiative, outcome=outcome, reason="It is what is known")
            for outcome in FinalOutcome
        )
        fitting = next((command for command in words if not mission.engine.unmet(command)), None)
        if fitting is None:
            answers_a_contest(mission, Unmet("contest-waits", initiative=INITIATIVE(initiative)))
        else:
            mission.do(fitting)


def answers_a_contest(mission: Organiser, unmet: Unmet) -> None:
    """Somebody who is uninvolved says that the result stays."""
    initiative = str(unmet.values["initiative"]).rpartition("/")[2]
    latest = mission.fact(Dossier, initiative).latest
    assert latest is not None
    number = next(n for n, one in enumerate(latest.contests, 1) if one.waits(mission.now.date()))
    answer = curation.AnswerContest(
        **M, initiative=initiative, contest=number, upheld=False, answer="It is what is known"
    )
    mission.do(answer, by=mission.newcomer(Role.ORGANISER))
