"""The missions that a caller may see, in pages."""

from __future__ import annotations

from osi.participation.v1 import participation_service_pb2 as pb

from osi_core.domain import Refused
from osi_runtime.admission import admit_to_mission, asker_of
from osi_runtime.auth.callers import Caller
from osi_runtime.calls import current_call
from osi_runtime.methods import By, Custom
from osi_runtime.runtime import Runtime

__all__ = ["LISTS_MISSIONS"]


async def list_missions(runtime: Runtime, request: pb.ListMissionsRequest) -> pb.ListMissionsResponse:
    """A page of missions."""
    call = current_call()

    def shown() -> pb.ListMissionsResponse:
        page = runtime.engine.missions(
            asker_of(call.caller),
            among=[one for one in runtime.engine.store.missions() if _admitted(runtime, one, call.caller)],
            where=request.filter,
            order_by=request.order_by,
            page_size=request.page_size,
            page_token=request.page_token,
        )
        messages = [runtime.message(one.view, one.mission, call.language) for one in page.items]
        return pb.ListMissionsResponse(
            missions=messages, next_page_token=page.next_page_token, total_size=page.total_size
        )

    return await runtime.read(shown)


LISTS_MISSIONS = Custom(list_missions, By.PUBLIC, mission="")


def _admitted(runtime: Runtime, mission: str, caller: Caller) -> bool:
    try:
        admit_to_mission(caller, mission, runtime.organisation_of)
    except Refused:
        return False
    return True
