"""Who provides what: the origin of a plugin, and its row in the list that `osi plugins` prints."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from osi_core.words import Message

__all__ = ["Origin", "PluginRow"]


@dataclass(frozen=True)
class Origin:
    """Where a plugin comes from: its name, the distribution and version that provide it, and its module."""

    plugin: str
    distribution: str
    version: str
    module: str = ""
    file: str = ""
    builtin: bool = False

    def __str__(self) -> str:
        return f"{self.distribution} {self.version}".strip()


@dataclass
class PluginRow:
    """One plugin, as `osi plugins` lists it. `provides` has lines such as "prioritisation: borda", `failures` says what
    is wrong with it as code and values.
    """

    origin: Origin
    provides: list[str] = field(default_factory=list)
    failures: list[Message] = field(default_factory=list)

    @property
    def status(self) -> str:
        """ok; partly (something of it was left out); left out."""
        if not self.failures:
            return "ok"
        return "partly" if self.provides else "left out"

    def as_dict(self) -> dict[str, Any]:
        """The row for `--json`, its failures with their code and in English."""
        from osi_core.words import OWN

        return {
            "plugin": self.origin.plugin,
            "distribution": self.origin.distribution,
            "version": self.origin.version,
            "status": self.status,
            "provides": list(self.provides),
            "failures": [{"code": one.code, "says": OWN.say(one)} for one in self.failures],
        }
