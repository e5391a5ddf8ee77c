"""Lineage: the way from a contribution to what came of it, or where it stopped and why.

Every public event names what it builds on (`refs`). A receipt follows these names forward: from the citizen's words
over merge, priority and commitment to solutions, pilots and adoptions. It needs no phase's schema: what an event means
for a way, each phase states in its own folder (`way`), and what a step says is a code and the event's own values.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from functools import partial
from typing import Any

from osi_core.domain import Event, Recorded, Resource, full_name, within_mission
from osi_core.process.as_known import events_as_known
from osi_core.process.concerns import given_up, of_all, of_institutions, of_person, of_supported, turns_of
from osi_core.process.engine import Engine
from osi_core.process.step_words import StepWords
from osi_core.process.trail import Step, Trail
from osi_core.process.ways import BEGINNINGS, FOLLOWED, TOLD, UNSETTLED
from osi_core.way import Audience, Stage, Turn
from osi_core.words import Message, Name, Value

_NAMING = ("name", "title", "text", "purpose")
"""Fields that say in people's words what a contribution is, the first that an event has."""


class Lineage:
    """The told events of one mission, by stream and by what they build on; read once, followed often.

    They are those of the own chain and, as far as their content was kept, those heard of others. `words` says what is
    behind a seal, where it is told to others than the contributor; without it everything that was not erased is told.
    """

    def __init__(
        self, engine: Engine, mission: str, *, words: Callable[[str | None], str | None] | None = None
    ) -> None:
        self.engine, self.mission = engine, mission
        self._words_of = words or partial(engine.words, mission)
        self._telling = StepWords(mission, self._name_of)
        self._own: dict[str, list[Recorded]] = defaultdict(list)
        self._since: list[Recorded] = []
        self._built_on: dict[str, list[Recorded]] = defaultdict(list)
        self._first: dict[str, Recorded] = {}
        self._others = engine.store.heard_heads(mission).keys()
        self._places: dict[str, int] = {}  # by event id, in the order in which all became known
        naming = {kind.type for kind in Event.registry.values() if {"name", "title"} & kind.model_fields.keys()}
        for record in events_as_known(engine.store, mission, naming | TOLD.keys()):
            self._places[record.id] = len(self._places)
            self._first.setdefault(record.stream, record)
            told = TOLD.get(record.event.type)
            if told is None or told.audience is Audience.ONESELF:
                continue
            if told.audience is Audience.SINCE:
                self._since.append(record)
                continue
            self._own[record.stream].append(record)
            for name in record.refs if told.audience is Audience.ALL else ():
                self._built_on[name].append(record)

    def trail(self, start: Recorded, *, own: bool = False) -> Trail:
        """The way of the contribution that is this event; `own` with what concerns the contributor alone."""
        found = {record.id: record for record in self._follow(start)}
        records = of_person(start, sorted(found.values(), key=self._place), own=own)
        names = {within_mission(record.stream) for record in records}
        told = [(self._place(record), self._step(record, names, start.stream if own else "")) for record in records]
        supported = list(self._supported(start, records)) if own or start.event.public else []
        later = self._after(start, self._since)
        befell = [one for one in of_all(self.engine.store, start, later) if not self._over(start, records, one)]
        for record in befell:
            told.append((self._place(record), self._befell(record, told)))
        named = of_institutions(records, self._own, self._place)
        beside = [(self._place(record), self._step(record)) for record in named]
        steps = [step for _, step in sorted([*told, *supported, *beside], key=lambda one: one[0])]
        reached = max((step.stage for step in steps), default=Stage.CONTRIBUTION, key=lambda stage: stage.place)
        return Trail(
            mission=self.mission,
            chain=self._elsewhere(start),
            position=start.position,
            hash=start.hash.hex(),
            id=start.id,
            resource=within_mission(start.stream),
            words=self._words(start.event),
            steps=tuple(steps),
            reached=reached,
            end=self._end(start, records, steps, reached, given_up(befell)),
        )

    def _place(self, record: Recorded) -> int:
        """What came since all was read stands behind it."""
        return self._places.get(record.id, len(self._places))

    def _after(self, start: Recorded, records: Iterable[Recorded]) -> Iterator[Recorded]:
        return (record for record in records if self._place(record) > self._place(start))

    def _elsewhere(self, record: Recorded) -> str:
        return record.chain if record.chain in self._others else ""

    def _befell(self, record: Recorded, told: Iterable[tuple[int, Step]]) -> Step:
        """What befell all: it is told at the stage that the way had come to, unless it is of one kind alone."""
        step, of = self._step(record), TOLD[record.event.type].of
        stages = [step.stage, *(one.stage for place, one in told if place < self._place(record))]
        return step if of else step._replace(stage=max(stages, key=lambda stage: stage.place))

    def _supported(self, start: Recorded, records: list[Recorded]) -> Iterator[tuple[int, Step]]:
        """What became of what the contribution supports, as its supporter is told, and where each step belongs."""
        told = TOLD[start.event.type]
        for record in self._after(start, of_supported(self.engine.store, start, self._own)):
            if not self._over(start, records, record):
                step, called = self._step(record), self._name_of(record.stream)
                supported = called or Name(within_mission(record.stream))
                message = Message.of(told.supporting, challenge=supported, step=step.message)
                yield self._place(record), step._replace(stage=told.stage, message=message)

    def _over(self, start: Recorded, records: list[Recorded], at: Recorded) -> bool:
        """Whether the contribution had come to its end when something else happened."""
        before = [record for record in records if self._place(record) < self._place(at)]
        stages, told = [TOLD[record.event.type].stage for record in before], TOLD[start.event.type]
        if told.result_at is not None and any(stage.place > told.stage.place for stage in stages):
            return True
        end = self._own_end(start, before)
        return end not in UNSETTLED or self._stop(before, Stage.ADOPTION in stages) is not None

    # Following

    def _follow(self, start: Recorded) -> Iterator[Recorded]:
        yield start
        yield from self._results_of(start)
        if not _is_one_of(BEGINNINGS, start.stream):
            return
        waiting, seen = [start.stream], {start.stream}
        while waiting:
            name = waiting.pop()
            for record in self._next(name):
                if name == start.stream or Turn.BEGINS not in turns_of(record):
                    yield record
                leads = self._leads(record)
                fresh = [lead for lead in leads if lead not in seen and _is_one_of(FOLLOWED, lead)]
                seen.update(fresh)
                waiting.extend(fresh)

    def _leads(self, record: Recorded) -> tuple[str, ...]:
        """Where a way goes on from an event; nowhere else from a move that was undone."""
        if Turn.MOVES not in turns_of(record):
            return (record.stream,)
        back = [one for one in self._own[record.stream] if Turn.RETURNS in turns_of(one)]
        return () if back and self._place(back[-1]) > self._place(record) else record.refs

    def _next(self, name: str) -> Iterator[Recorded]:
        yield from self._own[name]
        # What others have moved into this one came by a way of their own.
        yield from (record for record in self._built_on[name] if Turn.MOVES not in turns_of(record))

    def _results_of(self, start: Recorded) -> Iterator[Recorded]:
        """Of a ballot: the result of its round. Of a review: what came of the assessment. Of a registration: that the
        kick-off was moved or cancelled.
        """
        told = TOLD.get(start.event.type)
        if told is not None and told.result_at is not None:
            stream = full_name(self.mission, told.result_at(start.event))
            yield from self._after(start, self._own[stream])

    # Telling

    def _step(self, record: Recorded, names: Collection[str] = (), teller: str = "") -> Step:
        """`teller` is the stream whose contributor it is told to, if it is told to one."""
        told = TOLD[record.event.type]
        message = self._telling.message(record.event, names)
        if told.own is not None and teller == full_name(self.mission, told.own.of(record.event)):
            message = told.own.tell(record.event, message)
        return Step(
            chain=self._elsewhere(record),
            position=record.position,
            time=record.time,
            type=record.event.type,
            stage=told.stage,
            resource=within_mission(record.stream),
            origin=record.origin,
            message=message,
        )

    def _name_of(self, stream: str) -> Value | None:
        """What people call a resource: an institution by its name, what somebody wrote by its title, an initiative as
        the solution that it builds on; None for others, and where the words were erased or lie in another service.
        """
        first = self._first.get(stream)
        if first is None:
            return None
        public = getattr(first.event, "name", None)
        if public is not None:
            return str(public)
        if hasattr(first.event, "title"):
            title = self._words_of(first.event.title)
            return None if title is None else Message.of("receipt.quoted", title=title)
        basis = next(iter(first.refs), None)
        return self._name_of(basis) if basis and Turn.LIVES in turns_of(first) else None

    def _words(self, event: Event) -> str | None:
        seals = (getattr(event, name, None) for name in _NAMING if name != "name")
        return self._words_of(next((seal for seal in seals if seal), None))

    # The end

    def _end(
        self, start: Recorded, records: list[Recorded], steps: list[Step], reached: Stage, stopped: Recorded | None
    ) -> Message:
        own = self._own_end(start, records)
        if own and (stopped is None or own not in UNSETTLED):
            return Message(own)
        adopted = reached is Stage.ADOPTION
        stop = self._stop(records, adopted)
        if stop is None and stopped is not None and not adopted:
            stop = self._step(stopped)
        if adopted:
            return Message.of("ended.was-in-use", stop=stop.message) if stop else Message("ended.in-use")
        if stop is not None:
            return Message.of("ended.stopped", stage=reached, stop=stop.message)
        why = self._why(start.stream, steps, reached)
        return Message.of("ended.goes-on", stage=reached, why=why) if why else Message.of("ended.at", stage=reached)

    def _own_end(self, start: Recorded, records: list[Recorded]) -> str:
        """What is said of a contribution that has an end of its own: a grant, a rejection. Whatever others do later,
        with what they had built on it, changes nothing about that.
        """
        own = next(record for record in reversed(records) if record.stream == start.stream)
        result_at = TOLD[start.event.type].result_at
        result = full_name(self.mission, result_at(start.event)) if result_at else ""
        for last in (records[-1], own):
            told = TOLD[last.event.type]
            # Where a result is published, others' contributions end too; what concerns it alone is told to all.
            whole = last.stream == result and told.audience is Audience.OWN
            if told.ended and (whole or last.stream == start.stream or start.stream in last.refs):
                return told.ended
        return TOLD[start.event.type].ended

    def _why(self, start: str, steps: Iterable[Step], reached: Stage) -> Message | None:
        """Why a way goes no further: what is open for its contribution. Of one that a way does not go on from, a ballot
        or a review, nothing is: what is open for others is not said of it.
        """
        if not _is_one_of(FOLLOWED, start):
            return None
        if reached in (Stage.PRIORITY, Stage.MODERATION, Stage.LINEAGE):
            places = [place for place in map(_place, (*steps, *self._inherited(start))) if place is not None]
            return Message.of("why.place", place=min(places)) if places else Message("why.no-place")
        return Message(f"why.{reached}") if reached in WAITS else None

    def _inherited(self, name: str) -> Iterator[Step]:
        """The results of what lives on in a resource: they have become its own."""
        moved = [one for one in self._built_on[name] if Turn.MOVES in turns_of(one) and name in self._leads(one)]
        for before in dict.fromkeys(record.stream for record in moved):
            yield from (self._step(one, (within_mission(before),)) for one in self._next(before))
            yield from self._inherited(before)

    def _stop(self, records: list[Recorded], adopted: bool) -> Step | None:
        """The last end of what a way has led to: of adoptions if it came so far, else of solutions and initiatives;
        None while any of it goes on.
        """
        ends: dict[str, Recorded | None] = {}
        for record in records:
            turns, stage = turns_of(record), TOLD[record.event.type].stage
            if turns & {Turn.LIVES, Turn.ENDS} and (stage is Stage.ADOPTION) is adopted:
                ends[record.stream.rpartition("/")[2]] = record if Turn.ENDS in turns else None
        stops = [end for end in ends.values() if end is not None]
        if not stops or len(stops) < len(ends):
            return None
        return self._step(max(stops, key=self._place))


def _place(step: Step) -> Any:
    """The place in an order that a step tells of."""
    return step.message.values.get("place")


WAITS = frozenset({Stage.COMMITMENT, Stage.PROGRAMME, Stage.SUPPORT, Stage.FIT, Stage.PILOT})
"""Stages of which a sentence says what comes next: `why.<stage>`."""


def _is_one_of(resources: tuple[Resource, ...], stream: str) -> bool:
    return any(resource.matches(stream) for resource in resources)
