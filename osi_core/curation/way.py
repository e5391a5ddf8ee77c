"""What the events of phase 5 mean for the way of a contribution."""

from __future__ import annotations

from fractions import Fraction

from osi_core.curation import events as e
from osi_core.curation.resources import ASSESSMENT, PILOT
from osi_core.solutions.resources import SOLUTION
from osi_core.way import Audience, Own, Stage, Told, Way
from osi_core.words import Message


def with_the_scores(event: e.InitiativeAssessed, message: Message) -> Message:
    """With the mean on each criterion, which concerns the team and nobody else."""
    means = tuple(Message.of("step.mean", criterion=one.criterion, mean=Fraction(one.mean)) for one in event.means)
    return Message("step.curation.assessed-own", {**message.values, "means": means}) if means else message


WAY = Way(
    told={
        e.ReviewSubmitted: Told(
            Stage.CONTRIBUTION, Audience.ONESELF, result_at=lambda event: ASSESSMENT(event.initiative)
        ),
        e.AssessmentOrdered: Told(Stage.FIT),
        e.InitiativeAssessed: Told(
            Stage.FIT, own=Own(of=lambda event: SOLUTION(event.initiative), tell=with_the_scores)
        ),
        e.OverrideProposed: Told(Stage.FIT),
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
