"""Challenges and statements of a mission folder's tables, whichever program wrote them.

What their columns mean, `understood` tells.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from osi_core.challenges.commands import SubmitChallenge, SubmitStatement
from osi_core.domain import Malformed, Unmet
from osi_core.files.tables import readings
from osi_core.simulation.folder_invalid import FolderInvalid
from osi_core.simulation.ids import IdsOfRows, id_of
from osi_core.simulation.material import Contribution, Moderation
from osi_core.simulation.questions import title_asked
from osi_core.simulation.rows import Row
from osi_core.simulation.tables import Tables
from osi_core.simulation.understood import SENT, Understood, Wanted, is_address

TEXT_LIMIT = 10_000
"""Characters of a challenge's text."""
LEAST_STATEMENTS = 2
"""Fewer leave nothing to prioritise."""
TAGS, TAG_LIMIT = 20, 60
"""How many tags a challenge may have, and the characters of each."""
_YES = frozenset(("true", "t", "1", "1.0", "yes", "y", "ja", "j", "x", "sí", "si", "oui"))
_NO = frozenset(("", "false", "f", "0", "0.0", "no", "n", "nein", "non"))


def challenges_wanted(program: str, usual: str, declared: Mapping[str, str]) -> Wanted:
    """How a table of challenges is known."""
    return Wanted(("challenges",), program, usual, declared, enough="title")


def contributions(
    tables: Tables, name: str, wanted: Wanted, longest: int, least: int = LEAST_STATEMENTS
) -> tuple[Contribution, ...]:
    """The challenges, or statements, of a table. Raises FolderInvalid.

    `longest` is how many characters a statement may have, as the playbook says; `least` how many there have to be.
    """
    found, rows = tables.read(name, wanted, "text" if "text" in wanted.declared else "title")
    if "title" not in found.places:
        wanted, (found, rows) = title_asked(tables, name, wanted, found)
    reader = _Contributions(tables, rows, found, longest)
    made: dict[str, Contribution] = {}
    for row in rows:
        with tables.row():
            one = reader.read(row)
            made[one.id] = one
    reader.tell(name)
    accepted = sum(one.moderation >= 0 and not one.metadata for one in made.values())
    if accepted < least:
        raise FolderInvalid(name, tables.too_few("folder.statements-few", name, count=accepted, least=least))
    return _dated(tables, name, tuple(made.values()))


class _Contributions:
    """Reads the rows of one table."""

    def __init__(self, tables: Tables, rows: list[Row], found: Understood, longest: int) -> None:
        self.tables, self.found, self.longest = tables, found, longest
        self.times = tables.times(rows, "time")
        self.ids = IdsOfRows(rows, "id")
        authors = [row.values.get("author", "").strip() for row in rows]
        said = [author for author in authors if author]
        self.addressed = sum(map(is_address, said)) * 2 > len(said)
        """Whether the column of authors holds their addresses: then it is not read."""

    def read(self, row: Row) -> Contribution:
        """One row. Raises FolderInvalid, also for what no command could carry."""
        if not row.was_sent:
            raise row.invalid(Unmet("folder.not-sent", SENT))
        source_id, id_ = self.ids.new(row)
        moderation = self._moderation(row)
        made = Contribution(
            id=id_,
            source_id=source_id,
            title=self._title(row),
            text=_with_languages(row, row.text("text", TEXT_LIMIT, optional=True)) or None,
            language=_language(row),
            author=self._author(row),
            tags=_tags(row),
            category=row.text("category", TAG_LIMIT, optional=True) or None,
            moderation=moderation,
            state=row.values.get("moderated/said", "").strip()[:60],
            metadata=_whether(row, "metadata"),
            time=row.time("time", self.times) if row.values.get("time", "").strip() else None,
            supports=_total(row, "supports"),
            objections=_total(row, "objections"),
            line=row.line,
        )
        _check_sayable(row, made)
        return made

    def _title(self, row: Row) -> str:
        title = row.text("title", TEXT_LIMIT)
        if is_address(title):
            raise row.invalid(Unmet("folder.title-address", "title"))
        if len(title) > self.longest:
            raise row.invalid(Unmet("words-long", "title", length=len(title), limit=self.longest))
        return title

    def _author(self, row: Row) -> str:
        """Who wrote it; of an account that is gone nobody knows, and each of its rows is somebody else's."""
        said = bool(row.values.get("author", "").strip()) and not self.addressed
        return id_of(row, "author") if said else f"unknown-{row.line}"

    def _moderation(self, row: Row) -> Moderation:
        if row.values.get("withdrawn", "").strip().casefold() not in _NO:  # a word, or the day on which it was
            return -1
        if "moderated" not in row.values:
            return 1
        number = row.whole("moderated", (-1, 0, 1))
        return -1 if number < 0 else 1 if number else 0

    def tell(self, name: str) -> None:
        """What holds for all rows."""
        self.tables.add_times(name, self.times)
        authors = self.found.places.get("author", ())
        if self.addressed:
            self.tables.say(name, "folder.column-addresses", title=authors[0].title)
        if not self.ids.kept:
            self.tables.say(name, "folder.ids-replaced" if self.ids.there else "folder.ids-none")
        if not authors:
            self.tables.say(name, "folder.authors-none")


