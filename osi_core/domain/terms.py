"""The closed lists of the process: its phases, where actors come from, and what they may act as."""

from __future__ import annotations

from collections.abc import Iterable
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


class Service(StrEnum):
    """Who may run a share of the process apart from the others; each has a chain of its own for a mission."""

    PARTICIPATION = "participation"
    """Missions, institutions, challenges, rounds, commitments, and whose person a participant id is."""
    MATCHING = "matching"
    """Calls, solutions, kick-offs, support, curation, scaling."""
    FUNDING = "funding"
    """Funds, grant rounds, stipends: wherever money is promised."""


class DataOrigin(StrEnum):
    """Where something comes from: what a mission is, and each event of its log, so that nobody takes one for another.

    In a real mission all is real. One that was imported may be played on: then it holds imported and simulated events.
    """

    REAL = "real"
    """It happened here."""
    IMPORTED = "imported"
    """It happened elsewhere, and was brought from files; or follows from that by a rule."""
    SIMULATED = "simulated"
    """Nobody did it."""

    @classmethod
    def of_all(cls, origins: Iterable[DataOrigin]) -> DataOrigin:
        """Of what rests on all of these: the least real; of nothing, real."""
        return max(origins, key=list(cls).index, default=cls.REAL)

    @property
    def holds(self) -> frozenset[DataOrigin]:
        """The origins of the events that a mission of this origin may have."""
        return frozenset({self, DataOrigin.SIMULATED}) if self is DataOrigin.IMPORTED else frozenset({self})


OFFICES = (Role.OPERATOR, Role.ENGINE)
"""What no mission grants: nobody holds these roles, and no participant bears their names."""


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
