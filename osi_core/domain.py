"""The vocabulary in which all six phases are written: command, event, state, fact, context, refusal.

A phase reads as sentences over these words: a *command* asks for something, its *conditions* say what must hold, a
pure `decide(command, state, context)` answers with *events*, `State.evolve` and `Fact.fold` say what events mean.
Nothing here knows a store, a clock or a source of chance: time, actor, sealed texts and facts come in the context.

The pattern is the functional event sourcing decider (Jérémie Chassaing, 2021): decide and evolve, and an initial state
of None.
"""

from __future__ import annotations

import builtins
from collections.abc import Callable, Iterable, Iterator, Mapping, MutableMapping
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, NamedTuple, Protocol, Self, TypeVar, cast

from pydantic import AfterValidator, BaseModel, ConfigDict, StringConstraints
from typing_extensions import TypeAliasType

# ---------------------------------------------------------------------------------------------------------------------
# Words of the process
# ---------------------------------------------------------------------------------------------------------------------


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

    `operator` is nobody in the mission: it is whoever runs the software, proven outside of it (a token's scope, or the
    program that embeds the library). It may create missions and let time pass.
    """

    OPERATOR = "operator"
    ORGANISER = "organiser"
    CITIZEN = "citizen"
    REPRESENTATIVE = "representative"
    EXPERT = "expert"


Language = Annotated[str, StringConstraints(pattern=r"^[a-z]{2}$")]
Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$")]
"""The last part of a resource name: lower-case letters, digits and hyphens (AIP-122)."""
ResourceName = Annotated[str, StringConstraints(pattern=r"^missions/[a-z0-9-]+(/[a-z0-9-]+)*$", max_length=400)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


def _no_contact(tag: str) -> str:
    if "@" in tag or sum(character.isdigit() for character in tag) > 5:
        raise ValueError("a tag is public and stays in the log; write no address or telephone number into it")
    return tag


Tag = Annotated[str, StringConstraints(min_length=1, max_length=60, strip_whitespace=True), AfterValidator(_no_contact)]
"""A keyword, skill or category: it stays in the log and is everyone's, so it holds no contact."""
Plain = TypeAliasType("Plain", "None | bool | int | str | list[Plain] | dict[str, Plain]")
"""What canonical JSON may hold: no floats, so that the same value has the same bytes everywhere."""


class Personal:
    """Marks a command's text as a person's own words: it goes to the private store, only its seal into the log."""


Words = Annotated[str, StringConstraints(min_length=1, max_length=10_000, strip_whitespace=True), Personal()]
"""A person's text, 1 to 10,000 characters; never written to the log."""
ShortWords = Annotated[str, StringConstraints(min_length=1, max_length=300, strip_whitespace=True), Personal()]
"""A person's title or statement, 1 to 300 characters; never written to the log."""
PublicText = Annotated[str, StringConstraints(min_length=1, max_length=2_000, strip_whitespace=True)]
"""A text given in office (a reason, a scope, a finding): it stays in the log and must name no private person."""
Sealed = Sha256
"""SHA-256(salt ‖ text) of a text that lies, with its salt, in the private store."""


# ---------------------------------------------------------------------------------------------------------------------
# Commands, events, states, facts
# ---------------------------------------------------------------------------------------------------------------------


if TYPE_CHECKING:
    from pydantic._internal._model_construction import ModelMetaclass
else:
    ModelMetaclass = type(BaseModel)


class _PlainClass(ModelMetaclass):
    """The metaclass of models, with the plain `isinstance`: folds ask it for every event, and no ABC is involved."""

    __instancecheck__ = type.__instancecheck__


