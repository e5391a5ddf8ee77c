"""How a mission comes to be at the service that is tested: it hears of it, or the kit founds it there."""

from __future__ import annotations

from typing import Any

from osi.participation.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.answering import Answers
from osi_conformance.forum import PLAYBOOK, Forum, indicator
from osi_conformance.mission import Mission
from osi_conformance.services import chain_of

__all__ = ["PEOPLE", "begun", "founded"]

PEOPLE = ("olga", "otto", "rita", "rosa", "bert", "uwe", "eli", "ada", "ben", "cem", "dia", "mia", "nora")
"""Who is in a mission that was founded, in the offices that `peers/people.json` tells."""
_HOUSES = {"rita": "town", "rosa": "town", "bert": "works", "uwe": "town"}


async def begun(mission: Mission, *, is_new: bool = False) -> None:
    """Waits until the service has a mission; where missions begin at it, founds that. A new one is left in its mission
    phase. Raises Failed, and Refusal.
    """
    if mission.played.tested.begins:
        await founded(mission, is_new=is_new)
    await mission.heard()


async def founded(mission: Mission, *, is_new: bool = False) -> None:
    """Begins a mission at the service: people join, get their offices, set a goal and stand behind it; then challenges
    are asked for, and the other services are listed. A new one has the people, the services, and nothing more.
    """
    forum = Forum(mission)
    await created(mission)
    for name in PEOPLE:
        await forum.join(name)
    for name, role in (("olga", terms.ROLE_ORGANISER), ("otto", terms.ROLE_ORGANISER), ("eli", terms.ROLE_EXPERT)):
        await forum.call("GrantRole", "operator", name=mission.participant(name), role=role)
    for name, sector in (("town", terms.SECTOR_ADMINISTRATION), ("works", terms.SECTOR_BUSINESS)):
        house = res.Institution(display_name=name.title(), sector=sector, place=name)
        await forum.call("CreateInstitution", parent=mission.name, institution=house, institution_id=name)
    for name, house_id in _HOUSES.items():
        await forum.represents(name, mission.at(f"institutions/{house_id}"), confirmed=name != "uwe")
    if not is_new:
        await _agreed(forum)
    await listed(mission)


async def created(mission: Mission, **fields: Any) -> res.Mission:
    """The operator begins a mission."""
    origin = terms.DATA_ORIGIN_REAL if mission.origin == "real" else terms.DATA_ORIGIN_SIMULATED
    given = {"title": "A mission for tests", "language": "en", "playbook": PLAYBOOK, "origin": origin} | fields
    found: res.Mission = await Forum(mission).call("CreateMission", "operator", name=mission.name, **given)
    return found


async def _agreed(forum: Forum) -> None:
    """From the goal to the open challenges phase."""
    name = forum.mission.name
    await forum.call("SetGoal", name=name, statement="No emissions", indicator=indicator())
    await forum.call("EndorseMission", "rita", name=name)
    await forum.call("ClosePhase", name=name, phase=terms.PHASE_MISSION)
    await forum.call("OpenPhase", name=name, phase=terms.PHASE_CHALLENGES)


async def listed(mission: Mission) -> None:
    """The operator lists the services around it, and each says that it can follow the playbook."""
    for peer in mission.played.tested.peers:
        service = terms.Service.Value(f"SERVICE_{peer.upper()}")
        request = Forum.request(
            "CreateChain", parent=mission.name, chain=res.Chain(service=service), chain_id=chain_of(peer)
        )
        reply = await mission.call("CreateChain", request, "operator")
        await Answers(mission, peer).playbook(reply)
        await mission.heard()  # who is listed and was never heard, nobody decides beside
