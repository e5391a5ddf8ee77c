"""A PostgreSQL cluster of our own: made by initdb in a temporary folder, reached by a Unix socket, gone afterwards."""

from __future__ import annotations

import glob
import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

UNPRIVILEGED = ("postgres", "nobody")
"""Whom the server runs as when the tests run as root, which PostgreSQL refuses."""


class Cluster:
    """A cluster that runs; it can be ended as a power cut does, and begins again over what it has on its disk."""

    def __init__(self, folder: Path, user: pwd.struct_passwd | None) -> None:
        self.url = f"postgresql://osi@/postgres?host={folder}"
        self._folder, self._user, self._programs = folder, user, _programs()

    def make(self) -> None:
        """Makes its files."""
        data = self._folder / "data"
        options: list[str | Path] = ["-U", "osi", "-A", "trust", "-E", "UTF8", "--locale=C"]
        _run([self._programs / "initdb", "-D", data, *options], self._user, self._folder)

    def start(self) -> None:
        """Begins it, and waits until it takes connections."""
        options = f"-k {self._folder} -c listen_addresses='' -c max_connections=100"
        self._control("-l", self._folder / "log", "-t", "60", "-o", options, "start")

    def stop(self) -> None:
        """Ends it at once: nothing is brought to an end, all connections break."""
        self._control("-m", "immediate", "stop")

    def _control(self, *more: str | Path) -> None:
        _run([self._programs / "pg_ctl", "-D", self._folder / "data", "-w", *more], self._user, self._folder)


@contextmanager
def cluster() -> Iterator[Cluster]:
    """A running cluster. Skips the test where PostgreSQL is not installed."""
    # A Unix socket's path may have about 100 characters, which pytest's own folders exceed.
    folder = Path(tempfile.mkdtemp(prefix="osi-pg-", dir="/tmp"))
    try:
        user = _unprivileged()
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        found = Cluster(folder, user)
        found.make()
        found.start()
        try:
            yield found
        finally:
            found.stop()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def postgres_cluster() -> Iterator[str]:
    """The URL of a running cluster's database. Skips the test where PostgreSQL is not installed."""
    with cluster() as running:
        yield running.url


def _programs() -> Path:
    """The folder of initdb and pg_ctl; the newest version's of Debian, or the PATH's."""
    folders = sorted(glob.glob("/usr/lib/postgresql/*/bin"), key=lambda path: float(path.split("/")[4]))
    found = shutil.which("pg_ctl", path=os.pathsep.join([*reversed(folders), os.environ.get("PATH", "")]))
    if found is None or not (Path(found).parent / "initdb").exists():
        pytest.skip("PostgreSQL's initdb and pg_ctl are not installed")
    return Path(found).parent


def _unprivileged() -> pwd.struct_passwd | None:
    if os.geteuid() != 0:
        return None
    known = {user.pw_name: user for user in pwd.getpwall()}
    for name in UNPRIVILEGED:
        if name in known:
            return known[name]
    pytest.skip("PostgreSQL does not run as root, and there is no other user to run it as")


def _run(command: list[str | Path], user: pwd.struct_passwd | None, folder: Path) -> None:
    # Not by `subprocess`'s own `user`, for which Python forks: a process that speaks gRPC does not survive that.
    prefix = [] if user is None else ["setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups"]
    with (folder / "errors").open("w+b") as errors:
        done = subprocess.run(
            [*prefix, *(str(part) for part in command)],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,  # a pipe would stay open for as long as the server that inherits it
            stderr=errors,
            timeout=120,
            check=False,
        )
    if done.returncode:
        log = folder / "log"
        said = (folder / "errors").read_text() + (log.read_text() if log.exists() else "")
        raise RuntimeError(f"{command[0]} failed: {said}")
