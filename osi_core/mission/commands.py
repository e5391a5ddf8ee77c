"""What can be asked for in phase 1."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, Any, ClassVar

from pydantic import Field, StringConstraints

from osi_core.domain import (
    LARGEST_INTEGER,
    RULES_VERSION,
    Command,
    DataOrigin,
    Day,
    FactKey,
    Figure,
    ForInstitution,
    Id,
    Language,
    Model,
    PublicText,
    Recorded,
    Role,
    Rows,
    Sector,
    State,
    TextClass,
    Words,
)
from osi_core.mission.facts import THE_GOAL, GoalVersions, Institution, Member, ServingChain
from osi_core.mission.playbook import Playbook
from osi_core.mission.resources import GOAL_COMMENTS, INSTITUTION, MISSION, PARTICIPANT
from osi_core.mission.state import InstitutionState, Mission, Participant

Sdg = Annotated[str, StringConstraints(pattern=r"^([1-9]|1[0-7])(\.[0-9a-z]{1,2})?$"), TextClass.CHOSEN]
"""A Sustainable Development Goal, "13", or one of its targets, "13.2"."""


class Indicator(Model):
    """How the mission's success is measured."""

    name: PublicText
    unit: PublicText
    baseline: Figure
    target: Figure
    deadline: Day


RulesVersion = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]
"""A version of the phase rules."""


class OfMission(Command, at=MISSION):
    """A command whose aggregate is the mission itself."""

    state: ClassVar[type[State] | None] = Mission


class CreateMission(OfMission):
    """Begin a mission under a playbook; its first phase is open from here on."""

    title: PublicText
    language: Language = "de"
    sdg: tuple[Sdg, ...] = ()
    playbook: Playbook = Playbook()
    origin: DataOrigin = DataOrigin.REAL
    """An imported or simulated mission takes its time from its commands, and all of it says what it is."""
    rules: RulesVersion = RULES_VERSION


class AdoptRules(OfMission):
    """Go on under a newer version of the phase rules; what happened until here stays judged by the older one."""

    rules: RulesVersion
    reason: PublicText


class WritesGoal(OfMission):
    """A command that brings a version of the goal."""

    statement: PublicText
    indicator: Indicator

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        goal = records[0].event.model_dump()
        return {"indicator": {**{name: goal.get(name) for name in Indicator.model_fields}, "name": goal["indicator"]}}


class SetGoal(WritesGoal):
    """Give the mission its goal, or sharpen it while the mission phase is open and nobody has endorsed it."""


GoalVersion = Annotated[int, Field(ge=1, le=LARGEST_INTEGER)]
"""Counts the versions of the goal from 1, those that are proposed too."""


class ProposeGoal(WritesGoal):
    """Ask those who endorse about another version of the goal; in silence the former one stays."""

    reason: PublicText


class TakeBackGoal(OfMission):
    """Take back the version of the goal that one has proposed."""

    reason: PublicText


class CommentGoal(Command, at=GOAL_COMMENTS):
    """Say something about the goal, or about a version that is proposed."""

    version: GoalVersion | None = None
    """Which one is meant; left out, the goal as it is."""
    text: Words

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(GoalVersions, THE_GOAL),)


class EndorseMission(OfMission, ForInstitution):
    """An institution stands behind the mission, through its representative."""

    statement: PublicText | None = None
    version: GoalVersion | None = None
    """Of the goal; the one that is proposed has to be named, so that nobody endorses what they have not read."""


class ChangePlaybook(OfMission):
    """Change the rules of the game in the open, with a reason."""

    playbook: Playbook
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(ServingChain),)


class StateProvenance(OfMission):
    """Name the source of a part of the mission's data, and its licence. What is real of it each event says itself."""

    part: Id
    source: PublicText
    licence: PublicText | None = None


class CorrectClock(OfMission):
    """Say that the last event's time is wrong, because a clock was ahead, and go on from the clock as it is now.

    Deadlines are judged by the corrected time from here on; what was stamped before stays as it is.
    """

    reason: PublicText


class RegisterInstitution(Command, at=INSTITUTION):
    """Enter an institution that takes part: a municipality, a ministry, a firm, an association, a university."""

    state: ClassVar[type[State] | None] = InstitutionState
    institution: Id
    name: PublicText
    sector: Sector
    place: PublicText | None = None
    """Where it works: a place or region by name."""
    latitude: Figure | None = Field(default=None, ge=-90, le=90)
    longitude: Figure | None = Field(default=None, ge=-180, le=180)


class OfInstitution(Command, at=INSTITUTION):
    """A command about an institution that was entered."""

    state: ClassVar[type[State] | None] = InstitutionState
    institution: Id


class ProposeJoining(OfInstitution):
    """Say that an institution was entered twice: that this one is `into`, which goes on."""

    into: Id
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Institution, self.into),)


class JoinInstitutions(OfInstitution):
    """Say yes to what was proposed, for those of both who have representatives, or as a second person of the staff."""

    into: Id
    """What is confirmed, so that nobody confirms another proposal than the one that was read."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return FactKey(Institution, self.into), FactKey(Member)

    def asked_by(self, state: InstitutionState | None, facts: object) -> tuple[str, ...]:
        return (state.proposed.by,) if state and state.proposed else ()


class PartInstitutions(OfInstitution):
    """Take back that an institution is another one, whether that is proposed or they were joined already."""

    reason: PublicText


class OfParticipant(Command, at=PARTICIPANT):
    """A command whose aggregate is one person's part in the mission."""

    state: ClassVar[type[State] | None] = Participant
    participant: Id


class JoinMission(OfParticipant):
    """A person takes part, as a citizen."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Member),)


class GrantRole(OfParticipant):
    """Let a participant act as organiser, expert, or as the representative of an institution."""

    role: Role
    institution: Id | None = None
    """The institution that a representative speaks for; for experts, where they work (conflicts of interest)."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        institution = (FactKey(Institution, self.institution),) if self.institution else ()
        return FactKey(Member, self.participant), *institution

    def asked_by(self, state: object, facts: object) -> tuple[str, ...]:
        return (self.participant,)


class ConfirmMandate(OfParticipant):
    """Confirm that somebody speaks for an institution: as one who does already, or as the operator, by a document.

    One that is confirmed again goes on for as long as a new one.
    """

    institution: Id
    document: PublicText | None = None
    """What the operator has seen: a letter, an entry in a register, with its date."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Member, self.participant),)

    def asked_by(self, state: object, facts: object) -> tuple[str, ...]:
        return (self.participant,)


class RevokeRole(OfParticipant):
    """End a role, with a reason; of a representative, the mandate of one institution."""

    role: Role
    institution: Id | None = None
    reason: PublicText

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Member, self.participant),)


class EraseParticipant(OfParticipant):
    """Delete a person's texts and the tie between person and participant; results and chain stay intact."""

    def needs(self, state: object) -> tuple[FactKey, ...]:
        return (FactKey(Member, self.participant),)
