"""Looking into the stores of services that run, as a person at the machine could."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, closing, contextmanager

from osi_core.domain import Fact, Service
from osi_core.log.sql import SqlStore
from osi_core.plugins import Plugins
from osi_core.process import Engine, share_of
from osi_core.process.share import service_of
from osi_core.testing.divided import Known
from osi_demo import House
from osi_demo.house import Place

__all__ = ["known", "looking"]


@contextmanager
def looking(house: House) -> Iterator[Callable[[Service], Engine]]:
    """What gives the log of a service of ours, to be read, private events too."""
    with ExitStack() as stores:
        found: dict[Place, Engine] = {}

        def look(service: Service) -> Engine:
            place = house.places[service]
            if place not in found:
                store = stores.enter_context(closing(SqlStore.open(place.store, read_only=True)))
                found[place] = Engine(
                    store, share=share_of(service.value), plugins=Plugins.builtin(), chain=place.chain
                )
            return found[place]

        yield look


def known(look: Callable[[Service], Engine], mission: str) -> Known:
    """Each kind of fact as the store of the service has it whose it is."""

    def find(kind: type[Fact]) -> Mapping[str, Fact]:
        service = service_of(kind)
        if service is None:
            raise LookupError(kind.__name__)
        return look(service).memory(mission).rows[kind]

    return Known.by(find)
