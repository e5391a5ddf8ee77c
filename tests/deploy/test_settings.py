"""The settings of examples/deploy fit each other, and the pages for operators name what there is."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from itertools import combinations

import pytest

from osi_runtime.settings import Settings, setting_entries
from osi_runtime.settings.places import variable_of
from tests.deploy.example import SERVICES, port_of, settings_of
from tests.deploy.installation import DEPLOY, ROOT


@pytest.mark.parametrize("service", SERVICES)
def test_settings_are_such_that_a_service_takes_them(service):
    settings = settings_of(service)
    assert settings.chain == f"{service}-1"
    assert settings.bus.user == settings.chain
    assert (settings.auth.signing is not None) is (service == "participation")


@pytest.mark.parametrize(("service", "other"), list(combinations(SERVICES, 2)))
def test_services_find_and_believe_each_other(service, other):
    for one, another in ((service, other), (other, service)):
        (peer,) = (each for each in settings_of(one).peers.services if each.service == another)
        assert peer.address == f"{another}:{port_of(settings_of(another).peer_address)}"
        (known,) = (each for each in settings_of(one).auth.certificates if each.service == another)
        assert (known.name, known.chains) == (another, (settings_of(another).chain,))
        assert settings_of(one).auth.missions == settings_of(another).auth.missions
        assert settings_of(one).auth.oidc == settings_of(another).auth.oidc


def test_no_two_listen_at_one_port():
    ports = [
        port_of(address)
        for service in map(settings_of, SERVICES)
        for address in (service.address, service.peer_address, service.health.address)
    ]
    assert len({*ports, 4222, 6222, 8222}) == len(ports) + 3


def test_variables_that_are_named_are_settings():
    known = {variable_of(one.key) for one in setting_entries(Settings())} | {"OSI_CONFIG"}
    known |= {"OSI_AUTH__SIGNING__KEYS", "OSI_MISSION_ISSUER"}  # within a table that may be missing; of secrets.sh
    for path in DEPLOY.rglob("*"):
        if path.is_file() and path.suffix != ".pyc":
            named = set(re.findall(r"\bOSI_[A-Z_]+\b", path.read_text("utf-8")))
            assert named <= known, path


def commands() -> Iterator[tuple[str, list[str]]]:
    """Each `osi …` that the pages for operators name, as its words."""
    for page in (ROOT / "docs").glob("operating*.md"):
        text = page.read_text("utf-8")
        for found in re.findall(r"(?:^|[`$&(] ?)osi ([a-z][^`\n|&#]*)", text, re.MULTILINE):
            yield page.name, found.split()


def test_commands_and_options_that_the_pages_name_exist():
    helps: dict[str, str] = {}
    for page, words in commands():
        name = words[0] if words[0] not in ("config", "parked", "token") else " ".join(words[:2])
        if name not in helps:
            call = [sys.executable, "-m", "osi_core.cli", *name.split(), "--help"]
            answer = subprocess.run(call, capture_output=True, text=True, check=False)
            assert answer.returncode == 0, f"{page}: osi {name}"
            helps[name] = answer.stdout
        for option in (word for word in words if word.startswith("--")):
            assert option in helps[name], f"{page}: osi {name} {option}"
    assert len(helps) >= 10
