"""The resources of this phase, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

PROGRAMME = Resource("programme")
INITIATIVE = Resource("initiatives/{initiative}")
"""A solution in the programme; its id is the solution's."""
NEED = Resource("needs/{need}")
OFFER = Resource("offers/{offer}")
BUNDLE = Resource("bundles/{bundle}")
