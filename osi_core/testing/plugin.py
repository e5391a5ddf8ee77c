"""The pytest plugin that an author gets with `osi-core[testing]`; it makes the kit's failures readable."""

from __future__ import annotations

import pytest

__all__ = ["pytest_report_header"]

pytest.register_assert_rewrite("osi_core.testing.conformance")


def pytest_report_header() -> str:
    """Says which version of the kit the cases come from."""
    from osi_core.testing.conformance import KIT_VERSION

    return f"osi conformance kit: version {KIT_VERSION}"
