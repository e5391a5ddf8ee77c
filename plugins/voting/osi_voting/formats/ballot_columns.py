"""What the columns of a table of ballots stand for: places, items, a list, or nothing that counts.

* `Rank [Park],Rank [Pool]` (a grid of a form): a column for each item.
* `Order [Rank 1],Order [Rank 2]`, `Q1[1],Q1[2]` (LimeSurvey), `Choice 1,rank2` (RCVis): a column for each place.
* `DEM Mayor Choice 1 of 5 Citywide` (cast vote records), `Mayor!!Park` (BetterVoting): the same, with the question
  around it, of which a table may hold several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, NamedTuple

from osi_core.files.tables import Columns
from osi_voting.formats.table_form import COMPARISONS, CONTRIBUTIONS, Cells, TableForm

__all__ = ["Ballots", "SeveralQuestions", "Unnamed", "ballots_in", "holds_ballots", "place_of", "recognised"]

_ASIDE: Final = frozenset(
    ("timestamp", "zeitstempel", "time", "date", "submitdate", "startdate", "datestamp", "lastpage", "startlanguage",
     "seed", "token", "id", "response id", "voter", "voter_id", "ballot_id", "ballotid", "ballot", "precinct", "email",
     "email address", "e-mail-adresse", "username", "name", "weight", "count", "status", "refurl", "ipaddr",
     "start time", "completion time", "last modified time", "startzeit", "fertigstellungszeit", "e-mail",
     "zeitpunkt der letzten änderung", "date submitted", "last page", "start language", "date started",
     "date last action", "access code", "ip address", "referrer url", "antwort id", "datum abgeschickt",
     "letzte seite", "start-sprache", "zufallsstartwert", "datum gestartet", "datum letzte aktivität",
     "zugangsschlüssel", "ip-adresse", "cast vote record", "ballot style", "cvrid", "overvote_rank",
     "has_duplicate_rank")
)  # fmt: skip
_TELLS_RANKS: Final = frozenset(("overvote_rank", "has_duplicate_rank"))
"""BetterVoting writes these for ranked questions alone."""
_LISTED: Final = ("vote", "votes", "approves", "approvals", "ranking")
_RANK_WORDS: Final = ("rank", "rang", "order", "reihe", "prefer", "präfer", "choice", "platz", "wahl")
_GRID: Final = re.compile(r"(?P<question>.*?)\s*\[(?P<item>.+)\]\s*")
_RACE: Final = re.compile(r"(?P<question>.+?)!!(?P<item>.+)")
_ORDINALS: Final = (
    ("first", "erste"), ("second", "zweite"), ("third", "dritte"), ("fourth", "vierte"), ("fifth", "fünfte"),
    ("sixth", "sechste"), ("seventh", "siebte"), ("eighth", "achte"), ("ninth", "neunte"), ("tenth", "zehnte"),
)  # fmt: skip
_CALLED: Final = r"rank(?:ing)?|choice|preference|place|rang|platz|wahl|präferenz"
_PLACE: Final = re.compile(
    rf"(?P<before>{_CALLED})?\s*[_#.]?\s*(?:(?P<number>\d{{1,4}})(?:st|nd|rd|th|\.)?"
    rf"|(?P<word>{'|'.join(word for words in _ORDINALS for word in words)})[rs]?)\s*(?P<after>{_CALLED})?", re.I
)  # fmt: skip
_CONTEST: Final = re.compile(
    rf"(?P<before>.+?)\s+(?:{_CALLED})\s+(?P<number>\d{{1,3}})\s+of\s+\d{{1,3}}(?P<after>\s.*)?", re.I
)


class SeveralQuestions(ValueError):
    """A table holds more than one question, and nobody said which counts, or it holds none of that name."""

    def __init__(self, asked: str | None, found: Sequence[str]) -> None:
        super().__init__(asked, found)
        self.asked, self.found = asked, tuple(found)


class Unnamed(ValueError):
    """A column that was named is not there; or nothing is left that could be counted."""

    def __init__(self, named: str, found: Sequence[str]) -> None:
        super().__init__(named, found)
        self.named, self.found = named, tuple(found)


class _Part(NamedTuple):
    """A column of a question: an item's, or a place's."""

    at: int
    question: str
    item: str
    place: int | None


@dataclass(frozen=True)
class Ballots:
    """By column: the places, or the items, or the one that lists them; and what the titles tell of the cells."""

    places: dict[int, int]
    items: dict[int, str]
    listed: int | None
    cells: Cells | None = None


def place_of(text: str, called: bool = False) -> int | None:
    """The place that a text says, such as 1, 1st, First, Rank 1 or 1. Wahl; with `called` no number alone."""
    found = _PLACE.fullmatch(text.strip())
    if found is None or (called and not found["before"] and not found["after"]):
        return None
    if found["number"]:
        return int(found["number"])
    return next(place for place, words in enumerate(_ORDINALS, 1) if found["word"].lower() in words)


def holds_ballots(titles: Iterable[str], form: TableForm) -> bool:
    """Whether the columns of a table are those of ballots."""
    titles = list(titles)
    if form.cells is not None and (len(titles) == 1 or sum(map(bool, titles)) > 1):
        return True
    return bool(_parts(titles)) or any(name.strip().lower() in _LISTED for name in titles)


def ballots_in(titles: Sequence[str], form: TableForm) -> Ballots:
    """What each column stands for. Raises `SeveralQuestions` or `Unnamed`."""
    for named in form.aside:
        if named.strip().lower() not in (title.lower() for title in titles):
            raise Unnamed(named, titles)
    aside = _ASIDE | {named.strip().lower() for named in form.aside}
    counted = [("" if title.lower() in aside else title) for title in titles]
    listed = next((at for at, name in enumerate(counted) if name.lower() in _LISTED), None)
    parts = _parts(counted)
    told = Cells.RANKS if _TELLS_RANKS & {title.lower() for title in titles} else None
    if parts and not {"vote", "ranking"} & set(form.called):
        parts = _of_question(parts, form.question)
        if form.cells in (None, Cells.RANKS) and all(part.place is not None for part in parts):
            return Ballots({part.at: part.place or 0 for part in parts}, {}, None)
        asks = " ".join(part.question.lower() for part in parts)
        ranks = Cells.RANKS if any(word in asks for word in _RANK_WORDS) else None
        return Ballots({}, {part.at: part.item for part in parts}, None, form.cells or told or ranks)
    items = {at: name for at, name in enumerate(counted) if name}
    if listed is not None and form.cells is not Cells.POINTS:
        return Ballots({}, {}, listed, form.cells)
    if not items:
        raise Unnamed("", titles)
    if len(items) == 1 and form.cells in (Cells.RANKS, Cells.APPROVAL):
        return Ballots({}, {}, next(iter(items)), form.cells)
    return Ballots({}, items, None, form.cells or told)


def recognised(form: TableForm) -> Columns:
    """How the reader knows the row of titles: where it is said what cells hold, it is the first that has several."""

    def fit(titles: Sequence[str]) -> bool:
        there = {*(title.strip().lower() for title in titles), *form.called}
        return set(COMPARISONS) <= there or set(CONTRIBUTIONS) <= there or holds_ballots(titles, form)

    return Columns(called=form.called, recognised=fit)


def _parts(titles: Sequence[str]) -> list[_Part]:
    """The columns that belong to questions, in forms that tell it."""
    parts: list[_Part] = []
    alone = next((title for title in titles if place_of(title, called=True)), "")
    for at, title in enumerate(titles):
        if place := place_of(title, called=True):
            parts.append(_Part(at, alone, title, place))
        elif found := _GRID.fullmatch(title) or _RACE.fullmatch(title):
            item = found["item"].strip()
            parts.append(_Part(at, found["question"].strip(), item, place_of(item)))
        elif found := _CONTEST.fullmatch(title):
            question = " ".join(filter(None, (found["before"].strip(), (found["after"] or "").strip())))
            parts.append(_Part(at, question, title, int(found["number"])))
    # Where only some of a question's columns are places, they are the names of items.
    mixed = {part.question for part in parts if part.place is None}
    return [part._replace(place=None) if part.question in mixed else part for part in parts]


def _of_question(parts: list[_Part], asked: str | None) -> list[_Part]:
    """The columns of the question that is asked for, or of the only one."""
    questions = list(dict.fromkeys(part.question for part in parts))
    if asked is not None:
        same = [one for one in questions if one.lower() == asked.strip().lower()]
        questions = same or [one for one in questions if asked.strip().lower() in one.lower()]
    if len(questions) != 1:
        raise SeveralQuestions(asked, questions or list(dict.fromkeys(part.question for part in parts)))
    return [part for part in parts if part.question == questions[0]]
