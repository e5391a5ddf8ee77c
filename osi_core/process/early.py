"""Closing a mission early, whatever phase it is in, and resuming it: the way out that is always there.

A goal may be set for 2050, and nobody left to reach it. Who gives a mission up says so, and why, in public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from osi_core.challenges.round_facts import Round, VoteBox
from osi_core.curation.facts import ReviewBox
from osi_core.domain import STAFF, Context, Fact, FactKey, PublicText, Target, Unmet, rule
from osi_core.funding.facts import GrantRound
from osi_core.mission.commands import OfMission
from osi_core.mission.events import MissionClosedEarly, MissionResumed
from osi_core.mission.state import Mission

BOXED: tuple[type[Fact], ...] = (Round, GrantRound, VoteBox, ReviewBox)
"""The facts that know a box whose key is not destroyed yet, by their `box_sha256`."""


class CloseMissionEarly(OfMission):
    """Give the mission up, in public: all that is open closes, and nobody can tell any more who has cast what."""

    reason: PublicText

    def needs(self, state: object) -> Iterable[FactKey]:
        return (FactKey(kind) for kind in BOXED)


class ResumeMission(OfMission):
    """Go on with a mission that was closed early, in the phases that were open then."""

    reason: PublicText


def is_not_closed_early(command: CloseMissionEarly, state: Mission, context: Context) -> Iterator[Unmet]:
    """A mission is given up while something of it is open."""
    if not state.open_phases and (state.closed_early or not state.closing):  # what is only asked to close is open
        yield Unmet("nothing-is-open")


def is_closed_early(command: ResumeMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """Only what was closed early is resumed; a phase that was closed in its time is opened again by itself."""
    if not state.closed_early:
        yield Unmet("not-closed-early")


def close_early(command: CloseMissionEarly, state: Mission, context: Context) -> Iterator[MissionClosedEarly]:
    """Nothing is open any more, and the boxes are nobody's."""
    boxes = {
        box: None for kind in BOXED for row in context.all(kind).values() if (box := getattr(row, "box_sha256", None))
    }
    yield MissionClosedEarly(reason=command.reason, ended_boxes=tuple(boxes))


def resume(command: ResumeMission, state: Mission, context: Context) -> Iterator[MissionResumed]:
    """The phases are open as they were."""
    yield MissionResumed(reason=command.reason)


RULES = (
    rule(CloseMissionEarly, close_early, Target.EXISTING, by=STAFF, when=(is_not_closed_early,), since=2),
    rule(ResumeMission, resume, Target.EXISTING, by=STAFF, when=(is_closed_early,), since=2),
)
