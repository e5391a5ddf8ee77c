"""How a file says that it was really decided: the rule that it names, and the result that was published."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from osi_core.words import Message
from osi_voting.words import shown

__all__ = ["Published", "published_of"]

_ENOUGH = re.compile(r"at least (\d{1,2})\s?% of th")
"""In the comment on a rule: for which part of its cost the first project that does not fit is funded all the same."""


@dataclass(frozen=True)
class Published:
    """`said` is the rule in the file's words, `rule` and `options` are ours for it (empty: there is none), and `open`
    tells what of it can't be counted. `partial` allows to give less than the cost. `selected` is what the file marks
    each project with, other than 0; `counted` its own numbers of votes or points, as far as it has any.
    """

    said: str
    rule: str = ""
    options: Mapping[str, Any] = field(default_factory=dict)
    partial: bool = False
    open: tuple[Message, ...] = ()
    country: str = ""
    selected: Mapping[str, str] | None = None
    counted: Mapping[str, str] = field(default_factory=dict)


def published_of(meta: Mapping[str, str], projects: Mapping[str, Mapping[str, str]], scored: bool) -> Published:
    """What META and PROJECTS say of it; `scored` where points or ranks are counted."""
    said = meta.get("rule", "").strip()
    rule, options, open_ = _rule(said.lower(), meta)
    marks = {item: columns["selected"] for item, columns in projects.items() if "selected" in columns}
    column = "score" if scored else "votes"
    return Published(
        said=shown(said),
        rule=rule,
        options=options,
        partial=options.get("over_budget") == "part",
        open=open_,
        country=meta.get("country", ""),
        selected={item: mark for item, mark in marks.items() if mark not in ("", "0")} if marks else None,
        counted={item: columns[column] for item, columns in projects.items() if columns.get(column)},
    )


def _rule(said: str, meta: Mapping[str, str]) -> tuple[str, dict[str, Any], tuple[Message, ...]]:
    """Our rule, its options, and what is left open."""
    if said in ("greedy", "greedy-threshold", "greedy-no-skip", "greedy-exclusive", "greedy-custom"):
        options, open_ = _over_budget(said, meta)
        return "greedy-votes", options, open_
    name, _, compared = said.partition("-")
    open_ = (Message.of("voting.published.comparison"),) if compared == "comparison" else ()
    if name in ("equalshares", "equalshares/add1") and compared in ("", "comparison"):
        return "equal-shares", {"completion": "add1"} if name.endswith("add1") else {}, open_
    return "", {}, ()


def _over_budget(said: str, meta: Mapping[str, str]) -> tuple[dict[str, Any], tuple[Message, ...]]:
    """What a greedy rule does at the first project that does not fit."""
    left, comment = meta.get("leftover_budget", "").lower(), meta.get("comment", "")
    if left.startswith("partially fund"):
        return {"over_budget": "part"}, ()
    if left and not left.startswith("fund additional projects"):
        return {}, (Message.of("voting.published.leftover", found=shown(meta["leftover_budget"], 80)),)
    if said == "greedy-custom":
        enough = _ENOUGH.search(comment)
        if enough:
            return {"over_budget": "part", "least_part": int(enough[1])}, ()
        return {}, (Message.of("voting.published.custom"),)
    open_ = (Message.of("voting.published.exclusive"),) if said == "greedy-exclusive" else ()
    return {"over_budget": "stop"} if said == "greedy-no-skip" else {}, open_
