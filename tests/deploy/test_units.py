"""The settings of NATS and the units of systemd in examples/deploy, each as its own program takes them."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from osi_runtime.bus.permissions import _main as permissions
from osi_runtime.bus.program import nats_server
from tests.deploy.example import SERVICES, settings_of
from tests.deploy.installation import DEPLOY, Unit, tools_missing

UNITS = sorted(path.name for path in (DEPLOY / "systemd").iterdir() if path.suffix in (".service", ".timer"))


@pytest.mark.nats
@pytest.mark.skipif(bool(tools_missing()), reason=f"not installed: {tools_missing()}")
@pytest.mark.parametrize("name", ["nats-server.conf", "cluster.conf"])
def test_nats_takes_its_settings(name, tmp_path):
    osi = tmp_path / "bin" / "osi"
    osi.parent.mkdir()
    osi.write_text(f'#!/bin/sh\nexec {sys.executable} -m osi_core.cli "$@"\n')
    osi.chmod(0o755)
    environ = {**os.environ, "PATH": f"{osi.parent}:{os.environ['PATH']}"}
    subprocess.run(["sh", DEPLOY / "secrets.sh", tmp_path], env=environ, capture_output=True, check=True)
    for file in (DEPLOY / "nats").iterdir():
        (tmp_path / file.name).write_text(file.read_text("utf-8").replace("/etc/osi", str(tmp_path)))
    passwords = dict(line.split("=", 1) for line in (tmp_path / "nats.env").read_text("utf-8").splitlines())
    command = [str(nats_server()), "-t", "-c", str(tmp_path / name)]
    done = subprocess.run(
        command, env={**environ, **passwords, "POD_NAME": "nats-0"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_users_of_nats_are_those_of_the_services():
    assert (DEPLOY / "nats" / "users.conf").read_text("utf-8") == permissions([])


def test_units_are_what_systemd_takes(tmp_path):
    analyze = shutil.which("systemd-analyze")
    if analyze is None:
        pytest.skip("systemd-analyze is not installed")
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("osi", "nats-server"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    files = []
    for name in UNITS:
        text = (DEPLOY / "systemd" / name).read_text("utf-8").replace("/opt/osi/bin", str(programs))
        for instance in SERVICES if "@" in name else [""]:
            files.append(tmp_path / name.replace("@", f"@{instance}"))
            files[-1].write_text(text)
    done = subprocess.run(
        [analyze, "verify", "--man=no", *map(str, files)], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("service", SERVICES)
def test_a_unit_runs_the_service_where_its_settings_say_that_things_lie(service):
    unit, settings = Unit(f"osi@{service}"), settings_of(service)
    assert unit.one("ExecStart").endswith(f"osi serve {service}")
    assert settings.store is not None
    assert Path(settings.store).parent == Path("/var/lib") / unit.one("StateDirectory")
    backup = Unit(f"osi-backup@{service}")
    assert f"--store {settings.store}" in backup.one("ExecStart")
    assert backup.one("User") == unit.one("User")
    assert f"u {unit.one('User')} " in (DEPLOY / "systemd" / "osi.sysusers").read_text("utf-8")
    stop = settings.drain.notice_seconds + settings.drain.seconds
    assert stop < float(unit.one("TimeoutStopSec"))
