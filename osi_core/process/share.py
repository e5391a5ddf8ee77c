"""Shares: which phases an engine owns, and what follows from that: its rules, facts and decisions.

Embedded use is the share of all. A service that runs some phases imports these and no other phase's `decide`: parts are
loaded by name.
"""

from __future__ import annotations

import importlib
from collections.abc import Mapping
from functools import cache
from types import MappingProxyType

from osi_core.domain import RULES_VERSION, Command, Event, Fact, Recorded, Rule, Service, mission_name
from osi_core.hearing.events import Answered
from osi_core.hearing.facts import Erasure, ErasureAnswer
from osi_core.log.heard import PublicEntry
from osi_core.mission.events import MissionCreated
from osi_core.mission.facts import JoinedInstitutions, Member, ServingChain
from osi_core.mission.playbook import Playbook
from osi_core.part import DecisionKind, Part
from osi_core.plugins import Plugins
from osi_core.process import asking, erasing, gates
from osi_core.process.due import Due
from osi_core.words import WordedError

PARTS = ("mission", "challenges", "solutions", "support", "funding", "curation", "scaling")
"""Every part of the process, in the order in which people meet them."""
SHARES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "all": PARTS,
        "participation": ("mission", "challenges", "hearing"),
        "matching": ("solutions", "support", "curation", "scaling", "hearing"),
        "funding": ("funding", "hearing"),
    }
)
"""The shares that have a name, and their parts."""
_SERVICES = {part: Service(name) for name in Service for part in SHARES[name] if part != "hearing"}
"""Part → the service whose chain its events stand in where the house is divided."""


_EVERYWHERE = (Member, JoinedInstitutions, ServingChain, Erasure, ErasureAnswer)
"""The facts that every share keeps: who acts, for whom, and what each chain owes."""


def service_of(kind: type[Event] | type[Fact]) -> Service | None:
    """Whose an event or a fact is where the house is divided, by the folder that it stands in; None: everyone's own."""
    return _SERVICES.get(kind.__module__.split(".")[1])


class ShareUnknown(WordedError, LookupError):
    """No share has this name; `known` are those there are."""

    def __init__(self, name: str) -> None:
        self.name, self.known = name, tuple(SHARES)
        super().__init__("share.unknown", name=name, known=self.known)


class Share:
    """Some parts of the process, put together."""

    def __init__(self, name: str, parts: tuple[Part, ...]) -> None:
        self.name, self.parts = name, parts
        self.service = None if name == "all" else Service(name)
        """Whose share it is; None: it is the whole, and there is nobody to hear."""
        owns_gates = any(part.name == "mission" for part in parts)
        lines = [line for part in parts for line in part.rules]
        lines += gates.RULES if owns_gates else ()
        lines += erasing.RULES
        if self.service is not None:
            lines += asking.RULES if owns_gates else asking.ANSWERS
        self.lines = tuple(lines)
        """All lines of the table of phase rules, also those that only older logs need."""
        self.newest_rules = RULES_VERSION
        """The newest version of the rules that is known here, whether or not a line of this share begins with it."""
        self.decisions: tuple[DecisionKind, ...] = tuple(line for part in parts for line in part.decisions)
        self._reactions = tuple(one for part in parts for one in part.reactions)
        self._reacts_to: dict[type[Event], bool] = {}
        own = [fact for part in parts for fact in part.facts]
        read = [fact for part in parts for fact in part.reads]
        read += gates.FACTS_AT_GATES if owns_gates else ()
        self.facts: tuple[type[Fact], ...] = tuple(dict.fromkeys([*own, *_EVERYWHERE, *read, Due]))
        """The facts that are kept: those of its own events, those that its commands need, and what is due."""
        self._tables: dict[int, Mapping[type[Command], Rule]] = {}
        self.sources: Mapping[type[Event], tuple[type[Fact], ...]] = self._sources()
        """Event → the facts that want to see it."""

    @property
    def hears(self) -> bool:
        """Whether there are others, who have chains of their own."""
        return self.service is not None

    def keeps(self, message: PublicEntry, of: Service | None) -> bool:
        """Whether the bytes of a message are kept, or only that there was one; `of` is whose chain it came in.

        Who runs the mission keeps them all, for its receipts tell the whole way, and so does a chain of those that it
        succeeds. No chain speaks for another service.
        """
        kind = Event.registry.get(message.type)
        if kind is None or not kind.public or service_of(kind) not in (of, None):
            return of is None and kind is MissionCreated
        everything = self.service in (Service.PARTICIPATION, of) or message.stream == mission_name(message.mission)
        return everything or kind in self.sources or any(issubclass(kind, one.to) for one in self._reactions)

    @property
    def rules(self) -> Mapping[type[Command], Rule]:
        """The table of phase rules as it holds today, a line a command."""
        return self.rules_in(self.newest_rules)

    def rules_in(self, version: int) -> Mapping[type[Command], Rule]:
        """The table as it holds in one version of the rules."""
        found = self._tables.get(version)
        if found is None:
            held = {line.command: line for line in self.lines if line.holds_in(version)}
            found = self._tables[version] = MappingProxyType(held)
        return found

    def reacts_to(self, kind: type[Event]) -> bool:
        """Whether there may be `reactions` to an event of this kind: to most there are none."""
        found = self._reacts_to.get(kind)
        if found is None:
            asked = (Answered,) if self.service is Service.PARTICIPATION else asking.ASKS
            found = self._reacts_to[kind] = any(
                issubclass(kind, one) for one in (*asked, *(reaction.to for reaction in self._reactions))
            )
        return found

    def reactions(self, heard: Recorded, plugins: Plugins, chain: str | None, playbook: Playbook) -> list[Command]:
        """What the engine of this share, which writes `chain`, does by itself when it hears of an event of another one.

        `playbook` is the mission's.
        """
        found = [one.command(heard) for one in self._reactions if isinstance(heard.event, one.to)]
        if self.service is Service.PARTICIPATION:
            asked: Command | None = asking.settling_of(heard)
        else:
            assert self.service is not None, "the whole hears of nobody"
            here = asking.Here(self.service, chain, self.parts, plugins, playbook)
            asked = asking.answer_of(heard, here)
        return [command for command in (*found, asked) if command is not None]

    def decision_of(self, closing: Event) -> DecisionKind:
        """The line of a closing event. Raises LookupError for one that another share decides."""
        for line in self.decisions:
            if isinstance(closing, line.closing):
                return line
        raise LookupError(f"{closing.type} is not decided by the share {self.name!r}")

    def _sources(self) -> dict[type[Event], tuple[type[Fact], ...]]:
        found: dict[type[Event], tuple[type[Fact], ...]] = {}
        kinds = (kind for line in self.decisions for kind in (line.closing, line.recorded, line.cancelled))
        ends = tuple(kind for kind in kinds if kind is not None)
        for fact in self.facts:
            for source in dict.fromkeys(ends if fact is Due else fact.sources):
                if not (self.hears and source in fact.followed):
                    found[source] = (*found.get(source, ()), fact)
        return found


@cache
def share_of(name: str) -> Share:
    """The share of this name. Raises ShareUnknown."""
    if name not in SHARES:
        raise ShareUnknown(name)
    return Share(name, tuple(part_of(part) for part in SHARES[name]))


def part_of(name: str) -> Part:
    """The part of this name, loaded now."""
    part: Part = importlib.import_module(f"osi_core.{name}.part").PART
    return part
