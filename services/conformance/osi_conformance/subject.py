"""What the cases that hold for every service are asked with: a service's methods, and what one does with it.

Each service declares one `Subject` (`cases/<service>/subject.py`); `cases/every` has the cases.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from typing import Any, NamedTuple

from osi_conformance.case import Place
from osi_conformance.mission import Mission
from osi_conformance.trial import Trial

__all__ = ["Casts", "Change", "Decides", "Listed", "Prepared", "Ready", "Refuses", "Subject", "field_set", "value_at"]


Change = Callable[[Any], None]
"""Makes another request of one."""


class Ready(NamedTuple):
    """A request that would be granted now."""

    mission: Mission
    request: Any
    by: str
    change: Change
    """Makes another request of it, which could be granted just as well."""
    etag_of: Callable[[], Awaitable[str]] | None = None
    """Version of what it is about, for methods that take one."""


class Prepared(NamedTuple):
    """How a method is made ready, and where."""

    make: Callable[[Trial], Awaitable[Ready]]
    place: Place = "real"


class Listed(NamedTuple):
    """What a list is of, and how five of it are made: answers the parent, and the names in the order of making."""

    field: str
    make: Callable[[Trial], Awaitable[tuple[str, list[str]]]]
    sorts_by: str
    """A field that differs between them, in another order than that of making."""
    place: Place = "own-real"
    by: str = ""
    """Who asks, where not everybody sees them."""


class Refuses(NamedTuple):
    """A request that a condition refuses, and by what."""

    method: str
    request: Any
    by: str
    code: str
    values: frozenset[str]
    """Names of values that a program needs."""
    field: str
    mend: Callable[[Any], None]
    """Makes it one that is granted."""


class Decides(NamedTuple):
    """What is closed, decided beside, and told by an operation."""

    close: Callable[[Trial], Awaitable[tuple[str, str]]]
    """Closes a round of its own; its name, and that of the operation."""
    result: type[Any]
    """The message that the operation ends with."""
    decided: str = "STATUS_DECIDED"
    """How the name of its status ends then."""
    place: Place = "simulated"


class Casts(NamedTuple):
    """How ballots are cast in a service, in simulated missions."""

    opens: Callable[[Trial, Any], Awaitable[tuple[str, str, str]]]
    """A round of a `BallotKind` that takes ballots, and two things to choose from, of which one will be first."""
    first: Callable[[Trial, str], Awaitable[str]]
    """Decides a round; what is first then."""
    cast: str
    """The method by which one person casts a ballot."""
    batch: str
    stream: str
    items: str
    """The field in a part of the stream that names what is chosen from."""
    unknown: str
    """Something that nobody can choose, below its mission."""


class Subject(NamedTuple):
    """A service, as the cases that hold for every service need it."""

    service: str
    folders: Mapping[str, str]
    """Method → where its cases stand: `fund/create`."""
    ready: Mapping[str, Prepared]
    """Every method that changes something, but those that take many ballots; each with a request that is granted."""
    plain: str
    """The method that creates what takes the least, by a person, in any mission."""
    get: str
    """The method that reads what `plain` has created."""
    listing: str
    """The method that lists it."""
    text: tuple[str, int]
    """The path of a text in a request of `plain`, and how many signs it holds at most."""
    reference: tuple[str, str]
    """A method, and the path of a field in which its request names another resource."""
    creates: Mapping[str, str]
    """Each method that creates something under an id → the field with the id."""
    lists: Mapping[str, Listed]
    office: Callable[[Trial], Awaitable[tuple[str, Ready]]]
    """A method that takes an organiser, and that the operator may call too; in a real mission."""
    contributes: Callable[[Trial, str], Awaitable[Any]]
    """Somebody contributes these words; what was created, with its receipt."""
    contributed: str
    """The method that reads it again."""
    contributor: str
    """Who contributes."""
    speaks: Callable[[Trial], Awaitable[object]]
    """Does several things that are told in public, one of them contributed by somebody."""
    whispers: Callable[[Trial], Awaitable[object]]
    """Does something that is told to nobody, with something public behind it; in a simulated mission."""
    tells: Callable[[Trial], Awaitable[str]]
    """Does as many kinds of things as can be; the type of an event that has to be told then. In a simulated mission."""
    events: tuple[str, ...]
    """The files of the contract with its public events."""
    hears: Callable[[Trial], Awaitable[str]]
    """A peer says more: the name of the peer. In a simulated mission of the case's own."""
    refuses: Callable[[Trial], Awaitable[Refuses]]
    decides: Decides
    another: str
    """Somebody else who may call `plain`."""
    casts: Casts | None = None
    """How ballots are cast; None: none are."""
    callers: Mapping[str, str] = {}
    """Who calls a method, where that is not `olga`."""
    fills: Mapping[str, Change] = {}
    """Method → what a request needs beside what the contract calls required, to be well-formed."""
    no_mission: frozenset[str] = frozenset()
    """Methods that are about no mission."""
    no_etag: frozenset[str] = frozenset()
    """Methods whose requests have an etag, and that are about what no method reads."""
    no_minting: frozenset[str] = frozenset()
    """Methods that create something under an id which has to be given."""
    operations: frozenset[str] = frozenset()
    """Methods that answer with an operation: the answer goes on after it was given; the name stays."""
    no_change: frozenset[str] = frozenset()
    """Methods whose requests say nothing but what they are about, so that there is no other request."""

    @property
    def thing(self) -> str:
        """What `plain` creates, as it stands in names of cases: `fund`."""
        return self.folders[self.plain].partition("/")[0]

    async def make(self, trial: Trial, method: str = "") -> Ready:
        """A request of a method that would be granted now; of `plain` where none is named."""
        return await self.ready[method or self.plain].make(trial)

    async def create(self, trial: Trial, **beside: Any) -> Any:
        """Creates something by `plain`; the reply."""
        ready = await self.make(trial)
        return await ready.mission.call(self.plain, ready.request, ready.by, **beside)


def field_set(path: str, value: Any) -> Change:
    """Sets a field of a request, by its path."""

    def change(request: Any) -> None:
        *parents, last = path.split(".")
        for one in parents:
            request = getattr(request, one)
        if hasattr(value, "DESCRIPTOR"):
            getattr(request, last).CopyFrom(value)
        elif isinstance(value, list):
            getattr(request, last)[:] = value
        else:
            setattr(request, last, value)

    return change


def value_at(request: Any, path: str) -> Any:
    """The value of a field, by its path."""
    for one in path.split("."):
        request = getattr(request, one)
    return request
