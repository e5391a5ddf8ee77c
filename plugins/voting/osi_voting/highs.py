"""HiGHS without its greeting."""

from __future__ import annotations

import highspy

__all__ = ["SilentHighs"]


class SilentHighs(highspy.Highs):
    """HiGHS greets on standard output when its constructor turns callbacks on; who asked for JSON must not see that."""

    def enableCallbacks(self) -> None:
        self.setOptionValue("output_flag", False)
        super().enableCallbacks()
