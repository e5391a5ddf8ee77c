"""`python -m tests.docs.codes` writes docs/codes.md anew: every code that `osi codes` prints, with its statuses."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from osi_core.process.codes import Code, codes
from osi_core.words import OWN, Message

PAGE = Path(__file__).parents[2] / "docs/codes.md"
_MANY = {"count": 2}
"""Of a sentence with forms for one and for many the page shows that for many."""
_HEAD = """\
# Codes

A command that is not carried out is answered with `Refused` (a condition does not hold) or `Malformed` (it could not be
made, for its fields do not fit); both are `Rejected`. Each says everything that is wrong: for each thing a code, the
field if it is about one, and values by name. A playbook that cannot be used (`PlaybookInvalid`) says codes of this list
too.

```python
from osi_core.domain import Rejected
from osi_core.mission.commands import CreateMission

try:
    CreateMission(mission="Clean Air", title="")
except Rejected as no:
    print(no.codes)  # ('string-pattern-mismatch', 'string-too-short')
    print(no.unmet[1].field, no.unmet[1].say("de"))  # title darf nicht leer sein; mindestens 1 Zeichen
```

Codes are stable: a program may compare them. Sentences are not; they stand here in English, `{name}` for a value.
The statuses are those of google.rpc.Code and what HTTP has for it (`osi_core.process.codes.status_of`). Where several
codes come together, whoever answers has to choose one. FAILED_PRECONDITION means: not now, or not any more.

This page is written by `python -m tests.docs.codes`; `osi codes` prints the same, in both languages and as JSON.
"""


def page() -> str:
    """The page as it has to be."""
    known = codes()
    refused = _table(one for one in known if not one.malformed)
    malformed = _table(one for one in known if one.malformed)
    return f"{_HEAD}\n## Refused\n\n{refused}\n## Malformed\n\n{malformed}"


def _table(listed: Iterable[Code]) -> str:
    rows = [f"| `{one.code}` | {one.status.value} | {one.status.http} | {_says(one.code)} |" for one in listed]
    return "\n".join(["| code | gRPC | HTTP | says |", "|---|---|---|---|", *rows]) + "\n"


def _says(code: str) -> str:
    sentence = OWN.sentence(Message(code, _MANY), "en") or ""
    return sentence.replace("|", "\\|").replace("<", "&lt;")


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
