"""A kind of resource made for tests of the reading side: one field of each type, and some that not everyone sees."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from operator import attrgetter
from typing import Any

from hypothesis import strategies as st

from osi_core.domain import Fact, Resource, Role
from osi_core.log.envelope import Head
from osi_core.log.memory import MemoryStore
from osi_core.mission.facts import Member
from osi_core.money import Money
from osi_core.process.memory import MissionMemory
from osi_core.process.reads import Asker, Reads
from osi_core.process.reads.reader import Listings
from osi_core.process.share import share_of
from osi_core.view import Look, View, Viewer

ROOM = Resource("rooms/{room}")
BOOK = Resource("books/{book}")


class BookStatus(StrEnum):
    """How a book is."""

    ON_SHELF = "on_shelf"
    LENT = "lent"
    LOST = "lost"


class Book(Fact):
    """A row."""

    title: str
    room: str
    copies: int
    price: Money | None
    status: BookStatus
    bought: datetime
    day: date
    rare: bool
    topics: tuple[BookStatus, ...] = ()
    reader: str | None = None


class BookView(View, at=BOOK, made_of=Book):
    """A book; who reads it is told to that person and the operator, what it cost to members."""

    book: str
    title: str
    room: str
    copies: int
    price: Money | None
    status: BookStatus
    bought: datetime
    day: date
    rare: bool
    topics: tuple[BookStatus, ...]
    reader: str | None

    fields_seen_by = {
        "price": frozenset({Viewer.MEMBER}),
        "reader": frozenset({Viewer.ONESELF, Viewer.OPERATOR}),
    }
    filters = {name: attrgetter(name) for name in Book.model_fields}
    refers = {"room": ROOM}

    @classmethod
    def belongs_to(cls, row: Any) -> str | None:
        return row.reader

    @classmethod
    def of(cls, ids: tuple[str, ...], row: Book, look: Look) -> BookView:
        return cls(book=ids[0], **dict(row))


class OwnBookView(BookView, at=BOOK, made_of=Book):
    """A book, for whoever reads it."""

    seen_by = frozenset({Viewer.ONESELF})


PEOPLE = ("ada", "ben", "eve")
ASKERS: tuple[Asker, ...] = (*PEOPLE, "nobody-knows", None)

moments = st.integers(0, 172_800).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))
books = st.builds(
    Book,
    title=st.sampled_from(("Of gardens", "of Rivers", "Ö", 'A "quoted" \\ one')),
    room=st.sampled_from(("red", "blue")),
    copies=st.integers(-2, 2),
    price=st.none() | st.builds(Money, minor=st.integers(0, 300), currency=st.sampled_from(("EUR", "JPY"))),
    status=st.sampled_from(BookStatus),
    bought=moments,
    day=st.dates(date(2026, 1, 1), date(2026, 1, 3)),
    rare=st.booleans(),
    topics=st.lists(st.sampled_from(BookStatus), max_size=2).map(tuple),
    reader=st.none() | st.sampled_from(PEOPLE),
)
shelves = st.lists(books, max_size=12).map(lambda rows: {f"b-{number}": row for number, row in enumerate(rows)})


def reads(rows: Mapping[str, Book], asker: Asker = None, listings: Listings | None = None) -> Reads:
    """What somebody may see of these books. Ada, Ben and Eve take part; Eve was erased."""
    memory = MissionMemory("m", share_of("all"))
    memory.head = Head(1, b"", "")
    memory.rows[Book] = dict(rows)
    for index, name in enumerate(PEOPLE):
        roles = frozenset() if name == "eve" else frozenset({Role.CITIZEN})
        memory.rows[Member][name] = Member(
            index=index, joined_at=datetime(2026, 1, 1, tzinfo=UTC), roles=roles, erased=name == "eve"
        )
    return Reads(memory, MemoryStore(), asker, listings or Listings())
