"""`osi serve NAME`: a service, until it is told that it is enough."""

from __future__ import annotations

from typing import Annotated

from cyclopts import Parameter

from osi_core.cli import Session
from osi_core.words import WordedError
from osi_runtime.commands.options import AddressOption, ConfigOption, SetOption, StoreOption, settings_of, stopped
from osi_runtime.compose import Running
from osi_runtime.logs import set_up
from osi_runtime.serve import serve, service_of

__all__ = ["serve_command"]


def serve_command(
    session: Session,
    name: Annotated[str, Parameter(help="opt.service")],
    /,
    *,
    config: ConfigOption = None,
    store: StoreOption = None,
    address: AddressOption = None,
    assigned: SetOption = None,
) -> int:
    """Serves until SIGTERM or SIGINT, then drains."""
    try:
        declaration = service_of(name)
    except WordedError as error:
        raise stopped(session, error) from error
    settings = settings_of(session, config, assigned, store=store, address=address).settings
    set_up(settings.log)

    def ready(running: Running) -> None:
        where = running.runtime.engine.store
        if running.new_store:
            session.note(session.say("serve.new_store", store=getattr(where, "name", "")))
        for one in running.listening.addresses:
            session.line(session.say("serve.ready", name=name, address=one, store=getattr(where, "name", "")))
        session.out.file.flush()

    try:
        serve(settings, declaration, ready)
    except WordedError as error:
        raise stopped(session, error) from error
    return 0
