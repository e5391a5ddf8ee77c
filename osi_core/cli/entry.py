"""The entry: parse the call, run the command, and turn whatever happens into one message and an exit code."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence

from osi_core.cli.session import Exit, Session, enter, language_of, version
from osi_core.extras import ExtraMissing, extra


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs `osi` with these arguments (by default the program's own) and returns its exit code."""
    gc.set_threshold(50_000)  # looks for garbage less often: imports leave none, and it took a tenth of a short command
    given = list(sys.argv[1:] if arguments is None else arguments)
    session = Session(language_of(given), json="--json" in given, debug="--debug" in given)
    _write_what_the_terminal_can()
    enter(session)
    try:
        return _say_version() if given in (["--version"], ["-V"]) else int(_run(session, given))
    except ExtraMissing as missing:  # what everything else here needs
        sys.stderr.write(f"{session.say('error')} {session.tell(missing.message)}\n")
        return Exit.CANNOT
    except BrokenPipeError:  # whoever read our output has seen enough
        _discard_output()
        return Exit.FINE


def _say_version() -> int:
    """Answers `osi --version` by itself: scripts ask that often, and nothing of the app is needed for it."""
    sys.stdout.write(f"{version()}\n")
    sys.stdout.flush()
    return Exit.FINE


def _run(session: Session, given: list[str]) -> int:
    with extra("cli"):
        from osi_core.cli.app import build

    try:
        app = build(session, given).meta
        code = app(given, exit_on_error=False, print_error=False, result_action="return_value")
        sys.stdout.flush()
        return code if isinstance(code, int) else Exit.FINE
    except KeyboardInterrupt:
        _complain(session, session.say("error.interrupted"))
        return Exit.INTERRUPTED
    except BrokenPipeError:
        raise
    except Exception as error:
        if _was_interrupt(error):
            _complain(session, session.say("error.interrupted"))
            return Exit.INTERRUPTED
        return _failed(session, error)


def _was_interrupt(error: BaseException | None) -> bool:
    """Whether Ctrl-C is what lies behind an error: compiled code that it meets raises SystemError from it."""
    met = list[BaseException]()
    while error is not None and error not in met:  # one raised from itself would lead round in a circle
        if isinstance(error, KeyboardInterrupt):
            return True
        met.append(error)
        error = error.__cause__
    return False


def _failed(session: Session, error: Exception) -> int:
    from osi_core.cli.faults import told

    if session.debug:
        import traceback

        traceback.print_exception(error)
    stop = told(session, error)
    _complain(session, stop.message)
    try:
        sys.stdout.flush()
    except OSError:  # what could not be written stays in the buffer, and would fail once more at the end
        _discard_output()
    return stop.code


def _complain(session: Session, message: str) -> None:
    """One message on standard error."""
    from rich.text import Text

    session.err.print(Text.assemble((session.say("error"), "bad"), " ", message), soft_wrap=True)


def _write_what_the_terminal_can() -> None:
    """A sign that the output's encoding lacks is written as `?`; it never ends the command."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(errors="replace")


def _discard_output() -> None:
    """Python flushes standard output once more when it ends; there must be somewhere to flush to."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
