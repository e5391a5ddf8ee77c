"""The manifests of examples/deploy: what Kubernetes takes, and what fits the settings."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
from ruamel.yaml import YAML

from tests.deploy.example import SERVICES, port_of, settings_of
from tests.deploy.installation import DEPLOY

KUBERNETES_VERSION = "1.32"


def manifests() -> Iterator[tuple[Path, dict[str, Any]]]:
    for path in sorted((DEPLOY / "kubernetes").rglob("*.yaml")):
        for one in YAML(typ="safe").load_all(path.read_text("utf-8")):
            yield path, one


def of_kind(kind: str) -> dict[str, dict[str, Any]]:
    return {one["metadata"]["name"]: one for _, one in manifests() if one["kind"] == kind}


def pod_of(stateful_set: dict[str, Any]) -> dict[str, Any]:
    spec: dict[str, Any] = stateful_set["spec"]["template"]["spec"]
    return spec


@pytest.mark.parametrize(
    ("path", "manifest"),
    [pytest.param(path, one, id=f"{path.stem}-{one['kind']}-{one['metadata']['name']}") for path, one in manifests()],
)
def test_a_manifest_is_what_kubernetes_takes(path, manifest):
    kubernetes_validate.validate(manifest, KUBERNETES_VERSION, strict=True)


def test_all_manifests_and_files_are_in_the_kustomization():
    listed = YAML(typ="safe").load((DEPLOY / "kustomization.yaml").read_text("utf-8"))
    once = DEPLOY / "kubernetes" / "once"
    expected = {path for path, _ in manifests() if not path.is_relative_to(once)}
    assert {DEPLOY / one for one in listed["resources"]} == expected
    maps = {one["name"]: [Path(file).name for file in one["files"]] for one in listed["configMapGenerator"]}
    for one in listed["configMapGenerator"]:
        assert [file for file in one["files"] if not (DEPLOY / file).is_file()] == []
    assert maps == {
        "osi-config": [f"{service}.toml" for service in SERVICES],
        "osi-nats-config": ["cluster.conf", "users.conf"],
    }


@pytest.mark.parametrize("service", SERVICES)
def test_a_stateful_set_runs_a_service_as_it_is_set(service):
    pod = pod_of(of_kind("StatefulSet")[service])
    (container,) = pod["containers"]
    environ = {one["name"]: one.get("value", "postgresql://db.example/osi") for one in container["env"]}
    config = environ.pop("OSI_CONFIG")
    settings = settings_of(service, **{name: value for name, value in environ.items() if name.startswith("OSI_")})
    assert Path(config).name == f"{service}.toml"
    assert settings.bus.replicas == of_kind("StatefulSet")["nats"]["spec"]["replicas"] == 3
    assert settings.store == "postgresql://db.example/osi"
    assert container["args"] == ["serve", service]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert container[probe]["grpc"]["port"] == port_of(settings.health.address)
    mounted = [one["mountPath"] for one in container["volumeMounts"]]
    used = [config, settings.tls.cert, settings.bus.password_file, settings.auth.missions[0].jwks, "/tmp"]
    if settings.auth.signing is not None:
        used.append(settings.auth.signing.keys)
    for path in map(str, used):
        assert any(Path(path).is_relative_to(place) for place in mounted), path
    notice = settings.drain.notice_seconds + settings.drain.seconds
    assert notice < pod["terminationGracePeriodSeconds"]
    assert pod["securityContext"]["runAsNonRoot"] is True
    assert container["securityContext"]["readOnlyRootFilesystem"] is True


@pytest.mark.parametrize("service", SERVICES)
def test_ports_of_a_service_are_open_to_those_who_need_them_alone(service):
    settings = settings_of(service)
    public, peers = port_of(settings.address), port_of(settings.peer_address)
    assert [one["port"] for one in of_kind("Service")[service]["spec"]["ports"]] == [public, peers]
    policy = of_kind("NetworkPolicy")[service]["spec"]
    assert [rule["ports"][0]["port"] for rule in policy["ingress"]] == [public, peers]
    reached = {
        (rule["to"][0]["podSelector"]["matchLabels"]["app"], rule["ports"][0]["port"])
        for rule in policy["egress"]
        if "podSelector" in rule["to"][0]
    }
    others = {(one, port_of(settings_of(one).peer_address)) for one in SERVICES if one != service}
    assert reached == others | {("nats", 4222)}


def test_as_many_stay_as_are_needed():
    for name, budget in of_kind("PodDisruptionBudget").items():
        replicas = of_kind("StatefulSet")[name]["spec"]["replicas"]
        least = budget["spec"]["minAvailable"]
        assert replicas // 2 < least + (name != "nats") <= replicas  # of NATS a majority, of a service one
    assert set(of_kind("PodDisruptionBudget")) == set(of_kind("StatefulSet")) == {*SERVICES, "nats"}


def test_kustomize_puts_it_together():
    kubectl = shutil.which("kubectl")
    if kubectl is None:
        pytest.skip("kubectl is not installed")
    done = subprocess.run([kubectl, "kustomize", str(DEPLOY)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    made = [*YAML(typ="safe").load_all(done.stdout)]
    for one in made:
        kubernetes_validate.validate(one, KUBERNETES_VERSION, strict=True)
    assert {one["metadata"].get("namespace") for one in made} <= {"osi", None}
