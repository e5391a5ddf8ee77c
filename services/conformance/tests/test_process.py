"""The kit's command against a service that is a process of its own, as an operator would run both."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from osi_core.testing.ports import free_ports

pytestmark = pytest.mark.system
OSI = (sys.executable, "-m", "osi_core.cli")
SOME = {
    "funding": (
        "funding/fund/create/keeps-*",
        "funding/grant-round/decide/*",
        "funding/hearing/duplicates",
        "funding/server/health",
    ),
    "participation": (
        "participation/token/exchange/*",
        "participation/round/decide/*",
        "participation/phase/close/waits-for-all",
        "participation/participant/erase/is-answered",
        "participation/server/health",
    ),
    "matching": (
        "matching/way/*",
        "matching/kickoff/decide/*",
        "matching/due/watch/*",
        "matching/hearing/duplicates",
        "matching/server/health",
    ),
}


def ran(*call, cwd):
    environ = {name: value for name, value in os.environ.items() if not name.startswith("OSI_")}
    return subprocess.run([*OSI, *call], cwd=cwd, env=environ, capture_output=True, text=True, timeout=120)


@pytest.mark.parametrize("service", SOME)
def test_settings_service_and_kit_fit_together(tmp_path, service):
    target, port = free_ports(2)
    reach = ("--target", f"127.0.0.1:{target}", "--port", str(port), "--keys", "keys")
    settings = ran("conformance", service, "--settings", *reach, cwd=tmp_path).stdout
    (tmp_path / "service.toml").write_text(settings)
    assert ran("migrate", "--store", "service.db", cwd=tmp_path).returncode == 0
    serve = [*OSI, "serve", service, "--config", "service.toml", "--store", "service.db"]
    with (tmp_path / "serve.log").open("w") as log:
        server = subprocess.Popen(serve, cwd=tmp_path, stdout=log, stderr=log)
    try:
        chosen = [part for glob in SOME[service] for part in ("--only", glob)]
        kit = ran("conformance", service, *reach, *chosen, "--junit", "results.xml", "--json", cwd=tmp_path)
        report = json.loads(kit.stdout)
        assert [one for one in report["cases"] if one["status"] != "passed"] == [], kit.stderr
        assert kit.returncode == 0
        assert b'failures="0"' in (tmp_path / "results.xml").read_bytes()
        began = time.monotonic()
        again = ran("conformance", service, *reach, "--only", f"{service}/server/health", cwd=tmp_path)
        assert again.returncode == 0, f"{again.stdout}{again.stderr} after {time.monotonic() - began:.0f} s"
    finally:
        server.send_signal(signal.SIGTERM)
        server.wait(30)
