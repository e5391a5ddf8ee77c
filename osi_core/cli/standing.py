"""Where a mission stands: its phases with dates, what its gates still ask for, and its facts counted."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from osi_core.challenges.commitment_facts import Commitment, Gap
from osi_core.challenges.facts import Challenge
from osi_core.challenges.round_facts import Statement
from osi_core.curation.facts import Dossier, Pilot
from osi_core.domain import DataOrigin, Fact, Phase, Recorded, Unmet
from osi_core.funding.facts import Grant
from osi_core.log.envelope import decode
from osi_core.mission.events import MissionCreated, PhaseClosed, PhaseOpened
from osi_core.mission.facts import THE_JOINED, Institution, JoinedInstitutions, Member
from osi_core.mission.state import Mission
from osi_core.mission.views import MissionView
from osi_core.process import Engine, erasures_of
from osi_core.process.gates_ahead import GateAhead, gates_ahead
from osi_core.process.memory import MissionMemory
from osi_core.process.origins import PARTS, origins_of, parts_by_origin
from osi_core.process.proposals import Alike, merges_to_consider
from osi_core.scaling.facts import Adoption
from osi_core.solutions.facts import Kickoff, Solution
from osi_core.support.facts import Initiative, Need, Offer, Programme
from osi_core.words import Message, plain_of

F = TypeVar("F", bound=Fact)
PART_OF = {
    "mandates": "people",
    "gaps": "commitments",
    "programmes": "support",
    "initiatives": "support",
    "needs": "support",
    "offers": "support",
    "fits": "curation",
    "pilots": "curation",
    "adoptions": "scaling",
}
"""What is counted → the part of the mission that it stands in; other subjects are parts themselves."""

BESIDE = frozenset({"without_a_speaker", "of_an_older_version", "to_correct", "to_merge", "to_join", "contested"})
"""What is said beside the parts of a sum, and counted among them already."""


class PhaseStanding(NamedTuple):
    """A phase: when it was opened and closed, and what its next gate still asks for."""

    phase: Phase
    opened: datetime | None
    closed: datetime | None
    unmet: tuple[Unmet, ...]
    origin: DataOrigin | None
    """Whether it was opened for real, or how else; None where it was not."""

    @property
    def state(self) -> str:
        """`not_opened`, `open` or `closed`."""
        if self.opened is None:
            return "not_opened"
        return "open" if self.closed is None else "closed"


class Standing:
    """One mission as it stands at its log's end."""

    def __init__(self, engine: Engine, name: str) -> None:
        self.engine, self.name = engine, name
        self.memory: MissionMemory = engine.memory(name)
        state = self.memory.mission_state(engine.store)
        assert state is not None, "a mission of the store begins with its creation"
        self.mission: Mission = state
        self.last = datetime.fromisoformat(engine.head(name).time)

    def phases(self) -> list[PhaseStanding]:
        """All six, in their order."""
        opened, closed = self._dates()
        unmet = {gate.phase: gate.unmet for gate in gates_ahead(self.engine, self.name)}
        return [
            PhaseStanding(
                phase,
                opened[phase].time if phase in opened else None,
                closed.get(phase),
                unmet.get(phase, ()),
                opened[phase].origin if phase in opened else None,
            )
            for phase in Phase
        ]

    def _dates(self) -> tuple[dict[Phase, Recorded], dict[Phase, datetime]]:
        opened: dict[Phase, Recorded] = {}
        closed: dict[Phase, datetime] = {}
        types = frozenset(kind.type for kind in (MissionCreated, PhaseOpened, PhaseClosed))
        for record in map(decode, self.engine.store.read(self.name, types=types)):
            if isinstance(record.event, MissionCreated):
                opened[Phase.MISSION] = record
            elif isinstance(record.event, PhaseOpened):
                opened[record.event.phase] = record
                closed.pop(record.event.phase, None)
            elif isinstance(record.event, PhaseClosed):
                closed[record.event.phase] = record.time
        return opened, closed

    @cached_property
    def _origins(self) -> dict[str | None, Counter[DataOrigin]]:
        return origins_of(self.engine.store.read(self.name, upto=self.memory.head.position))

    def origins(self) -> dict[DataOrigin, list[str]]:
        """Real, imported, simulated → the parts that hold something of it."""
        return parts_by_origin(self._origins, PARTS)

    def origins_in(self, part: str) -> list[DataOrigin]:
        """What a part holds, what is real first."""
        return [origin for origin in DataOrigin if self._origins.get(part, Counter())[origin]]

    def proposals(self) -> list[Alike]:
        """Challenges that share most of their words: for an organiser to look at."""
        return merges_to_consider(self.engine, self.name)

    @property
    def joined(self) -> JoinedInstitutions:
        """The institutions that were entered twice, and those that are said to have been."""
        rows = cast("dict[str, JoinedInstitutions]", self.memory.rows[JoinedInstitutions])
        return rows.get(THE_JOINED) or JoinedInstitutions()

    def proposed_goal(self) -> Message | None:
        """The version of the goal that waits for those who endorse, until when, and for which sectors; None without."""
        waiting = self.mission.proposed_at(self._now)
        if waiting is None:
            return None
        required = self.mission.playbook.mission.required_sectors
        endorsed = self.joined.sectors_of(waiting.endorsements)
        missing = tuple(sector for sector in required if sector not in endorsed)
        return Message.of("cli.status.goal", version=waiting.goal.version, until=waiting.until, sectors=missing)

    @property
    def _now(self) -> datetime:
        real = self.mission.origin is DataOrigin.REAL
        return max(self.last, self.engine.judge.clock()) if real else self.last

    def silent(self) -> list[Message]:
        """The chains that owe the answer to an erasure for longer than the playbook allows."""
        return [
            Message.of(
                "cli.status.erasure_silent", chain=chain, participant=one.erasure.participant, since=one.silent[chain]
            )
            for one in erasures_of(self.memory)
            for chain in one.overdue(self._now, self.mission.playbook.mission)
        ]

    def retired(self) -> list[Message]:
        """The chains that were retired before they had answered an erasure."""
        return [
            Message.of("cli.status.erasure_retired", chain=chain, participant=one.erasure.participant)
            for one in erasures_of(self.memory)
            for chain in one.retired
        ]

    # Counting

    def counts(self) -> dict[str, dict[str, int]]:
        """Subject → what of it → how many."""
        members = self._rows(Member)
        people = {"joined": len(members), "erased": sum(member.erased for member in members)}
        return {
            "people": people,
            "mandates": _counted(_mandates(members, self.memory.last)),
            "institutions": self._institutions(),
            "challenges": self._challenges(),
            "statements": _counted(row.status for row in self._rows(Statement)),
            "commitments": _counted(row.status for row in self._rows(Commitment)),
            "gaps": {"named": len(self._rows(Gap))},
            "solutions": self._solutions(),
            "kickoff": self._kickoff(),
            "programmes": _counted("running" if row.runs else "ended" for row in self._rows(Programme)),
            "initiatives": _counted(map(_life, self._rows(Initiative))),
            "needs": _counted(row.status for row in self._rows(Need)),
            "offers": _counted("withdrawn" if row.withdrawn else "standing" for row in self._rows(Offer)),
            "grants": _counted(row.status for row in self._rows(Grant)),
            "fits": self._fits(),
            "pilots": _counted(row.status for row in self._rows(Pilot)),
            "adoptions": _counted("lasting" if row.lasts else "ended" for row in self._rows(Adoption)),
        }

    def _rows(self, kind: type[F]) -> list[F]:
        return list(cast("dict[str, F]", self.memory.rows[kind]).values())

    def _institutions(self) -> dict[str, int]:
        """Institutions by sector, each once, and those that are proposed to be another one."""
        rows = cast("dict[str, Institution]", self.memory.rows[Institution])
        found = _counted(row.sector.value for name, row in rows.items() if name not in self.joined.into)
        return found | _some({"to_join": len(self.joined.proposed)})

    def _challenges(self) -> dict[str, int]:
        """Challenges by status, those whose author waits for an answer, and those that may be merged."""
        rows = self._rows(Challenge)
        waiting = {
            "to_correct": sum(row.asked is not None for row in rows),
            "to_merge": sum(row.proposed_into is not None for row in rows),
        }
        return _counted(row.status for row in rows) | _some(waiting)

    def _solutions(self) -> dict[str, int]:
        """Solutions by status, and those whose team nobody speaks for."""
        rows = self._rows(Solution)
        silent = sum(row.stands and not row.speakers for row in rows)
        return _counted(row.status for row in rows) | _some({"without_a_speaker": silent})

    def _fits(self) -> dict[str, int]:
        """Assessed initiatives by result, those with a newer version than the one assessed, and results that wait."""
        solutions = cast("dict[str, Solution]", self.memory.rows[Solution])
        dossiers = cast("dict[str, Dossier]", self.memory.rows[Dossier])
        rows = [(name, row.latest) for name, row in dossiers.items()]
        latest = {name: note for name, note in rows if note is not None}
        older = sum(solutions[name].version > note.version for name, note in latest.items())
        found = _counted(note.standing for note in latest.values())
        at = self.last.date()
        contested = sum(dossiers[name].waits(at) or dossiers[name].calls_for_review(at) for name in latest)
        return found | _some({"of_an_older_version": older, "contested": contested})

    def _kickoff(self) -> dict[str, int]:
        """Registrations, attendances and places of all kick-offs together."""
        found = self._rows(Kickoff)
        if not found:
            return {}
        return {
            "registered": sum(row.registered for row in found),
            "attended": sum(row.attended for row in found),
            "placed": sum(row.placed for row in found),
        }

    def as_json(self, tell: Callable[[Message], str]) -> dict[str, Any]:
        """The standing for `--json`; unmet conditions as codes and values, and as `tell` says them."""
        head, goal = self.engine.head(self.name), self.proposed_goal()
        return {
            "mission": self.name,
            "title": self.mission.title,
            "origin": self.mission.origin,
            "origins": self.origins(),
            "events": head.position,
            "log_digest": head.hash.hex(),
            "last_event": head.time,
            "phases": [phase_as_json(one, tell) for one in self.phases()],
            "counts": self.counts(),
            "proposed_goal": {**plain_of(goal)["message"], "says": tell(goal)} if goal else None,
            "proposed_merges": [pair._asdict() for pair in self.proposals()],
            "proposed_joinings": dict(self.joined.proposed),
            "erasures": [{**plain_of(one)["message"], "says": tell(one)} for one in (*self.silent(), *self.retired())],
        }


