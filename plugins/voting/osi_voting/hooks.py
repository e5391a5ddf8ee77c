"""What this package announces to `osi_core`: rules by kind, their words, and readers and writers of election files.

Each hook imports what it returns, so that a command that needs no rule does not wait for numpy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from osi_core.plugins import hookimpl

if TYPE_CHECKING:  # help lists our commands without loading what decides
    from osi_core.plugins import AllocationRule, Exporter, Importer, PrioritisationRule
    from osi_core.words import Catalogue

__all__: list[str] = []


@hookimpl
def osi_prioritisation_rules() -> list[PrioritisationRule]:
    """Committees, rankings and pairs."""
    from osi_voting import committees, pairs, rankings

    return [*committees.RULES, *rankings.RULES, *pairs.RULES]


@hookimpl
def osi_allocation_rules() -> list[AllocationRule]:
    """Rules of participatory budgeting, and of funds that match citizens' contributions."""
    from osi_voting import budgets, matching_funds

    return [*budgets.RULES, *matching_funds.RULES]


@hookimpl
def osi_catalogues() -> list[Catalogue]:
    """The sentences of rules, readers, audits and commands."""
    from osi_voting.words import CATALOGUE

    return [CATALOGUE]


@hookimpl
def osi_importers() -> list[Importer]:
    """Pabulib and PrefLib."""
    from osi_voting.formats import Pabulib, PrefLib

    return [Pabulib(), PrefLib()]


@hookimpl
def osi_exporters() -> list[Exporter]:
    """Pabulib and PrefLib."""
    from osi_voting.formats import Pabulib, PrefLib

    return [Pabulib(), PrefLib()]


@hookimpl
def osi_cli_commands(app: Any) -> None:
    """`osi tally` and `osi audit`."""
    from osi_voting.commands import add_commands

    add_commands(app)
