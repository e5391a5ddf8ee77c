"""The rows of `osi.log.v1.HearingService`: what the operator does about what was heard, and about the clock."""

from __future__ import annotations

from osi.log.v1 import hearing_service_pb2 as pb

from osi_core.domain import Malformed, Unmet, full_name
from osi_core.hearing.commands import TakeUpMessage
from osi_core.hearing.facts import Parked
from osi_core.hearing.resources import HEARING as HEARD
from osi_core.mission.commands import CorrectClock
from osi_core.mission.resources import MISSION
from osi_core.process.reads import DEFAULT_PAGE, LARGEST_PAGE
from osi_runtime.declaration import Table
from osi_runtime.methods import By, Custom, Does
from osi_runtime.names import name_in
from osi_runtime.runtime import Runtime

__all__ = ["HEARING"]


async def list_parked(runtime: Runtime, request: pb.ListParkedRequest) -> pb.ListParkedResponse:
    """The messages of a mission that wait; a page token counts those that were told."""
    (mission,) = name_in(MISSION, request.parent, "parent")
    if request.page_token and not request.page_token.isdecimal():
        raise Malformed("ListParked", [Unmet("page-token-malformed", "page_token")])
    begin, size = int(request.page_token or 0), min(request.page_size or DEFAULT_PAGE, LARGEST_PAGE)

    def shown() -> pb.ListParkedResponse:
        rows = [one for one in runtime.engine.memory(mission).rows[Parked].values() if isinstance(one, Parked)]
        answer = pb.ListParkedResponse(parked=[_message(mission, one) for one in rows[begin : begin + size]])
        if begin + size < len(rows):
            answer.next_page_token = str(begin + size)
        return answer

    return await runtime.read(shown)


def _message(mission: str, row: Parked) -> pb.ParkedMessage:
    subject = row.subject if row.subject.startswith("missions/") else full_name(mission, row.subject)
    name = HEARD.within(mission, row.chain)
    return pb.ParkedMessage(name=name, position=row.position, subject=subject, reason=row.reason)


HEARING = Table(
    descriptors=(pb.DESCRIPTOR.services_by_name["HearingService"],),
    methods={
        "HearingService.ListParked": Custom(list_parked, By.OPERATOR),
        "HearingService.TakeUpMessage": Does(TakeUpMessage),
        "HearingService.CorrectClock": Does(CorrectClock),
    },
)
