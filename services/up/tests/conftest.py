"""What tests of `osi up` share."""

from tests.conftest import pytest_runtest_setup  # noqa: F401 - skips here too what lacks its tool