def _counted(names: Iterable[str]) -> dict[str, int]:
    return dict(Counter(names).most_common())


def _some(parts: dict[str, int]) -> dict[str, int]:
    return {name: number for name, number in parts.items() if number}


def _mandates(members: Iterable[Member], at: datetime | None) -> Iterator[str]:
    for mandate in (mandate for member in members for mandate in member.mandates.values()):
        if at is None or not mandate.holds(at):
            yield "ended"
        else:
            yield "standing" if mandate.confirmed else "unconfirmed"


def _life(initiative: Initiative) -> str:
    if initiative.dropped_out:
        return "dropped_out"
    return "warned" if initiative.warned_at is not None else "active"


def phases_told(charter: MissionView, gates: Iterable[GateAhead]) -> list[PhaseStanding]:
    """All six phases, by what a mission shows of itself and what its gates wait for."""
    notes, unmet = {note.phase: note for note in charter.phases}, {gate.phase: gate.unmet for gate in gates}
    found = []
    for phase in Phase:
        note = notes.get(phase)
        opened, closed = (note.open_time, note.close_time) if note else (None, None)
        found.append(PhaseStanding(phase, opened, closed, unmet.get(phase, ()), None))
    return found


def phase_as_json(one: PhaseStanding, tell: Callable[[Message], str]) -> dict[str, Any]:
    """One phase, for `--json`."""
    return {
        "phase": one.phase.value,
        "state": one.state,
        "opened": one.opened.isoformat() if one.opened else None,
        "closed": one.closed.isoformat() if one.closed else None,
        "origin": one.origin,
        "unmet": [unmet_as_json(unmet, tell) for unmet in one.unmet],
    }


def unmet_as_json(unmet: Unmet, tell: Callable[[Message], str]) -> dict[str, Any]:
    """One thing that does not hold, for `--json`."""
    values = plain_of(unmet.message)["message"]["values"]
    return {"code": unmet.code, "field": unmet.field, "values": values, "says": tell(unmet.message)}
