"""What tests of the demo share."""

from tests.conftest import pytest_runtest_setup  # noqa: F401 - skips here too what lacks its tool
