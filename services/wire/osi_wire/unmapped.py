"""A contract and the library that do not fit together."""

from __future__ import annotations


class Unmapped(TypeError):
    """A field of the library that its message does not have as it should, or the other way round.

    It is raised when a `Wire` is made, so that a service which would misunderstand its callers does not start.
    """
