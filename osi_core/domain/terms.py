"""The closed lists of the process: its phases, where actors come from, and what they may act as."""

from __future__ import annotations

from enum import StrEnum


class Phase(StrEnum):
    """The six phases, in their order."""

    MISSION = "mission"
    CHALLENGES = "challenges"
    SOLUTIONS = "solutions"
    SUPPORT = "support"
    CURATION = "curation"
    SCALING = "scaling"


class Sector(StrEnum):
    """Where an actor of the mission comes from."""

    CIVIL_SOCIETY = "civil_society"
    ADMINISTRATION = "administration"
    BUSINESS = "business"
    SCIENCE = "science"


class Role(StrEnum):
    """What a participant may act as; one person may hold several roles in a mission.

    `operator` is nobody in the mission: it is whoever runs the software, proven outside of it (a token's scope, or the
    program that embeds the library). It may create missions and let time pass.
    """

    OPERATOR = "operator"
    ORGANISER = "organiser"
    CITIZEN = "citizen"
    REPRESENTATIVE = "representative"
    EXPERT = "expert"


class StopReason(StrEnum):
    """Why somebody stops, declines or gives back what was theirs. People give one of these, for it stays in the log;
    what they add in their own words can be erased.
    """

    NO_TIME = "no_time"
    NO_PEOPLE = "no_people"
    NO_MONEY = "no_money"
    NO_ANSWER = "no_answer"
    """Those who were asked did not answer."""
    NOT_NEEDED = "not_needed"
    """It was solved in another way, or is not wanted any more."""
    DOES_NOT_FIT = "does_not_fit"
    """Aims, skills or results do not go together."""
    JOINED_ANOTHER = "joined_another"
    CIRCUMSTANCES = "circumstances"
    """Something changed that nobody here could help."""
    OTHER = "other"


STAFF = (Role.OPERATOR, Role.ORGANISER)
"""Who keeps the process going."""
PEOPLE = (Role.CITIZEN, Role.REPRESENTATIVE, Role.EXPERT)
"""Who takes part in it."""
