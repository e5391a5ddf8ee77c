"""The way of a contribution, from the citizen's words to the rollout: what each event means for it.

Every public event names what it builds on (`refs`), so a receipt needs no phase's schema: a phase states here, event by
event, on which stage of the way it stands and whom it is told to. The sentence is the code `step.<event type>`, and its
values are the event's own fields.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Any, NamedTuple

from osi_core.domain import Event, Resource
from osi_core.words import Message, Name

__all__ = ["Audience", "Own", "Stage", "Told", "Turn", "Way"]


class Stage(StrEnum):
    """How far a contribution has come, in this order."""

    CONTRIBUTION = "contribution"
    MODERATION = "moderation"
    LINEAGE = "lineage"
    PRIORITY = "priority"
    COMMITMENT = "commitment"
    SOLUTION = "solution"
    PROGRAMME = "programme"
    SUPPORT = "support"
    FIT = "fit"
    PILOT = "pilot"
    ADOPTION = "adoption"

    @property
    def place(self) -> int:
        """Its place in the order, from 0."""
        return _PLACES[self]


_PLACES = {stage: place for place, stage in enumerate(Stage)}


class Audience(StrEnum):
    """In whose receipt an event is told."""

    ALL = "all"
    """In that of everything it builds on."""
    OWN = "own"
    """In that of its own resource only: others talk about it, theirs is another way."""
    PERSON = "person"
    """In that of what the named participant has asked of its resource, for the contributor alone; and where it says
    what was said of that, the way ends there."""
    ONESELF = "oneself"
    """In that of the contribution itself only: private, or many."""
    SINCE = "since"
    """In that of each contribution that was made since its own resource began, and has not ended: all of them, or those
    that are `of` a kind.
    """


class Turn(StrEnum):
    """What an event does to the way."""

    BEGINS = "begins"
    """Part of how its resource came to be: no part of the way of what merges into it later."""
    LIVES = "lives"
    """A solution or an adoption goes on from here."""
    ENDS = "ends"
    """A solution or an adoption ends here, until it goes on again."""
    MOVES = "moves"
    """The resource lives on in those that the event names."""
    RETURNS = "returns"
    """The resource stands by itself again: what it had lived on in goes its own way."""


class Own(NamedTuple):
    """What only the receipts of one resource's contributors tell of an event."""

    of: Callable[[Any], str]
    """The resource's name within the mission."""
    tell: Callable[[Any, Message], Message]


class Told(NamedTuple):
    """What one type of event means for the way."""

    stage: Stage
    audience: Audience = Audience.ALL
    turns: frozenset[Turn] = frozenset()
    names: Mapping[str, Resource] = MappingProxyType({})
    """Fields that name resources which the event does not build on: the sentence shows their names."""
    result_at: Callable[[Any], str] | None = None
    """Where what came of it is published, as a name within the mission; for contributions that are not followed."""
    ended: str = ""
    """The code of what is said of a contribution whose own last event this is."""
    tell: Callable[[Any, Message, Collection[str]], Message] | None = None
    """Makes the sentence more precise; the last argument are the names of the resources that the way has come by."""
    own: Own | None = None
    """What is told to the contributors of one resource alone."""
    of: Resource | None = None
    """The kind of contributions that are told of something that concerns all SINCE a time."""
    supports: Callable[[Any, Event | None], Collection[Name]] | None = None
    """What the contribution supports, as names within the mission, given also the first event of where its result is
    published: its own receipt tells what these live on in.
    """
    supporting: str = ""
    """The code of what the supporter is told: of a `challenge` that it was told a `step`."""
    to_supporters: bool = False
    """Whether those who support the resource are told, too."""


class Way(NamedTuple):
    """What a phase knows of contributions' ways."""

    told: Mapping[type[Event], Told]
    follows: tuple[Resource, ...] = ()
    """Resources that a way goes on from; of others it tells only the event that names them."""
    begins: tuple[Resource, ...] = ()
    """More resources that a way may begin with."""
