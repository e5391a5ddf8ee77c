"""The resources of this phase, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

CALL = Resource("calls/{call}")
SOLUTION = Resource("solutions/{solution}")
KICKOFF = Resource("kickoffs/{kickoff}")
REGISTRATION = Resource("kickoffs/{kickoff}/registrations/{participant}")
