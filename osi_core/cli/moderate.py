"""`osi moderate`: what waits for a decision, one after the other, each decided with one key."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple
from uuid import uuid4

from cyclopts import Parameter

from osi_core.cli.access import Access, all_of, reached
from osi_core.cli.binding import Flag, MissionOption, StoreOption
from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.domain import Command

_REASONS = 6
"""How many sentences are offered for a rejection; any other is written."""
_PAGE = 200
_SKIP, _QUIT = "s", "q"


class Waiting(NamedTuple):
    """Something that waits for a decision."""

    name: str
    kind: str
    """The key of the word for it, and of what it asks: `moderate.challenge`."""
    title: str
    text: str
    keys: dict[str, Callable[[str], Command]]
    """Key → the command, of a reason where it takes one."""
    reasoned: frozenset[str]
    """Keys that ask for a reason first."""


def moderate(
    session: Session,
    *,
    by: Annotated[str, Parameter(name="--as", help="opt.do_as", metavar="PARTICIPANT")] = "",
    plain: Annotated[bool, Flag, Parameter(help="opt.plain")] = False,
    time: Annotated[datetime | None, Parameter(help="opt.do_time", metavar="TIME")] = None,
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Shows what waits, and takes a key for each: let in, reject with a reason of a list, skip, stop.

    With `--plain` the answers are lines of standard input; where it is empty, the queue is only told.
    """
    if time is not None and time.tzinfo is None:
        raise session.stop(Exit.USAGE, "do.time")
    with reached(session, store, mission, by, write=True) as access:
        queue = [*_queue(access)]
        if session.json:
            session.emit([{"name": one.name, "title": one.title, "keys": [*one.keys, _SKIP]} for one in queue])
            return 0
        if not queue:
            session.show(session.say("moderate.nothing"))
        decided = sum(_decided(session, access, queue, _Asking(session, plain), time))
        if queue:
            session.show("", session.say("moderate.done", decided=decided, count=len(queue)))
    return 0


# The queue


def _queue(access: Access) -> Iterator[Waiting]:
    from osi_core.challenges.views import ChallengeView, StatementView

    mission, asked = access.mission, partial(all_of, access, order_by="create_time", page_size=_PAGE)
    for challenge in asked(ChallengeView, where='status = "submitted"'):
        yield _of_challenge(mission, challenge)
    for challenge in asked(ChallengeView, where="asked:*"):
        yield _of_correction(mission, challenge)
    for statement in asked(StatementView, where='status = "submitted"'):
        yield _of_statement(mission, statement)


def _of_challenge(mission: str, one: Any) -> Waiting:
    from osi_core.challenges.commands import AcceptChallenge, RejectChallenge
    from osi_core.challenges.resources import CHALLENGE

    id_ = one.challenge
    return Waiting(
        str(CHALLENGE(id_)),
        "challenge",
        one.title or "",
        one.text or "",
        {
            "a": lambda _: AcceptChallenge(mission=mission, challenge=id_),
            "r": lambda reason: RejectChallenge(mission=mission, challenge=id_, reason=reason),
        },
        frozenset("r"),
    )


def _of_correction(mission: str, one: Any) -> Waiting:
    from osi_core.challenges.correction_commands import DeclineCorrection, GrantCorrection
    from osi_core.challenges.resources import CHALLENGE

    id_ = one.challenge
    return Waiting(
        str(CHALLENGE(id_)),
        f"asked_{one.asked.value}",
        one.title or "",
        one.text or "",
        {
            "a": lambda _: GrantCorrection(mission=mission, challenge=id_),
            "r": lambda reason: DeclineCorrection(mission=mission, challenge=id_, reason=reason),
        },
        frozenset("r"),
    )


