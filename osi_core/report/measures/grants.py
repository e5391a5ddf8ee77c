"""What the part on grant rounds shows: who applied, what was funded with how much and why, and that money adds up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime

from osi_core.domain import Model, Recorded
from osi_core.funding.events import GrantRoundClosed, GrantRoundDecided, GrantStatus
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.funding.problem import grant_problem
from osi_core.log.records import DecisionRecord
from osi_core.money import Money
from osi_core.money.ledger import Account
from osi_core.plugins import Explanation
from osi_core.plugins.problems import Allocation
from osi_core.process.deciding import StoredLog
from osi_core.report.source import Source


class GrantRow(Model):
    """One application and what came of it."""

    application: str
    initiative: str
    title: str | None
    """The initiative's; None where its words were erased."""
    purpose: str | None
    asked: Money
    awarded: Money
    paid: Money
    returned: Money
    status: GrantStatus
    supporters: int | None
    """Ballots that support it; None where it stood for choice no more."""
    why: Explanation | None
    """As the strategy explained it; None where the outcome is not at hand."""

    @property
    def funded(self) -> bool:
        """Whether anything was awarded."""
        return self.awarded.minor > 0


class GrantRoundPart(Model):
    """One decided grant round, with its fund."""

    round: str
    decided: datetime
    institution: str
    """The name of who gives the money."""
    purpose: str
    budget: Money
    asked: Money
    spent: Money
    eligible: int
    ballots: int
    """People whose ballot counts."""
    record: DecisionRecord
    rows: tuple[GrantRow, ...]
    """The funded in the order of the decision, then the others by supporters."""
    given: Money
    """All that came into the fund: the sum of the balances."""
    balances: tuple[tuple[Account, Money], ...]
    """What each account of the fund holds at the log's end, but for the giver's."""

    @property
    def beyond(self) -> Money:
        """What came into the fund beside this round's budget."""
        return self.given - self.budget

    @property
    def paid(self) -> Money:
        """What was paid of the round's grants, less what came back."""
        return self._total(row.paid for row in self.rows)

    @property
    def back(self) -> Money:
        """What was awarded and is not with the initiatives for good: it came back, or its team did not take it."""
        lapsed = (row.awarded for row in self.rows if row.status is GrantStatus.LAPSED)
        return self._total([*lapsed, *(row.returned for row in self.rows)])

    @property
    def pending(self) -> Money:
        """What was awarded, and is neither paid nor back."""
        return self.spent - self.paid - self.back

    def _total(self, amounts: Iterable[Money]) -> Money:
        return Money.total(amounts, self.budget.currency)

    @property
    def funded(self) -> tuple[GrantRow, ...]:
        """The applications that were funded."""
        return tuple(row for row in self.rows if row.funded)

    @property
    def others(self) -> tuple[GrantRow, ...]:
        """The applications that were not."""
        return tuple(row for row in self.rows if not row.funded)


def grants_part(source: Source) -> tuple[GrantRoundPart, ...]:
    """Every decided grant round, in the order of the decisions."""
    return tuple(_round(source, record) for record in source.records(GrantRoundDecided))


def _round(source: Source, recorded: Recorded) -> GrantRoundPart:
    event = recorded.event
    assert isinstance(event, GrantRoundDecided)
    round_, fund = source.facts(GrantRound)[event.round], source.facts(Fund)[event.fund]
    ballots, supporters = _votes(source, recorded)
    rows = tuple(_rows(source, event, round_.applications, supporters))
    return GrantRoundPart(
        round=event.round,
        decided=recorded.time,
        institution=source.institution(fund.institution),
        purpose=fund.purpose,
        budget=round_.budget,
        asked=Money.total((row.asked for row in rows), round_.budget.currency),
        spent=event.spent,
        eligible=round_.voters.size,
        ballots=ballots,
        record=event.record,
        rows=rows,
        given=fund.ledger.given,
        balances=tuple((name, fund.ledger.balance(name)) for name in Account if name is not Account.GIVER),
    )


def _votes(source: Source, recorded: Recorded) -> tuple[int, Mapping[str, int]]:
    """How many ballots counted, and for each application that stood for choice, how many supported it."""
    closing = next(record for record in source.records(GrantRoundClosed) if record.stream == recorded.stream)
    problem = grant_problem(StoredLog(source.engine.store, source.mission, closing.position), closing)
    return problem.ballots, dict(zip(problem.items, problem.support(), strict=True))


def _rows(
    source: Source, event: GrantRoundDecided, applications: tuple[str, ...], supporters: Mapping[str, int]
) -> Iterator[GrantRow]:
    grants, outcome = source.facts(Grant), source.outcome(Allocation, event.record)
    why = {one.item: one for one in outcome.explanations} if outcome else {}
    funded = [award.application for award in event.awards]
    others = sorted(set(applications) - set(funded), key=lambda item: (-supporters.get(item, -1), item))
    for application in (*funded, *others):
        grant = grants[application]
        yield GrantRow(
            application=application,
            initiative=grant.initiative,
            title=source.title(grant.initiative),
            purpose=source.words(grant.purpose),
            asked=grant.asked,
            awarded=grant.awarded,
            paid=grant.paid,
            returned=grant.returned,
            status=grant.status,
            supporters=supporters.get(application),
            why=why.get(application),
        )
