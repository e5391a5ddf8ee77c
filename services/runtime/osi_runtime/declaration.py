"""What a service says of itself, and from which the runtime makes a server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import FileDescriptor, MethodDescriptor, ServiceDescriptor

from osi_core.domain import Service
from osi_core.view import View
from osi_core.words import Catalogue
from osi_runtime.methods import Custom, Row

if TYPE_CHECKING:
    from osi_runtime.runtime import Runtime

__all__ = ["Background", "MethodsIncomplete", "ServiceDeclaration", "Table"]

Background = Callable[["Runtime"], AbstractAsyncContextManager[Any]]
"""What runs beside the calls, from the start to the end of a server."""


class MethodsIncomplete(LookupError):
    """A table and the contract that it is for do not fit; nothing is served then."""


@dataclass(frozen=True, kw_only=True)
class Table:
    """Some services of gRPC, and a row for each of their methods.

    Rows stand under the method's name, `GetFund`, or with its service's where two have the same: `LogService.GetHead`.
    """

    descriptors: Sequence[ServiceDescriptor]
    methods: Mapping[str, Row]

    def rows(self) -> list[tuple[MethodDescriptor, Row]]:
        """Every method with its row. Raises MethodsIncomplete, naming every method without a row and the other way
        round.
        """
        found: list[tuple[MethodDescriptor, Row]] = []
        used: set[str] = set()
        lacking: list[str] = []
        for service in self.descriptors:
            for method in service.methods:
                key = next((key for key in (f"{service.name}.{method.name}", method.name) if key in self.methods), None)
                if key is None:
                    lacking.append(method.full_name)
                elif key in used:
                    lacking.append(f"{method.full_name} (the row {key!r} is another method's too)")
                else:
                    used.add(key)
                    found.append((method, self.methods[key]))
        idle = sorted(set(self.methods) - used)
        if lacking or idle:
            said = [f"methods without a row: {', '.join(lacking)}"] if lacking else []
            said += [f"rows without a method: {', '.join(idle)}"] if idle else []
            raise MethodsIncomplete("; ".join(said))
        return found


@dataclass(frozen=True, kw_only=True)
class ServiceDeclaration(Table):
    """A service: `SERVICE = ServiceDeclaration(name=Service.FUNDING, ...)`, announced in the entry-point group
    `osi.services` under the name that `osi serve NAME` takes.
    """

    name: Service
    share: str
    """The share of the process that it owns (`osi_core.process.share`)."""
    words: Catalogue | None = None
    """The sentences of its own codes."""
    background: Sequence[Background] = ()
    """What runs beside the calls."""
    files: Sequence[FileDescriptor] = ()
    """Files of the contract that its services do not stand on, such as that of the events."""
    tables: Sequence[Table] = ()
    """Further services, with rows of their own."""

    shows: Sequence[type[View]] = ()
    """Views that its own functions answer with."""

    def views(self) -> list[type[View]]:
        """The views that its rows answer with."""
        rows = (row for table in (self, *self.tables) for row in table.methods.values())
        found = [row.view for row in rows if not isinstance(row, Custom) and row.view is not None]
        return list(dict.fromkeys([*found, *self.shows]))
