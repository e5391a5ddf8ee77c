"""What `osi audit` prints: tables for people, one JSON object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from osi_core.cli import Session
from osi_core.plugins import AllocationProblem
from osi_voting.audits import Audit, Deprived, Judged, Line
from osi_voting.commands.amounts import decimal, money, percent
from osi_voting.commands.election_file import notices_as_json, repaired, repairs_as_json
from osi_voting.formats.election import Election
from osi_voting.words import WORDS

__all__ = ["audit_as_json", "show_audits"]

_MOST_SHOWN = 12
_WIDEST = 1000


def show_audits(session: Session, election: Election, audits: list[Audit]) -> None:
    """A row for each outcome, what the others would do instead, then what EJR+ says against the first, and how firm it
    stands.
    """
    from osi_core.cli.terminal import heading

    show, first = session.show, audits[0]
    show(heading(election.title))
    for line in repaired(session, election):
        session.note(line)
    if election.problem.kind != "approval":
        show(session.say("audit.read_as"))
    for one in audits:
        for premise in one.premises:
            show("", session.tell(premise))
    show("", _table(session, election, audits))
    show("", session.say("audit.what_ejr"), session.say("audit.what_priceable"))
    for other in audits[1:]:
        _show_difference(session, election, first, other)
    _show_deprived(session, election, first)
    robust = first.robustness
    if robust is not None:
        said = {"count": robust.runs, "lost": robust.lost, "same": robust.same}
        show("", session.say("audit.robust", name=first.label, **said))
        for item, times in sorted(robust.changed.items(), key=lambda one: -one[1])[:_MOST_SHOWN]:
            show("  " + session.say("audit.wobble", item=election.called(item), times=times, count=robust.runs))


def _table(session: Session, election: Election, audits: list[Audit]) -> Any:
    """One row an outcome; where the screen is too narrow for that, one column an outcome."""
    from rich.measure import Measurement

    rows = [dict(_cells(session, election, one)) for one in audits]
    labels, heads = [one.label for one in audits], [session.say(key) for key in rows[0]]
    cells = [list(row.values()) for row in rows]
    lying = _drawn([head.replace(" ", "\n", 1) for head in heads], labels, cells)
    out = session.out
    if Measurement.get(out, out.options.update(max_width=_WIDEST), lying).maximum <= out.width:
        return lying
    return _drawn(labels, heads, [list(column) for column in zip(*cells, strict=True)])


def _drawn(heads: list[str], names: list[str], rows: list[list[str]]) -> Any:
    from rich.table import Table

    table = Table("", *heads, box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="quiet")
    for name, cells in zip(names, rows, strict=True):
        table.add_row(name, *cells)
    return table


def _cells(session: Session, election: Election, one: Audit) -> Iterator[tuple[str, str]]:
    """What is said of an outcome, with the key of its head."""
    judged = one.judged
    yield "audit.winners_count", session.number(len(one.winners))
    if not judged.committee:
        yield "audit.spent", money(session, judged.spent, election.currency)
    yield "audit.nothing", percent(session, one.spread.nothing, one.spread.voters)
    yield "audit.mean", decimal(session, judged.average("count"))
    if "points" in judged.measures:
        yield "audit.mean_points", decimal(session, judged.average("points"))
    for measure, deprived in one.deprived.items():
        holds = session.say("audit.broken", count=len(deprived)) if deprived else session.say("audit.holds")
        yield f"audit.by_{measure}", holds
    yield "audit.priceable", session.say({True: "audit.yes", False: "audit.no", None: "audit.open"}[one.prices.holds])


def _show_difference(session: Session, election: Election, first: Audit, other: Audit) -> None:
    """What the other chooses instead, the dearest first."""
    from osi_core.cli.terminal import heading

    more, fewer = (_dearest(one, beside) for one, beside in ((other, first), (first, other)))
    if not more and not fewer:
        session.show("", session.say("audit.same", name=other.label, first=first.label))
        return
    said = {"name": other.label, "first": first.label, "more": len(more), "fewer": len(fewer)}
    session.show("", heading(session.say("audit.differs", **said)))
    for sign, items in (("+", more), ("-", fewer)):
        for item, cost in items[:_MOST_SHOWN]:
            amount = "" if first.judged.committee else f" ({money(session, cost, election.currency)})"
            session.show(f"  {sign} {election.called(item)}{amount}")
        if len(items) > _MOST_SHOWN:
            session.show(f"  {sign} " + session.say("audit.others", count=len(items) - _MOST_SHOWN))


def _dearest(one: Audit, beside: Audit) -> list[tuple[str, int]]:
    """What the one has chosen and the other not, with its cost."""
    judged = one.judged
    only = np.flatnonzero(judged.chosen & ~beside.judged.chosen).tolist()
    return sorted(
        ((judged.names[item], int(judged.costs[item])) for item in only), key=lambda pair: (-pair[1], pair[0])
    )


def _show_deprived(session: Session, election: Election, first: Audit) -> None:
    """Each item that EJR+ speaks for, by the measure that comes first."""
    from osi_core.cli.terminal import heading

    deprived = {one.item: one for found in [*first.deprived.values()][::-1] for one in found}
    if not deprived:
        return
    session.show("", heading(session.say("audit.deprived_head")))
    ordered = sorted(
        deprived.values(), key=lambda one: (first.judged.measures.index(one.measure), -one.group, one.item)
    )
    for one in ordered[:_MOST_SHOWN]:
        session.show("  " + _deprived_sentence(session, election, one, first.judged))
    if len(ordered) > _MOST_SHOWN:
        session.show("  " + session.say("audit.others", count=len(ordered) - _MOST_SHOWN))


def _deprived_sentence(session: Session, election: Election, one: Deprived, judged: Judged) -> str:
    def amount(value: int) -> str | int:
        return value if judged.committee else money(session, value, election.currency)

    by_cost = one.measure == "cost"
    return session.say(
        "audit.deprived_seats" if judged.committee and one.measure == "count" else f"audit.deprived_{one.measure}",
        item=election.called(one.item),
        group=one.group,
        share=amount(one.share),
        seats=judged.budget,
        cost=amount(one.cost),
        most=amount(one.most) if by_cost else one.most,
        beyond=one.beyond,
        claim="∞" if one.claim is None else one.claim,
    )


def audit_as_json(election: Election, audits: list[Audit]) -> dict[str, Any]:
    """Everything that was found, for each outcome; money in minor units, exact numbers as text "p/q"."""
    problem = election.problem
    return {
        "file": election.path,
        "ballots": {
            "kind": problem.kind,
            "voters": audits[0].judged.voters,
            "read_as": "approval",
            "measures": audits[0].judged.measures,
        },
        "budget": problem.budget if isinstance(problem, AllocationProblem) else None,
        "currency": election.currency or None,
        "repairs": repairs_as_json(election),
        "notices": notices_as_json(election),
        "outcomes": [_as_json(one, audits[0]) for one in audits],
    }


def _as_json(one: Audit, first: Audit) -> dict[str, Any]:
    robust, prices, judged = one.robustness, one.prices, one.judged
    return {
        "outcome": one.label,
        "premises": [{"code": premise.code, "what": WORDS.say(premise)} for premise in one.premises],
        "winners": one.winners,
        "only_here": [item for item, _ in _dearest(one, first)],
        "only_in_the_first": [item for item, _ in _dearest(first, one)],
        "spent": None if judged.committee else judged.spent,
        "average_satisfaction": {measure: _text(judged.average(measure)) for measure in judged.measures},
        "ejr_plus": {f"by_{measure}": _deprived(found) for measure, found in one.deprived.items()},
        "priceability": {
            "holds": prices.holds,
            "excess_low": _text(prices.low),
            "excess_high": _text(prices.high),
            "share": _text(prices.share),
            "item": prices.item,
            "why": prices.why,
        },
        "proportionality_degree": [
            {
                "level": d.level,
                "average": _text(d.average),
                "guaranteed": _text(d.guaranteed),
                "item": d.item,
                "group": d.group,
            }
            for d in one.degree
        ],
        "voters": {"all": one.spread.voters, "nothing": one.spread.nothing, "by_number_chosen": one.spread.by_count},
        "payments": _payments(one),
        "districts": _lines(one.districts),
        "categories": _lines(one.categories),
        "voter_groups": {column: _lines(lines) for column, lines in one.groups.items()},
        "robustness": None
        if robust is None
        else {
            "runs": robust.runs,
            "lost_ballots": robust.lost,
            "same_winners": robust.same,
            "seed": robust.seed,
            "wins": robust.changed,
        },
    }


def _text(value: Any) -> str | None:
    return None if value is None else str(value)


def _payments(one: Audit) -> dict[str, Any]:
    """The least equal share, what a supporter of each project pays at most with it, and the rule's own prices."""
    paid, own = one.payments, one.own
    amounts, covered = ({}, {}) if own is None else (own.amounts, own.covered)
    at_most = {one.judged.names[item]: round(price) for item, price in zip(paid.items, paid.prices, strict=True)}
    return {
        "share_needed": round(paid.share),
        "share_of_budget": round(paid.fair),
        "rules_own": None if own is None else own.kind,
        "items": [
            {
                "item": item,
                "at_most": at_most.get(item),
                "rules_own": amounts.get(item),
                "covered_permille": covered.get(item),
            }
            for item in one.winners
        ],
    }


def _deprived(found: tuple[Deprived, ...]) -> list[dict[str, Any]]:
    return [
        {"item": d.item, "cost": d.cost, "group": d.group, "supporters": d.supporters, "share": d.share,
         "most": d.most, "beyond": d.beyond, "claim": d.claim}
        for d in found
    ]  # fmt: skip


def _lines(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [
        {"name": line.name, "voters": line.voters, "asked": line.asked, "won": line.won,
         "demand": round(line.demand), "received": round(line.received)}
        for line in lines
    ]  # fmt: skip
