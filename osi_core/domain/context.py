"""What a decision may know beside the command and its aggregate's state."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, NamedTuple, TypeVar, cast

from osi_core.domain.boxes import Box
from osi_core.domain.facts import Fact, FactKey
from osi_core.domain.fields import Sealed
from osi_core.domain.joined import NOTHING_JOINED, Joined
from osi_core.domain.model import Model
from osi_core.domain.terms import DataOrigin, Phase, Role, Sector

F = TypeVar("F", bound=Fact)
M = TypeVar("M", bound=Model)


class Actor(NamedTuple):
    """Who acts, as the mission's own events know them; role and sector never come from a token."""

    participant: str
    roles: frozenset[Role] = frozenset()
    sector: Sector | None = None
    institution: str | None = None
    """Whom the actor acts for; of somebody who speaks for none, where they work."""
    erased: bool = False
    mandates: Mapping[str, bool] = MappingProxyType({})
    """The institutions that the actor speaks for now, and whether each has confirmed it; of one entered twice, the one
    that goes on.
    """
    joined: Joined = NOTHING_JOINED

    def is_(self, *roles: Role) -> bool:
        """Whether the actor holds one of the roles."""
        return not self.roles.isdisjoint(roles)

    def speaks_for(self, institution: str | None) -> bool:
        """Whether the actor has a mandate of the institution that holds now."""
        return institution is not None and self.joined.really(institution) in self.mandates

    def surely_speaks_for(self, institution: str | None) -> bool:
        """Whether the institution has confirmed that mandate."""
        return institution is not None and self.mandates.get(self.joined.really(institution), False)


class Context(NamedTuple):
    """All that a decision may know beside the command and its aggregate's state."""

    time: datetime
    actor: Actor
    open_phases: frozenset[Phase] = frozenset()
    origin: DataOrigin = DataOrigin.REAL
    """The mission's."""
    rules: int = 1
    """The version of the phase rules that the mission stands under."""
    joined: Joined = NOTHING_JOINED
    """Which institutions are one: asked wherever institutions are counted or compared."""
    chance: bytes = b""
    """32 bytes of chance for this command alone, for secrets and nothing else."""
    secret: str = ""
    """The secret to reveal, in hexadecimal, for commands with `reveals_secret`."""
    sealed: Mapping[str, Sealed] = MappingProxyType({})
    """Field name → seal, for each personal text of the command."""
    box: Box | None = None
    """The box that the command uses, or the new one that it opens; None where there is none, or its key is gone."""
    position: int = 0
    """The log position at which the facts stand."""
    heard: Mapping[str, tuple[int, bytes]] = MappingProxyType({})
    """Chain → position and hash up to which it is heard, of those that others write."""
    known: bool = True
    """Whether there is such a mission, and the chain that is written here serves it."""
    last: datetime | None = None
    """The time of the event there; None before the first."""
    facts: Mapping[FactKey, Any] = MappingProxyType({})
    settings_by_type: Mapping[type[Model], Model] = MappingProxyType({})

    def granted(self, chance: bytes, secret: str, sealed: Mapping[str, Sealed], box: Box | None) -> Context:
        """The same with what a decision is given once nothing speaks against it; `_replace` takes twice as long."""
        return Context._make((*self[:_GRANTED], chance, secret, sealed, box, *self[_GRANTED + 4 :]))

    def fact(self, kind: type[F], key: str) -> F | None:
        """The fact of this kind and key, None if there is none. Raises KeyError for one that `needs` does not name."""
        return cast("F | None", self.facts[FactKey(kind, key)])

    def asked(self, kind: type[F]) -> Mapping[str, F | None]:
        """The facts of this kind that `needs` names one by one, by key; None for those that are not there."""
        return {key.key: fact for key, fact in self.facts.items() if key.kind is kind and key.key is not None}

    def all(self, kind: type[F]) -> Mapping[str, F]:
        """Every row of this kind, by key. Raises KeyError for a kind that `needs` does not name as a whole."""
        return cast("Mapping[str, F]", self.facts[FactKey(kind)])

    def settings(self, kind: type[M]) -> M:
        """The part of the mission's playbook that belongs to a phase; its defaults where the playbook is silent."""
        found = self.settings_by_type.get(kind)
        return cast(M, found) if found is not None else kind()


_GRANTED = Context._fields.index("chance")
"""Where what `granted` gives begins: four fields."""
