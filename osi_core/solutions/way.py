"""What the events of phase 3 mean for the way of a contribution."""

from __future__ import annotations

from osi_core.solutions import events as e
from osi_core.solutions.resources import KICKOFF, REGISTRATION, SOLUTION
from osi_core.way import Audience, Stage, Told, Turn, Way

WAY = Way(
    told={
        e.SolutionSubmitted: Told(Stage.SOLUTION, turns=frozenset({Turn.LIVES}), names={"solution": SOLUTION}),
        e.SolutionTied: Told(Stage.SOLUTION, names={"solution": SOLUTION}),
        e.SolutionWithdrawn: Told(Stage.SOLUTION, turns=frozenset({Turn.ENDS}), names={"solution": SOLUTION}),
        e.SolutionUpdated: Told(Stage.SOLUTION, Audience.OWN, names={"solution": SOLUTION}),
        e.CallAmended: Told(Stage.SOLUTION, Audience.SINCE, of=SOLUTION),
        e.TeamJoined: Told(Stage.CONTRIBUTION, Audience.ONESELF, names={"solution": SOLUTION}),
        e.JoinRequested: Told(Stage.CONTRIBUTION, Audience.ONESELF, names={"solution": SOLUTION}),
        e.JoinRequestAccepted: Told(Stage.CONTRIBUTION, Audience.PERSON, names={"solution": SOLUTION}),
        e.JoinRequestDeclined: Told(
            Stage.CONTRIBUTION, Audience.PERSON, names={"solution": SOLUTION}, ended="ended.join-declined"
        ),
        e.JoinRequestWithdrawn: Told(
            Stage.CONTRIBUTION, Audience.PERSON, names={"solution": SOLUTION}, ended="ended.by-author"
        ),
        e.TeamMemberRemoved: Told(Stage.SOLUTION, Audience.OWN, names={"solution": SOLUTION}),
        e.SpeakerAppointed: Told(Stage.SOLUTION, Audience.OWN, names={"solution": SOLUTION}),
        e.SpeakerResigned: Told(Stage.SOLUTION, Audience.OWN, names={"solution": SOLUTION}),
        e.SpeakerChosen: Told(Stage.SOLUTION, Audience.OWN, names={"solution": SOLUTION}),
        e.SpeakerNamed: Told(Stage.SOLUTION, Audience.OWN, names={"solution": SOLUTION}),
        e.KickoffRegistered: Told(
            Stage.CONTRIBUTION, Audience.OWN, result_at=lambda event: str(KICKOFF(event.kickoff))
        ),
        e.KickoffMoved: Told(Stage.CONTRIBUTION, Audience.OWN, names={"kickoff": KICKOFF}),
        e.KickoffCancelled: Told(Stage.CONTRIBUTION, Audience.OWN, names={"kickoff": KICKOFF}),
        e.RegistrationCancelled: Told(Stage.MODERATION, Audience.OWN, names={"kickoff": KICKOFF}),
        e.KickoffAttended: Told(Stage.SOLUTION, Audience.OWN),
    },
    follows=(SOLUTION,),
    begins=(REGISTRATION,),
)
