"""The parts of the page: for each picture its rows, and the same numbers as a table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from osi_voting.audits import Audit, Line, VoterGroups
from osi_voting.pictures.drawing import Picture, picture

if TYPE_CHECKING:
    from osi_voting.formats.election import Election
    from osi_voting.pictures.page import Forms

__all__ = [
    "Part",
    "differing",
    "items_part",
    "payments_part",
    "price_sentence",
    "robust_part",
    "spread_part",
    "voters_part",
]

_TONES = ("t0", "t1", "t2", "t3", "t4", "t5")
_MOST_COUNTS = 12


@dataclass(frozen=True)
class Part:
    """A picture, what its colours mean, and its table: a head, and rows whose first cell is their name."""

    picture: Picture
    legend: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    stacked: bool = False


def payments_part(audit: Audit, election: Election, forms: Forms, groups: VoterGroups | None) -> Part | None:
    """Who pays for what: by group of voters where the file says who they are, else the price of each project."""
    paid, judged = audit.payments, audit.judged
    if not paid.items:
        return None
    titles = [election.called(judged.names[item]) for item in paid.items]
    costs = [forms.money(int(judged.costs[item])) for item in paid.items]
    prices = [forms.money(price) for price in paid.prices]
    own = _own(audit, forms)
    head = tuple(forms.say(key) for key in ("project", "cost", "supporters", "price", *(["own"] if own else [])))
    supporters = [forms.number(int(judged.support[item])) for item in paid.items]
    base = list(zip(titles, costs, supporters, prices, *([own] if own else []), strict=True))
    if groups is None:
        return _prices(audit, head, base)
    names, table = _few(groups, paid.by_group(groups.numbers, len(groups.names), judged.weights), forms)
    stacks = []
    for title, cost, pays in zip(titles, costs, table, strict=True):
        whole = sum(pays) or 1.0
        pieces = [
            (100 * part / whole, tone, f"{title}: {name} {forms.percent(part, whole)}")
            for part, tone, name in zip(pays, (*_TONES, "rest"), names, strict=False)
        ]
        stacks.append((title, cost, [pieces]))
    filled = [(*cells, *(forms.money(part) for part in pays)) for cells, pays in zip(base, table, strict=True)]
    legend = tuple(zip((*_TONES, "rest"), names, strict=False))
    return Part(picture(stacks, 100.0), legend, (*head, *names), tuple(filled), stacked=True)


def _own(audit: Audit, forms: Forms) -> list[str]:
    """The rule's own price of each project that is paid for; empty where it gives none."""
    if audit.own is None:
        return []
    texts = []
    for item in audit.payments.items:
        name = audit.judged.names[item]
        text = forms.money(audit.own.amounts[name]) if name in audit.own.amounts else "–"
        part = audit.own.covered.get(name, 1000)
        texts.append(text if part == 1000 else f"{text} ({forms.percent(part, 1000)})")
    return texts


def _prices(audit: Audit, head: tuple[str, ...], rows: list[tuple[str, ...]]) -> Part:
    """A bar for each price, and below it one for the rule's own, where that is money of a supporter too."""
    own = {} if audit.own is None or audit.own.kind == "point" else audit.own.amounts
    drawn = []
    for item, price, cells in zip(audit.payments.items, audit.payments.prices, rows, strict=True):
        lines = [[(price, "t0", f"{cells[0]}: {head[3]} {cells[3]}")]]
        if own:
            amount = float(own.get(audit.judged.names[item], 0))
            lines.append([(amount, "t1", f"{cells[0]}: {head[4]} {cells[4]}")])
        drawn.append((cells[0], cells[3], lines))
    legend = (("t0", head[3]), ("t1", head[4])) if own else ()
    return Part(picture(drawn, float(max(*audit.payments.prices, *own.values(), 1))), legend, head, tuple(rows))


def _few(groups: VoterGroups, table: list[list[float]], forms: Forms) -> tuple[list[str], list[list[float]]]:
    """At most six groups by what they pay, in their own order, and the others together."""
    totals = [sum(row[at] for row in table) for at in range(len(groups.names))]
    limit = len(_TONES)
    kept = sorted(sorted(range(len(totals)), key=lambda at: -totals[at])[:limit])
    names = [groups.names[at] or forms.say("unnamed") for at in kept]
    few = [[row[at] for at in kept] for row in table]
    if len(totals) > limit:
        names.append(forms.say("others"))
        few = [[*some, sum(row) - sum(some)] for some, row in zip(few, table, strict=True)]
    return names, few


