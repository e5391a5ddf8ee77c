"""What this package announces to `osi_core`: rules by kind, and readers and writers of election files."""

from __future__ import annotations

from typing import Any

from osi_core.plugins import AllocationRule, Exporter, Importer, hookimpl
from osi_voting.budgets import budget_rules
from osi_voting.commands import add_commands
from osi_voting.formats import Pabulib

__all__: list[str] = []


@hookimpl
def osi_allocation_rules() -> list[AllocationRule]:
    """Rules of participatory budgeting."""
    return budget_rules()


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
