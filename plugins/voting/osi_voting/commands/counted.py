"""A file that has been counted, and how it is shown: alone, as one of several, and all of them as figures."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from osi_core.cli import Session
from osi_core.cli.session import Exit
from osi_core.words import Catalogues
from osi_voting.commands.as_published import Verdict, verdict_as_json, verdict_told
from osi_voting.commands.deciding import Decision
from osi_voting.commands.tally_output import Took, decision_as_json, show_decision
from osi_voting.formats.election import Election

__all__ = ["Counted", "Took", "as_json", "show_figures", "show_one"]


@dataclass(frozen=True)
class Counted:
    """The election, the decision, how long it took; and how it compares, where it was counted as published."""

    election: Election
    decision: Decision
    took: Took
    verdict: Verdict | None = None

    @property
    def exit_code(self) -> Exit:
        """No where the official result is not met."""
        return Exit.NO if self.verdict is not None and self.verdict.met is False else Exit.FINE


def as_json(one: Counted, words: Catalogues) -> dict[str, Any]:
    """All of it as one object; `words` have the sentences of its codes."""
    record = decision_as_json(one.election, one.decision, one.took, words)
    return record if one.verdict is None else {**record, "published": verdict_as_json(one.verdict)}


def show_one(session: Session, one: Counted, short: bool = False) -> None:
    """The decision and the verdict; or the verdict in a line."""
    if session.json:
        session.emit(as_json(one, session.plugins.words()))
    elif short and one.verdict is not None:
        session.line(
            session.say(
                "published.line", path=one.election.path, found=one.verdict.published.said, verdict=_short(session, one)
            )
        )
    else:
        show_decision(session, one.election, one.decision, one.took)
        if one.verdict is not None:
            session.show("", *verdict_told(session, one.election, one.verdict))
        elif _counts_otherwise(one):
            assert one.election.published is not None
            session.note(session.say("published.other_rule", found=one.election.published.said))


def _short(session: Session, one: Counted) -> str:
    assert one.verdict is not None
    key = {True: "short_met", False: "short_not_met", None: "short_none"}[one.verdict.met]
    why = one.verdict.reasons if one.verdict.met is False else ()
    return "; ".join([session.say(f"published.{key}"), *(session.tell(reason) for reason in why)])


def _counts_otherwise(one: Counted) -> bool:
    """Whether the file names a rule of ours, and this was another, or the same with other options."""
    told, rule = one.election.published, one.decision.rule
    if told is None or not told.rule:
        return False
    options = rule.options.model_dump()
    return told.rule != rule.name or any(options.get(name) != value for name, value in told.options.items())


def show_figures(session: Session, counts: Iterable[Counted], failed: int) -> None:
    """How many official results were met, by country and rule."""
    from osi_core.cli.terminal import heading

    met: Counter[tuple[str, str]] = Counter()
    official: Counter[tuple[str, str]] = Counter()
    for one in counts:
        if one.verdict is not None and one.verdict.met is not None:
            key = one.verdict.published.country, one.verdict.published.said
            official[key] += 1
            met[key] += one.verdict.met
    if official:
        session.show("", heading(session.say("published.figures")))
    for country, rule in sorted(official):
        said = {"country": country, "found": rule, "met": met[country, rule], "count": official[country, rule]}
        session.line("  " + session.say("published.figure", **said))
    if failed:
        session.note(session.say("published.unread", count=failed))
