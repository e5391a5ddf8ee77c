"""`python -m osi_client_making [--check]`: see the package."""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from osi_client_making import facade
from protos.making import files, lint
from protos.making.image import Image

FOLDER = Path(__file__).parents[1] / "osi_client" / "facades"
"""Where they are committed."""


def make(folder: Path) -> None:
    """Writes all modules into an empty folder."""
    image = folder.with_suffix(".binpb")
    lint.image(image)
    comments = facade.comments(Image(image.read_bytes()))
    for name, text in facade.modules(comments):
        (folder / name).write_text(text, "utf-8")


def main(arguments: Sequence[str]) -> int:
    """Writes or checks; the exit code."""
    with tempfile.TemporaryDirectory() as place:
        made = Path(place, "facades")
        made.mkdir()
        make(made)
        if "--check" in arguments:
            old = list(files.stale(made, FOLDER))
            sys.stdout.write("".join(f"{FOLDER.name}/{name}: not what the protos say; make protos\n" for name in old))
            return 1 if old else 0
        sys.stdout.write("".join(f"{FOLDER.name}/{name}: written\n" for name in files.renew(made, FOLDER)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
