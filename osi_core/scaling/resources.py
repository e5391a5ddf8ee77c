"""The resources of this phase, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

PLAN = Resource("plans/{initiative}")
ADOPTION = Resource("adoptions/{adoption}")
COOPERATION = Resource("cooperations/{cooperation}")
FINANCING = Resource("financing/{initiative}")
READINGS = Resource("readings")
"""The readings of the mission's indicator: append-only."""
READING = Resource("readings/{reading}")
"""One of them; it has no stream of its own."""
FINAL_REPORT = Resource("final-report")
