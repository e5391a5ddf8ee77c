"""The peer: grpc.aio on uvloop, which answers nothing with nothing. `python -m tests.bench.service_echo ADDRESS`."""

from __future__ import annotations

import sys
from typing import Any

import grpc
import grpc.aio
import uvloop
from google.protobuf.empty_pb2 import Empty


async def echo(request: Empty, context: Any) -> Empty:
    """What it was given."""
    return request


async def serve(address: str) -> None:
    """Until somebody ends the process."""
    server = grpc.aio.server()
    handler = grpc.unary_unary_rpc_method_handler(echo, Empty.FromString, Empty.SerializeToString)
    server.add_generic_rpc_handlers((grpc.method_handlers_generic_handler("bench.Echo", {"Echo": handler}),))
    server.add_insecure_port(address)
    await server.start()
    await server.wait_for_termination()


if __name__ == "__main__":
    uvloop.run(serve(sys.argv[1]))