def _of_statement(mission: str, one: Any) -> Waiting:
    from osi_core.challenges.commands import AcceptStatement, RejectStatement
    from osi_core.challenges.resources import STATEMENT

    id_ = one.statement
    return Waiting(
        str(STATEMENT(id_)),
        "statement",
        one.text or "",
        "",
        {
            "a": lambda _: AcceptStatement(mission=mission, statement=id_),
            "r": lambda reason: RejectStatement(mission=mission, statement=id_, reason=reason),
        },
        frozenset("r"),
    )


# Deciding


class _Asking:
    """Where answers come from: keys of a terminal, or lines of a pipe."""

    def __init__(self, session: Session, plain: bool) -> None:
        self._session = session
        self._keys = not plain and sys.stdin.isatty()
        self.ended = False

    def line(self, prompt: str) -> str:
        """A line, empty where there are no more."""
        if sys.stdin.isatty():
            self._session.err.print(prompt, end=" ")
        line = sys.stdin.readline()
        self.ended = not line
        return line.strip()

    def key(self, prompt: str) -> str:
        """One key without the return key, or what stands in a line."""
        if not self._keys:
            return self.line(prompt)
        self._session.err.print(prompt, end=" ")
        pressed = _pressed()
        self._session.err.print(pressed)
        return pressed.lower()


def _pressed() -> str:
    """One key of the terminal."""
    try:
        import termios
        import tty
    except ImportError:  # Windows
        import msvcrt

        return str(msvcrt.getwch())  # type: ignore[attr-defined,unused-ignore]
    descriptor = sys.stdin.fileno()
    before = termios.tcgetattr(descriptor)
    try:
        tty.setcbreak(descriptor)
        return sys.stdin.read(1)
    finally:
        termios.tcsetattr(descriptor, termios.TCSADRAIN, before)


def _decided(
    session: Session, access: Access, queue: list[Waiting], asking: _Asking, time: datetime | None
) -> Iterator[bool]:
    """Whether each was decided, until somebody stops. A decision that is refused is told, and the queue goes on."""
    from rich.text import Text

    from osi_core.domain import Rejected

    for place, one in enumerate(queue, start=1):
        session.show("", Text.assemble((f"{place}/{len(queue)}  ", "quiet"), (one.name, "name")))
        session.show(session.say(f"moderate.{one.kind}"), Text(one.title, style="title"))
        if one.text:
            session.show(one.text)
        command = None if asking.ended else _chosen(session, one, asking)
        if command is None:
            if asking.ended:
                yield False
                continue
            return
        if command is _SKIPPED:
            yield False
            continue
        try:
            access.do(command, str(uuid4()), time)
        except Rejected as rejected:
            session.show(Text(rejected.say(session.language, session.words), style="bad"))
            yield False
        else:
            yield True


class _Skipped:
    """Somebody goes on without a decision."""


_SKIPPED: Any = _Skipped()


def _chosen(session: Session, one: Waiting, asking: _Asking) -> Any:
    """The command that was chosen; None where somebody stops, or nothing is left to read."""
    while True:
        answer = asking.key(session.say("moderate.keys"))
        key, _, rest = answer.partition(" ")
        key = key.lower()
        if asking.ended or key == _QUIT:
            return None
        if key == _SKIP:
            return _SKIPPED
        if key in one.keys:
            reason = _reason(session, rest.strip(), asking) if key in one.reasoned else ""
            if reason is not None:
                return one.keys[key](reason)
        else:
            session.show(session.say("moderate.no_key", key=key))


def _reason(session: Session, given: str, asking: _Asking) -> str | None:
    """A sentence of the list by its number, or what was written; None where somebody thinks again."""
    offered = {str(number): session.say(f"moderate.reason.{number}") for number in range(1, _REASONS + 1)}
    if not given:
        for number, sentence in offered.items():
            session.show(f"  {number}  {sentence}")
        given = asking.key(session.say("moderate.which_reason"))
        if given == "o":
            given = asking.line(session.say("moderate.own_reason"))
    reason = offered.get(given, given)
    return reason if len(reason) > 1 else None
