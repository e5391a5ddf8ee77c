"""The typed methods are those of the contracts."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from osi_client import facades
from osi_client.connecting import AsyncClient, Client
from osi_client.methods import SAFE_AGAIN
from osi_client_making.__main__ import make
from osi_client_making.facade import SERVICES
from protos.making import files


def test_they_are_made_of_the_contracts(tmp_path: Path) -> None:
    made = tmp_path / "facades"
    made.mkdir()
    make(made)
    assert not list(files.stale(made, Path(facades.__file__).parent)), "make protos"


@pytest.mark.parametrize("client", [Client, AsyncClient])
@pytest.mark.parametrize("service", sorted(SERVICES))
def test_every_method_of_a_service_is_there_and_described(client: type, service: str) -> None:
    facade = vars(client(_Nothing()))[service]
    for method in SERVICES[service].methods:
        name = re.sub(r"(?<=[a-z])(?=[A-Z])", "_", method.name).lower()
        assert inspect.getdoc(getattr(facade, name)), name


@pytest.mark.parametrize("service", ["funding", "hearing", "matching", "participation"])
def test_what_changes_something_can_be_sent_again(service: str) -> None:
    changing = (
        method
        for method in SERVICES[service].methods
        if not method.name.startswith(("Get", "List", "Watch")) and not method.server_streaming
    )
    without = {one.full_name for one in changing if "request_id" not in one.input_type.fields_by_name}
    assert without <= SAFE_AGAIN


class _Nothing:
    class session:
        positions = None
