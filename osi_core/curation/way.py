"""What the events of phase 5 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.curation import events as e
from osi_core.curation.resources import ASSESSMENT, PILOT
from osi_core.way import Audience, Stage, Told, Way

WAY = Way(
    told={
        e.ReviewSubmitted: Told(
            Stage.CONTRIBUTION, Audience.ONESELF, result_at=lambda event: ASSESSMENT(event.initiative)
        ),
        e.InitiativeAssessed: Told(Stage.FIT),
        e.AssessmentOverridden: Told(Stage.FIT),
        e.AssessmentContested: Told(Stage.FIT),
        e.ContestAnswered: Told(Stage.FIT),
        e.InitiativeFinallyAssessed: Told(Stage.FIT),
        e.PilotAgreed: Told(Stage.PILOT),
        e.PilotEnded: Told(Stage.PILOT),
        e.PilotAbandoned: Told(Stage.PILOT),
    },
    follows=(PILOT,),
)
