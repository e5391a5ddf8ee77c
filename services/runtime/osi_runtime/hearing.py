"""The rows of `osi.log.v1.HearingService`: what the operator does about what was heard, and about the clock."""

from __future__ import annotations

from osi.log.v1 import hearing_service_pb2 as pb

from osi_core.domain import Malformed, Unmet
from osi_core.hearing.commands import TakeUpMessage
from osi_core.hearing.resources import HEARING as HEARD
from osi_core.mission.commands import CorrectClock
from osi_core.mission.resources import MISSION
from osi_core.process.reads import DEFAULT_PAGE, LARGEST_PAGE
from osi_runtime.declaration import Table
from osi_runtime.methods import By, Custom, Does
from osi_runtime.names import name_in
from osi_runtime.parked import Waiting, waiting_in
from osi_runtime.runtime import Runtime

__all__ = ["HEARING"]


async def list_parked(runtime: Runtime, request: pb.ListParkedRequest) -> pb.ListParkedResponse:
    """The messages of a mission that wait; a page token counts those that were told."""
    (mission,) = name_in(MISSION, request.parent, "parent")
    if request.page_token and not request.page_token.isdecimal():
        raise Malformed("ListParked", [Unmet("page-token-malformed", "page_token")])
    begin, size = int(request.page_token or 0), min(request.page_size or DEFAULT_PAGE, LARGEST_PAGE)

    def shown() -> pb.ListParkedResponse:
        found = waiting_in(runtime.engine, mission, begin, begin + size + 1)
        answer = pb.ListParkedResponse(parked=[_message(one) for one in found[:size]])
        if len(found) > size:
            answer.next_page_token = str(begin + size)
        return answer

    return await runtime.read(shown)


def _message(one: Waiting) -> pb.ParkedMessage:
    message = pb.ParkedMessage(
        name=HEARD.within(one.mission, one.chain),
        position=one.position,
        subject=one.subject,
        reason=one.reason,
        type=one.type,
        behind=one.behind,
    )
    message.park_time.FromDatetime(one.since)
    return message


HEARING = Table(
    descriptors=(pb.DESCRIPTOR.services_by_name["HearingService"],),
    methods={
        "HearingService.ListParked": Custom(list_parked, By.OPERATOR),
        "HearingService.TakeUpMessage": Does(TakeUpMessage),
        "HearingService.CorrectClock": Does(CorrectClock),
    },
)
