"""What the part on support shows: needs stated, matched, delivered and confirmed; bundles; who fell silent."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date

from osi_core.domain import Model, StopReason
from osi_core.money import Money
from osi_core.report.source import Source
from osi_core.support import events as e
from osi_core.support.facts import Bundle, Initiative, Need, Programme


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
    initiatives: tuple[tuple[str, str | None], ...]
    """Ids and titles."""
    status: e.BundleStatus
    reason: StopReason | None


class ProgrammeRow(Model):
    """One programme, and the initiatives that it took."""

    programme: str
    starts_on: date
    ends_on: date
    ended_on: date | None
    """When its end was stated; None while it runs."""
    admitted: int
    dropped_out: int


class MonthOf(Model):
    """A month of the programmes: initiatives at its end, and those that dropped out during it."""

    month: date
    """Its first day."""
    active: int
    dropped_out: int


class DropOut(Model):
    """An initiative that left its programme."""

    initiative: str
    title: str | None
    on: date
    warned_on: date | None
    reason: StopReason
    note: str | None
    """What was added, as far as the words are still there."""


class SupportPart(Model):
    """The programmes, and what came of all."""

    programmes: tuple[ProgrammeRow, ...]
    """In the order in which they were started."""
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
    def bundle_counts(self) -> dict[str, int]:
        """Bundles by status, every one of them."""
        return {status: sum(bundle.status is status for bundle in self.bundles) for status in e.BundleStatus}


def support_part(source: Source) -> SupportPart:
    """The programmes at the log's end."""
    initiatives = source.facts(Initiative)
    offers = source.events(e.SupportOffered)
    return SupportPart(
        programmes=_programmes(source),
        admitted=len(initiatives),
        active=sum(not row.dropped_out for row in initiatives.values()),
        needs=_needs(source),
        offers=len(offers),
        institutions_offering=len(source.joined.all_really(one.institution for one in offers if one.institution)),
        bundles=_bundles(source),
        warnings=sum(len(event.initiatives) for event in source.events(e.DropOffWarned)),
        months=_months(source),
        drop_outs=_drop_outs(source),
    )


def _programmes(source: Source) -> tuple[ProgrammeRow, ...]:
    admitted: dict[str, set[str]] = defaultdict(set)
    for event in source.events(e.InitiativeAdmitted):
        admitted[event.programme].add(event.initiative)
    rows = source.facts(Initiative).values()
    out = Counter(row.programme for row in rows if row.dropped_out) + Counter(left for row in rows for left in row.left)
    return tuple(
        ProgrammeRow(
            programme=name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            ended_on=row.ended_at.date() if row.ended_at else None,
            admitted=len(admitted[name]),
            dropped_out=out[name],
        )
        for name, row in source.facts(Programme).items()
    )


def _needs(source: Source) -> tuple[NeedsOfKind, ...]:
    by_kind: dict[str, list[Need]] = defaultdict(list)
    for row in source.facts(Need).values():
        by_kind[row.kind].append(row)
    return tuple(_of_kind(kind, by_kind[kind]) for kind in e.SupportKind if by_kind[kind])


def _of_kind(kind: e.SupportKind, needs: list[Need]) -> NeedsOfKind:
    def count(*statuses: e.NeedStatus) -> int:
        return sum(row.status in statuses for row in needs)

    status = e.NeedStatus
    granted = [row.granted for row in needs if row.status is status.MET and row.granted]
    currencies = sorted({amount.currency for amount in granted})
    return NeedsOfKind(
        kind=kind,
        stated=len(needs),
        matched=count(status.MATCHED, status.DELIVERED, status.MET),
        delivered=count(status.DELIVERED, status.MET),
        met=count(status.MET),
        cancelled=count(status.CANCELLED),
        granted=tuple(Money.total((a for a in granted if a.currency == c), c) for c in currencies),
    )


def _bundles(source: Source) -> tuple[BundleRow, ...]:
    order = (e.BundleStatus.FORMED, e.BundleStatus.PROPOSED, e.BundleStatus.DECLINED)
    rows = (
        BundleRow(
            bundle=id_,
            purpose=source.words(row.purpose),
            initiatives=tuple((one, source.title(one)) for one in row.initiatives),
            status=row.status,
            reason=row.reason,
        )
        for id_, row in source.facts(Bundle).items()
    )
    return tuple(sorted(rows, key=lambda row: (order.index(row.status), -len(row.initiatives))))


def _months(source: Source) -> tuple[MonthOf, ...]:
    active: set[str] = set()
    months: dict[date, MonthOf] = {}
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
    ends = (row.ended_at.date().replace(day=1) for row in source.facts(Programme).values() if row.ended_at)
    last = max([*months, *ends], default=None)
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
                initiative=event.initiative,
                title=source.title(event.initiative),
                on=record.time.date(),
                warned_on=row.warned_at.date() if row.warned_at else None,
                reason=event.reason,
                note=source.note(event.note),
            )
    return tuple(found.values())
