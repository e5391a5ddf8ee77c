"""The judge of what may be seen: all that is read asks here, and nothing decides it elsewhere.

Who asks is one of the mission's participants, the operator, another service, or nobody in particular. What a view
shows to whom stands in its declaration; here it is held against the one who asks.
"""

from __future__ import annotations

from typing import Any, Self, TypeVar

from osi_core.domain import Service
from osi_core.mission.facts import Member
from osi_core.process.memory import MissionMemory
from osi_core.process.request import OPERATOR, Office, check_actor
from osi_core.view import EVERYONE, View, Viewer

__all__ = ["Asker", "Seeing"]

V = TypeVar("V", bound=View)
Asker = str | Office | Service | None
"""Who reads: a participant's id, `OPERATOR`, another service, or None: the public."""


class Seeing:
    """What one asker may see of a mission."""

    def __init__(self, asker: Asker, memory: MissionMemory) -> None:
        """Raises Malformed for what can be no asker."""
        self.participant, self.viewers = "", EVERYONE
        if isinstance(asker, Service):
            self.viewers |= {Viewer.MEMBER, Viewer.SERVICE}
        elif asker is OPERATOR:
            self.viewers |= {Viewer.MEMBER, Viewer.OPERATOR}
        elif asker is not None:
            check_actor("read", asker)
            member = memory.rows[Member].get(str(asker))
            if isinstance(member, Member) and not member.erased:
                self.participant = str(asker)
                self.viewers |= {Viewer.MEMBER}

    @classmethod
    def of_everyone(cls) -> Self:
        """What anybody may see, whichever mission it is of."""
        seeing = cls.__new__(cls)
        seeing.participant, seeing.viewers = "", EVERYONE
        return seeing

    def as_one(self, view: type[View]) -> tuple[frozenset[Viewer], str]:
        """What two askers have in common who see the same of a view."""
        personal = any(Viewer.ONESELF in seen_by for seen_by in (view.seen_by, *view.fields_seen_by.values()))
        return self.viewers, self.participant if personal else ""

    def sees_all(self, view: type[View]) -> bool:
        """Whether the asker may know of every resource of the kind."""
        return not self.viewers.isdisjoint(view.seen_by)

    def sees(self, view: type[View], row: Any) -> bool:
        """Whether the asker may know that there is this resource."""
        return self._among(view.seen_by, view, row)

    def sees_field(self, view: type[View], field: str, row: Any) -> bool:
        """Whether the asker may see a field of it."""
        seen_by = view.fields_seen_by.get(field)
        return seen_by is None or self._among(seen_by, view, row)

    def shown(self, view: V, row: Any) -> V:
        """The view without what the asker may not see."""
        kind = type(view)
        hidden = {field: None for field in kind.fields_seen_by if not self.sees_field(kind, field, row)}
        return view.model_copy(update=hidden) if hidden else view

    def _among(self, seen_by: frozenset[Viewer], view: type[View], row: Any) -> bool:
        if not self.viewers.isdisjoint(seen_by):
            return True
        return Viewer.ONESELF in seen_by and bool(self.participant) and view.belongs_to(row) == self.participant
