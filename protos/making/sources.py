"""Where the protos are, and protoc, which reads them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Iterable
from pathlib import Path

import google.api.annotations_pb2

ROOT = Path(__file__).parents[1]
"""The folder `protos`, which imports between our protos begin at."""
THIRD_PARTY = ROOT / "third_party"
"""Protos of others that no wheel has."""
INSTALLED = Path(google.api.annotations_pb2.__file__ or "").parents[2]
"""Where googleapis-common-protos lie: `google/api`, `google/rpc`, `google/type`, `google/longrunning`."""


def own() -> list[str]:
    """Our protos, as they import each other."""
    return _within(ROOT, ROOT / "osi")


def vendored() -> list[str]:
    """Those of others that we keep."""
    return _within(THIRD_PARTY, THIRD_PARTY)


def _within(root: Path, folder: Path) -> list[str]:
    return sorted(path.relative_to(root).as_posix() for path in folder.rglob("*.proto"))


def protoc(files: Iterable[str], *options: str) -> None:
    """Runs the protoc of grpcio-tools, with the plugins of mypy-protobuf. Raises SystemExit where it finds a fault.

    It runs in a process of its own: linked into this one, it ends the whole process at a fault.
    """
    scripts = Path(sysconfig.get_path("scripts"))
    plugins = [f"--plugin={name}={scripts / name}" for name in ("protoc-gen-mypy", "protoc-gen-mypy_grpc")]
    with tempfile.TemporaryDirectory() as renamed:
        _lay_out_operations(Path(renamed))
        paths = [f"-I{path}" for path in (ROOT, THIRD_PARTY, renamed, INSTALLED)]
        command = [sys.executable, "-m", "grpc_tools.protoc", *paths, *plugins, *options, *files]
        run = subprocess.run(command, check=False, capture_output=True, text=True)
    if run.returncode:
        sys.exit(f"protoc: {run.stderr.strip() or run.stdout.strip()}")


def _lay_out_operations(folder: Path) -> None:
    """The wheel calls this one file otherwise than everyone imports it, and than its own Python module knows it."""
    path = Path("google/longrunning/operations.proto")
    (folder / path).parent.mkdir(parents=True)
    shutil.copyfile(INSTALLED / path.with_name("operations_proto.proto"), folder / path)
