"""The missions that a caller may see, in pages."""

from __future__ import annotations

from bisect import bisect_right

from osi.participation.v1 import participation_service_pb2 as pb

from osi_core.domain import Malformed, Refused, Unmet
from osi_core.mission.resources import MISSION
from osi_core.mission.views import MissionView
from osi_core.process.reads import DEFAULT_PAGE, LARGEST_PAGE
from osi_runtime.admission import admit_to_mission, asker_of
from osi_runtime.auth.callers import Caller
from osi_runtime.calls import current_call
from osi_runtime.methods import By, Custom
from osi_runtime.runtime import Runtime

__all__ = ["LISTS_MISSIONS"]


async def list_missions(runtime: Runtime, request: pb.ListMissionsRequest) -> pb.ListMissionsResponse:
    """A page of missions, in the order of their ids; a page token is the name of the last one told."""
    behind = _mission_in(request.page_token) if request.page_token else ""
    call = current_call()
    size = min(request.page_size or DEFAULT_PAGE, LARGEST_PAGE)

    def shown() -> pb.ListMissionsResponse:
        answer = pb.ListMissionsResponse()
        known = _known(runtime)
        for mission in known[bisect_right(known, behind) :]:
            if not _admitted(runtime, mission, call.caller):
                continue
            if len(answer.missions) == size:
                answer.next_page_token = answer.missions[-1].name
                break
            view = runtime.engine.read(mission, asker_of(call.caller)).get(MissionView)
            answer.missions.append(runtime.wire.view_message(view, mission))
        return answer

    return await runtime.read(shown)


LISTS_MISSIONS = Custom(list_missions, By.PUBLIC, mission="")


def _known(runtime: Runtime) -> list[str]:
    return sorted(runtime.engine.store.missions())


def _admitted(runtime: Runtime, mission: str, caller: Caller) -> bool:
    try:
        admit_to_mission(caller, mission, runtime.organisation_of)
    except Refused:
        return False
    return runtime.engine.memory(mission).is_there


def _mission_in(token: str) -> str:
    if not MISSION.matches(token):
        raise Malformed("ListMissions", [Unmet("page-token-malformed", "page_token")])
    return MISSION.parse(token)["mission"]
