"""What can have happened in phase 1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

from osi_core.domain import Event, Phase, Plain, Role, Sector


class MissionCreated(Event, type="mission.created", public=True):
    title: str
    language: str
    sdg: tuple[str, ...]
    playbook: dict[str, Plain]
    simulated: bool


class GoalSet(Event, type="mission.goal_set", public=True):
    statement: str
    indicator: str
    unit: str
    baseline: Decimal
    target: Decimal
    deadline: date


class MissionEndorsed(Event, type="mission.endorsed", public=True):
    institution: str
    sector: Sector
    statement: str | None

    def refs(self) -> tuple[str, ...]:
        return (f"institutions/{self.institution}",)


class PlaybookChanged(Event, type="mission.playbook_changed", public=True):
    playbook: dict[str, Plain]
    reason: str


class ProvenanceStated(Event, type="mission.provenance_stated", public=True):
    part: str
    origin: Literal["real", "derived", "simulated"]
    source: str
    licence: str | None


class PhaseOpened(Event, type="mission.phase_opened", public=True):
    phase: Phase


class PhaseClosed(Event, type="mission.phase_closed", public=True):
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


class RoleGranted(Event, type="mission.role_granted", public=True):
    participant: str
    role: Role
    institution: str | None
    sector: Sector | None

    def refs(self) -> tuple[str, ...]:
        return (f"institutions/{self.institution}",) if self.institution else ()


class ParticipantErased(Event, type="mission.participant_erased", public=True):
    participant: str
