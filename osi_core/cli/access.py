"""A mission as the command line reaches it: in a database file, or behind the addresses of running services.

`Access` is the port, with what commands need of a mission: to read, to ask what may be done, and to do it. For files
it is fulfilled by `embedded`; for addresses by whichever package announces itself in the entry-point group `osi.access`
(`osi-remote`), so that nothing here knows a transport: `opener(session, server, mission, by)`, a context that gives
access to what runs there.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from osi_core.cli.session import Exit, Session

if TYPE_CHECKING:
    from osi_core.domain import Command
    from osi_core.process import Trail
    from osi_core.process.gates_ahead import GateAhead
    from osi_core.process.judging import May
    from osi_core.process.reads import DueItems, FoundItems, Page
    from osi_core.view import View

    V = TypeVar("V", bound=View)
else:
    V = TypeVar("V")

__all__ = ["GROUP", "VARIABLE", "Access", "Done", "Server", "all_of", "reached"]

GROUP = "osi.access"
"""The entry-point group of packages that reach services; the first one is taken."""
VARIABLE = "OSI_SERVER"
TOKEN_VARIABLE = "OSI_TOKEN"
_LARGEST_TOKEN = 2**16
_ADDRESS = re.compile(r"(?:grpcs?://)?(?:[^\s/:,\[\]]+|\[[0-9A-Fa-f:.]+\]):\d{1,5}")


class Server(NamedTuple):
    """Where services run, and what they are shown."""

    addresses: tuple[str, ...]
    """`HOST:PORT`, `grpc://HOST:PORT` for plaintext, `grpcs://HOST:PORT` for TLS."""
    token: str = ""
    """Who asks; empty: nobody in particular."""
    roots: Path | None = None
    """File with certificates to trust (PEM)."""
    certificate: Path | None = None
    key: Path | None = None


class Done(NamedTuple):
    """What came of a command that was granted."""

    resource: str
    """Full name of what it was for."""
    receipt: str = ""
    """The receipt's code; empty where it is no contribution."""
    place: str = ""
    """`POSITION:HASH` of a contribution."""
    is_pending: bool = False
    """Whether it takes effect only once others have answered: a closing that was asked."""


class Access(Protocol):
    """One mission, for one who asks. Raises `Rejected` for what is refused, `Stop` for what cannot be reached."""

    @property
    def mission(self) -> str:
        """The mission's id: the one that was named, or the only one there is."""

    def get(self, view: type[V], *ids: str) -> V:
        """One resource, as the asker may see it."""

    def page(
        self,
        view: type[V],
        *parent: str,
        where: str = "",
        order_by: str = "",
        page_size: int = 0,
        page_token: str = "",
    ) -> Page[V]:
        """A page of resources, as `osi_core.process.reads.Reads.list` has it."""

    def search(self, query: str, *, page_size: int = 0, page_token: str = "") -> FoundItems:
        """Resources that hold all words of a query."""

    def due(self, *, page_size: int = 0) -> DueItems:
        """What has a day, the earliest first."""

    def gates(self) -> list[GateAhead]:
        """What the next gates of the phases wait for."""

    def may(self, at: str | None = None) -> list[May]:
        """What the asker may do, line by line of the phase rules; `at` is the full name of a resource."""

    def trail(self, code: str) -> Trail:
        """The way of a contribution; this alone asks for no mission."""

    def participant(self) -> str:
        """The asker's own id, for what only they can say; empty where it is the operator, or nobody."""

    def do(self, command: Command, request_id: str, time: datetime | None = None) -> Done:
        """Gives a command. Given again under the same request id, it happens once. A decision is waited for."""


def all_of(
    access: Access, view: type[V], *parent: str, where: str = "", order_by: str = "", page_size: int = 1_000
) -> Iterator[V]:
    """All resources of a list; so many are asked for at once, when they are needed."""
    token = ""
    while True:
        page = access.page(view, *parent, where=where, order_by=order_by, page_size=page_size, page_token=token)
        yield from page.items
        if not (token := page.next_page_token):
            return


@contextmanager
def reached(
    session: Session,
    store: str | None,
    mission: str | None = None,
    by: str = "",
    *,
    write: bool = False,
    public: bool = False,
) -> Iterator[Access]:
    """The mission that a call means. `by` is who acts, for a file; towards services the token says it. With `public`,
    who names nobody reads a file as everybody may, for what is to be handed on.
    """
    server = _server(session, store)
    if server is None:
        from osi_core.cli.embedded import Embedded
        from osi_core.cli.stores import opened

        with opened(session, store, write=write) as source:
            yield Embedded(session, source, mission, by, public=public)
        return
    if by not in ("", "operator"):
        raise session.stop(Exit.USAGE, "server.as")
    found = next(iter(importlib.metadata.entry_points(group=GROUP)), None)
    if found is None:
        raise session.stop(Exit.CANNOT, "server.no_package")
    with found.load()(session, server, mission, by) as access:
        yield access


def _server(session: Session, store: str | None) -> Server | None:
    """The services that are meant, if any are: a store that is named wins over the environment alone."""
    given = session.server
    if given.addresses and store is not None:
        raise session.stop(Exit.USAGE, "server.or_store")
    addresses = given.addresses or ("" if store is not None else os.environ.get(VARIABLE, "").strip())
    if not addresses:
        return None
    if not given.addresses:
        session.note(session.say("server.from_variable", server=addresses, variable=VARIABLE))
    found = tuple(one.strip() for one in addresses.split(",") if one.strip())
    for one in found:
        if _ADDRESS.fullmatch(one) is None:
            raise session.stop(Exit.USAGE, "server.address", given=one)
    return Server(found, _token(session, given.token_file), given.roots, given.certificate, given.key)


def _token(session: Session, file: Path | None) -> str:
    if file is None:
        return os.environ.get(TOKEN_VARIABLE, "").strip()
    from osi_core.files import read_input

    token = read_input(file, limit=_LARGEST_TOKEN).decode("ascii", "replace").strip()
    if not token:
        raise session.stop(Exit.CANNOT, "server.token_empty", file=file)
    return token
