"""What others have kept of a log, as the options of `osi verify` give it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from types import ModuleType

    from osi_core.process.witnesses import Contradiction, Witness

CheckpointOption = Annotated[
    list[Path] | None, Parameter(help="opt.checkpoint", metavar="FILE", negative="", name="--checkpoint")
]
KeyOption = Annotated[list[Path] | None, Parameter(help="opt.key", metavar="FILE", negative="", name="--key")]
ExpectOption = Annotated[
    list[str] | None, Parameter(help="opt.expect", metavar="POSITION:HASH", negative="", name="--expect")
]


def witnesses_of(
    session: Session, checkpoints: Sequence[Path], keys: Sequence[Path], places: Sequence[str]
) -> Callable[[str], list[Witness]]:
    """Reads what was kept; what comes back tells it for one mission. Whatever is no witness ends the command."""
    from osi_core.log.checkpoint import LARGEST_NOTE, checked
    from osi_core.process.witnesses import witness_in, witness_of

    if checkpoints and not keys:
        raise session.stop(Exit.USAGE, "verify.key_missing")
    kept = [witness_of(place) for place in places]
    verifiers = [signing().Ed25519Verifier(key_text(path), str(path)) for path in keys]
    found = [(checked(_read(path, LARGEST_NOTE), verifiers, str(path)), str(path)) for path in checkpoints]
    return lambda mission: [*kept, *(witness_in(checkpoint, mission, file) for checkpoint, file in found)]


def signing() -> ModuleType:
    """The module that signs and checks signatures: only who asks for them needs its extra."""
    from osi_core.log import ed25519

    return ed25519


def show_contradictions(session: Session, count: int, found: Sequence[Contradiction]) -> None:
    """What the witnesses say of a log; nothing where there are none."""
    from rich.text import Text

    for one in found:
        said = session.say("verify.contradicted", kept_in=one.kept_in, what=one.what)
        session.show(Text(said, style="bad"))
    if found:
        session.show(session.say("verify.contradicted_advice"))
    elif count:
        session.show(Text(session.say("verify.witnessed", count=count), style="good"))


def key_text(path: Path) -> str:
    """The text of a file that holds a key."""
    from osi_core.files import text_of

    return text_of(_read(path, 2**12), str(path))


def _read(path: Path, limit: int) -> bytes:
    from osi_core.files import read_input

    return read_input(path, limit=limit)
