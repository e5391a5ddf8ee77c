"""A load: something that goes on in a thread of its own while a network suffers, and notes what was acknowledged."""

from __future__ import annotations

import threading
from abc import ABC, abstractmethod
from typing import Self

__all__ = ["Load"]


class Load(ABC):
    """A context: it goes on until it is left, which raises what it has failed by."""

    def __init__(self) -> None:
        self.is_over = False
        """Whether it is told that it is enough."""
        self._failed: BaseException | None = None
        self._thread = threading.Thread(target=self._run)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.is_over = True
        self._thread.join()
        if self._failed is not None:
            raise self._failed

    @property
    @abstractmethod
    def acknowledged(self) -> int:
        """How much was answered with yes so far."""

    @property
    def has_failed(self) -> bool:
        """Whether it goes on no more."""
        return self._failed is not None

    @abstractmethod
    def go_on(self) -> None:
        """Until it is over."""

    def _run(self) -> None:
        try:
            self.go_on()
        except BaseException as error:
            self._failed = error
