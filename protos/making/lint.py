"""What buf says of the protos: their form, and what would break those who use a released contract.

buf reads an image that protoc has made, so that it needs neither a network nor a registry of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import sysconfig
from pathlib import Path

from protos.making import sources

CONFIG = sources.ROOT / "buf.yaml"
RELEASED = sources.ROOT / "released.binpb"
"""The image of the contract as it was released; `python -m protos.making --release` writes it."""


def image(path: Path) -> None:
    """Writes everything that the protos say into one file, comments included."""
    sources.protoc(sources.own(), f"--descriptor_set_out={path}", "--include_imports", "--include_source_info")


def faults(made: Path) -> list[str]:
    """What is wrong with the form of an image, and what breaks the released contract if there is one."""
    found = _buf("lint", str(made))
    if RELEASED.exists():
        found += _buf("breaking", str(made), "--against", str(RELEASED))
    return found


def _buf(command: str, *arguments: str) -> list[str]:
    buf = Path(sysconfig.get_path("scripts"), "buf")
    line = [str(buf), command, *arguments, "--config", str(CONFIG), "--error-format", "json"]
    run = subprocess.run(line, check=False, capture_output=True, text=True)
    if run.returncode not in (0, 100):  # 100: there are findings
        sys.exit(f"buf {command}: {run.stderr.strip()}")
    return [_told(json.loads(one)) for one in run.stdout.splitlines()]


def _told(finding: dict[str, object]) -> str:
    place = f"protos/{finding.get('path', '?')}:{finding.get('start_line', '?')}"
    return f"{place}: {finding['message']} ({finding['type']})"
