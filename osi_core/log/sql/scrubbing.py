"""Getting rid of what erased words leave outside of the tables, without letting anybody wait for a reader."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

from osi_core.log.store import StoreError

_FIRST_PAUSE, _LONGEST_PAUSE = 0.01, 1.0
"""Seconds between two tries; each pause is twice the one before."""

_logger = logging.getLogger(__name__)


class Scrubber:
    """Tries at once when words were erased; where a reader is in the way, goes on trying in a thread of its own.

    So whoever has erased, and whoever writes next, waits for no reader, and the words go as soon as it has left. A
    store that is killed or closed before is scrubbed when it is opened again.
    """

    def __init__(self, scrub: Callable[[], bool], lock: threading.Lock) -> None:
        """`scrub` tries once, with the store's write lock held, and waits for nobody; it tells whether all is gone."""
        self._scrub, self._lock = scrub, lock
        self.due = False
        """Whether traces of erased words may be left."""
        self._stopped = threading.Event()
        self.thread: threading.Thread | None = None
        """What goes on trying, while something is in the way."""

    def words_erased(self) -> None:
        """Called with the lock held, after the commit that has erased them."""
        self.due = True
        self.try_once()
        if self.due and self.thread is None:
            self.thread = threading.Thread(target=self._go_on, name="osi-scrubber", daemon=True)
            self.thread.start()

    def try_once(self) -> None:
        """One try, with the lock held, if any is due; the erasure itself is durable, so a failure is only reported."""
        try:
            self.due = self.due and not self._scrub()
        except StoreError as error:
            _logger.warning("traces of erased words remain for now: %s", error)

    def stop(self) -> None:
        """Ends the thread, without the lock; what is due then stays due."""
        self._stopped.set()
        thread = self.thread
        if thread is not None:
            thread.join()

    def _go_on(self) -> None:
        pause = _FIRST_PAUSE
        while not self._stopped.wait(pause):
            with self._lock:
                self.try_once()
                if not self.due:
                    self.thread = None
                    return
            pause = min(2 * pause, _LONGEST_PAUSE)
