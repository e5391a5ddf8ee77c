"""`python -m protos.making [--check | --release]`: see the package."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from protos.making import asyncapi, files, lint, reference, stubs


def main(arguments: Sequence[str]) -> int:
    """Writes, checks, or keeps the contract as released; the exit code."""
    with tempfile.TemporaryDirectory() as place:
        made, image = Path(place, "stubs"), Path(place, "image.binpb")
        made.mkdir()
        stubs.make(made)
        lint.image(image)
        raw = image.read_bytes()
        pages = {reference.PAGE: reference.page(raw), asyncapi.PAGE: asyncapi.text(raw)}
        if "--check" in arguments:
            return _check(made, pages, image)
        changed = [f"protos/stubs/{name}" for name in files.renew(made, stubs.FOLDER)]
        for page in _stale(pages):
            page.write_text(pages[page], "utf-8")
            changed.append(f"docs/{page.name}")
        if "--release" in arguments:
            lint.RELEASED.write_bytes(image.read_bytes())
            changed.append(f"protos/{lint.RELEASED.name}")
    sys.stdout.write("".join(f"{name}: written\n" for name in changed))
    return 0


def _stale(pages: Mapping[Path, str]) -> list[Path]:
    return [page for page, text in pages.items() if not page.exists() or page.read_text("utf-8") != text]


def _check(made: Path, pages: Mapping[Path, str], image: Path) -> int:
    old = [f"protos/stubs/{name}" for name in files.stale(made, stubs.FOLDER)]
    old += [f"docs/{page.name}" for page in _stale(pages)]
    found = [f"{name}: is not what the protos say; run make protos" for name in old] + lint.faults(image)
    if not lint.RELEASED.exists():
        sys.stdout.write("protos: nothing is released yet, so nothing can break; see protos/README.md\n")
    sys.stdout.write("".join(f"{one}\n" for one in found))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
