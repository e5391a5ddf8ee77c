"""Protobuf messages and the library's commands, events and values: each made from the other, field by field.

A `Wire` is compiled once from the descriptors of a service's contracts; what they say otherwise than the library stands
in one table, `exceptions`. A contract and a library that do not fit raise `Unmapped` there and then.
"""

from pathlib import Path

from osi_core.words import Catalogue
from osi_wire.faults import Unfit
from osi_wire.requests import Asked
from osi_wire.unmapped import Unmapped
from osi_wire.wire import Wire

__all__ = ["CATALOGUE", "Asked", "Unfit", "Unmapped", "Wire"]

CATALOGUE = Catalogue(Path(__file__).parent / "words")
"""The sentences of what is wrong with a message."""
