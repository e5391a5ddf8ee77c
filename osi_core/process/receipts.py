"""Receipts: the way from a contribution to what came of it, or where it stopped and why.

Every public event names what it builds on (`refs`). A receipt follows these names forward: from the citizen's words
over merge, priority and commitment to solutions, pilots and adoptions. It needs no phase's own schema but the words.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime

from osi_core.challenges.events import ChallengeMerged, ChallengeSplit, ChallengesPrioritised
from osi_core.challenges.facts import Challenge
from osi_core.curation.events import ReviewSubmitted
from osi_core.domain import Event, Fact, Model, Recorded
from osi_core.funding.events import GrantApplied
from osi_core.mission.facts import Institution
from osi_core.process.engine import Engine
from osi_core.process.receipt_codes import receipt_digest
from osi_core.process.receipt_words import STAGE_NAMES, TOLD, Stage
from osi_core.solutions.facts import Solution

_FOLLOWED = frozenset({"challenges", "commitments", "solutions", "initiatives", "pilots", "adoptions"})
"""Collections whose resources a receipt goes on from; of others it tells only the event that names it."""
_STARTS = _FOLLOWED | {"statements", "registrations", "needs", "offers", "applications"}
"""Collections of contributions that a receipt begins with and follows."""
_TOLD_TO_ONESELF = frozenset(
    {
        "challenges.votes_cast",
        "challenges.ballots_cast",
        "funding.ballots_cast",
        "curation.review_submitted",
        "solutions.team_joined",
    }
)
"""Contributions that stand in nobody else's receipt: private, or many."""
_NAMED: dict[str, type[Fact]] = {
    "institution": Institution,
    "into": Challenge,
    "solution": Solution,
    "initiative": Solution,
}
"""Fields of events whose value is told by a name, and the fact that knows it."""
_BEFORE_MERGING = frozenset({"challenges.submitted", "challenges.accepted"})
"""What of another challenge, in which this one lives on, is no part of this one's way."""
_GRANT_ENDED = {
    "funding.applied": ("The grant round is not decided yet.", "Über die Förderrunde ist noch nicht entschieden."),
    "funding.declined": ("It was not funded in this round.", "In dieser Runde wurde es nicht gefördert."),
    "funding.awarded": ("It is funded, and not paid yet.", "Es wird gefördert; ausgezahlt ist noch nichts."),
    "funding.paid": ("It is funded.", "Es wird gefördert."),
    "funding.returned": ("It was funded, and money came back.", "Es wurde gefördert, und Geld kam zurück."),
}
"""Where an application's way ended, by what last happened to it."""
_GOES_ON = frozenset({"solutions.submitted", "support.initiative_admitted", "scaling.adopted"})
_STOPS = frozenset({"solutions.withdrawn", "support.initiative_dropped_out", "scaling.adoption_ended"})
"""What ends a solution or an adoption, until one of the events above lets it go on."""
_ALL_OF_A_STAGE = 3
"""How many steps of one stage the short form of a trail tells."""


class Step(Model):
    """One thing that happened on the way."""

    position: int
    time: datetime
    type: str
    stage: Stage
    resource: str
    en: str
    de: str

    def say(self, language: str = "en") -> str:
        """The sentence in German (`de`) or English."""
        return self.de if language == "de" else self.en


class Trail(Model):
    """The way of one contribution."""

    mission: str
    position: int
    """Where the contribution stands in the log; with the hash, the proof that the log was not rewritten."""
    hash: str
    resource: str
    words: str | None
    """What the contributor wrote; None when there were no words, or they were erased."""
    steps: tuple[Step, ...]
    reached: Stage
    ended_en: str
    """Where it stopped and why, or that it goes on."""
    ended_de: str

    def ended(self, language: str = "en") -> str:
        """Where it stopped and why, or that it goes on, in words."""
        return self.ended_de if language == "de" else self.ended_en

    def short(self) -> tuple[tuple[Step, ...], int]:
        """The first few steps of each stage, in order, and how many more there are."""
        told: dict[Stage, int] = defaultdict(int)
        kept = []
        for step in self.steps:
            told[step.stage] += 1
            if told[step.stage] <= _ALL_OF_A_STAGE:
                kept.append(step)
        return tuple(kept), len(self.steps) - len(kept)


class ReceiptUnknown(LookupError):
    """No contribution in this store has this receipt code."""


