"""The table: what each method does. Who may do it stands in the phase rules, for reads in the views."""

from __future__ import annotations

from collections.abc import Mapping

from osi_participation import challenge_methods, mission_methods
from osi_runtime.methods import Row

__all__ = ["METHODS"]

METHODS: Mapping[str, Row] = {**mission_methods.METHODS, **challenge_methods.METHODS}
