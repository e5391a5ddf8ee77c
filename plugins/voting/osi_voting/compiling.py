"""What Numba makes of kernels. The only module that imports Numba, and itself imported when a kernel is compiled."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from functools import wraps
from typing import Any

import numba
from numba.core.caching import CompileResultCacheImpl, NullCache
from numba.core.runtime import rtsys
from numba.core.serialize import dumps
from numba.extending import register_jitable

from osi_voting import keeping
from osi_voting.kernels import INNER, tell
from osi_voting.loading import loading, note_compiled

__all__ = ["dispatcher"]


def dispatcher(source: Callable[..., Any]) -> Any:
    """Numba's form of a function: compiled when it is first called, kept on disk, and run without Python's lock."""
    compiled: Any = numba.njit(nogil=True)(source)
    compiled._cache = _OnDisk(source)
    compiled.compile = _timed(compiled.compile)
    return compiled


def _timed(compile_for: Callable[..., Any]) -> Callable[..., Any]:
    """Numba calls it for each list of types that is new to this process."""

    @wraps(compile_for)
    def compiled(types: Any) -> Any:
        with loading():
            return compile_for(types)

    return compiled


class _OnDisk(NullCache):  # type: ignore[misc] # Numba has no types
    """Keeps each result in a file of its own. Numba's own keeping has an index for each function, in which two
    processes may give one number to two lists of types, which looks at the function's own file alone, and which raises
    where a file was cut off.
    """

    def __init__(self, source: Callable[..., Any]) -> None:
        self._source = source

    @property
    def cache_path(self) -> str | None:
        """The folder."""
        folder = keeping.folder_to_write()
        return None if folder is None else str(folder)

    def load_overload(self, sig: Any, target_context: Any) -> Any:
        """What was kept for these types; None where it has to be compiled, which is told to who listens."""
        rtsys.initialize(target_context)
        types = _types(sig, target_context.codegen())
        for folder in keeping.folders():
            content = keeping.read(keeping.path_in(folder, self._source, types))
            if content is not None:
                told, payload = pickle.loads(content)  # noqa: S301 # written by this user, or who installed the package
                if told == types:
                    return CompileResultCacheImpl.rebuild(None, target_context, payload)
        tell(self._source.__name__)
        note_compiled()
        while INNER:
            register_jitable(no_cfunc_wrapper=True)(INNER.pop())
        return None

    def save_overload(self, sig: Any, data: Any) -> None:
        """Nothing is kept where no folder can be written to."""
        folder = keeping.folder_to_write()
        if folder is None or data.lifted or data.library.has_dynamic_globals:
            return
        types = _types(sig, data.codegen)
        payload = CompileResultCacheImpl.reduce(None, data)
        keeping.write(keeping.path_in(folder, self._source, types), dumps((types, payload)))


def _types(sig: Any, codegen: Any) -> str:
    """The types of the arguments and the processor, as text."""
    return repr((sig, codegen.magic_tuple()))