def _dated(tables: Tables, name: str, made: tuple[Contribution, ...]) -> tuple[Contribution, ...]:
    """Where some say a time, those that say none get the first of them: a vote on them may be as old as that."""
    first = min((one.time for one in made if one.time), default=None)
    undated = sum(one.time is None for one in made) if first else 0
    if not undated:
        return made
    tables.add_counts("folder.undated", {name: undated})
    return tuple(one if one.time else one.model_copy(update={"time": first}) for one in made)


def _check_sayable(row: Row, made: Contribution) -> None:
    """Whether the commands of a play could carry it: what only they refuse is found here, before anything happens."""
    try:
        SubmitChallenge(
            mission="m",
            challenge="c",
            title=made.title,
            text=made.text,
            language=made.language or "de",
            tags=made.tags,
            category=made.category,
        )
        SubmitStatement(mission="m", statement="s", text=made.title)
    except Malformed as malformed:
        fault = malformed.unmet[0]
        raise row.invalid(Unmet(fault.code, (fault.field or "title").split(".")[0], **fault.values)) from None


def _with_languages(row: Row, text: str) -> str:
    """The text, and behind it what the row says in other languages, as far as there is room."""
    titles, texts = row.languages.get("title", {}), row.languages.get("text", {})
    taken = next(iter(titles or texts), "")
    whole = text
    for language in dict.fromkeys((*titles, *texts)):
        said = [part.strip() for part in (titles.get(language, ""), texts.get(language, "")) if part.strip()]
        longer = f"{whole}\n\n[{language}]\n" + "\n".join(said)
        if language != taken and said and len(longer) <= TEXT_LIMIT:
            whole = longer.strip()
    return whole


def _language(row: Row) -> str | None:
    """The language of the title, where the table says one."""
    said = next(iter(row.languages.get("title", {})), "") or row.values.get("language", "").strip()
    return said.replace("_", "-") or None


def _whether(row: Row, column: str) -> bool:
    said = row.values.get(column, "").strip().casefold()
    if said not in _YES | _NO:
        raise row.invalid(Unmet("folder.not-among", column, found=repr(said[:40]), allowed=("true", "false")))
    return said in _YES


def _total(row: Row, column: str) -> int | None:
    """How many the source counted. Raises FolderInvalid for what is no number of people, or may be two."""
    said = row.values.get(column, "").strip()
    if not said:
        return None
    meant = readings(said)
    if len(meant) > 1:
        one, other = map(str, meant)
        raise row.invalid(Unmet("table.number-two-readings", column, found=said[:40], one=one, other=other))
    if not meant or meant[0] < 0 or meant[0] != int(meant[0]):
        raise row.invalid(Unmet("folder.no-total", column, found=repr(said[:40])))
    return int(meant[0])


def _tags(row: Row) -> tuple[str, ...]:
    tags = tuple(tag.strip() for tag in row.text("tags", 1_300, optional=True).split(";") if tag.strip())
    if len(tags) > TAGS or any(len(tag) > TAG_LIMIT for tag in tags):
        raise row.invalid(Unmet("folder.tags-many", "tags", most=TAGS, longest=TAG_LIMIT))
    return tags


def known_id(row: Row, column: str, known: Collection[str]) -> str:
    """An id that is among those known. Raises FolderInvalid."""
    value = id_of(row, column)
    if value not in known:
        raise row.invalid(Unmet("folder.id-unknown", column, id=value[:60]))
    return value
