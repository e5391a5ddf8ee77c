"""The contract of one service, compiled: which method reads what, and which gives which command."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from google.protobuf.descriptor import FileDescriptor, MethodDescriptor
from osi.type.v1 import annotations_pb2

from osi_core.domain import Command, Service
from osi_core.process.share import share_of
from osi_core.view import View
from osi_remote.addresses import CONTRACTS
from osi_wire import Wire
from osi_wire.names import resource_of
from osi_wire.options import option

__all__ = ["Contract", "contract_of", "service_for"]


class Contract:
    """Of one service."""

    def __init__(self, service: Service) -> None:
        self.service = service
        share, file = share_of(service.value), CONTRACTS[service].file
        self.views: frozenset[type[View]] = frozenset(view for part in share.parts for view in part.views)
        self.wire = Wire(_with_resources(file), share_of("all").rules, self.views)
        methods = CONTRACTS[service].methods
        self._of_request = {one.input_type.full_name: one for one in methods}
        self._gets = {
            resource.pattern: one
            for one in methods
            if one.name.startswith("Get") and (resource := resource_of(one.output_type)) is not None
        }
        self._lists = {pattern: one for one in methods if one.name.startswith("List") for pattern in _listed(one)}

    def gets(self, view: type[View]) -> str:
        """What the client calls the method that reads one resource."""
        return _called(self._gets[view.at.pattern])

    def lists(self, view: type[View]) -> str:
        """What the client calls the method that lists them. Raises KeyError for what is not listed."""
        return _called(self._lists[view.at.pattern])

    def does(self, command: type[Command]) -> str:
        """What the client calls the method that gives a command."""
        return _called(self._of_request[self.wire.commands[command].request.full_name])


@cache
def contract_of(service: Service) -> Contract:
    """The contract of a service; compiled once."""
    return Contract(service)


def service_for(command: type[Command]) -> Service | None:
    """The service that takes a command over the wire; None where none does."""
    found = next((one for one in Service if command in share_of(one.value).rules), None)
    named = _commands_of(found) if found is not None else frozenset()
    return found if command.__name__ in named else None


@cache
def _commands_of(service: Service) -> frozenset[str]:
    """Names of the commands that a service has a method for."""
    methods = CONTRACTS[service].methods
    return frozenset(option(one, annotations_pb2.command) for one in methods) - {""}


def _with_resources(file: FileDescriptor) -> tuple[FileDescriptor, ...]:
    return file, *(one for one in file.dependencies if one.package == file.package)


def _listed(method: MethodDescriptor) -> Iterator[str]:
    for field in method.output_type.fields:
        resource = resource_of(field.message_type) if field.is_repeated and field.message_type is not None else None
        if resource is not None:
            yield resource.pattern


def _called(method: MethodDescriptor) -> str:
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", method.name).lower()
