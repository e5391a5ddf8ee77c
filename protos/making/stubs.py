"""The Python modules: messages, services, and the types of both."""

from __future__ import annotations

from pathlib import Path

from protos.making import sources

FOLDER = sources.ROOT / "stubs"
"""Where they are committed, and packaged from."""


def make(folder: Path) -> None:
    """Writes all modules into an empty folder."""
    messages = [f"--python_out={folder}", f"--mypy_out=quiet:{folder}"]
    services = [f"--grpc_python_out={folder}", f"--mypy_grpc_out=quiet:{folder}"]
    sources.protoc([*sources.own(), *sources.vendored()], *messages)
    sources.protoc([name for name in sources.own() if _has_service(name)], *services)
    for package in sorted(path for path in folder.iterdir() if path.is_dir()):
        (package / "py.typed").touch()


def _has_service(name: str) -> bool:
    lines = (sources.ROOT / name).read_text(encoding="utf-8").splitlines()
    return any(line.startswith("service ") for line in lines)