class Model(BaseModel, metaclass=_PlainClass):
    """A frozen value that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid", defer_build=True)


class Need(NamedTuple):
    """A fact that a command wants to know: its kind and key, or every row of the kind when the key is None."""

    kind: type[Fact]
    key: str | None = None


class Command(Model):
    """A wish, in the imperative. It names its mission and the one aggregate whose stream will take its events."""

    state: ClassVar[type[State] | None] = None
    """The aggregate's state; None for append-only streams, whose commands never look at what is there."""

    reveals_secret: ClassVar[bool] = False
    """Whether `decide` reveals the secret whose digest the aggregate's `secret_sha256` recorded."""

    mission: Id

    def stream(self) -> str:
        """The resource name of the aggregate that this command is for."""
        raise NotImplementedError(type(self).__name__)

    def needs(self) -> tuple[Need, ...]:
        """The facts about other aggregates that the conditions and `decide` want to know."""
        return ()

    @classmethod
    def personal_fields(cls) -> tuple[str, ...]:
        """Names of the fields that hold a person's own words."""
        found = cls.__dict__.get("_personal_fields")
        if found is None:
            found = tuple(
                name
                for name, info in cls.model_fields.items()
                if any(isinstance(mark, Personal) for mark in _marks(info))
            )
            cls._personal_fields = found  # type: ignore[attr-defined]
        return cast(tuple[str, ...], found)


def _marks(info: Any) -> Iterable[object]:
    yield from info.metadata
    for part in getattr(info.annotation, "__args__", ()):  # `Words | None` carries its marks one level down
        yield from getattr(part, "__metadata__", ())


Upcaster = Callable[[dict[str, Any]], dict[str, Any]]


