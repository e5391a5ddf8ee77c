"""The Containerfile and the compose file of examples/deploy: what they are made of exists, and fits the settings."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from pathlib import Path
from typing import Any

import check_jsonschema
from jsonschema.validators import validator_for
from ruamel.yaml import YAML

from tests.deploy.example import SERVICES, port_of, settings_of
from tests.deploy.installation import DEPLOY, ROOT

CONTAINERFILE = (DEPLOY / "Containerfile").read_text("utf-8")
COMPOSE: dict[str, Any] = YAML(typ="safe").load((DEPLOY / "compose.yaml").read_text("utf-8"))


def stages() -> dict[str, str]:
    """The text of each stage of the Containerfile, by its name."""
    found = re.split(r"^FROM \S+ AS (\w+)\n", CONTAINERFILE, flags=re.MULTILINE)
    return dict(zip(found[1::2], found[2::2], strict=True))


def test_there_is_an_image_of_each_service_that_runs_as_nobody_in_particular():
    assert {*SERVICES, "nats"} <= set(stages())
    assert 'ENTRYPOINT ["osi"]' in stages()["common"]
    for service in SERVICES:
        stage = stages()[service]
        assert "USER 10001:10001" in stage
        (command,) = re.findall(r"^CMD (.*)$", stage, re.MULTILINE)
        assert json.loads(command) == ["serve", service]
        settings = settings_of(service)
        exposed = re.findall(r"^EXPOSE (.*)$", stage, re.MULTILINE)
        assert exposed == [f"{port_of(settings.address)} {port_of(settings.peer_address)}"]


def wheels() -> set[str]:
    """The folders that the first stage makes wheels of."""
    (command,) = re.findall(r"RUN (python -m pip wheel (?:.*\\\n)*.*)", stages()["wheels"])
    words = shlex.split(command.replace("\\\n", " "))
    return {word.partition("[")[0] for word in words if word.startswith(".")}


def test_wheels_are_made_of_all_that_a_service_needs_from_the_repository():
    names, needed = set(), {f"osi-{service}" for service in SERVICES} | {"osi-voting"}
    for folder in wheels():
        project = tomllib.loads((ROOT / folder / "pyproject.toml").read_text("utf-8"))["project"]
        names.add(project["name"])
        needed |= {re.split(r"[^\w-]", one)[0] for one in project.get("dependencies", [])}
    assert {one for one in needed if one.startswith("osi-")} <= names


def test_what_wheels_are_made_of_is_not_left_out_of_the_context():
    kept = re.findall(r"^!(.*)$", (DEPLOY / "Containerfile.dockerignore").read_text("utf-8"), re.MULTILINE)
    assert [one for one in kept if not (ROOT / one).exists()] == []
    for folder in wheels() - {"."}:
        assert any(Path(folder).is_relative_to(one) for one in kept), folder
    core = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    assert {"osi_core", *core["project"]["license-files"], core["project"]["readme"]} <= set(kept)


def test_the_extras_that_are_installed_exist():
    for name, listed in re.findall(r"(\./[\w/]+|osi-runtime|\.)\[([\w,]+)\]", CONTAINERFILE):
        folder = ROOT / ("services/runtime" if name == "osi-runtime" else name)
        project = tomllib.loads((folder / "pyproject.toml").read_text("utf-8"))["project"]
        assert set(listed.split(",")) <= set(project["optional-dependencies"]), name


def test_compose_is_what_its_schema_says():
    schema = Path(check_jsonschema.__file__).parent / "builtin_schemas" / "vendor" / "compose-spec.json"
    rules = json.loads(schema.read_text("utf-8"))
    assert [error.message for error in validator_for(rules)(rules).iter_errors(COMPOSE)] == []


def test_compose_runs_each_service_read_only_with_its_own_settings():
    for service in SERVICES:
        said, settings = COMPOSE["services"][service], settings_of(service)
        assert said["read_only"] is True
        assert (said["user"], said["cap_drop"]) == ("10001:10001", ["ALL"])
        assert said["build"]["target"] in stages()
        assert (DEPLOY / said["build"]["context"] / said["build"]["dockerfile"]).resolve() == DEPLOY / "Containerfile"
        port = port_of(settings.address)
        assert said["ports"] == [f"{port}:{port}"]
        assert said["healthcheck"]["test"] == ["CMD", "osi", "health", f"127.0.0.1:{port_of(settings.health.address)}"]
        mounted = {one.split(":")[1]: one.split(":")[0] for one in said["volumes"]}
        assert mounted[said["environment"]["OSI_CONFIG"]] == f"./config/{service}.toml"
        used = (settings.tls.cert, settings.bus.password_file, settings.store, settings.auth.missions[0].jwks)
        for path in map(str, used):
            assert any(Path(path).is_relative_to(place) for place in mounted), path


def test_files_that_compose_mounts_are_there():
    for service in COMPOSE["services"].values():
        for one in service["volumes"]:
            source = one.split(":")[0]
            if source.startswith("./") and not source.startswith(("./secrets", "./backups")):
                assert (DEPLOY / source).is_file(), source
