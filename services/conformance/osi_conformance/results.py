"""What came of a run, as plain data, as a JUnit file and as one verdict."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Literal
from xml.etree import ElementTree

__all__ = ["ExpectedInvalid", "Report", "Result", "Status", "read_expected"]

Status = Literal["passed", "failed", "expected-failure", "unexpected-success"]


@dataclass(frozen=True)
class Result:
    """What came of one case."""

    name: str
    rule: str
    proves: str
    """A sentence."""
    status: Status
    message: str = ""
    """What is wrong."""
    seconds: float = 0.0

    @property
    def is_fine(self) -> bool:
        """Whether it counts for the service."""
        return self.status in ("passed", "expected-failure")


@dataclass(frozen=True)
class Report:
    """What came of all."""

    target: str
    results: tuple[Result, ...]

    @property
    def passed(self) -> bool:
        """Whether each case passed, or failed as it was expected to."""
        return all(one.is_fine for one in self.results)

    def with_status(self, status: Status) -> tuple[Result, ...]:
        """The cases that ended so."""
        return tuple(one for one in self.results if one.status == status)

    def as_dict(self) -> dict[str, Any]:
        """For `--json`."""
        return {"target": self.target, "passed": self.passed, "cases": [asdict(one) for one in self.results]}

    def junit(self) -> bytes:
        """For build servers: a suite, a test case each; what was expected to fail is skipped."""
        counts = {
            "tests": len(self.results),
            "failures": sum(not one.is_fine for one in self.results),
            "skipped": len(self.with_status("expected-failure")),
        }
        counted = {name: str(count) for name, count in counts.items()}
        suite = ElementTree.Element("testsuite", {"name": "osi conformance", **counted})
        for one in self.results:
            folder, _, name = one.name.rpartition("/")
            attributes = {"classname": folder.replace("/", "."), "name": name, "time": f"{one.seconds:.3f}"}
            element = ElementTree.SubElement(suite, "testcase", attributes)
            if one.status == "expected-failure":
                ElementTree.SubElement(element, "skipped", message=_plain(one.message))
            elif not one.is_fine:
                kind = {"type": one.rule, "message": _plain(f"{one.proves} {one.message}".strip())}
                ElementTree.SubElement(element, "failure", kind).text = _plain(one.message)
        written: bytes = ElementTree.tostring(suite, encoding="utf-8", xml_declaration=True)
        return written + b"\n"


def _plain(text: str) -> str:
    """Without the signs that XML 1.0 does not have."""
    return "".join(sign for sign in text if sign in "\t\n" or sign >= " ")


class ExpectedInvalid(Exception):
    """A file of expected failures names what is no case; `lines` tells where."""

    def __init__(self, path: Path, lines: dict[int, str]) -> None:
        self.path, self.lines = path, lines
        super().__init__(f"{path}: {lines}")


def read_expected(path: Path, known: Collection[str]) -> frozenset[str]:
    """The names in a file, one a line; `#` begins a remark. Raises ExpectedInvalid for a name that no case has, and
    OSError.
    """
    found, unknown = set(), {}
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        name = line.partition("#")[0].strip()
        if name and name not in known:
            unknown[number] = name
        elif name:
            found.add(name)
    if unknown:
        raise ExpectedInvalid(path, unknown)
    return frozenset(found)