class Event(Model):
    """Something that happened, in the past tense. Its fields are all that later readers will know of it.

    Subclasses say `class X(Event, type="challenges.submitted", public=True)`. A change of form appends a function to
    `upcasters`; the one at index i turns data of schema i + 1 into schema i + 2. No field may hold a float.
    """

    type: ClassVar[str]
    public: ClassVar[bool] = False
    """Whether other services may learn of it; private events never leave the log's owner."""
    upcasters: ClassVar[tuple[Upcaster, ...]] = ()
    registry: ClassVar[dict[str, builtins.type[Event]]] = {}

    def __init_subclass__(cls, type: str = "", public: bool = False, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if not type:
            return
        taken = cls.registry.setdefault(type, cls)
        if taken.__qualname__ != cls.__qualname__ or taken.__module__ != cls.__module__:
            raise TypeError(f"event type {type!r} is already {taken.__module__}.{taken.__qualname__}")
        cls.registry[type] = cls
        cls.type, cls.public = type, public

    @classmethod
    def schema_version(cls) -> int:
        """The version of the form that is written today; 1 until the first upcaster."""
        return len(cls.upcasters) + 1

    def refs(self) -> tuple[str, ...]:
        """Resource names within the mission (without `missions/{mission}/`) that this event builds on.

        Receipts follow them from a contribution to what came of it.
        """
        return ()


class LogView(Protocol):
    """A mission's log up to a fixed position: what the problem of a decision is built from."""

    def events(self, *kinds: type[Event], stream: str | None = None) -> Iterator[Recorded]:
        """Events of these kinds (all if none is named), in order, of one stream (by its full resource name) or all."""


class Recorded(NamedTuple):
    """An event as it stands in the log, with its envelope."""

    mission: str
    position: int
    """From 1, without gaps, per mission."""
    stream: str
    version: int
    """From 1, without gaps, per stream."""
    id: str
    time: datetime
    actor: str
    command_id: str
    refs: tuple[str, ...]
    facts_at: Mapping[str, int]
    """Position in each log up to which the facts were known that the decision rested on."""
    event: Event
    hash: bytes
    """SHA-256(previous event's hash ‖ the stored bytes)."""


class State(Model):
    """What an aggregate is after its events; at most some hundred entries."""

    @classmethod
    def evolve(cls, state: Self | None, event: Event) -> Self:
        """The state after `event`; pure. `state` is None before the first event."""
        raise NotImplementedError(cls.__name__)


class Fact(Model):
    """A small typed value about other aggregates, computed from events alone.

    A fact's rows are the same whether they are folded in-process or by a service that hears the public events.
    """

    sources: ClassVar[tuple[type[Event], ...]] = ()
    """The events that `fold` wants to see."""

    @classmethod
    def fold(cls, rows: MutableMapping[str, Self], record: Recorded) -> None:
        """Takes one event of `sources` into the rows (key → fact), by replacing rows, never by changing them."""
        raise NotImplementedError(cls.__name__)


F = TypeVar("F", bound=Fact)
M = TypeVar("M", bound=Model)


# ---------------------------------------------------------------------------------------------------------------------
# What decide is told, and how it says no
# ---------------------------------------------------------------------------------------------------------------------


class Actor(NamedTuple):
    """Who acts, as the mission's own events know them; role and sector never come from a token."""

    participant: str
    roles: frozenset[Role] = frozenset()
    sector: Sector | None = None
    institution: str | None = None

    def is_(self, *roles: Role) -> bool:
        """Whether the actor holds one of the roles."""
        return not self.roles.isdisjoint(roles)


class Context(NamedTuple):
    """All that a decision may know beside the command and its aggregate's state."""

    time: datetime
    actor: Actor
    open_phases: frozenset[Phase] = frozenset()
    simulated: bool = False
    chance: bytes = b""
    """32 bytes of chance for this command alone, for secrets and nothing else."""
    secret: str = ""
    """The secret to reveal, in hexadecimal, for commands with `reveals_secret`."""
    sealed: Mapping[str, Sealed] = MappingProxyType({})
    """Field name → seal, for each personal text of the command."""
    position: int = 0
    """The log position at which the facts stand."""
    facts: Mapping[Need, Any] = MappingProxyType({})
    settings_by_type: Mapping[type[Model], Model] = MappingProxyType({})

    def fact(self, kind: type[F], key: str) -> F | None:
        """The fact of this kind and key, None if there is none. Raises KeyError for a need not declared."""
        return cast("F | None", self.facts[Need(kind, key)])

    def all(self, kind: type[F]) -> Mapping[str, F]:
        """Every row of this kind, by key. Raises KeyError for a need not declared."""
        return cast("Mapping[str, F]", self.facts[Need(kind)])

    def settings(self, kind: type[M]) -> M:
        """The part of the mission's playbook that belongs to a phase; its defaults where the playbook is silent."""
        found = self.settings_by_type.get(kind)
        return cast(M, found) if found is not None else kind()


class Unmet(Model):
    """One condition that does not hold: a stable code, the field it is about, and what to do, in words."""

    code: str
    en: str
    de: str
    field: str | None = None

    def say(self, language: str = "en") -> str:
        """The sentence in German (`de`) or English (anything else)."""
        return self.de if language == "de" else self.en


class Refused(Exception):
    """A command was refused; `unmet` names every condition that does not hold, not only the first."""

    def __init__(self, command: str, unmet: Iterable[Unmet]) -> None:
        self.command = command
        self.unmet = tuple(unmet)
        super().__init__(self.say())

    def say(self, language: str = "en") -> str:
        """All unmet conditions in one language, one a line when there are several."""
        lead = f"{self.command} abgelehnt" if language == "de" else f"{self.command} refused"
        lines = [f"{u.field}: {u.say(language)}" if u.field else u.say(language) for u in self.unmet]
        return f"{lead}: {lines[0]}" if len(lines) == 1 else "\n  - ".join([f"{lead}:", *lines])

    @property
    def codes(self) -> tuple[str, ...]:
        """The stable codes of the unmet conditions."""
        return tuple(u.code for u in self.unmet)


Condition = Callable[[Any, Any, Context], Iterable[Unmet]]
"""`(command, state, context)` → what does not hold. One that uses facts says in its docstring what a race can do."""
Decide = Callable[[Any, Any, Context], Iterable[Event]]
"""`(command, state, context)` → events; pure, called only when every condition holds."""
