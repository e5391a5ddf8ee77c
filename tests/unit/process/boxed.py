"""What tests of boxes share: which events lie in them, and a town in which something can be cast."""

from __future__ import annotations

from datetime import timedelta

from osi_core.challenges import commands as challenges
from osi_core.challenges import events as ce
from osi_core.curation import events as ue
from osi_core.domain import Event, Phase, Recorded
from osi_core.funding import events as fe
from osi_core.log.store import PrivateText
from osi_core.process.gates import OpenPhase
from tests.unit.process.journey import Journey

BALLOT = {
    "round": "resource",
    "persons": "places",
    "revisions": "numbers",
    "offsets": "numbers",
    "choices": "items",
    "values": "what was said",
    "ids": "digests",
}
ACTS: dict[type[Event], dict[str, str]] = {
    ce.VotesCast: {
        "voters": "pseudonyms",
        "persons": "places",
        "items": "statements",
        "values": "what was said",
        "revisions": "numbers",
        "ids": "digests",
        "times": "moments",  # of votes that another program has taken; when ours was cast, the event says
    },
    ce.BallotsCast: BALLOT,
    fe.GrantBallotsCast: BALLOT,
    ue.ReviewSubmitted: {
        "initiative": "resource",
        "number": "numbers",
        "reviewer": "pseudonyms",
        "scores": "what was said",
        "comment": "seal",
        "independent": "what was said",
    },
    ue.ConflictSealed: {
        "initiative": "resource",
        "reviewer": "pseudonyms",
        "kind": "seal",
    },
}
"""The events that lie in boxes, and what their fields may hold: one that is not here perhaps names somebody."""


def in_boxes(journey) -> list[Recorded]:
    """What lies in the boxes of a mission, contests of reviewers too."""
    records = journey.records()
    contests = (r for r in records if isinstance(r.event, ue.AssessmentContested) and r.event.acting_as == "reviewer")
    return [*(r for r in records if type(r.event) in ACTS), *contests]


def secret(journey, seal) -> PrivateText | None:
    return journey.engine.store.text("m", seal)


def town_with_a_round() -> Journey:
    """A round is open, a statement takes votes, and Ada has cast her ballot."""
    journey = Journey()
    journey.agree_the_mission()
    journey.open(Phase.CHALLENGES)
    for name in ("heat", "water"):
        journey.do(challenges.SubmitChallenge(mission="m", challenge=name, title=name), by="ada")
        journey.do(challenges.AcceptChallenge(mission="m", challenge=name))
    journey.do(challenges.SubmitStatement(mission="m", statement="trees", text="Trees"), by="ada")
    journey.do(challenges.OpenRound(mission="m", round="first", closes_at=journey.now + timedelta(days=1)))
    journey.do(ballot("ada"), by="ada")
    return journey


def ballot(who, *choices, revision=0):
    own = {"round": "first", "participant": who, "ballot": f"of-{who}", "revision": revision}
    return challenges.CastBallot(mission="m", choices=choices or ("heat",), **own)


def vote(who, statement="trees", value=1):
    votes = (challenges.Vote(vote=f"of-{who}", statement=statement, value=value),)
    return challenges.CastVotes(mission="m", participant=who, votes=votes)


def close_without_gate(scenario, phase):
    """Closes a phase that its gate would not let out yet."""
    scenario.close_without_gates(phase)


def open_again(scenario, phase):
    scenario.do(OpenPhase(mission="m", phase=phase, reason="not done yet"))