class Lineage:
    """The told events of one mission, by stream and by what they build on; read once, followed often."""

    def __init__(self, engine: Engine, mission: str) -> None:
        self.engine, self.mission = engine, mission
        self._rows = engine.memory(mission).rows
        self._own: dict[str, list[Recorded]] = defaultdict(list)
        self._built_on: dict[str, list[Recorded]] = defaultdict(list)
        for record in engine.events_of_types(mission, frozenset(TOLD) - _TOLD_TO_ONESELF):
            self._own[record.stream].append(record)
            for name in record.refs:
                self._built_on[name].append(record)

    def trail(self, position: int) -> Trail:
        """The way of the contribution at a position."""
        (start,) = self.engine.events(self.mission, position - 1, position)
        found = {record.position: record for record in self._follow(start)}
        records = [found[place] for place in sorted(found)]
        challenges = {_last(r.stream) for r in records if _collection(r.stream) == "challenges"}
        steps = tuple(self._step(record, challenges) for record in records)
        reached = max((step.stage for step in steps), default=Stage.CONTRIBUTION)
        ended_en, ended_de = self._ended(start, records, reached)
        return Trail(
            mission=self.mission,
            position=start.position,
            hash=start.hash.hex(),
            resource=_resource(start.stream),
            words=self._words(start.event),
            steps=steps,
            reached=reached,
            ended_en=ended_en,
            ended_de=ended_de,
        )

    def _follow(self, start: Recorded) -> Iterator[Recorded]:
        yield start
        if _collection(start.stream) not in _STARTS:
            yield from self._results_of(start)
            return
        waiting, seen = [start.stream], {start.stream}
        while waiting:
            name = waiting.pop()
            for record in self._next(name):
                if name == start.stream or record.event.type not in _BEFORE_MERGING:
                    yield record
                leads = record.refs if isinstance(record.event, ChallengeMerged | ChallengeSplit) else (record.stream,)
                fresh = [lead for lead in leads if lead not in seen and _collection(lead) in _FOLLOWED]
                seen.update(fresh)
                waiting.extend(fresh)

    def _next(self, name: str) -> Iterator[Recorded]:
        yield from self._own[name]
        for record in self._built_on[name]:
            aside = isinstance(record.event, ChallengeMerged | ChallengeSplit) or _collection(record.stream) in (
                "statements",
                "registrations",
            )
            if not aside:  # others merged into this one, or talk about it: their ways, not this one's
                yield record

    def _results_of(self, start: Recorded) -> Iterator[Recorded]:
        """Of a ballot: the result of its round. Of a review: what came of the assessment."""
        stream = start.stream.removesuffix("/ballots")
        if isinstance(start.event, ReviewSubmitted):
            stream = f"missions/{self.mission}/assessments/{start.event.initiative}"
        if stream != start.stream:
            yield from (record for record in self._own[stream] if record.position > start.position)

    def _step(self, record: Recorded, challenges: Collection[str] = ()) -> Step:
        told = TOLD[record.event.type]
        en, de = _place(record.event, challenges)
        return Step(
            position=record.position,
            time=record.time,
            type=record.event.type,
            stage=told.stage,
            resource=_resource(record.stream),
            en=told.say(record.event, "en", {"place": en, **self._names(record.event, "“{}”")}),
            de=told.say(record.event, "de", {"place": de, **self._names(record.event, "„{}“")}),
        )

    def _names(self, event: Event, quoted: str) -> dict[str, str]:
        """Names of institutions and titles of what people wrote, instead of ids; the id where words were erased."""
        found = {}
        for field, kind in _NAMED.items():
            row = self._rows[kind].get(getattr(event, field, ""))
            if isinstance(row, Institution):
                found[field] = row.name
            elif isinstance(row, Challenge | Solution):
                title = self.engine.words(self.mission, row.title)
                found |= {field: quoted.format(title)} if title else {}
        return found

    def _words(self, event: Event) -> str | None:
        seal = getattr(event, "title", None) or getattr(event, "text", None)
        if isinstance(event, GrantApplied):
            seal = event.purpose
        return self.engine.words(self.mission, seal)

    def _ended(self, start: Recorded, records: list[Recorded], reached: Stage) -> tuple[str, str]:
        last = records[-1].event
        if last.type in ("challenges.rejected", "challenges.statement_rejected"):
            return "It ended with the moderation's decision.", "Der Weg endete mit der Entscheidung der Moderation."
        if isinstance(start.event, GrantApplied):
            return _GRANT_ENDED.get(last.type, _GRANT_ENDED[start.event.type])
        adopted = reached is Stage.ADOPTION
        stop = self._stop(records, *(("adoptions",) if adopted else ("solutions", "initiatives")))
        if adopted and stop is None:
            return "It is in use: institutions have adopted it.", "Es wirkt: Institutionen haben es übernommen."
        if adopted and stop is not None:
            return f"It was in use, and is no longer: {stop.en}", f"Es war im Einsatz und ist es nicht mehr: {stop.de}"
        en, de = STAGE_NAMES[reached]
        why_en, why_de = self._why(records, reached)
        if stop is not None:
            why_en, why_de = f"There it stopped: {stop.en}", f"Dort endete es: {stop.de}"
        return f"It has come as far as: {en}. {why_en}".strip(), f"Es ist gekommen bis: {de}. {why_de}".strip()

    def _stop(self, records: list[Recorded], *collections: str) -> Step | None:
        """The last end of what a way has led to in these collections; None while any of it goes on."""
        ends: dict[str, Recorded | None] = {}
        for record in records:
            if _collection(record.stream) in collections and record.event.type in _GOES_ON | _STOPS:
                ends[record.stream.rsplit("/", 1)[1]] = record if record.event.type in _STOPS else None
        stops = [end for end in ends.values() if end is not None]
        if not stops or len(stops) < len(ends):
            return None
        return self._step(max(stops, key=lambda record: record.position))

    def _why(self, records: list[Recorded], reached: Stage) -> tuple[str, str]:
        """Why a way goes no further, as far as the facts tell."""
        rows = self._rows[Challenge]
        ranks = [
            row.rank
            for record in records
            if _collection(record.stream) == "challenges"
            and (row := rows.get(record.stream.rsplit("/", 1)[1])) is not None
            and isinstance(row, Challenge)
            and row.rank is not None
        ]
        if reached in (Stage.PRIORITY, Stage.MODERATION, Stage.LINEAGE):
            if ranks:
                return (
                    f"Its place in the priorities is {min(ranks)}.",
                    f"Ihr Platz in den Prioritäten ist {min(ranks)}.",
                )
            return "It has no place in the priorities yet.", "Sie hat noch keinen Platz in den Prioritäten."
        if reached is Stage.COMMITMENT:
            return "No solution answers it yet.", "Noch antwortet keine Lösung darauf."
        if reached in (Stage.PROGRAMME, Stage.SUPPORT):
            return "Its fit is not assessed yet.", "Der Problem-Lösungs-Fit ist noch nicht beurteilt."
        if reached is Stage.FIT:
            return "No institution has piloted it yet.", "Noch hat es keine Institution erprobt."
        if reached is Stage.PILOT:
            return "No institution has adopted it yet.", "Noch hat es keine Institution übernommen."
        return "", ""


