"""The resources of this phase, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

ASSESSMENT = Resource("assessments/{initiative}")
REVIEWS = Resource("assessments/{initiative}/reviews")
"""The reviews of an initiative, of all its assessments: append-only."""
CONFLICTS = Resource("assessments/conflicts/codes")
"""What is kept of the conflicts that reviewers have declared."""
PILOT = Resource("pilots/{pilot}")
