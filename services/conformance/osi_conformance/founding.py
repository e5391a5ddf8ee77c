"""How a mission comes to be at the service that is tested: it hears of it, or the kit founds it there."""

from __future__ import annotations

from osi_conformance.mission import Mission

__all__ = ["begun"]


async def begun(mission: Mission, *, is_new: bool = False) -> None:
    """Waits until the service has a mission; where missions begin at it, founds that. A new one is left in its mission
    phase. Raises Failed, and Refusal.
    """
    if mission.played.tested.begins:
        from osi_conformance.forum import Forum

        await Forum(mission).found(is_new=is_new)
    await mission.heard()