def items_part(lines: Sequence[Line], forms: Forms) -> Part | None:
    """Money by category or district of projects: wanted and won."""
    if not lines:
        return None
    head = tuple(forms.say(key) for key in ("group", "wanted", "won", "asked"))
    rows = tuple(
        (line.name or forms.say("unnamed"), forms.money(line.demand), forms.money(line.won), forms.money(line.asked))
        for line in lines
    )
    pairs = [(line.demand, float(line.won)) for line in lines]
    return Part(_paired(rows, pairs, head[1:3]), (("t0", head[1]), ("t1", head[2])), head, rows)


def voters_part(lines: Sequence[Line], forms: Forms) -> Part:
    """What groups of voters get beside their part by heads."""
    head = tuple(forms.say(key) for key in ("group", "fair", "received", "voters"))
    rows = tuple(
        (line.name or forms.say("unnamed"), forms.money(line.demand), forms.money(line.received),
         forms.number(line.voters))
        for line in lines
    )  # fmt: skip
    pairs = [(line.demand, line.received) for line in lines]
    return Part(_paired(rows, pairs, head[1:3]), (("t0", head[1]), ("t1", head[2])), head, rows)


def _paired(rows: Sequence[Sequence[str]], pairs: Sequence[tuple[float, float]], names: Sequence[str]) -> Picture:
    whole = max((max(pair) for pair in pairs), default=0.0)
    drawn = [
        (
            cells[0],
            "",
            [
                [(one, "t0", f"{cells[0]}: {names[0]} {cells[1]}")],
                [(other, "t1", f"{cells[0]}: {names[1]} {cells[2]}")],
            ],
        )
        for cells, (one, other) in zip(rows, pairs, strict=True)
    ]
    return picture(drawn, whole)


def spread_part(audit: Audit, forms: Forms) -> Part:
    """Voters by how many chosen projects they approve; the last row holds all above."""
    counts = list(audit.spread.by_count)
    if len(counts) > _MOST_COUNTS + 1:
        counts = [*counts[:_MOST_COUNTS], sum(counts[_MOST_COUNTS:])]
    names = [str(count) for count in range(len(counts))]
    if len(audit.spread.by_count) > len(counts):
        names[-1] += "+"
    whole = audit.spread.voters
    rows = tuple(
        (forms.say("spread.row", count=name), forms.number(voters), forms.percent(voters, whole))
        for name, voters in zip(names, counts, strict=True)
    )
    drawn = [
        (label, share, [[(float(voters), "rest" if name == "0" else "t0", f"{label}: {share}")]])
        for (label, _, share), name, voters in zip(rows, names, counts, strict=True)
    ]
    head = tuple(forms.say(key) for key in ("chosen", "voters", "spread.share"))
    return Part(picture(drawn, float(max(counts, default=1))), (), head, rows)


def differing(audits: Sequence[Audit]) -> list[tuple[str, int, list[bool]]]:
    """The items that some outcomes choose and others do not, the dearest first: id, cost, and who chooses it."""
    judged = audits[0].judged
    found = []
    for item, name in enumerate(judged.names):
        chosen = [bool(one.judged.chosen[item]) for one in audits]
        if any(chosen) and not all(chosen):
            found.append((name, int(judged.costs[item]), chosen))
    return sorted(found, key=lambda one: (-one[1], one[0]))


def robust_part(audit: Audit) -> list[tuple[str, int, bool]]:
    """Items whose place depends on the lost ballots: how often they win, and whether they are chosen."""
    if audit.robustness is None:
        return []
    winners = set(audit.winners)
    changed = audit.robustness.changed.items()
    return [(item, times, item in winners) for item, times in sorted(changed, key=lambda one: (-one[1], one[0]))]


def price_sentence(audit: Audit, election: Election, forms: Forms) -> str:
    """What was proven about priceability."""
    prices = audit.prices
    item: Any = election.called(prices.item) if prices.item else ""
    if prices.holds is None:
        return forms.say("price.open")
    if prices.holds:
        return (
            forms.say("price.trivial")
            if prices.share is None
            else forms.say("price.yes", share=forms.money(prices.share))
        )
    if prices.low is None:
        return forms.say("price.unsupported", item=item)
    return forms.say("price.no", excess=forms.money(prices.low), item=item)
