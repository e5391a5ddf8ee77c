"""The table: what each method does. Who may do it stands in the phase rules, for reads in the views."""

from __future__ import annotations

from collections.abc import Mapping

from osi_matching import curation_methods, scaling_methods, solution_methods, support_methods
from osi_runtime.methods import Row

__all__ = ["METHODS"]

METHODS: Mapping[str, Row] = {
    **solution_methods.METHODS,
    **support_methods.METHODS,
    **curation_methods.METHODS,
    **scaling_methods.METHODS,
}
