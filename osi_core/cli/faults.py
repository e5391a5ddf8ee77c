"""What to say, and with which exit code, when the library raises."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from osi_core.cli.session import Exit, Session, Stop

if TYPE_CHECKING:
    from cyclopts import CycloptsError


def told(session: Session, error: Exception) -> Stop:
    """The one message for an error, and the exit code; for what nobody foresaw, how to report it."""
    from cyclopts import CycloptsError

    if isinstance(error, Stop):
        return error
    if isinstance(error, CycloptsError):
        return _usage(session, error)
    if isinstance(error, OSError):
        return _os_error(session, error)
    if isinstance(error, ImportError):
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
    """Errors of osi_core, whose messages say what to do; None for any other."""
    from osi_core.domain import Rejected
    from osi_core.log import LogDamaged, StoreError
    from osi_core.plugins.errors import PluginError

    if isinstance(error, Rejected):
        return Stop(Exit.NO, error.say(session.language, session.words))
    if isinstance(error, LogDamaged):
        values = {"mission": error.mission, "position": error.position, "reason": error.reason}
        return session.stop(Exit.NO, "error.damaged", **values)
    if isinstance(error, StoreError):
        return session.stop(Exit.CANNOT, "error.store", reason=error)
    if isinstance(error, PluginError):
        return session.stop(Exit.CANNOT, "error.plugin", reason=error)
    return _invalid_input(session, error)


def _invalid_input(session: Session, error: Exception) -> Stop | None:
    from osi_core.process.export import ExportInvalid
    from osi_core.process.playbook import PlaybookInvalid
    from osi_core.simulation import FolderInvalid

    if isinstance(error, PlaybookInvalid):
        return session.stop(Exit.NO, "error.playbook", problems=error.say(session.language, session.words))
    if isinstance(error, FolderInvalid):
        return Stop(Exit.NO, error.say(session.language, session.words))
    if isinstance(error, ExportInvalid):
        return session.stop(Exit.CANNOT, "error.export", reason=str(error).splitlines()[0])
    return None
