"""For each method that changes something, a request that would be granted now; what repeats over methods uses them."""

from __future__ import annotations

from collections.abc import Mapping

from osi_conformance.cases.matching.ready_curation import CURATION
from osi_conformance.cases.matching.ready_scaling import SCALING
from osi_conformance.cases.matching.ready_solutions import SOLUTIONS
from osi_conformance.cases.matching.ready_support import SUPPORT
from osi_conformance.subject import Prepared
from osi_conformance.target import method_named

__all__ = ["NO_CHANGE", "OPERATIONS", "READY"]

READY: Mapping[str, Prepared] = {**SOLUTIONS, **SUPPORT, **CURATION, **SCALING}
"""Every method that changes something."""
OPERATIONS = frozenset({"CloseRegistration", "CloseAttendance", "CloseAssessment", "RequestPlan"})
"""Their answers go on after they were given; the names stay."""
NO_CHANGE = frozenset(
    one for one in READY if set(method_named(one).input_type.fields_by_name) <= {"name", "request_id", "etag"}
)
"""Their requests say nothing but what they are about."""
