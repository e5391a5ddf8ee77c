"""Something between the kit and the service, that lets a variant change what goes one way or the other.

So a service that breaks its contract in one point is the real one, seen through a faulty glass.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any

import grpc
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor

from osi_conformance.issuer import Issuer
from osi_conformance.target import SERVICES, method_named, methods_of

Metadata = list[tuple[str, Any]]
Forward = Callable[[Any, Metadata], Awaitable[Any]]
_FORWARDED = ("authorization", "osi-time", "osi-after", "accept-language")
_STATUS = "grpc-status-details-bin"


class Variant:
    """What does nothing; others override what they break."""

    caught_by: tuple[str, ...] = ()
    """The cases that are about it; those of the first name at least have to notice it."""
    may_be_caught_by: tuple[str, ...] = ()
    """Cases that may notice it too."""
    channel: grpc.aio.Channel
    """To the real service, while it stands before it."""

    def __init__(self, issuer: Issuer) -> None:
        """`issuer` signs the kit's tokens."""
        self.issuer = issuer

    async def also(self, method: str, request: Any, metadata: Metadata) -> Any:
        """Calls another method of the service."""
        found = method_named(method)
        reply = message_factory.GetMessageClass(found.output_type).FromString
        call = self.channel.unary_unary(_path(found), None, reply)
        return await call(request.SerializeToString(), metadata=tuple(metadata))

    async def unary(self, method: str, request: Any, metadata: Metadata, forward: Forward) -> Any:
        """Answers a call."""
        self.asks(method, request, metadata)
        reply = await forward(request, metadata)
        self.answers(method, request, reply)
        return reply

    def asks(self, method: str, request: Any, metadata: Metadata) -> None:
        """Changes what goes to the service."""

    def answers(self, method: str, request: Any, reply: Any) -> None:
        """Changes what comes back."""

    async def streamed(self, method: str, request: Any, metadata: Metadata, forward: Any) -> AsyncIterator[Any]:
        """Answers a call with a stream."""
        self.asks(method, request, metadata)
        async for one in forward(request, metadata):
            self.answers(method, request, one)
            yield one


class _Handlers(grpc.GenericRpcHandler):
    def __init__(self, channel: grpc.aio.Channel, variant: Variant) -> None:
        self._channel, self._variant = channel, variant
        self._methods = {f"/{name}/{one.name}": one for name in SERVICES for one in methods_of(name)}

    def service(self, details: Any) -> Any:
        method = self._methods.get(details.method)
        if method is None:
            return self._raw(details.method)
        if method.server_streaming:
            return grpc.unary_stream_rpc_method_handler(self._streamed(method))
        if method.client_streaming:
            return grpc.stream_unary_rpc_method_handler(self._gathered(method))
        return grpc.unary_unary_rpc_method_handler(self._unary(method))

    def _raw(self, path: str) -> Any:
        """Health, reflection and what there is not go through as they are."""

        async def streams(requests: Any, context: Any) -> AsyncIterator[bytes]:
            try:
                async for one in self._channel.stream_stream(path)(requests):
                    yield one
            except grpc.aio.AioRpcError as error:
                await _passed_on(error, context)

        return grpc.stream_stream_rpc_method_handler(streams)

    def _unary(self, method: MethodDescriptor) -> Any:
        kind, path = message_factory.GetMessageClass(method.input_type), _path(method)
        call = self._channel.unary_unary(path, None, message_factory.GetMessageClass(method.output_type).FromString)

        async def serve(raw: bytes, context: Any) -> bytes:
            metadata = _given(context)

            async def forward(request: Any, beside: Metadata) -> Any:
                given = request if isinstance(request, bytes) else request.SerializeToString()
                asked = call(given, metadata=tuple(beside), timeout=context.time_remaining())
                reply = await asked
                context.set_trailing_metadata(tuple(await asked.trailing_metadata()))
                return reply

            try:
                try:
                    request: Any = kind.FromString(raw)
                except Exception:
                    return bytes((await forward(raw, metadata)).SerializeToString())
                reply = await self._variant.unary(method.name, request, metadata, forward)
                return bytes(reply.SerializeToString())
            except grpc.aio.AioRpcError as error:
                await _passed_on(error, context)
                raise AssertionError from error

        return serve

    def _streamed(self, method: MethodDescriptor) -> Any:
        kind, path = message_factory.GetMessageClass(method.input_type), _path(method)
        call = self._channel.unary_stream(path, None, message_factory.GetMessageClass(method.output_type).FromString)

        def forward(request: Any, beside: Metadata) -> Any:
            return call(request.SerializeToString(), metadata=tuple(beside))

        async def serve(raw: bytes, context: Any) -> AsyncIterator[bytes]:
            try:
                async for one in self._variant.streamed(method.name, kind.FromString(raw), _given(context), forward):
                    yield one.SerializeToString()
            except grpc.aio.AioRpcError as error:
                await _passed_on(error, context)

        return serve

    def _gathered(self, method: MethodDescriptor) -> Any:
        kind = message_factory.GetMessageClass(method.output_type)
        call = self._channel.stream_unary(_path(method), None, kind.FromString)

        async def serve(raws: Any, context: Any) -> bytes:
            try:
                reply = await call(raws, metadata=tuple(_given(context)))
                self._variant.answers(method.name, None, reply)
                return bytes(reply.SerializeToString())
            except grpc.aio.AioRpcError as error:
                await _passed_on(error, context)
                raise AssertionError from error

        return serve


def _path(method: MethodDescriptor) -> str:
    return f"/{method.containing_service.full_name}/{method.name}"


def _given(context: Any) -> Metadata:
    return [(key, value) for key, value in context.invocation_metadata() if key in _FORWARDED]


async def _passed_on(error: grpc.aio.AioRpcError, context: Any) -> None:
    beside = tuple((key, value) for key, value in error.trailing_metadata() or () if key == _STATUS)
    await context.abort(error.code(), error.details() or "", beside)


@asynccontextmanager
async def between(target: str, variant: Variant) -> AsyncIterator[str]:
    """An address at which the service answers as a variant of it would."""
    async with grpc.aio.insecure_channel(
        target, options=[("grpc.max_receive_message_length", 2**26), ("grpc.use_local_subchannel_pool", 1)]
    ) as channel:
        variant.channel = channel
        server = grpc.aio.server(options=[("grpc.max_receive_message_length", 2**22)])
        server.add_generic_rpc_handlers([_Handlers(channel, variant)])
        port = server.add_insecure_port("127.0.0.1:0")
        await server.start()
        try:
            yield f"127.0.0.1:{port}"
        finally:
            await server.stop(0)
