"""How a stream of replies that broke off goes on behind the last one."""

from __future__ import annotations

from osi.log.v1.log_service_pb2 import ReadPublicRequest, ReadPublicResponse


def behind_events(request: ReadPublicRequest, reply: ReadPublicResponse) -> ReadPublicRequest:
    """The request for the events behind those that came."""
    if not reply.events:
        return request
    asked = ReadPublicRequest()
    asked.CopyFrom(request)
    asked.after = reply.events[-1].position
    return asked
