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

    Two are nobody in the mission. `operator` is whoever runs the software, proven outside of it (a token's scope, or
    the program that embeds the library); it may create missions and let time pass. `engine` is the engine itself, which
    records what its runner has computed.
    """

    OPERATOR = "operator"
    ENGINE = "engine"
    ORGANISER = "organiser"
    CITIZEN = "citizen"
    REPRESENTATIVE = "representative"
    EXPERT = "expert"


OFFICES = (Role.OPERATOR, Role.ENGINE)
"""What no mission grants: nobody holds these roles, and no participant bears their names."""
STAFF = (Role.OPERATOR, Role.ORGANISER)
"""Who keeps the process going."""
PEOPLE = (Role.CITIZEN, Role.REPRESENTATIVE, Role.EXPERT)
"""Who takes part in it."""
