"""What the part on support shows: needs stated, matched, delivered and confirmed; bundles; who fell silent."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import get_args

from osi_core.domain import Model
from osi_core.money import Money
from osi_core.report.source import Source
from osi_core.support import events as e
from osi_core.support.facts import THE_PROGRAMME, Bundle, Initiative, NeedFact, Programme


class NeedsOfKind(Model):
    """Needs of one kind, each counted at every step that it has reached."""

    kind: e.SupportKind
    stated: int
    matched: int
    """Matched with an offer now or met; a match that came to nothing does not count."""
    delivered: int
    """Delivered by the word of at least one side."""
    met: int
    """Confirmed by both sides."""
    cancelled: int
    granted: tuple[Money, ...]
    """Stipends met, one sum a currency."""


class BundleRow(Model):
    """Initiatives that work on together."""

    bundle: str
    purpose: str | None
    initiatives: tuple[str | None, ...]
    """Titles."""
    status: str
    reason: str | None


class MonthOf(Model):
    """A month of the programme: initiatives at its end, and those that dropped out during it."""

    month: date
    """Its first day."""
    active: int
    dropped_out: int


class DropOut(Model):
    """An initiative that left the programme."""

    title: str | None
    on: date
    warned_on: date | None
    reason: str | None


class SupportPart(Model):
    """The programme."""

    starts_on: date | None
    ends_on: date | None
    ended_on: date | None
    admitted: int
    active: int
    needs: tuple[NeedsOfKind, ...]
    offers: int
    institutions_offering: int
    bundles: tuple[BundleRow, ...]
    warnings: int
    """Warnings of drop-off that were given, one an initiative each time."""
    months: tuple[MonthOf, ...]
    drop_outs: tuple[DropOut, ...]

    @property
    def bundles_formed(self) -> int:
        """Bundles to which every initiative has consented."""
        return sum(bundle.status == "formed" for bundle in self.bundles)


def support_part(source: Source) -> SupportPart:
    """The programme at the log's end."""
    programme = source.facts(Programme).get(THE_PROGRAMME)
    initiatives = source.facts(Initiative)
    offers = source.events(e.SupportOffered)
    return SupportPart(
        starts_on=programme.starts_on if programme else None,
        ends_on=programme.ends_on if programme else None,
        ended_on=programme.ended_at.date() if programme and programme.ended_at else None,
        admitted=len(initiatives),
        active=sum(not row.dropped_out for row in initiatives.values()),
        needs=_needs(source),
        offers=len(offers),
        institutions_offering=len({offer.institution for offer in offers if offer.institution}),
        bundles=_bundles(source),
        warnings=sum(len(event.initiatives) for event in source.events(e.DropOffWarned)),
        months=_months(source),
        drop_outs=_drop_outs(source),
    )


def _needs(source: Source) -> tuple[NeedsOfKind, ...]:
    by_kind: dict[str, list[NeedFact]] = defaultdict(list)
    for row in source.facts(NeedFact).values():
        by_kind[row.kind].append(row)
    return tuple(_of_kind(kind, by_kind[kind]) for kind in get_args(e.SupportKind) if by_kind[kind])


def _of_kind(kind: e.SupportKind, needs: list[NeedFact]) -> NeedsOfKind:
    def count(*statuses: str) -> int:
        return sum(row.status in statuses for row in needs)

    granted = [row.granted for row in needs if row.status == "met" and row.granted]
    currencies = sorted({amount.currency for amount in granted})
    return NeedsOfKind(
        kind=kind,
        stated=len(needs),
        matched=count("matched", "delivered", "met"),
        delivered=count("delivered", "met"),
        met=count("met"),
        cancelled=count("cancelled"),
        granted=tuple(Money.total((a for a in granted if a.currency == c), c) for c in currencies),
    )


def _bundles(source: Source) -> tuple[BundleRow, ...]:
    order = {"formed": 0, "proposed": 1, "declined": 2}
    rows = (
        BundleRow(
            bundle=id_,
            purpose=source.words(row.purpose),
            initiatives=tuple(source.title(initiative) for initiative in row.initiatives),
            status=row.status,
            reason=row.reason,
        )
        for id_, row in source.facts(Bundle).items()
    )
    return tuple(sorted(rows, key=lambda row: (order[row.status], -len(row.initiatives))))


def _months(source: Source) -> tuple[MonthOf, ...]:
    active: set[str] = set()
    months: dict[date, MonthOf] = {}
    end = source.facts(Programme).get(THE_PROGRAMME)
    for record in source.records(e.InitiativeAdmitted, e.InitiativeDroppedOut, e.ProgrammeEnded):
        month, dropped = record.time.date().replace(day=1), 0
        match record.event:
            case e.InitiativeAdmitted(initiative=id_):
                active.add(id_)
            case e.InitiativeDroppedOut(initiative=id_):
                active.discard(id_)
                dropped = 1
        known = months.get(month)
        dropped += known.dropped_out if known else 0
        months[month] = MonthOf(month=month, active=len(active), dropped_out=dropped)
    last = max([*months, *([end.ended_at.date().replace(day=1)] if end and end.ended_at else [])], default=None)
    return _without_holes(months, last)


def _without_holes(months: dict[date, MonthOf], last: date | None) -> tuple[MonthOf, ...]:
    """Every month from the first to the last; in one without news the number stays."""
    found: list[MonthOf] = []
    month = min(months, default=None)
    while month is not None and last is not None and month <= last:
        held = found[-1].active if found else 0
        found.append(months.get(month) or MonthOf(month=month, active=held, dropped_out=0))
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return tuple(found)


def _drop_outs(source: Source) -> tuple[DropOut, ...]:
    initiatives = source.facts(Initiative)
    found: dict[str, DropOut] = {}
    for record in source.records(e.InitiativeDroppedOut):
        event = record.event
        assert isinstance(event, e.InitiativeDroppedOut)
        row = initiatives[event.initiative]
        if row.dropped_out:
            found[event.initiative] = DropOut(
                title=source.title(event.initiative),
                on=record.time.date(),
                warned_on=row.warned_at.date() if row.warned_at else None,
                reason=event.reason,
            )
    return tuple(found.values())
