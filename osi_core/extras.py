"""A part of the library that needs more than came with it says which extra brings it."""

from __future__ import annotations

from types import TracebackType

from osi_core.words import WordedError

__all__ = ["ExtraMissing", "extra"]


class ExtraMissing(WordedError, ImportError):
    """A part of the library was asked for that comes with an extra; the sentence says how to install it."""

    def __init__(self, code: str, /, *, extra: str, missing: str) -> None:
        super().__init__(code, extra=extra, missing=missing)
        self.name = missing


class extra:
    """`with extra("sql"):` around the imports of a part that needs the extra `sql` of osi-core.

    Raises `ExtraMissing` where a package that is not ours cannot be found.
    """

    def __init__(self, name: str) -> None:
        self._name = name

    def __enter__(self) -> None:
        """Nothing is tried beforehand: what is missing shows by being imported."""

    def __exit__(self, kind: object, error: BaseException | None, where: TracebackType | None) -> None:
        if isinstance(error, ModuleNotFoundError):
            package = (error.name or "").partition(".")[0]
            if package != "osi_core":
                raise ExtraMissing("extra.missing", extra=self._name, missing=package) from None
