"""The pytest plugin that an author gets with `osi-core[testing]`: the option for the effort, and which kit ran."""

from __future__ import annotations

from typing import Any

__all__ = ["KIT_VERSION", "pytest_addoption", "pytest_report_header"]

KIT_VERSION = 5
"""Rises when a case is added or becomes stricter. It stands here because pytest loads this module at every start."""


def pytest_addoption(parser: Any) -> None:
    """Adds `--osi-effort`."""
    parser.getgroup("osi", "osi conformance kit").addoption(
        "--osi-effort",
        dest="osi_effort",
        type=float,
        default=1.0,
        metavar="N",
        help="search N times as many elections for counterexamples (default: 1, some seconds a strategy)",
    )


def pytest_report_header() -> str:
    """Says which version of the kit the cases come from."""
    return f"osi conformance kit: version {KIT_VERSION}"
