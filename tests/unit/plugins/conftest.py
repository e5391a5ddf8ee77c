import importlib.util
import sys
from pathlib import Path

import pytest

from osi_core.plugins import Plugins, Profile


@pytest.fixture(scope="session")
def misbehaving():
    """The module, loaded by its path as an embedding program might."""
    spec = importlib.util.spec_from_file_location("misbehaving", Path(__file__).with_name("misbehaving.py"))
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules["misbehaving"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def plugins(misbehaving):
    plugins = Plugins.builtin()
    plugins.register(misbehaving, distribution="osi-misbehaving", version="0.1")
    return plugins


@pytest.fixture(scope="session")
def profile():
    return Profile.of("approval", ["a", "b", "c"], [["a"], ["a", "b"], ["c"]])
