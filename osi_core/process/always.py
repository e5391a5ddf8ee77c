"""The conditions that are asked of every command, whatever it is.

They are no generators, as other conditions are: most commands give none of them anything to say, and pay for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from osi_core.domain import Basis, Command, Condition, Context, State, Unmet, judged_by
from osi_core.mission.commands import CreateMission
from osi_core.mission.resources import MISSION
from osi_core.process.repeated import words_of
from osi_core.process.request import Request
from osi_core.words import Name


class First(NamedTuple):
    """The request that was answered under a command id before: its MAC, and the words of it that are still there."""

    mac: str
    words: frozenset[str]


class Asked(NamedTuple):
    """The request with what the log knows of it: what conditions judge by beside the log and the installation."""

    request: Request
    version: int
    """Where the aggregate's stream stands."""
    time: datetime
    """The time that the request brings, or else the clock's."""
    mac: str = ""
    """Of this request, without the personal words in it; only looked at where a first one was answered."""
    first: First | None = None
    """What was answered under this command id before, if anything."""
    tied: str | None = None
    """The participant that the request's alias leads to already, if it brings one."""
    held: bool = False
    """Whether the alias is that of somebody who was erased and whose vote may still count."""


def mission_exists(command: Command, state: State | None, context: Context) -> Sequence[Unmet]:
    """There is such a mission, or the command begins it."""
    if context.position or isinstance(command, CreateMission):
        return ()
    return [Unmet("mission-unknown", "mission", name=Name(MISSION.within(command.mission)))]


def actor_is_not_erased(command: Command, state: State | None, context: Context) -> Sequence[Unmet]:
    """Whoever was erased does nothing more: new words under this id would outlive the erasure.

    Guarantees that the actor was not erased when the event was recorded. Race: none with the erasure in the same log.
    """
    return [Unmet("actor-erased", "actor")] if context.actor.erased else ()


@judged_by(Basis.REQUEST)
def time_is_rightly_given(command: Command, state: State | None, context: Context, asked: Asked) -> Sequence[Unmet]:
    """A simulated mission takes its time from its commands, with a zone; a real one keeps the clock's."""
    given = asked.request.time is not None
    if given is context.simulated and asked.time.tzinfo is not None:
        return ()
    unmet = []
    if given is not context.simulated:
        unmet.append(Unmet("time-not-yours" if given else "time-not-given", "time"))
    if asked.time.tzinfo is None:
        unmet.append(Unmet("time-without-zone", "time", time=asked.time))
    return unmet


@judged_by(Basis.REQUEST)
def version_has_not_moved(command: Command, state: State | None, context: Context, asked: Asked) -> Sequence[Unmet]:
    """Nobody overwrites what they have not seen, if they say what they have seen."""
    expected = asked.request.expected_version
    if expected is None or expected == asked.version:
        return ()
    return [Unmet("version-moved", name=command.resource_name(), version=asked.version, expected=expected)]


@judged_by(Basis.REQUEST)
def command_id_is_not_reused(command: Command, state: State | None, context: Context, asked: Asked) -> Sequence[Unmet]:
    """One command id is one request: the same one again gets the first answer, another one is refused.

    After an erasure there are no words left to compare; whatever they are then, the first answer stands.
    """
    first = asked.first
    if first is None:
        return ()
    same_words = not first.words or words_of(command) == first.words
    if asked.mac == first.mac and same_words:
        return ()
    return [Unmet("command-id-reused", "command_id")]


ALWAYS: tuple[Condition, ...] = (
    actor_is_not_erased,
    time_is_rightly_given,
    version_has_not_moved,
    command_id_is_not_reused,
)
"""Asked of every command of a mission that exists (`mission_exists`), after phase, role and resource."""
