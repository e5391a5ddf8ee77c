"""`osi checkpoint`: the head of a log, signed, for others to keep; and the key that signs."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from osi_core.cli.binding import MissionOption, StoreOption
from osi_core.cli.session import Exit, Session
from osi_core.cli.stores import chosen, opened
from osi_core.cli.witnesses import key_text, signing

_SEED_BYTES = 32


def checkpoint(
    session: Session,
    *,
    key: Annotated[Path | None, Parameter(help="opt.signing_key", metavar="FILE")] = None,
    out: Annotated[Path | None, Parameter(help="opt.checkpoint_out", metavar="DIR")] = None,
    make_key: Annotated[Path | None, Parameter(help="opt.make_key", metavar="FILE")] = None,
    name: Annotated[str, Parameter(help="opt.key_name")] = "osi",
    mission: MissionOption = None,
    store: StoreOption = None,
) -> int:
    """Signs position and hash of a log's end; or makes a key, and prints its public half."""
    if make_key is not None:
        return _make_key(session, make_key, name)
    if key is None:
        raise session.stop(Exit.USAGE, "checkpoint.no_key")
    from osi_core.log.checkpoint import Checkpoint, signed
    from osi_core.process.checkpoints import CheckpointFolder

    signer = signing().Ed25519Signer.read(key_text(key), str(key))
    with opened(session, store) as source:
        named = chosen(session, source, mission)
        head = source.head(named)
    taken = Checkpoint(named, head.position, head.hash)
    path = CheckpointFolder(out, signer).write(taken) if out else None
    if session.json:
        note = signed(taken, signer).decode()
        session.emit({"mission": named, "position": head.position, "hash": head.hash.hex(), "note": note})
    elif path is not None:
        session.show(session.say("checkpoint.done", file=path, mission=named, position=session.number(head.position)))
    else:
        sys.stdout.buffer.write(signed(taken, signer))  # the very bytes, whatever the terminal's encoding
    return 0


def _make_key(session: Session, file: Path, name: str) -> int:
    signer = signing().Ed25519Signer(name, os.urandom(_SEED_BYTES))
    try:
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        raise session.stop(Exit.CANNOT, "checkpoint.key_exists", file=file) from None
    with os.fdopen(descriptor, "w") as opened_file:
        opened_file.write(f"{signer.private}\n")
    if session.json:
        session.emit({"file": str(file), "public": signer.public})
    else:
        session.line(signer.public)
        session.note(session.say("checkpoint.key_made", file=file))
    return 0
