"""The resources of this phase, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

ASSESSMENT = Resource("assessments/{initiative}")
REVIEW = Resource("reviews/{review}")
PILOT = Resource("pilots/{pilot}")
