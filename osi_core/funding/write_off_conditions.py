"""What must hold before money that was paid is written off by two people, or a write-off is taken back."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context, Unmet
from osi_core.funding import commands as c
from osi_core.funding.conditions import is_more, unmet_of_currency
from osi_core.funding.resources import APPLICATION
from osi_core.funding.state import GrantRoundState


def is_with_the_initiative(
    command: c.ProposeWriteOff | c.WriteOffGrant, state: GrantRoundState, context: Context
) -> Iterator[Unmet]:
    """Only what was paid and has not come back can be lost, to the cent."""
    grant = state.grants.get(command.application)
    if grant is None:
        return
    yield from unmet_of_currency(command.amount, grant.paid)
    if is_more(command.amount, grant.paid):
        yield Unmet("more-than-paid", "amount", application=APPLICATION(command.application), held=grant.paid)


def a_second_person_writes_off(command: c.WriteOffGrant, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Somebody else proposed to write off this very amount."""
    grant = state.grants.get(command.application)
    if grant is None:
        return
    proposed, amount = grant.write_off, command.amount or grant.paid
    if proposed is None or proposed.amount != amount or proposed.by == context.actor.participant:
        yield Unmet("write-off-unproposed", "actor", application=APPLICATION(command.application), amount=amount)


def is_written_off(command: c.UndoWriteOff, state: GrantRoundState, context: Context) -> Iterator[Unmet]:
    """Only what is written off can be counted as paid again."""
    grant = state.grants.get(command.application)
    if grant is None:
        return
    yield from unmet_of_currency(command.amount, grant.written_off)
    if is_more(command.amount, grant.written_off):
        name = APPLICATION(command.application)
        yield Unmet("more-than-written-off", "amount", application=name, held=grant.written_off)
