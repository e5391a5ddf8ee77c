"""What can have happened in phase 1."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from pydantic import AwareDatetime

from osi_core.domain import DataOrigin, EndsBoxes, Event, Phase, Role, Sealed, Sector, Service, Upcaster
from osi_core.mission.playbook import Playbook
from osi_core.mission.resources import INSTITUTION


def playbook_of_rules_1(data: dict[str, Any]) -> dict[str, Any]:
    """What the first rules knew no setting of has the default."""
    return data


def playbook_of_rules_2(data: dict[str, Any]) -> dict[str, Any]:
    """What the second rules knew no setting of has the default."""
    return data


def playbook_without_statement_length(data: dict[str, Any]) -> dict[str, Any]:
    """What the playbook said no length of statements in has the default, which was every mission's."""
    return data


def _without(*fields: str) -> Upcaster:
    """A former form had none of these fields."""
    return lambda data: {**dict.fromkeys(fields), **data}


class MissionCreated(Event, type="mission.created", public=True):
    upcasters = (playbook_of_rules_1, playbook_of_rules_2, playbook_without_statement_length)

    title: str
    language: str
    sdg: tuple[str, ...]
    playbook: Playbook
    origin: DataOrigin
    rules: int
    """The version of the phase rules that the mission begins under."""


class RulesAdopted(Event, type="mission.rules_adopted", public=True):
    """What comes behind this is judged by another version of the phase rules."""

    rules: int
    reason: str


class GoalWritten(Event):
    """The words of a version of the goal, and the indicator by which it is measured."""

    statement: str
    indicator: str
    unit: str
    baseline: Decimal
    target: Decimal
    deadline: date


class GoalSet(GoalWritten, type="mission.goal_set", public=True):
    """Nobody has endorsed one yet: this is the goal from here on."""


class GoalProposed(GoalWritten, type="mission.goal_proposed", public=True):
    """Those who endorse are asked about another version; the goal stays until each required sector endorses it."""

    version: int
    """Counts the versions of the goal from 1, those that were set before it too."""
    proposer: str
    until: AwareDatetime
    """From here on silence has kept the former goal."""
    reason: str


class GoalTakenBack(Event, type="mission.goal_taken_back", public=True):
    """A version that was proposed is no longer; the goal stays as it is."""

    version: int
    reason: str


class GoalAdopted(GoalWritten, type="mission.goal_adopted", public=True):
    """Each required sector has endorsed a version that was proposed: it is the goal."""

    version: int


class GoalCommented(Event, type="mission.goal_commented", public=True):
    version: int
    """Of the goal, or of one that is proposed."""
    author: str
    text: Sealed


class MissionEndorsed(Event, type="mission.endorsed", public=True, builds_on={"institution": INSTITUTION}):
    upcasters = (_without("endorsed_by"), _without("version"))

    institution: str
    sector: Sector
    statement: str | None
    endorsed_by: str | None
    """Who spoke for it; None under the first rules, which did not ask."""
    version: int | None
    """Of the goal, or of one that is proposed; None where the rules knew one goal alone."""


class Question(Event):
    """Something that all services have to follow is put to those who have chains of their own."""

    question: int
    """Where it stands in the mission's chain, which the answers name."""
    asked: tuple[str, ...]
    """The chains that are to answer."""
    until: AwareDatetime
    """Whoever has not answered by then is not waited for."""


class PlaybookAsked(Question, type="mission.playbook_asked", public=True):
    upcasters = (playbook_without_statement_length,)

    playbook: Playbook
    reason: str


class PlaybookDeclined(Event, type="mission.playbook_declined", public=True):
    """Not all services can follow the playbook that was asked for; the former one stays."""

    question: int
    unmet: tuple[str, ...]
    """Codes."""


class PlaybookChanged(Event, type="mission.playbook_changed", public=True):
    upcasters = (playbook_of_rules_1, _without("question"), playbook_without_statement_length)

    playbook: Playbook
    reason: str
    question: int | None
    """What it settles; None where there was nobody to ask."""


class ProvenanceStated(Event, type="mission.provenance_stated", public=True):
    """Who is to be named for a part of the data, and under which licence it stands."""

    part: str
    source: str
    licence: str | None


class ClockCorrected(Event, type="mission.clock_corrected", public=True):
    """A clock had been ahead; from here on time goes on from the right one, and lies before the event in front."""

    reason: str
    ahead: AwareDatetime
    """When the event in front says that it happened."""


