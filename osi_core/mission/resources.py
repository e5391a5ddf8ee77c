"""The resources of this phase, each declared once."""

from __future__ import annotations

from osi_core.domain import Resource

MISSION = Resource("")
"""The mission itself."""
GOAL_COMMENTS = Resource("goal/comments")
"""What people say of the goal and its versions: append-only."""
GOAL_COMMENT = Resource("goal/comments/{comment}")
"""One of them, by its number."""
INSTITUTION = Resource("institutions/{institution}")
CHAIN = Resource("chains/{chain}")
"""A chain that serves the mission beside the mission's own."""
PARTICIPANT = Resource("participants/{participant}")
