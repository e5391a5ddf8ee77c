"""What is asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any, ClassVar, NoReturn

from pydantic import ValidationError

from osi_core.domain.boxes import BoxUse
from osi_core.domain.events import Recorded
from osi_core.domain.facts import Fact, FactKey, State
from osi_core.domain.fields import Id, TextClass
from osi_core.domain.model import Model
from osi_core.domain.refusal import Malformed
from osi_core.domain.resource import Resource
from osi_core.words import Name

Rows = Mapping[type[Fact], Mapping[str, Any]]
"""All facts of a mission: kind → key → fact."""


class Command(Model):
    """A wish, in the imperative. It names its mission and the one aggregate whose stream will take its events.

    Subclasses say where that is: `class OfChallenge(Command, at=CHALLENGE)`, whose pattern `challenges/{challenge}` has
    fields of the command as its variables. Raises `Malformed` when it is made from fields that do not fit.
    """

    at: ClassVar[Resource]
    """The kind of aggregate that the command is for; the phase's `resources` declare it."""

    state: ClassVar[type[State] | None] = None
    """The aggregate's state; None for append-only streams, whose commands never look at what is there."""

    reveals_secret: ClassVar[bool] = False
    """Whether `decide` reveals the secret whose digest the aggregate's `secret_sha256` recorded."""

    uses_box: ClassVar[BoxUse | None] = None
    """What it has to do with a box; an act of which this is `CASTS` stands in the log under a pseudonym."""

    mission: Id

    def __init_subclass__(cls, at: Resource | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if at is not None:
            cls.at = at

    def __init__(self, **fields: Any) -> None:
        try:
            super().__init__(**fields)
            return
        except ValidationError as error:
            malformed = Malformed(type(self).__name__, error)
        raise malformed  # out here it has no context: that error holds the person's own words

    def __setattr__(self, name: str, value: Any) -> NoReturn:
        raise AttributeError(f"{type(self).__name__} is frozen")  # pydantic's own error quotes the value

    def __repr_args__(self) -> Iterator[tuple[str | None, Any]]:
        """The fields without those that are sealed, for they end up in the logs of whatever program this runs in."""
        for name, value in super().__repr_args__():
            yield name, "…" if value is not None and name in self.sealed_fields() else value

    def ids(self) -> tuple[str, ...]:
        """The ids in the aggregate's name, in their order."""
        variables = self.at.variables
        if len(variables) == 1:  # nearly all, and this is asked at every command
            return (getattr(self, variables[0]),)
        return tuple([getattr(self, name) for name in variables])

    def stream(self) -> str:
        """The full resource name of the aggregate that this command is for."""
        return self.at.within(self.mission, *self.ids())

    def resource_name(self) -> Name:
        """The aggregate's name within the mission, as people see it; the mission's own name stays whole."""
        return self.at(*self.ids()) if self.at.pattern else Name(self.at.within(self.mission))

    def needs(self, state: Any) -> Iterable[FactKey]:
        """The facts about other aggregates that the conditions and `decide` want to know.

        `state` is the aggregate's own, None when it does not exist: what it names need not be looked for.
        """
        return ()

    def box_sha256(self, state: Any, facts: Mapping[FactKey, Any]) -> str | None:
        """By what the log knows the box that the command uses, as long as that is open; None where there is none.

        `facts` are those that it `needs`.
        """
        return None

    def asked_by(self, state: Any, facts: Mapping[FactKey, Any]) -> Collection[str]:
        """Who asked for what this decides on, as participants; nobody decides on what they asked for.

        `state` is the aggregate's own, None when it does not exist; `facts` are those that the command `needs`.
        """
        return ()

    @classmethod
    def said_by(cls, records: Sequence[Recorded], rows: Rows) -> dict[str, Any]:
        """The fields that stand neither in the stream's name nor, as they are, in the command's first event.

        For whoever verifies a log and makes the command again from all its events (`records`) and from the facts
        before it (`rows`).
        """
        return {}

    @classmethod
    def personal_fields(cls) -> tuple[str, ...]:
        """Names of the fields that hold a person's own words."""
        return _of_classes(cls, TextClass.PERSONAL)

    @classmethod
    def sealed_fields(cls) -> tuple[str, ...]:
        """Names of the fields that stay out of the log: it has their seals alone."""
        return _of_classes(cls, TextClass.PERSONAL, TextClass.CODE)


class ForInstitution(Command):
    """What a representative does for an institution."""

    institution: Id | None = None
    """The one it is done for; left out, the only one that the representative speaks for."""


@cache
def _of_classes(kind: type[Command], *classes: TextClass) -> tuple[str, ...]:
    fields = kind.model_fields.items()
    return tuple(name for name, info in fields if any(mark in classes for mark in _marks(info)))


def _marks(info: Any) -> Iterable[object]:
    yield from info.metadata
    for part in getattr(info.annotation, "__args__", ()):  # `Words | None` carries its marks one level down
        yield from getattr(part, "__metadata__", ())
