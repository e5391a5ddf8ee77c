"""What all tests share: settings of hypothesis, and the tools that some tests need.

Fixtures of one subject live in the conftest.py of its folder.
"""

from __future__ import annotations

import glob
import os
import shutil
from importlib.util import find_spec

import pytest
from hypothesis import HealthCheck, settings

from osi_runtime.bus.program import nats_server

# Examples are drawn from the test's own name, so a run is repeatable and fails for everyone or for no one. A slow
# machine must not fail a property, so no deadline; pytest's timeout ends what hangs.
settings.register_profile(
    "default",
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow],
)
# To search for new counterexamples: OSI_HYPOTHESIS_PROFILE=search make test
settings.register_profile("search", settings.get_profile("default"), derandomize=False, max_examples=1_000)
settings.load_profile(os.environ.get("OSI_HYPOTHESIS_PROFILE", "default"))


def chromium() -> str | None:
    """Return the path of the system's Chromium, if there is one."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def postgres() -> str | None:
    """Return the path of PostgreSQL's server, on the PATH or in Debian's folder of the newest version."""
    newest_last = sorted(
        glob.glob("/usr/lib/postgresql/*/bin/postgres"),
        key=lambda path: [int(part) for part in path.split("/")[4].split(".") if part.isdigit()],
    )
    return newest_last[-1] if newest_last else shutil.which("postgres")


TOOLS = {
    "browser": ("Chromium", chromium),
    "nats": ("nats-server", nats_server),
    "postgres": ("PostgreSQL's server", postgres),
    "site": ("mkdocs with mkdocstrings", lambda: find_spec("mkdocstrings_handlers")),
}


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Skip a test whose tool is absent; fail it where OSI_REQUIRE_TOOLS says that all tools must be there."""
    for marker, (tool, find) in TOOLS.items():
        if item.get_closest_marker(marker) is None or find() is not None:
            continue
        if os.environ.get("OSI_REQUIRE_TOOLS"):
            pytest.fail(f"{tool} is not installed, and OSI_REQUIRE_TOOLS is set", pytrace=False)
        pytest.skip(f"{tool} is not installed")
