"""What this package announces to `osi_core`: rules by kind, and readers and writers of election files."""

from __future__ import annotations

from typing import Any

from osi_core.plugins import AllocationRule, Exporter, Importer, PrioritisationRule, hookimpl
from osi_voting import committees, matching_funds, pairs, rankings
from osi_voting.budgets import budget_rules
from osi_voting.commands import add_commands
from osi_voting.formats import Pabulib

__all__: list[str] = []


@hookimpl
def osi_prioritisation_rules() -> list[PrioritisationRule]:
    """Committees, rankings and pairs."""
    return [*committees.RULES, *rankings.RULES, *pairs.RULES]


@hookimpl
def osi_allocation_rules() -> list[AllocationRule]:
    """Rules of participatory budgeting, and of funds that match citizens' contributions."""
    return [*budget_rules(), *matching_funds.RULES]


@hookimpl
def osi_importers() -> list[Importer]:
    """Pabulib."""
    return [Pabulib()]


@hookimpl
def osi_exporters() -> list[Exporter]:
    """Pabulib."""
    return [Pabulib()]


@hookimpl
def osi_cli_commands(app: Any) -> None:
    """`osi tally` and `osi audit`."""
    add_commands(app)
