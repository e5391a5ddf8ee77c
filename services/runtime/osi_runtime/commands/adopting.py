"""`osi adopt NAME`: a service goes on whose store was restored from an older copy."""

from __future__ import annotations

import asyncio
from contextlib import aclosing, closing
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter
from grpc import aio

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_core.domain import Service
from osi_core.files import InputRefused, read_input
from osi_core.log.sql import SqlStore
from osi_core.log.store import StoreError
from osi_runtime.commands.options import ConfigOption, SetOption, settings_of, stopped
from osi_runtime.peers.adopting import Standing, go_on, standings
from osi_runtime.peers.link import UNASKED, Link
from osi_runtime.peers.settings import PeerSettings
from osi_runtime.settings import Settings
from osi_runtime.stores import default_store

__all__ = ["adopt"]

_LARGEST_FILE = 1 << 20


def adopt(
    session: Session,
    name: Annotated[Service, Parameter(help="opt.service")],
    /,
    *,
    chain: Annotated[str, Parameter(help="opt.adopt_chain", metavar="NAME")],
    token_file: Annotated[Path | None, Parameter(help="opt.adopt_token", metavar="FILE")] = None,
    config: ConfigOption = None,
    assigned: SetOption = None,
) -> int:
    """Says, mission by mission, what others have of the service's chain and what is lost; with an operator's token
    lets it go on in another chain.
    """
    settings = settings_of(session, config, assigned).settings
    former = settings.chain or f"{name}-1"
    if name is Service.PARTICIPATION:
        raise session.stop(Exit.USAGE, "adopt.begins")
    if chain == former:
        raise session.stop(Exit.USAGE, "adopt.same", chain=chain)
    peer = next((one for one in settings.peers.services if one.service is Service.PARTICIPATION), None)
    if peer is None:
        raise session.stop(Exit.USAGE, "adopt.no-participation")
    try:
        token = read_input(token_file, limit=_LARGEST_FILE).decode("ascii").strip() if token_file else ""
        return asyncio.run(_adopt(session, settings, name, (former, chain), peer, token))
    except StoreError as error:
        raise stopped(session, error) from error
    except InputRefused as refused:
        raise session.stop(Exit.CANNOT, "adopt.unread", said=session.tell(refused.problem)) from refused
    except aio.AioRpcError as error:
        raise session.stop(Exit.CANNOT, "adopt.refused", said=error.details() or error.code().name) from error
    except UNASKED as error:
        raise session.stop(Exit.CANNOT, "adopt.refused", said=type(error).__name__) from error


async def _adopt(
    session: Session, settings: Settings, name: Service, chains: tuple[str, str], peer: PeerSettings, token: str
) -> int:
    former, chain = chains
    link = Link(peer, settings.peers)
    found: list[Standing] = []
    try:
        with closing(SqlStore.open(settings.store or default_store(name), read_only=True)) as store:
            async with aclosing(standings(store, former, link)) as told:  # type: ignore[type-var]
                async for one in told:
                    found.append(one)
                    if not session.json:
                        session.line(session.say("adopt.stands", former=former, lost=one.lost, **_values(one)))
    finally:
        await link.close()
    for one in found if token else ():
        await go_on(one, former, chain, name, (peer, settings.peers), token)
    if session.json:
        missions = [{**_told(one), "lost": one.lost} for one in found]
        session.emit({"chain": former, "goes_on_as": chain if token else None, "missions": missions})
    else:
        session.line(session.say("adopt.done" if token else "adopt.next", former=former, chain=chain))
    return 0


def _values(one: Standing) -> dict[str, object]:
    return {**_told(one), "behind": one.after + 1}


def _told(one: Standing) -> dict[str, object]:
    return {"mission": one.mission, "after": one.after, "last": one.last, "adopted": one.adopted}
