"""The conditions that are asked of every command, whatever it is.

They are no generators, as other conditions are: most commands give none of them anything to say, and pay for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import cache
from typing import NamedTuple

from osi_core.domain import (
    Basis,
    BoxUse,
    Command,
    Condition,
    Context,
    DataOrigin,
    ForInstitution,
    Recorded,
    State,
    Unmet,
    judged_by,
)
from osi_core.log.decisions import reveals
from osi_core.mission.commands import CorrectClock, CreateMission
from osi_core.mission.resources import INSTITUTION, MISSION
from osi_core.part import DecisionKind
from osi_core.process.clock import is_ahead
from osi_core.process.repeated import words_of
from osi_core.process.request import Request
from osi_core.words import Name


class First(NamedTuple):
    """The request that was answered under a command id before."""

    mac: str
    words: frozenset[str] | None
    """The personal words of it; None once they are not there any more."""


class DueClose(NamedTuple):
    """A close that no result answers yet, and how it is decided."""

    line: DecisionKind
    closing: Recorded


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
    secret: str | None = None
    """What the private store holds as the secret to reveal, for commands with `reveals_secret`; None: nothing."""
    due: DueClose | None = None
    """For `RecordDecision`: the close that waits for a result."""


def mission_exists(command: Command, state: State | None, context: Context) -> Sequence[Unmet]:
    """There is such a mission, which the chain that is written here serves, or the command begins it."""
    if context.known or isinstance(command, CreateMission):
        return ()
    return [Unmet("mission-unknown", "mission", name=Name(MISSION.within(command.mission)))]


def actor_is_not_erased(command: Command, state: State | None, context: Context) -> Sequence[Unmet]:
    """Whoever was erased does nothing more: new words under this id would outlive the erasure.

    Guarantees that the actor was not erased when the event was recorded. Race: none with the erasure in the same log.
    """
    return [Unmet("actor-erased", "actor")] if context.actor.erased else ()


def asked_of_somebody_else(command: Command, state: State | None, context: Context) -> Sequence[Unmet]:
    """Nobody decides on what they asked for: on an own submission, application, mandate, need, contest or team.

    Guarantees it at the position of the facts that the command needs. Race: who joins a team right after has decided
    as somebody else; the log shows which came first.
    """
    if context.rules == 1 or context.actor.participant not in command.asked_by(state, context.facts):
        return ()
    return [Unmet("asked-oneself", "actor", actor=context.actor.participant)]


def names_whom_it_is_done_for(command: Command, state: State | None, context: Context) -> Sequence[Unmet]:
    """Who speaks for several institutions says for which, and nobody acts for one that they do not speak for.

    Guarantees it at the position and the time of the event. Race: none with a revocation in the same log.
    """
    actor = context.actor
    if context.rules == 1 or not isinstance(command, ForInstitution):
        return ()
    named = command.institution
    if named is not None and not actor.speaks_for(named):
        return [Unmet("not-own-institution", "actor", actor=actor.participant, institution=INSTITUTION(named))]
    if named is None and len(actor.mandates) > 1:
        names = tuple(INSTITUTION(one) for one in sorted(actor.mandates))
        return [Unmet("institution-not-named", "institution", institutions=names)]
    return ()


@judged_by(Basis.REQUEST)
def time_is_rightly_given(command: Command, state: State | None, context: Context, asked: Asked) -> Sequence[Unmet]:
    """An imported or simulated mission takes its time from its commands, with a zone; a real one keeps the clock's."""
    given, wanted = asked.request.time is not None, context.origin is not DataOrigin.REAL
    if given is wanted and asked.time.tzinfo is not None:
        return ()
    unmet = []
    if given is not wanted:
        unmet.append(Unmet("time-not-yours" if given else "time-not-given", "time"))
    if asked.time.tzinfo is None:
        unmet.append(Unmet("time-without-zone", "time", time=asked.time))
    return unmet


@judged_by(Basis.REQUEST)
def log_is_not_ahead_of_the_clock(
    command: Command, state: State | None, context: Context, asked: Asked
) -> Sequence[Unmet]:
    """A real mission whose log is minutes ahead of the clock goes no further before the operator has corrected it: what
    follows would carry the wrong year. There is nothing to correct while it is not.
    """
    ahead = context.origin is DataOrigin.REAL and is_ahead(context.last, asked.time)
    if isinstance(command, CorrectClock):
        return () if ahead else [Unmet("clock-not-wrong", last=context.last, now=asked.time)]
    return [Unmet("log-ahead-of-clock", last=context.last, now=asked.time)] if ahead else ()


@judged_by(Basis.REQUEST)
def origin_is_one_of_the_missions(
    command: Command, state: State | None, context: Context, asked: Asked
) -> Sequence[Unmet]:
    """In a real mission all is real, in a simulated one nothing; what was imported may be played on, and says so."""
    origin = asked.request.origin
    if origin is None or origin in context.origin.holds:
        return ()
    return [Unmet("origin-not-the-missions", "origin", origin=origin, mission=context.origin)]


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
    same_words = first.words is None or words_of(command) == first.words
    if asked.mac == first.mac and same_words:
        return ()
    return [Unmet("command-id-reused", "command_id")]


@judged_by(Basis.REQUEST)
def secret_is_the_promised(command: Command, state: State | None, context: Context, asked: Asked) -> Sequence[Unmet]:
    """A close reveals the secret whose digest was recorded at the opening, or there is no close."""
    if not command.reveals_secret or state is None:
        return ()
    promised: str | None = getattr(state, "secret_sha256", None)
    if promised is None:  # nothing was opened, as the command's own conditions say
        return ()
    if asked.secret is None:
        return [Unmet("secret-lost", name=command.resource_name())]
    return () if reveals(asked.secret, promised) else [Unmet("secret-not-the-promised", name=command.resource_name())]


@judged_by(Basis.BOX)
def box_has_its_key(command: Command, state: State | None, context: Context) -> Sequence[Unmet]:
    """Nothing is cast into a box that the log knows as open and whose key the store has lost, or has another of."""
    use = command.uses_box
    if use is None or use is BoxUse.OPENS or context.box is not None:
        return ()
    if command.box_sha256(state, context.facts) is None:  # there is no box; what the command is for says why
        return ()
    return [Unmet("box-key-missing", name=command.resource_name())]


ALWAYS: tuple[Condition, ...] = (
    actor_is_not_erased,
    asked_of_somebody_else,
    names_whom_it_is_done_for,
    time_is_rightly_given,
    log_is_not_ahead_of_the_clock,
    origin_is_one_of_the_missions,
    version_has_not_moved,
    command_id_is_not_reused,
    secret_is_the_promised,
    box_has_its_key,
)
"""Asked of every command of a mission that exists (`mission_exists`), after phase, role and resource."""

_CONCERNS: Mapping[Condition, Callable[[type[Command]], bool]] = {
    asked_of_somebody_else: lambda kind: kind.asked_by is not Command.asked_by,
    names_whom_it_is_done_for: lambda kind: issubclass(kind, ForInstitution),
    secret_is_the_promised: lambda kind: kind.reveals_secret,
    box_has_its_key: lambda kind: kind.uses_box in (BoxUse.KNOWS, BoxUse.CASTS),
}
"""Of some conditions, the kinds of commands that they can say anything about."""


@cache
def asked_of(kind: type[Command]) -> tuple[Condition, ...]:
    """Those of `ALWAYS` that can say anything about a kind of command: three to four fewer calls at each one."""
    return tuple(one for one in ALWAYS if one not in _CONCERNS or _CONCERNS[one](kind))