def find_receipt(engine: Engine, code: str) -> tuple[str, int]:
    """Mission and position behind a code. Raises ValueError for what is no code, ReceiptUnknown for one not here."""
    found = engine.store.receipt(receipt_digest(code))
    if found is None:
        raise ReceiptUnknown(f"no contribution in this store has the receipt code {code}")
    return found


def trail_of(engine: Engine, code: str) -> Trail:
    """The way of the contribution that a receipt code stands for. Raises as `find_receipt` does."""
    mission, position = find_receipt(engine, code)
    return Lineage(engine, mission).trail(position)


def _place(event: Event, challenges: Collection[str]) -> tuple[str, str]:
    """Which place the first of these challenges got in published priorities, in English and German."""
    if isinstance(event, ChallengesPrioritised):
        for index, item in enumerate(event.order, start=1):
            if item in challenges:
                return f": place {index} of {len(event.order)}", f": Platz {index} von {len(event.order)}"
    return "", ""


def _last(stream: str) -> str:
    return stream.rpartition("/")[2]


def _resource(stream: str) -> str:
    return stream.split("/", 2)[2] if stream.count("/") > 1 else stream


def _collection(stream: str) -> str:
    """Where the resource stands, also within another: `registrations` of `kickoffs/k/registrations/p`."""
    parts = stream.split("/")
    return parts[-2] if len(parts) in (4, 6) else ""
