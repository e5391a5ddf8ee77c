"""The rows of `osi.reads.v1.ReadService`: what is read across kinds of resources, in each service of its own phases."""

from __future__ import annotations

from collections.abc import AsyncIterator

from osi.reads.v1 import read_service_pb2 as pb

from osi_core.mission.resources import MISSION
from osi_core.process.reads import Across, DueItem
from osi_core.words import Message
from osi_runtime.admission import asker_of
from osi_runtime.calls import Call, current_call
from osi_runtime.declaration import Table
from osi_runtime.methods import By, Custom
from osi_runtime.names import name_in
from osi_runtime.outlook import get_outlook
from osi_runtime.runtime import Runtime
from osi_runtime.watching import interval_of, watched

__all__ = ["READS"]

_MOST_WATCHED = 1_000


async def search(runtime: Runtime, request: pb.SearchRequest) -> pb.SearchResponse:
    """The resources that hold some words."""
    (mission,) = name_in(MISSION, request.parent, "parent")
    call = current_call()

    def shown() -> pb.SearchResponse:
        page = _across(runtime, mission, call).search(
            request.query, page_size=request.page_size, page_token=request.page_token
        )
        results = [pb.SearchResult(name=one.name, title=one.title, fields=one.fields) for one in page.items]
        return pb.SearchResponse(results=results, next_page_token=page.next_page_token)

    return await runtime.read(shown)


async def list_due(runtime: Runtime, request: pb.ListDueRequest) -> pb.ListDueResponse:
    """What has a day, the earliest first."""
    (mission,) = name_in(MISSION, request.parent, "parent")
    call = current_call()

    def shown() -> pb.ListDueResponse:
        across = _across(runtime, mission, call)
        page = across.due(page_size=request.page_size, page_token=request.page_token)
        due = [_due(runtime, one, call.language) for one in page.items]
        return pb.ListDueResponse(due=due, next_page_token=page.next_page_token)

    return await runtime.read(shown)


async def watch_due(runtime: Runtime, request: pb.WatchDueRequest) -> AsyncIterator[pb.WatchDueResponse]:
    """All that is due, whenever it has changed."""
    (mission,) = name_in(MISSION, request.parent, "parent")
    call = current_call()

    def look() -> pb.WatchDueResponse:
        page = _across(runtime, mission, call).due(page_size=_MOST_WATCHED)
        return pb.WatchDueResponse(due=[_due(runtime, one, call.language) for one in page.items])

    async for found in watched(runtime, mission, look, interval_of(request)):
        yield found


async def batch_get_texts(runtime: Runtime, request: pb.BatchGetTextsRequest) -> pb.BatchGetTextsResponse:
    """The words behind seals, for the other services."""
    (mission,) = name_in(MISSION, request.parent, "parent")
    call = current_call()

    def shown() -> pb.BatchGetTextsResponse:
        found = _across(runtime, mission, call).texts(request.seals)
        texts = [pb.SealedText(seal=one.seal, text=one.text, salt=one.salt.hex()) for one in found]
        return pb.BatchGetTextsResponse(texts=texts)

    return await runtime.read(shown)


def _across(runtime: Runtime, mission: str, call: Call) -> Across:
    return runtime.engine.across(mission, asker_of(call.caller))


def _due(runtime: Runtime, item: DueItem, language: str) -> pb.Due:
    due = pb.Due(name=item.name, code=item.code, sentence=runtime.words.say(Message.of(item.code), language))
    due.time.FromDatetime(item.time)
    return due


READS = Table(
    descriptors=(pb.DESCRIPTOR.services_by_name["ReadService"],),
    methods={
        "ReadService.Search": Custom(search, By.PUBLIC),
        "ReadService.ListDue": Custom(list_due, By.PUBLIC),
        "ReadService.WatchDue": Custom(watch_due, By.PUBLIC),
        "ReadService.GetOutlook": Custom(get_outlook, By.PUBLIC),
        "ReadService.BatchGetTexts": Custom(batch_get_texts, (By.SERVICE, By.OPERATOR)),
    },
)
