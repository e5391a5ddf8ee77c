"""One suite for both kinds of client."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import ExitStack, contextmanager
from inspect import isawaitable
from typing import Any

import pytest

import osi_client
from services.client.tests.scripted import Scripted

SOON = osi_client.Retries(initial=0.002, longest=0.02, attempt_timeout=5.0, attempts=100)
"""Retries that keep no test waiting."""

Opens = Callable[..., Any]


class Awaited:
    """An async client, to be called as the plain one is: whatever has to be awaited is awaited here."""

    def __init__(self, runner: asyncio.Runner, inner: Any) -> None:
        self._runner, self._inner = runner, inner

    def __getattr__(self, name: str) -> Any:
        return self._of(getattr(self._inner, name))

    def __call__(self, *given: Any, **fields: Any) -> Any:
        return self._of(self._inner(*given, **fields))

    def __iter__(self) -> Iterator[Any]:
        each: AsyncIterator[Any] = aiter(self._inner)
        while (one := self._of(anext(each, None))) is not None:
            yield one

    def _of(self, found: Any) -> Any:
        if isawaitable(found):

            async def wait() -> Any:
                return await found

            found = self._runner.run(wait())
        wraps = callable(found) or hasattr(found, "__aiter__") or type(found).__module__.startswith("osi_client.")
        return Awaited(self._runner, found) if wraps and not isinstance(found, type) else found


@pytest.fixture
def script() -> Iterator[Scripted]:
    with Scripted() as running:
        yield running


@pytest.fixture(params=["plain", "async"])
def kind(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def opens(kind: str) -> Iterator[Opens]:
    """Opens a client of the kind, as `connect` does."""
    with ExitStack() as stack:
        runner = stack.enter_context(asyncio.Runner()) if kind == "async" else None

        def opened(target: str, **settings: Any) -> Any:
            connection = osi_client.connect(target, **{"retries": SOON, "timeout": 30.0, **settings})
            if runner is None:
                return stack.enter_context(connection)
            return stack.enter_context(_entered(runner, connection))

        yield opened


@contextmanager
def _entered(runner: asyncio.Runner, connection: osi_client.Connection) -> Iterator[Any]:
    yield Awaited(runner, runner.run(connection.__aenter__()))
    runner.run(connection.__aexit__(None, None, None))


@pytest.fixture
def osi(script: Scripted, opens: Opens) -> Any:
    return opens(script.target)
