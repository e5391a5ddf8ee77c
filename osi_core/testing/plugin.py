"""The pytest plugin that an author gets with `osi-core[testing]`: it says which version of the kit ran."""

from __future__ import annotations

__all__ = ["pytest_report_header"]


def pytest_report_header() -> str:
    """Says which version of the kit the cases come from."""
    from osi_core.testing.conformance import KIT_VERSION

    return f"osi conformance kit: version {KIT_VERSION}"
