"""Full names in requests."""

from __future__ import annotations

from grpc import StatusCode

from osi_core.domain import Resource, full_name
from osi_runtime.errors import CallRefused

__all__ = ["name_in"]


def name_in(resource: Resource, name: str, field: str = "name") -> tuple[str, ...]:
    """The mission and the ids in a full name. Raises CallRefused, naming the field."""
    if not resource.matches(name):
        pattern = full_name("{mission}", resource.pattern)
        raise CallRefused(StatusCode.INVALID_ARGUMENT, "runtime.name-malformed", field=field, pattern=pattern)
    ids = resource.parse(name)
    return ids.pop("mission"), *ids.values()