class PhaseOpened(Event, type="mission.phase_opened", public=True):
    phase: Phase
    reason: str | None
    """Why it was opened again; None the first time."""


class ClosingAsked(Question, type="mission.closing_asked", public=True):
    """Nothing more is taken in a phase, until it is closed or that is cancelled."""

    phase: Phase


class ClosingCancelled(Event, type="mission.closing_cancelled", public=True):
    """The phase goes on: a service could not leave it, or its gate no longer holds."""

    phase: Phase
    question: int
    unmet: tuple[str, ...]
    """Codes."""


def _nobody_was_asked(data: dict[str, Any]) -> dict[str, Any]:
    return {"question": None, "silent": [], **data}


class PhaseClosed(EndsBoxes, type="mission.phase_closed", public=True):
    upcasters = (_nobody_was_asked,)

    phase: Phase
    question: int | None
    """What it settles; None where there was nobody to ask."""
    silent: tuple[str, ...]
    """The chains that have not answered in time. What they say of this phase later counts for no gate."""


class MissionClosedEarly(EndsBoxes, type="mission.closed_early", public=True):
    """The mission is given up, whatever phase it is in: nothing goes on until it is resumed."""

    reason: str


class MissionResumed(Event, type="mission.resumed", public=True):
    """It goes on where it was given up; what people had cast in boxes stays, and takes no more."""

    reason: str


_BOTH = {"institution": INSTITUTION, "into": INSTITUTION}


class InstitutionRegistered(Event, type="mission.institution_registered", public=True):
    institution: str
    name: str
    sector: Sector
    place: str | None
    latitude: Decimal | None
    longitude: Decimal | None


class JoiningProposed(Event, type="mission.institution_joining_proposed", public=True, builds_on=_BOTH):
    """Somebody says that an institution was entered twice: that it is `into` already. A later proposal replaces it."""

    institution: str
    into: str
    reason: str
    proposed_by: str


class JoiningAgreed(Event, type="mission.institution_joining_agreed", public=True, builds_on=_BOTH):
    """One of both has said yes through its representative; the other, which has one too, has not yet."""

    institution: str
    into: str
    agreed: tuple[str, ...]
    """Those of both for which it was said."""


class JoiningDropped(Event, type="mission.institution_joining_dropped", public=True, builds_on=_BOTH):
    """What was proposed is taken back: they are two."""

    institution: str
    into: str
    reason: str


class InstitutionsJoined(Event, type="mission.institutions_joined", public=True, builds_on=_BOTH):
    """Both ids are one institution from here on, in all that counts or compares institutions."""

    institution: str
    into: str
    """The one that goes on."""
    sector: Sector
    """Of the one that goes on."""


class InstitutionsParted(Event, type="mission.institutions_parted", public=True, builds_on=_BOTH):
    """They were joined by mistake, and are two again; what either had said stays its own."""

    institution: str
    into: str
    reason: str


class ParticipantJoined(Event, type="mission.participant_joined", public=True):
    upcasters = (_without("index"),)

    participant: str
    index: int | None
    """Counts participants from 0; None under the rules before the third, where whoever reads the log counts."""


class RoleGranted(Event, type="mission.role_granted", public=True, builds_on={"institution": INSTITUTION}):
    """Of a representative, what the organisers state; the institution has to confirm it."""

    upcasters = (_without("until", "confirm_by"),)

    participant: str
    role: Role
    institution: str | None
    sector: Sector | None
    until: AwareDatetime | None
    """When the mandate ends; None under the first rules, and for other roles."""
    confirm_by: AwareDatetime | None
    """When it ends unless it is confirmed."""


class MandateConfirmed(Event, type="mission.mandate_confirmed", public=True, builds_on={"institution": INSTITUTION}):
    participant: str
    institution: str
    until: AwareDatetime
    document: str | None
    """By which the operator knows; a colleague needs none."""


class RoleRevoked(Event, type="mission.role_revoked", public=True, builds_on={"institution": INSTITUTION}):
    participant: str
    role: Role
    institution: str | None
    reason: str


class ChainListed(Event, type="mission.chain_listed", public=True):
    """From here on this chain is heard, asked and waited for."""

    chain: str
    service: Service
    key: str | None
    """The public key that signs its checkpoints."""
    address: str | None
    """Where the service answers."""


class ChainRetired(Event, type="mission.chain_retired", public=True):
    """Nothing of this chain counts that stands behind this position."""

    chain: str
    last: int
    reason: str


class ParticipantErased(Event, type="mission.participant_erased", public=True):
    participant: str
