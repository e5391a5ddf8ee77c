"""Resources: the kinds of things that have a name, each declared once (AIP-122)."""

from __future__ import annotations

import re

from osi_core.words import Name

_VARIABLE = re.compile(r"\{(\w+)\}")
_PART = r"[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"


class Resource:
    """A kind of resource within a mission, by the pattern of its name: `rounds/{round}/ballots`.

    The empty pattern is the mission itself. The pattern gives the stream of the aggregate, the name that people and
    receipts see, and the way back from a name to the ids in it.

    >>> challenge = Resource("challenges/{challenge}")
    >>> challenge("c-1"), challenge.within("m", "c-1"), challenge.parse("missions/m/challenges/c-1")
    ('challenges/c-1', 'missions/m/challenges/c-1', {'mission': 'm', 'challenge': 'c-1'})
    """

    __slots__ = ("_full", "_match", "_name", "pattern", "variables")

    def __init__(self, pattern: str) -> None:
        self.pattern = pattern
        self.variables: tuple[str, ...] = tuple(_VARIABLE.findall(pattern))
        """The ids in the name, by the fields that hold them, in their order."""
        full = f"missions/{{mission}}/{pattern}" if pattern else "missions/{mission}"
        self._name, self._full = _VARIABLE.sub("%s", pattern), _VARIABLE.sub("%s", full)
        self._match = re.compile(_VARIABLE.sub(rf"(?P<\1>{_PART})", full))

    def __call__(self, *ids: str) -> Name:
        """The name within the mission, such as `challenges/c-1`."""
        return Name(self._name % ids)

    def within(self, mission: str, *ids: str) -> str:
        """The full name, which is also the stream's: `missions/m/challenges/c-1`."""
        return self._full % (mission, *ids)

    def parse(self, name: str) -> dict[str, str]:
        """The ids in a full name, and the mission. Raises ValueError for a name of another kind."""
        found = self._match.fullmatch(name)
        if found is None:
            raise ValueError(f"{name!r} is not of the form missions/{{mission}}/{self.pattern}")
        return found.groupdict()

    def matches(self, name: str) -> bool:
        """Whether a full name is of this kind."""
        return self._match.fullmatch(name) is not None

    @property
    def collection(self) -> str:
        """Where resources of this kind stand: `challenges`, `rounds/{round}/ballots`."""
        return self.pattern.rpartition("/{")[0] if self.pattern.endswith("}") else self.pattern

    def __repr__(self) -> str:
        return f"Resource({self.pattern!r})"


def mission_name(mission: str) -> str:
    """The full name of a mission."""
    return f"missions/{mission}"


def full_name(mission: str, name: str) -> str:
    """The full name of what has this name within a mission; the mission itself has none."""
    return f"missions/{mission}/{name}" if name else mission_name(mission)


def within_mission(name: str) -> str:
    """A full name without its mission, as people see it; the mission's own name stays whole."""
    return name.split("/", 2)[2] if name.count("/") > 1 else name
