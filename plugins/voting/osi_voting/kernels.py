"""Kernels: functions that count over arrays, run as plain Python or compiled by Numba, with the same results.

A small problem is counted sooner than Numba is imported, a large one not. So a kernel's source is run as it stands
until a piece of work is large enough (`osi_voting.cross_over`) that compiling it, or loading what was compiled before,
pays. All of one piece of work goes one way: `way` is entered once for it, and what happens inside follows.

Both ways give the same bits. Whole numbers are 64 bits: whoever calls a kernel sees to it that they suffice (the rules
refuse what is larger), and where a mistake were made, the plain way raises `FloatingPointError` instead of wrapping
around. Floats are added one by one in a stated order; functions such as exp are those of `math`, since numpy has its
own. Nothing here imports Numba; `osi_voting.compiling` does, at the first call that compiles.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from enum import Enum
from types import FunctionType
from typing import Any, Final, TypeVar, cast

import numpy as np

from osi_voting.cross_over import pays
from osi_voting.loading import loading

__all__ = ["ALL", "INNER", "Kernel", "Way", "compiling", "inner", "jit", "noting", "tell", "telling", "way"]

F = TypeVar("F", bound=Callable[..., Any])


class Way(Enum):
    """How kernels run: not settled yet, plain, plain and called by another kernel, compiled."""

    OPEN = 0
    PLAIN = 1
    INSIDE = 2
    COMPILED = 3


_WAY: ContextVar[Way] = ContextVar("osi_voting.kernels.way", default=Way.OPEN)
_LOCK = threading.RLock()

_CALLED: ContextVar[set[Kernel] | None] = ContextVar("osi_voting.kernels.called", default=None)
_TOLD: ContextVar[Callable[[str], None] | None] = ContextVar("osi_voting.kernels.told", default=None)

ALL: Final[list[Kernel]] = []
"""All kernels of the modules imported so far."""

INNER: Final[list[Callable[..., Any]]] = []
"""Functions of `inner` that Numba has not been told of yet."""


class Kernel:
    """A function that is run as it stands or compiled; `source` is the former, `compiled` what Numba makes of it."""

    def __init__(self, source: FunctionType) -> None:
        self.source = source
        self.__doc__, self.__name__, self.__module__ = source.__doc__, source.__name__, source.__module__
        self._compiled: Any = None
        ALL.append(self)

    def __call__(self, *given: Any) -> Any:
        now = _WAY.get()
        if now is Way.INSIDE:
            return self.source(*given)
        if now is Way.COMPILED:
            if (called := _CALLED.get()) is not None:
                called.add(self)
            return self.compiled(*given)
        if now is Way.PLAIN:
            return _plain(self.source, given)
        with way(sum(one.size for one in given if isinstance(one, np.ndarray)), (self,)):
            return self(*given)

    @property
    def compiled(self) -> Any:
        """What Numba makes of it, to be compiled for the types of its first call, or loaded from where it is kept."""
        if self._compiled is None:
            with _LOCK:
                with loading():
                    from osi_voting.compiling import dispatcher

                self._compiled = self._compiled or dispatcher(self.source)
        return self._compiled

    @property
    def at_hand(self) -> bool:
        """Whether this process has compiled or loaded it, for whatever types."""
        return self._compiled is not None and bool(self._compiled.signatures)

    @property
    def _numba_type_(self) -> Any:
        """What Numba asks for when another kernel calls this one."""
        return self.compiled._numba_type_


def jit(function: F) -> F:
    """For a function that is called from Python and counts: a `Kernel`, called like the function."""
    return cast(F, Kernel(cast(FunctionType, function)))


def inner(function: F) -> F:
    """For a function that only kernels call: it becomes part of what is compiled, and is plain Python elsewhere.

    That saves the way in from Python, which for a tuple of many arrays takes longer to compile than the function does.
    """
    INNER.append(function)
    return function


@contextmanager
def way(steps: float, kernels: Iterable[Any] = ()) -> Iterator[bool]:
    """A piece of work of so many steps (`cross_over.pays`) that these kernels do most of: all kernels called within go
    one way, for which the outermost such piece decides. Yields whether they are compiled.
    """
    now = _WAY.get()
    if now is not Way.OPEN:
        yield now is Way.COMPILED
        return
    with compiling(pays(steps, kernels)) as compiled:
        yield compiled


@contextmanager
def compiling(compiled: bool) -> Iterator[bool]:
    """All kernels called within are compiled, or none is: for tests, and for compiling in advance."""
    before = _WAY.set(Way.COMPILED if compiled else Way.PLAIN)
    try:
        yield compiled
    finally:
        _WAY.reset(before)


@contextmanager
def telling(listener: Callable[[str], None]) -> Iterator[None]:
    """The listener is called with the name of each kernel that is compiled within, not only loaded, before it is."""
    before = _TOLD.set(listener)
    try:
        yield
    finally:
        _TOLD.reset(before)


@contextmanager
def noting() -> Iterator[set[Kernel]]:
    """The kernels that are called compiled within, not by each other."""
    called: set[Kernel] = set()
    before = _CALLED.set(called)
    try:
        yield called
    finally:
        _CALLED.reset(before)


def tell(name: str) -> None:
    """Says that a kernel is about to be compiled."""
    if listener := _TOLD.get():
        listener(name)


def _plain(source: Callable[..., Any], given: tuple[Any, ...]) -> Any:
    before = _WAY.set(Way.INSIDE)
    try:
        with np.errstate(over="raise", divide="raise", invalid="raise"):
            return _as_compiled(source(*given))
    finally:
        _WAY.reset(before)


def _as_compiled(result: Any) -> Any:
    """Numbers as Python's own, which is what comes back from compiled code."""
    if isinstance(result, tuple):
        return tuple(_as_compiled(one) for one in result)
    return result.item() if isinstance(result, np.generic) else result
