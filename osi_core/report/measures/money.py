"""What the table of money shows: all that was given to funds, by whom, and where each cent is at the log's end."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from osi_core.domain import Model
from osi_core.funding.facts import Fund
from osi_core.money import Money
from osi_core.money.ledger import Account
from osi_core.report.source import Source


class Giver(Model):
    """An institution that gave money to funds of the mission, for grants or for stipends."""

    institution: str
    given: Money


class OfCurrency(Model):
    """All funds in one currency together."""

    currency: str
    given: Money
    """All that came into funds: the sum of the balances, and the sum of what the givers gave."""
    balances: tuple[tuple[Account, Money], ...]
    givers: tuple[Giver, ...]
    """By name. Who was paid a stipend is nobody's concern but the two sides'."""


def money_part(source: Source) -> tuple[OfCurrency, ...]:
    """Money at the log's end, one part a currency; nothing where nobody gave any."""
    funds: dict[str, list[Fund]] = defaultdict(list)
    for fund in source.facts(Fund).values():
        funds[fund.ledger.given.currency].append(fund)
    return tuple(_of(source, currency, funds[currency]) for currency in sorted(funds))


def _of(source: Source, currency: str, funds: list[Fund]) -> OfCurrency:
    def total(amounts: Iterable[Money]) -> Money:
        return Money.total(amounts, currency)

    by_giver: dict[str, list[Money]] = defaultdict(list)
    for fund in funds:
        by_giver[source.institution(fund.institution)].append(fund.ledger.given)
    return OfCurrency(
        currency=currency,
        given=total(fund.ledger.given for fund in funds),
        balances=tuple(
            (account, total(fund.ledger.balance(account) for fund in funds))
            for account in Account
            if account is not Account.GIVER
        ),
        givers=tuple(Giver(institution=name, given=total(by_giver[name])) for name in sorted(by_giver)),
    )
