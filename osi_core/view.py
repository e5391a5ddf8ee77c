"""Views: what can be read of a kind of resource, by whom, and what may be asked of it.

A phase declares a view for each kind of resource in its `views`: from which facts it is made, who sees it, and which
fields one may filter and order by. Field names are those of the resource in the contract of the service that owns it,
so what an institution reads in-process and what a client reads over the wire is the same. `process.reads` puts views
to use; nothing else shows a mission's resources to anybody.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, ClassVar, NamedTuple, Protocol, Self, TypeVar

from osi_core.domain import Fact, Model, Resource

__all__ = ["EVERYONE", "Deadline", "Look", "View", "Viewer"]

F = TypeVar("F", bound=Fact)


class Viewer(StrEnum):
    """Whom something is shown to. One who asks is several of these at once."""

    PUBLIC = "public"
    """Whoever asks, known or not."""
    MEMBER = "member"
    """Who takes part in the mission and was not erased."""
    ONESELF = "oneself"
    """The participant whose resource it is."""
    OPERATOR = "operator"
    """Whoever runs the software."""
    SERVICE = "service"
    """Another service of the mission."""


EVERYONE = frozenset({Viewer.PUBLIC})
THOSE_WHO_TAKE_PART = frozenset({Viewer.MEMBER, Viewer.OPERATOR, Viewer.SERVICE})
"""Whom it is shown to who is in a team, and who acts for whom."""
WHO_MAY_KNOW_WHO = frozenset({Viewer.ONESELF, Viewer.OPERATOR, Viewer.SERVICE})
"""Whom it is shown to who wrote something, or asked for it."""


class Deadline(NamedTuple):
    """A day by which somebody has to do something about a resource, or on which it ends."""

    code: str
    """What is due: `due.commitment`."""
    on: date | datetime
    """A day is over with its end in UTC."""


class Look(Protocol):
    """What a view may look at beside its own row, at the same moment."""

    @property
    def mission(self) -> str:
        """The mission's id."""

    def words(self, seal: str | None) -> str | None:
        """The text behind a seal; None when there is none, or it was erased."""

    def etag(self, *ids: str) -> str:
        """The version of the view's own resource, by the ids in its name."""

    def blob(self, sha256: str) -> bytes | None:
        """What lies beside the log under a digest, if it is there."""

    def rows(self, kind: type[F]) -> Mapping[str, F]:
        """All facts of a kind."""


class View(Model):
    """What is shown of one resource: `class FundView(View, at=FUND, made_of=Fund)`.

    The variables of the resource's pattern are fields of the view, and name it. What somebody may not see is None: a
    field that not everyone sees is optional. A row of `made_of` that was there once stays: what was taken down says so
    in a field, and lists have places.
    """

    at: ClassVar[Resource]
    made_of: ClassVar[type[Fact]]
    """The facts that it is made of; their order is that of the list."""
    seen_by: ClassVar[frozenset[Viewer]] = EVERYONE
    """Who sees that there is such a resource at all."""
    fields_seen_by: ClassVar[Mapping[str, frozenset[Viewer]]] = MappingProxyType({})
    """Who sees a field, where that is not everyone who sees the resource."""
    filters: ClassVar[Mapping[str, Callable[[Any], Any]]] = MappingProxyType({})
    """What one may filter and order by, by the field's name, and how it is had of a row; the resource's id always."""
    refers: ClassVar[Mapping[str, Resource]] = MappingProxyType({})
    """Fields that hold ids of other resources: a filter may call these by their full names too."""
    searched: ClassVar[Mapping[str, Callable[[Any], str | None]]] = MappingProxyType({})
    """Fields with words of people that a search looks into, and the seal of each, as it is had of a row. Only of what
    stands right below the mission.
    """

    def __init_subclass__(cls, at: Resource | None = None, made_of: type[Fact] | None = None, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if at is not None and made_of is not None:
            cls.at, cls.made_of = at, made_of

    @classmethod
    def seals(cls, row: Any) -> Iterable[str]:
        """The seals of all words of people in it: those that a search looks into, and what else there is."""
        return filter(None, (get(row) for get in cls.searched.values()))

    @classmethod
    def own_id(cls) -> str:
        """The field that holds the resource's own id, the last one in its name; empty where there is but one of it."""
        return cls.at.variables[-1] if cls.at.variables else ""

    @classmethod
    def rows(cls, facts: Mapping[str, Any], parent: tuple[str, ...]) -> Mapping[str, Any] | None:
        """The rows to show, by the resource's own id, in the order of the list; None where there is no such parent."""
        return facts

    @classmethod
    def row(cls, facts: Mapping[str, Any], ids: tuple[str, ...]) -> Any:
        """The row of one resource, by the ids in its name; None where there is none. Where `rows` picks its rows among
        many, a view says here how one is found at once.
        """
        rows = cls.rows(facts, ids[:-1])
        if rows is None:
            return None
        return rows.get(ids[-1]) if ids else next(iter(rows.values()), None)

    @classmethod
    def own_rows(cls, facts: Mapping[str, Any], parent: tuple[str, ...], participant: str) -> Mapping[str, Any] | None:
        """Of `rows` those that belong to a participant, where they are found at once; None: among all of them. For what
        is shown to nobody but oneself and to those who see all of it.
        """
        return None

    @classmethod
    def belongs_to(cls, row: Any) -> str | None:
        """The participant whose resource it is, if it is anybody's."""
        return None

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Any, look: Look) -> Self:
        """The view of one row, with all its fields; the judge takes out what the asker may not see."""
        raise NotImplementedError(cls.__name__)

    @classmethod
    def deadlines(cls, row: Any) -> Iterable[Deadline]:
        """What is due about it, as long as it is."""
        return ()

    def ids(self) -> tuple[str, ...]:
        """The ids in the resource's name, in their order."""
        return tuple(getattr(self, name) for name in self.at.variables)

    def resource_name(self, mission: str) -> str:
        """The resource's full name."""
        return self.at.within(mission, *self.ids())
