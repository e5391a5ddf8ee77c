"""Somebody who asks for anything that the table allows anybody, and learns from each refusal what might fit.

Nothing here knows one command from another: lines come from the table, ids from the names of what is there, and a
refusal says which field is wrong, whether somebody else has to ask, and when it is time.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

from osi_core.domain import Command, Event, Malformed, Model, Phase, Recorded, Refused, Role, Rule, Target, Unmet
from osi_core.mission.facts import Member
from osi_core.mission.playbook import Playbook
from osi_core.process.gates import OpenPhase
from osi_core.process.request import OPERATOR, Office
from tests.unit.process.askable import KINDS, RESOURCES, Askable, askable, names_of
from tests.unit.process.drawn import ALSO_CALLED, Drawing
from tests.unit.process.going_on import Organiser

FOLLOWS = 4
"""How much rather somebody asks for what is about the same as the last thing that was granted."""
WANTED = 30
"""And for what leads to an event that is looked for."""
MOST_LINES = 50
"""How many lines of the table are looked at, until one can be asked for."""
TRIES = 16
"""How often somebody asks for one thing, each time a little otherwise."""
LEAPS = (1, 1, 30, 30, 24 * 4, 24 * 40)
"""Hours that may pass between two steps."""
AT_MOST = timedelta(days=800)
"""Longer nobody waits for anything."""
FORGOTTEN = 60
"""After so many steps somebody asks again for what was asked for in vain: time has passed."""
Who = str | Office


class Player:
    """Plays steps in a mission. `wanted` are events that it looks for first."""

    def __init__(
        self, mission: Organiser, chance: Random, playbooks: Sequence[Playbook], wanted: frozenset[type[Event]]
    ) -> None:
        self.mission, self.chance, self.wanted = mission, chance, wanted
        self.streams: dict[str, dict[tuple[str, ...], int]] = defaultdict(dict)
        """By the pattern of the resource: the ids of what there is, the latest touched last, and how often it was."""
        self._there: dict[str, list[str]] = {
            f"{package}.{one}": [] for at, package in RESOURCES for one in at.variables
        }
        self._related: dict[str, dict[str, None]] = defaultdict(dict)
        """By id, the ids and people that were named together with it, the latest last."""
        self._read = 0
        self._steps = 0
        self._last: frozenset[str] = frozenset()
        """What the last command that was granted is about."""
        self._vain: dict[tuple[str, tuple[str, ...]], tuple[int, int]] = {}
        """What was asked for in vain, of which thing: how often that had been touched, and at which step it was."""
        self.drawing = Drawing(chance, self._there, self._related, playbooks)
        self.granted: Counter[str] = Counter()
        self.refused: Counter[str] = Counter()

    def opens_the_next_phase(self) -> None:
        """As an organiser would, who does what the gate lacks."""
        following = next((phase for phase in Phase if phase not in self.mission.state.opened), None)
        if following is not None and (following is not Phase.SCALING or self.chance.random() < 0.3):
            self.mission.achieves(OpenPhase(mission="m", phase=following))

    def asks(self) -> None:
        """Somebody asks for something, rather for what was seldom granted yet."""
        self._steps += 1
        self.looks_around()
        if self.chance.random() < 0.15:
            self.drawing.focus = self.chance.choice([ids for streams in self.streams.values() for ids in streams])
        lines = askable(self.mission.state.rules)
        weights = [self._weight(line) for line in lines]
        for line in self.chance.choices(lines, weights, k=MOST_LINES):
            if self._can_be_asked(line):
                self._persists(line.line)
                return

    def _weight(self, line: Askable) -> float:
        seldom = line.weight / ((1 + self.granted[line.name]) * (1 + self.refused[line.name] / 2))
        if not self._last.isdisjoint(line.names):
            seldom *= FOLLOWS
        return seldom if self.wanted.isdisjoint(line.line.events) else seldom * WANTED

    def _can_be_asked(self, line: Askable) -> bool:
        """Whether the table allows it now of what there is."""
        if line.line.during and not line.line.during & self.mission.state.open_phases:
            return False
        if line.line.target is Target.EXISTING and not self._targets(line.line):
            return False
        return all(self.drawing.ids(line.package, name) for name in line.referred) and bool(self._people(line.line))

    def _targets(self, line: Rule) -> list[tuple[str, ...]]:
        """What there is that it was not asked of in vain, unless something has happened there since."""
        found = []
        for ids, times in self.streams[line.command.at.pattern].items():
            touched, step = self._vain.get((line.name, ids), (0, 0))
            if times != touched or self._steps > step + FORGOTTEN:
                found.append(ids)
        return found

    def _people(self, line: Rule) -> list[Who]:
        members: dict[str, Member] = self.mission.facts(Member)
        people: list[Who] = [
            name for name, one in members.items() if not one.erased and (not line.by or one.roles & line.by)
        ]
        return [*people, OPERATOR] if not line.by or Role.OPERATOR in line.by else people

    # What there is

    def looks_around(self) -> None:
        """Takes in what has happened since."""
        self.drawing.now = self.mission.now
        for record in self.mission.engine.events("m", self._read):
            self._read = record.position
            self._touch(record)

    def _touch(self, record: Recorded) -> None:
        resource, package = next(one for one in RESOURCES if one[0].matches(record.stream))
        named = resource.parse(record.stream)
        ids, streams = tuple(named[one] for one in resource.variables), self.streams[resource.pattern]
        streams[ids] = streams.pop(ids, 0) + 1
        for variable in resource.variables:
            for key in (ALSO_CALLED.get(variable, (variable,))[0], f"{package}.{variable}"):
                there = self._there.setdefault(key, [])
                if named[variable] in there:
                    there.remove(named[variable])
                there.append(named[variable])
        self._relate(dict.fromkeys([*ids, record.actor, *_ids_in(vars(record.event).values())]))

    def _relate(self, together: Iterable[str]) -> None:
        for one in together:
            related = self._related[one]
            for other in together:
                related.pop(other, None)
                related[other] = None

    # Asking

    def _persists(self, line: Rule) -> None:
        targets = self._targets(line)
        fields = self.drawing.fields_of(line.command, self._aimed(line, targets))
        askers = self._askers(line, fields)
        for _ in range(TRIES):
            before = self.mission.engine.head("m")
            try:
                self.mission.do(line.command(**fields), by=askers[0])
                self.granted[line.name] += 1
                self._last = names_of(line.command)
                self.drawing.focus = tuple(
                    value for name, value in fields.items() if name in KINDS and isinstance(value, str)
                )
                return
            except (Refused, Malformed) as refused:
                unmet = refused.unmet
            assert self.mission.engine.head("m") == before, "a refused command left something behind"
            if self._waits_for(unmet):
                continue
            wrong = any(one.field is None for one in unmet)
            if line.target is Target.EXISTING and (wrong or self.chance.random() < 0.2):
                ids = tuple(fields[one] for one in line.command.at.variables)
                if wrong:
                    self._vain[line.name, ids] = self.streams[line.command.at.pattern].get(ids, 0), self._steps
                if not targets:
                    break
                fields = self.drawing.fields_of(line.command, self._aimed(line, targets))  # it may be asked of another
                askers = self._askers(line, fields)
                continue
            if any(one.field == "actor" for one in unmet):
                askers.append(askers.pop(0))
            if self._says_otherwise(line.command, fields, unmet):
                askers = self._askers(line, fields)
        self.refused[line.name] += 1

    def _aimed(self, line: Rule, targets: list[tuple[str, ...]]) -> dict[str, Any]:
        """The ids of one of the things there are, which is then taken out of them, or of a new one."""
        variables = line.command.at.variables
        if line.target is Target.NEW and variables:
            return {variables[-1]: self.drawing.new(variables[-1])}
        if line.target is not Target.EXISTING:
            return {}
        near = {other for one in self.drawing.focus for other in (one, *self._related[one])}
        nearest = [ids for ids in targets if not near.isdisjoint(ids)] if self.chance.random() < 0.7 else targets
        among = nearest or targets
        ids = among[-1 - min(int(self.chance.expovariate(0.3)), len(among) - 1)]
        targets.remove(ids)
        return dict(zip(variables, ids, strict=True))

    def _askers(self, line: Rule, fields: dict[str, Any]) -> list[Who]:
        """Who may ask by their role, mostly first whom the fields name and who had to do with what they name."""
        people = self._people(line)
        self.chance.shuffle(people)
        if self.chance.random() < 0.8:
            named = {one for one in fields.values() if isinstance(one, str)}
            near = named.union(*(self._related.get(one, ()) for one in named))
            people.sort(key=lambda one: one not in near)
        return people

    def _waits_for(self, unmet: Sequence[Unmet]) -> bool:
        """Time passes, where nothing but time is lacking."""
        moments = [self._moment(one) for one in unmet]
        if None in moments or self.chance.random() < 0.3:
            return False
        self.mission.waits_until(max(moment for moment in moments if moment))
        return True

    def _moment(self, unmet: Unmet) -> datetime | None:
        """When a refusal may be over, as it says itself."""
        if unmet.field not in (None, *KINDS):
            return None
        moments = [one for one in unmet.values.values() if isinstance(one, datetime)]
        days = [one for one in unmet.values.values() if isinstance(one, date) and not isinstance(one, datetime)]
        moments += [self.mission.midnight(day) + timedelta(days=self.chance.choice([0, 1])) for day in days]
        latest = max(moments, default=self.mission.now)
        return latest if self.mission.now < latest < self.mission.now + AT_MOST else None

    def _says_otherwise(self, kind: type[Command], fields: dict[str, Any], unmet: Sequence[Unmet]) -> bool:
        """Draws anew what a refusal names, with what it says would be right; if it is about who asks, perhaps what for.
        Whether it is about something else now.
        """
        before = {name: value for name, value in fields.items() if isinstance(value, str)}
        names = {(one.field or "").partition(".")[0]: list(one.values.values()) for one in unmet}
        if "actor" in names and self.chance.random() < 0.2:
            names[self.chance.choice(list(fields))] = []
        for name, hints in names.items():
            if name not in kind.model_fields or name in ("mission", *kind.at.variables[:-1]):
                continue
            if not kind.model_fields[name].is_required() and name in fields and self.chance.random() < 0.5:
                del fields[name]
            else:
                fields[name] = self.drawing.field(kind, name, fields, hints)
        return any(fields.get(name) != value for name, value in before.items())


def _ids_in(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, tuple):
            yield from _ids_in(value[:20])
        elif isinstance(value, Model):
            yield from _ids_in(vars(value).values())
