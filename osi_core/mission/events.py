"""What can have happened in phase 1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from enum import StrEnum

from osi_core.domain import EndsBoxes, Event, Phase, Role, Sector
from osi_core.mission.playbook import Playbook
from osi_core.mission.resources import INSTITUTION


class DataOrigin(StrEnum):
    """Whether a part of the mission's data is real, was derived from real data, or is made up."""

    REAL = "real"
    DERIVED = "derived"
    SIMULATED = "simulated"


class MissionCreated(Event, type="mission.created", public=True):
    title: str
    language: str
    sdg: tuple[str, ...]
    playbook: Playbook
    simulated: bool


class GoalSet(Event, type="mission.goal_set", public=True):
    statement: str
    indicator: str
    unit: str
    baseline: Decimal
    target: Decimal
    deadline: date


class MissionEndorsed(Event, type="mission.endorsed", public=True, builds_on={"institution": INSTITUTION}):
    institution: str
    sector: Sector
    statement: str | None


class PlaybookChanged(Event, type="mission.playbook_changed", public=True):
    playbook: Playbook
    reason: str


class ProvenanceStated(Event, type="mission.provenance_stated", public=True):
    part: str
    origin: DataOrigin
    source: str
    licence: str | None


class PhaseOpened(Event, type="mission.phase_opened", public=True):
    phase: Phase
    reason: str | None
    """Why it was opened again; None the first time."""


class PhaseClosed(EndsBoxes, type="mission.phase_closed", public=True):
    phase: Phase


class InstitutionRegistered(Event, type="mission.institution_registered", public=True):
    institution: str
    name: str
    sector: Sector
    place: str | None
    latitude: Decimal | None
    longitude: Decimal | None


class ParticipantJoined(Event, type="mission.participant_joined", public=True):
    participant: str


class RoleGranted(Event, type="mission.role_granted", public=True, builds_on={"institution": INSTITUTION}):
    participant: str
    role: Role
    institution: str | None
    sector: Sector | None


class ParticipantErased(Event, type="mission.participant_erased", public=True):
    participant: str
