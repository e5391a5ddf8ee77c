"""The resources of this phase, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

PROGRAMME = Resource("programmes/{programme}")
"""One cohort; a mission has as many as it needs, one after the other or side by side."""
INITIATIVE = Resource("initiatives/{initiative}")
"""A solution in a programme; its id is the solution's."""
NEED = Resource("needs/{need}")
OFFER = Resource("offers/{offer}")
BUNDLE = Resource("bundles/{bundle}")
