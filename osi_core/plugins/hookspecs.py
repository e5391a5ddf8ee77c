"""The hooks of Open Social Innovation, as a table of contents; `docs/hooks.md` has the details in the same order.

A plugin is a module with functions of these names marked `@hookimpl`, announced as an entry point of the group `osi`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pluggy

if TYPE_CHECKING:  # a plugin is asked for its hooks before anybody needs what they return
    from osi_core.plugins.strategy import (
        AllocationRule,
        CurationStrategy,
        MatchingStrategy,
        OpinionMapper,
        PrioritisationRule,
        ScalingStrategy,
        TextEncoder,
        Timetabler,
    )
    from osi_core.words import Catalogue, Message

__all__ = ["HOOKS", "Exporter", "Importer", "PhaseGate", "hookimpl"]

hookspec = pluggy.HookspecMarker("osi")
hookimpl = pluggy.HookimplMarker("osi")


class PhaseGate(Protocol):
    """A condition of an institution's own for opening or closing a phase."""

    name: str

    def unmet(self, state: Any, facts: Any, phase: str, opening: bool) -> Iterable[Message | str]:
        """What is not met; nothing where the phase may be opened (or closed).

        A message has its words in a catalogue of the package, or beside the gate, in its attribute `words`; a plain
        text is shown as it stands, in every language.
        """


class Importer(Protocol):
    """Reads a file format. `suffixes` are the endings it takes, such as (".jsonl",)."""

    name: str
    suffixes: tuple[str, ...]

    def read(self, path: Path) -> Iterable[Mapping[str, Any]]:
        """The records of the file. Raises `ValueError` that names file and line."""


class Exporter(Protocol):
    """Writes a file format. `suffixes` are the endings it gives."""

    name: str
    suffixes: tuple[str, ...]

    def write(self, records: Iterable[Mapping[str, Any]], path: Path) -> None:
        """Writes all records or leaves no file."""


# Strategies: each hook returns a list of strategy objects of one kind


@hookspec
def osi_prioritisation_rules() -> list[PrioritisationRule]:  # type: ignore[empty-body]
    """Rules that put items in order by ballots, or choose the top N."""


@hookspec
def osi_allocation_rules() -> list[AllocationRule]:  # type: ignore[empty-body]
    """Rules that decide what a budget funds, and with how much."""


@hookspec
def osi_opinion_maps() -> list[OpinionMapper]:  # type: ignore[empty-body]
    """Ways to find groups, consensus and bridges in votes on statements."""


@hookspec
def osi_text_encoders() -> list[TextEncoder]:  # type: ignore[empty-body]
    """Encoders that turn texts into vectors."""


@hookspec
def osi_matching_strategies() -> list[MatchingStrategy]:  # type: ignore[empty-body]
    """Strategies that match people to teams, experts or reviews."""


@hookspec
def osi_timetables() -> list[Timetabler]:  # type: ignore[empty-body]
    """Strategies that give sessions a slot and a room."""


@hookspec
def osi_curation_strategies() -> list[CurationStrategy]:  # type: ignore[empty-body]
    """Strategies that assess problem-solution fit from reviews and pilots."""


@hookspec
def osi_scaling_strategies() -> list[ScalingStrategy]:  # type: ignore[empty-body]
    """Strategies that plan the rollout to institutions."""


# Process


@hookspec
def osi_phase_gates() -> list[PhaseGate]:  # type: ignore[empty-body]
    """Conditions of an institution's own, besides the playbook's, for opening and closing a phase."""


# Words


@hookspec
def osi_catalogues() -> list[Catalogue]:  # type: ignore[empty-body]
    """Catalogues with the sentences for what the package says as codes and values."""


# Formats


@hookspec
def osi_importers() -> list[Importer]:  # type: ignore[empty-body]
    """Readers of file formats."""


@hookspec
def osi_exporters() -> list[Exporter]:  # type: ignore[empty-body]
    """Writers of file formats."""


# Surroundings


@hookspec
def osi_cli_commands(app: Any) -> None:
    """Adds sub-commands to the `osi` command."""


@hookspec
def osi_event_recorded(event: Any) -> None:
    """Told of each event after it has been committed."""


HOOKS = tuple(name for name in list(globals()) if name.startswith("osi_"))
"""The names of all hooks, in the order above."""
