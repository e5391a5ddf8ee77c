"""What is known of aggregates: the state of one, and facts about others."""

from __future__ import annotations

from collections.abc import MutableMapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Self

from osi_core.domain.model import Model

if TYPE_CHECKING:
    from osi_core.domain.events import Event, Recorded


class _Kept(Model):
    """A value of which there may be as many as people. Which of its fields were given is the same for all of a kind,
    and not kept with each: a set of their names takes more memory than what they hold.
    """

    _all_fields: ClassVar[set[str]]

    @classmethod
    def __pydantic_init_subclass__(cls, **kwargs: Any) -> None:
        super().__pydantic_init_subclass__(**kwargs)
        cls._all_fields = set(cls.model_fields)

    def model_post_init(self, context: Any, /) -> None:
        object.__setattr__(self, "__pydantic_fields_set__", self._all_fields)

    def __copy__(self) -> Self:
        copied = super().__copy__()
        object.__setattr__(copied, "__pydantic_fields_set__", self._all_fields)
        return copied


class State(_Kept):
    """What an aggregate is after its events; at most some hundred entries."""

    @classmethod
    def evolve(cls, state: Self | None, event: Event) -> Self:
        """The state after `event`; pure. `state` is None before the first event."""
        raise NotImplementedError(cls.__name__)


class Fact(_Kept):
    """A small typed value about other aggregates, computed from events alone.

    A fact's rows are the same whether they are folded in-process or by a service that hears the public events.
    """

    sources: ClassVar[tuple[type[Event], ...]] = ()
    """The events that `fold` wants to see."""

    followed: ClassVar[tuple[type[Event], ...]] = ()
    """Those of `sources` that happen in another service, and that the fact's own service says again in its chain where
    the two are apart: there they count as said again, so that the order of two chains decides nothing.
    """

    @classmethod
    def fold(cls, rows: MutableMapping[str, Self], record: Recorded) -> None:
        """Takes one event of `sources` into the rows (key → fact), by replacing rows, never by changing them."""
        raise NotImplementedError(cls.__name__)


class FactKey(NamedTuple):
    """A fact that a command needs to know: its kind and key, or every row of the kind when the key is None."""

    kind: type[Fact]
    key: str | None = None
