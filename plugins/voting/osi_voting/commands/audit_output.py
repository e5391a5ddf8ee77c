"""What `osi audit` prints: tables for people, one JSON object for programs."""

from __future__ import annotations

from typing import Any

from osi_core.plugins import AllocationProblem
from osi_voting.audits import Audit, Deprived, Line, Prices
from osi_voting.commands.election_file import ElectionFile, repaired
from osi_voting.commands.voice import Voice

__all__ = ["audit_as_json", "show_audits"]

_MOST_SHOWN = 12


def show_audits(voice: Voice, election: ElectionFile, audits: list[Audit]) -> None:
    """The outcome and the rules beside each other, then what EJR+ says against the outcome, and how firm it stands."""
    from rich.table import Table

    from osi_core.cli.terminal import heading

    show = voice.session.show
    show(heading(election.title))
    for line in repaired(voice, election):
        voice.session.note(line)
    if election.problem.kind != "approval":
        show(voice.say("audit.read_as"))
    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="quiet")
    table.add_column("")
    for one in audits:
        table.add_column(one.label, overflow="fold")
    for key, cells in _rows(voice, election, audits):
        table.add_row(voice.say(key), *cells)
    show("", table)
    _show_deprived(voice, election, audits[0])
    robust = audits[0].robustness
    if robust is not None:
        said = {"runs": robust.runs, "lost": voice.number(robust.lost), "same": robust.same}
        show("", voice.say("audit.robust", name=audits[0].label, **said))
        for item, times in sorted(robust.changed.items(), key=lambda one: -one[1])[:_MOST_SHOWN]:
            show("  " + voice.say("audit.wobble", item=election.called(item), times=times, runs=robust.runs))


def _rows(voice: Voice, election: ElectionFile, audits: list[Audit]) -> list[tuple[str, list[str]]]:
    money = isinstance(election.problem, AllocationProblem)
    found = [("audit.winners_count", [str(len(one.winners)) for one in audits])]
    if money:
        found.append(("audit.spent", [voice.money(one.judged.spent, election.currency) for one in audits]))
    nothing = [voice.percent(one.spread.nothing, one.spread.voters) for one in audits]
    means = [f"{float(one.spread.average):.2f}".replace(".", "," if voice.german else ".") for one in audits]
    found += [("audit.nothing", nothing), ("audit.mean", means)]
    found.append(("audit.by_cost" if money else "audit.by_count", [_axiom(voice, one.by_cost) for one in audits]))
    if money:
        found.append(("audit.by_count", [_axiom(voice, one.by_count) for one in audits]))
    found.append(("audit.priceable", [priced(voice, one.prices) for one in audits]))
    return found


def _axiom(voice: Voice, deprived: tuple[Deprived, ...]) -> str:
    return voice.say("audit.broken", count=len(deprived)) if deprived else voice.say("audit.holds")


def priced(voice: Voice, prices: Prices) -> str:
    """Yes, no or open."""
    return voice.say({True: "audit.yes", False: "audit.no", None: "audit.open"}[prices.holds])


def _show_deprived(voice: Voice, election: ElectionFile, first: Audit) -> None:
    from osi_core.cli.terminal import heading

    deprived = (*first.by_cost, *(one for one in first.by_count if one.item not in {d.item for d in first.by_cost}))
    if not deprived:
        return
    money = isinstance(election.problem, AllocationProblem)
    voice.session.show("", heading(voice.say("audit.deprived_head")))
    for one in deprived[:_MOST_SHOWN]:

        def amount(value: int) -> str:
            return voice.money(value, election.currency) if money else voice.number(value)

        by_cost = one.measure == "cost" and money
        key = "audit.deprived_cost" if by_cost else "audit.deprived_count"
        most = amount(one.most) if by_cost else voice.number(one.most)
        level = voice.number(one.share // one.cost) if one.cost else "∞"
        said = {"group": voice.number(one.group), "share": amount(one.share), "cost": amount(one.cost), "most": most}
        said["level"] = level
        voice.session.show("  " + voice.say(key, item=election.called(one.item), **said))


def audit_as_json(election: ElectionFile, audits: list[Audit]) -> dict[str, Any]:
    """Everything that was found, for each outcome; money in minor units, exact numbers as text "p/q"."""
    problem = election.problem
    return {
        "file": election.path,
        "ballots": {"kind": problem.kind, "voters": audits[0].judged.voters, "read_as": "approval"},
        "budget": problem.budget if isinstance(problem, AllocationProblem) else None,
        "currency": election.currency or None,
        "repairs": [{"line": one.line, "what": one.what} for one in election.repairs],
        "outcomes": [_as_json(one) for one in audits],
    }


def _as_json(one: Audit) -> dict[str, Any]:
    robust, prices = one.robustness, one.prices
    return {
        "outcome": one.label,
        "winners": one.winners,
        "spent": None if one.judged.committee else one.judged.spent,
        "ejr_plus": {"by_cost": _deprived(one.by_cost), "by_count": _deprived(one.by_count)},
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
        "payments": {"share_needed": round(one.payments.share), "share_of_budget": round(one.payments.fair)},
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


def _deprived(found: tuple[Deprived, ...]) -> list[dict[str, Any]]:
    return [
        {"item": d.item, "cost": d.cost, "group": d.group, "supporters": d.supporters, "share": d.share, "most": d.most}
        for d in found
    ]


def _lines(lines: tuple[Line, ...]) -> list[dict[str, Any]]:
    return [
        {"name": line.name, "voters": line.voters, "asked": line.asked, "won": line.won,
         "demand": round(line.demand), "received": round(line.received)}
        for line in lines
    ]  # fmt: skip
