"""What cases of the participation service do again and again."""

from __future__ import annotations

from osi_conformance.mission import Mission

__all__ = ["Forum"]


class Forum:
    """A mission that begins at the service, its people and what they say in it."""

    def __init__(self, mission: Mission) -> None:
        self.mission = mission

    async def found(self, *, is_new: bool = False) -> None:
        """Begins the mission."""
