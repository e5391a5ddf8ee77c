"""Looking into the stores of services that run, as a person at the machine could."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing, contextmanager

from osi_core.domain import Service
from osi_core.log.sql import SqlStore
from osi_core.plugins import Plugins
from osi_core.process import Engine, share_of
from osi_demo import House

__all__ = ["looking"]


@contextmanager
def looking(house: House) -> Iterator[Callable[[Service], Engine]]:
    """What gives the log of a service of ours, to be read, private events too."""
    with ExitStack() as stores:
        found: dict[Service, Engine] = {}

        def look(service: Service) -> Engine:
            if service not in found:
                store = stores.enter_context(closing(SqlStore.open(house.store_of(service), read_only=True)))
                found[service] = Engine(
                    store, share=share_of(service.value), plugins=Plugins.builtin(), chain=f"{service}-1"
                )
            return found[service]

        yield look
