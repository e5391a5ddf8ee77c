"""The methods of a server, made of the rows of tables: each call goes the same way, whatever its row does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import suppress
from typing import Any

import grpc
from google.protobuf import message_factory
from google.protobuf.descriptor import MethodDescriptor

from osi_runtime.calls import Call, enter_call
from osi_runtime.declaration import MethodsIncomplete, Table
from osi_runtime.errors import CallRefused
from osi_runtime.methods import Creates, Custom, Does, Row, bys
from osi_runtime.runtime import Runtime
from osi_runtime.servicing.answering import Answering
from osi_runtime.servicing.gate import Gate
from osi_runtime.servicing.parsing import Parser
from osi_runtime.servicing.rows import Answer, answer_of, mission_named

__all__ = ["handlers_of"]


def handlers_of(runtime: Runtime, tables: Sequence[Table]) -> list[grpc.GenericRpcHandler]:
    """The handlers of all services in these tables. Raises MethodsIncomplete where a table and its contract differ."""
    gate, answering = Gate(runtime), Answering(runtime)
    services: dict[str, dict[str, grpc.RpcMethodHandler[Any, Any]]] = {}
    for table in tables:
        for method, row in table.rows():
            handler = _Method(runtime, gate, answering, method, row).handler()
            services.setdefault(method.containing_service.full_name, {})[method.name] = handler
    return [grpc.method_handlers_generic_handler(name, handlers) for name, handlers in services.items()]


class _Method:
    """One method, compiled."""

    def __init__(self, runtime: Runtime, gate: Gate, answering: Answering, method: MethodDescriptor, row: Row) -> None:
        self._runtime, self._gate, self._answering = runtime, gate, answering
        self._descriptor, self._row = method, row
        self._name = f"{method.containing_service.full_name}/{method.name}"
        self._bys = bys(row)
        self._parse = Parser(message_factory.GetMessageClass(method.input_type))
        self._is_stream = method.client_streaming or method.server_streaming
        self._slot = runtime.streams if self._is_stream else runtime.calls
        self._path = _paths(runtime, method, row)
        self._mission_field = _mission_field(method, row) if isinstance(row, Custom) else ""

    def handler(self) -> grpc.RpcMethodHandler[Any, Any]:
        """As gRPC takes it. Bytes are parsed and written here: what gRPC's own callbacks raise ends as UNKNOWN."""
        method = self._descriptor
        if not self._is_stream:
            return grpc.unary_unary_rpc_method_handler(self._unary(self._answer()))
        assert isinstance(self._row, Custom), f"{self._name}: only a row of its own serves a stream"
        if not method.server_streaming:
            return grpc.stream_unary_rpc_method_handler(self._unary(self._gathers(self._row)))
        if not method.client_streaming:
            return grpc.unary_stream_rpc_method_handler(self._streaming(self._row, one=True))
        return grpc.stream_stream_rpc_method_handler(self._streaming(self._row, one=False))

    # What the row does

    def _answer(self) -> Callable[[Call, Any], Awaitable[bytes]]:
        parse = self._parse
        if isinstance(self._row, Custom):
            answer = self._custom(self._row)
        else:
            answer = answer_of(self._runtime, self._descriptor, self._row)

        async def parsed(call: Call, raw: bytes) -> bytes:
            return await answer(call, parse(raw))

        return parsed

    def _custom(self, row: Custom) -> Answer:
        runtime, function = self._runtime, row.function

        async def answer(call: Call, request: Any) -> bytes:
            await self._see(row, request)
            try:
                async with asyncio.timeout_at(call.deadline):
                    message = await function(runtime, request)
            except TimeoutError:
                raise CallRefused(
                    grpc.StatusCode.DEADLINE_EXCEEDED, "runtime.deadline-unsure", happened="unsure"
                ) from None
            return bytes(message.SerializeToString())

        return answer

    def _gathers(self, row: Custom) -> Callable[[Call, Any], Awaitable[bytes]]:
        async def answer(call: Call, raws: AsyncIterator[bytes]) -> bytes:
            async with asyncio.timeout_at(call.deadline):
                message = await row.function(self._runtime, self._parsed(raws))
            return bytes(message.SerializeToString())

        return answer

    async def _parsed(self, raws: AsyncIterator[bytes]) -> AsyncIterator[Any]:
        async for raw in raws:
            yield self._parse(raw)

    async def _see(self, row: Custom, request: Any) -> None:
        """Whether the mission is one of the caller's; a request that names none is for nobody."""
        field = self._mission_field
        if not field:
            return
        mission = mission_named(getattr(request, field))
        if not mission:
            raise CallRefused(
                grpc.StatusCode.INVALID_ARGUMENT, "runtime.name-malformed", field=field, pattern="missions/{mission}/…"
            )
        await self._runtime.see(mission)

    # The way of a call

    def _unary(self, answer: Callable[[Call, Any], Awaitable[bytes]]) -> Callable[[Any, Any], Awaitable[bytes]]:
        runtime, gate, answering = self._runtime, self._gate, self._answering
        name, by, slot, stream, path = self._name, self._bys, self._slot, self._is_stream, self._path
        telemetry, now, languages = runtime.telemetry, runtime.loop.time, runtime.languages

        async def serve(given: Any, context: Any) -> bytes:
            began = now()
            call = Call(name, context, languages)
            enter_call(call)
            try:
                if telemetry is not None:
                    call.span = telemetry.begin(name, call.metadata)  # None where it is not sampled
                    if call.span is not None:
                        telemetry.enter(call.span)
                await gate.enter(call, by, stream=stream)
                slot.enter()
                call.slot = slot
                try:
                    reply = await answer(call, given)
                finally:
                    slot.leave()
                context.set_trailing_metadata(call.trailing)
                return reply
            except asyncio.CancelledError:
                call.status = "CANCELLED"
                raise
            except Exception as error:
                await answering.refuse(call, error, path)
            finally:
                answering.ended(call, now() - began)

        return serve

    def _streaming(self, row: Custom, *, one: bool) -> Callable[[Any, Any], Awaitable[None]]:
        runtime, gate, answering = self._runtime, self._gate, self._answering

        async def serve(given: Any, context: Any) -> None:
            began = runtime.loop.time()
            call = Call(self._name, context, runtime.languages)
            enter_call(call)
            try:
                if runtime.telemetry is not None:
                    call.span = runtime.telemetry.begin(self._name, call.metadata)
                    if call.span is not None:
                        runtime.telemetry.enter(call.span)
                await gate.enter(call, self._bys, stream=True)
                self._slot.enter()
                call.slot = self._slot
                try:
                    request = self._parse(given) if one else self._parsed(given)
                    if one:
                        await self._see(row, request)
                    async with asyncio.timeout_at(call.deadline):
                        async for message in row.function(runtime, request):
                            await context.write(message.SerializeToString())
                finally:
                    self._slot.leave()
                context.set_trailing_metadata(call.trailing)
            except asyncio.CancelledError:
                call.status = "CANCELLED"
                raise
            except Exception as error:
                await answering.refuse(call, _as_deadline(error), self._path)
            finally:
                answering.ended(call, runtime.loop.time() - began)

        return serve


def _mission_field(method: MethodDescriptor, row: Custom) -> str:
    """The field that says which mission a request is about; empty where the row's function looks itself."""
    fields = method.input_type.fields_by_name
    if row.mission is not None:
        return row.mission
    if method.client_streaming:
        return ""
    found = next((name for name in ("name", "parent", "mission") if name in fields), None)
    if found is None:
        raise MethodsIncomplete(f"{method.full_name}: its row says by no field which mission a request is about")
    return found


def _as_deadline(error: Exception) -> Exception:
    if isinstance(error, TimeoutError):
        return CallRefused(grpc.StatusCode.DEADLINE_EXCEEDED, "runtime.deadline-stream", happened="unsure")
    return error


def _paths(runtime: Runtime, method: MethodDescriptor, row: Row) -> Callable[[str], str]:
    """From a field as the library calls it to its path in the request."""
    if isinstance(row, Creates | Does | Custom):
        with suppress(KeyError):  # a request of a function's own that asks for no command
            asked = runtime.wire.asked(method.input_type)
            return lambda field: str(asked.path_of(field))
    known = {"mission": "parent" if "parent" in method.input_type.fields_by_name else "name"}
    return lambda field: known.get(field, field)
