"""`python -m protos.making [--check | --release]`: see the package."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from protos.making import files, lint, reference, stubs


def main(arguments: Sequence[str]) -> int:
    """Writes, checks, or keeps the contract as released; the exit code."""
    with tempfile.TemporaryDirectory() as place:
        made, image = Path(place, "stubs"), Path(place, "image.binpb")
        made.mkdir()
        stubs.make(made)
        lint.image(image)
        page = reference.page(image.read_bytes())
        if "--check" in arguments:
            return _check(made, page, image)
        changed = [f"protos/stubs/{name}" for name in files.renew(made, stubs.FOLDER)]
        if reference.PAGE.read_text("utf-8") != page if reference.PAGE.exists() else True:
            reference.PAGE.write_text(page, "utf-8")
            changed.append(f"docs/{reference.PAGE.name}")
        if "--release" in arguments:
            lint.RELEASED.write_bytes(image.read_bytes())
            changed.append(f"protos/{lint.RELEASED.name}")
    sys.stdout.write("".join(f"{name}: written\n" for name in changed))
    return 0


def _check(made: Path, page: str, image: Path) -> int:
    old = [f"protos/stubs/{name}" for name in files.stale(made, stubs.FOLDER)]
    if not reference.PAGE.exists() or reference.PAGE.read_text("utf-8") != page:
        old.append(f"docs/{reference.PAGE.name}")
    found = [f"{name}: is not what the protos say; run make protos" for name in old] + lint.faults(image)
    if not lint.RELEASED.exists():
        sys.stdout.write("protos: nothing is released yet, so nothing can break; see protos/README.md\n")
    sys.stdout.write("".join(f"{one}\n" for one in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
