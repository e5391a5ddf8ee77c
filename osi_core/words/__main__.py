"""`python -m osi_core.words FOLDER ...`: compiles every `.po` in these folders to the `.mo` beside it, with Babel.

`--check` writes nothing and says which are not as they would be compiled; the exit code is 1 if there are any.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any


def compiled(po: Path) -> bytes:
    """The `.mo` of a `.po`. Raises ValueError, naming file and line, for one that cannot be read."""
    from babel.messages.catalog import Message as Entry
    from babel.messages.mofile import write_mo
    from babel.messages.pofile import PoFileError, read_po

    try:
        catalogue = read_po(io.BytesIO(po.read_bytes()), locale=po.stem, abort_invalid=True)
    except PoFileError as error:
        raise ValueError(f"{po}:{error.lineno + 1}: {error}") from error
    header = f"Language: {po.stem}\nContent-Type: text/plain; charset=utf-8\nPlural-Forms: {catalogue.plural_forms}\n"
    file = io.BytesIO()
    write_mo(file, _Entries([Entry("", header), *list(catalogue)[1:]]))  # type: ignore[arg-type]
    return file.getvalue()


class _Entries(list[Any]):
    """What Babel writes: entries, and a header of our own, since Babel's tells its version and the time of day."""

    charset = "utf-8"


def main(arguments: Sequence[str]) -> int:
    """Compiles or checks; the exit code."""
    folders = [Path(one) for one in arguments if not one.startswith("--")]
    stale = []
    for po in sorted(path for folder in folders for path in folder.glob("*.po")):
        mo, wanted = po.with_suffix(".mo"), compiled(po)
        if not mo.exists() or mo.read_bytes() != wanted:
            stale.append(mo)
            if "--check" not in arguments:
                mo.write_bytes(wanted)
    for mo in stale:
        sys.stdout.write(
            f"{mo}: {'is not what its .po says; run make words' if '--check' in arguments else 'compiled'}\n"
        )
    return 1 if stale and "--check" in arguments else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
