"""What to say, and with which exit code, when the library raises."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from osi_core.cli.session import Exit, Session, Stop
from osi_core.extras import ExtraMissing

if TYPE_CHECKING:
    from cyclopts import CycloptsError

    from osi_core.words import WordedError


def told(session: Session, error: Exception) -> Stop:
    """The one message for an error, and the exit code; for what nobody foresaw, how to report it."""
    from cyclopts import CycloptsError

    if isinstance(error, Stop):
        return error
    if isinstance(error, CycloptsError):
        return _usage(session, error)
    if isinstance(error, OSError):
        return _os_error(session, error)
    if isinstance(error, ImportError) and not isinstance(error, ExtraMissing):
        return session.stop(Exit.CANNOT, "error.import", name=error.name or error)
    return _library_error(session, error) or session.stop(
        Exit.CANNOT, "error.unexpected", kind=type(error).__name__, message=error
    )


def _usage(session: Session, error: CycloptsError) -> Stop:
    from osi_core.cli.usage import explained

    return Stop(Exit.USAGE, explained(session, error))


def _os_error(session: Session, error: OSError) -> Stop:
    known = {
        errno.ENOENT: "error.missing",
        errno.EACCES: "error.forbidden",
        errno.EPERM: "error.forbidden",
        errno.EISDIR: "error.is_folder",
        errno.ENOTDIR: "error.no_folder",
        errno.EEXIST: "error.no_folder",
        errno.ENOSPC: "error.full",
        errno.EROFS: "error.forbidden",
    }
    key = known.get(error.errno or 0, "error.os")
    return session.stop(Exit.CANNOT, key, path=error.filename or session.say("output"), reason=error.strerror or error)


def _library_error(session: Session, error: Exception) -> Stop | None:
    """Errors of osi_core, whose sentences say what to do; None for any other."""
    from osi_core.domain import Rejected
    from osi_core.plugins.errors import PluginError
    from osi_core.process.playbook import PlaybookInvalid
    from osi_core.words import WordedError

    if isinstance(error, Rejected):
        return Stop(Exit.NO, error.say(session.language, session.words))
    if isinstance(error, PlaybookInvalid):
        return session.stop(Exit.NO, "error.playbook", problems=error.say(session.language, session.words))
    if isinstance(error, PluginError):
        return session.stop(Exit.CANNOT, "error.plugin", reason=error.message)
    return _worded(session, error) if isinstance(error, WordedError) else None


def _worded(session: Session, error: WordedError) -> Stop:
    """An error that brings its code and values; what is a plain no, and what was called wrongly, has its exit code."""
    from osi_core.log import LogDamaged
    from osi_core.log.opening import StoreDamaged
    from osi_core.process.export import ExportInvalid
    from osi_core.process.receipt_codes import ReceiptMalformed
    from osi_core.process.receipts import ReceiptUnknown
    from osi_core.simulation import FolderInvalid

    if isinstance(error, LogDamaged):
        return session.stop(Exit.NO, "error.damaged", **error.values)
    if isinstance(error, ExportInvalid):
        return session.stop(Exit.CANNOT, "error.export", reason=error.message)
    if isinstance(error, ReceiptMalformed):
        return Stop(Exit.USAGE, session.tell(error.message))
    no = isinstance(error, FolderInvalid | ReceiptUnknown | StoreDamaged)
    return Stop(Exit.NO if no else Exit.CANNOT, session.tell(error.message))
