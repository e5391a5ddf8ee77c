"""Reading pages of a list: each item once, what fits and nothing else, and to each who asks what they may see."""

from __future__ import annotations

import base64
import hashlib
import json
import operator
from collections.abc import Callable
from datetime import UTC, datetime
from itertools import pairwise
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from osi_core.domain import Malformed, Phase, Refused, Sector, Service
from osi_core.funding.commands import OpenFund, OpenGrantRound
from osi_core.mission.commands import CreateMission
from osi_core.money import Money
from osi_core.process import OPERATOR
from osi_core.process.reads.reader import LARGEST_PAGE, Listings
from osi_core.process.request import ENGINE
from osi_core.testing.scenario import Scenario
from osi_core.view import Viewer
from tests.unit.process.shelves import ASKERS, BOOK, Book, BookStatus, BookView, OwnBookView, books, reads, shelves

COMPARE = {
    "=": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
}
ALL_ASKERS = (*ASKERS, OPERATOR, Service.MATCHING)
orders = st.lists(
    st.sampled_from(("book", "title", "copies", "price", "status", "bought", "day", "rare", "reader")),
    max_size=3,
    unique=True,
).flatmap(lambda names: st.tuples(*[st.sampled_from((name, f"{name} desc")) for name in names]).map(", ".join))


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


def written(value):
    """A literal of a value, and the operators that fit."""
    if isinstance(value, BookStatus):
        return f"BOOK_STATUS_{value.upper()}", ("=", "!=")
    if isinstance(value, bool):
        return str(value).lower(), ("=", "!=")
    if isinstance(value, int):
        return str(value), tuple(COMPARE)
    if isinstance(value, Money):
        return quoted(str(value)), tuple(COMPARE)
    if isinstance(value, datetime):
        return quoted(value.isoformat()), tuple(COMPARE)
    if isinstance(value, str):
        return quoted(value), ("=", "!=")
    return value.isoformat(), tuple(COMPARE)


@st.composite
def comparisons(draw):
    """A comparison as text, and what it says of a view."""
    field = draw(st.sampled_from([name for name in Book.model_fields if name != "topics"]))
    value = getattr(draw(books), field)
    if value is None:
        return f"{field}:*", lambda view: getattr(view, field) is not None
    literal, fitting = written(value)
    sign = draw(st.sampled_from(fitting))

    def fits(view):
        own = getattr(view, field)
        if own is None:
            return False
        if isinstance(own, Money) and own.currency != value.currency:
            return sign == "!="
        return COMPARE[sign](own, value)

    return f"{field} {sign} {literal}", fits


def paged(reader, size, **asked):
    """All items, and how many the first page said there were."""
    items: list[BookView] = []
    token, total = "", None
    while True:
        page = reader.list(BookView, page_size=size, page_token=token, **asked)
        assert len(page.items) <= size
        assert total in (None, page.total_size)
        items, token, total = items + list(page.items), page.next_page_token, page.total_size
        if not token:
            return items, total


@given(shelves, orders, st.integers(1, 5), st.sampled_from(ALL_ASKERS))
def test_pages_are_the_list_with_each_item_once(rows, order, size, asker):
    reader = reads(rows, asker)
    whole = list(reader.each(BookView, order_by=order))
    assert sorted(one.book for one in whole) == sorted(rows)
    assert paged(reader, size, order_by=order) == (whole, len(rows))


@given(shelves, st.lists(comparisons(), max_size=3), st.sampled_from(ALL_ASKERS))
def test_a_filter_tells_what_a_search_of_all_that_is_shown_would(rows, asked, asker):
    reader = reads(rows, asker)
    where = " AND ".join(text for text, _ in asked)
    fitting = [one for one in reader.each(BookView) if all(fits(one) for _, fits in asked)]
    assert paged(reader, 2, where=where) == (fitting, len(fitting))


@given(shelves, orders.filter(bool), st.sampled_from(ALL_ASKERS))
def test_an_order_holds_between_neighbours_and_the_absent_come_last(rows, order, asker):
    found = list(reads(rows, asker).each(BookView, order_by=order))
    places = {id: place for place, id in enumerate(rows)}

    def before(one, other):
        for part in order.split(", "):
            field, _, descending = part.partition(" ")
            own, behind = getattr(one, field), getattr(other, field)
            if own != behind:
                if own is None or behind is None:
                    return behind is None
                if isinstance(own, BookStatus):
                    own, behind = list(BookStatus).index(own), list(BookStatus).index(behind)
                if isinstance(own, Money):
                    own, behind = (own.currency, own.minor), (behind.currency, behind.minor)
                return own > behind if descending else own < behind
        return places[one.book] < places[other.book]

    assert all(before(one, other) for one, other in pairwise(found))


@given(shelves, st.sampled_from(ALL_ASKERS), orders, st.lists(comparisons(), max_size=1))
def test_nobody_gets_a_field_that_is_not_for_them_by_whatever_way(rows, asker, order, asked):
    reader = reads(rows, asker)
    where = " AND ".join(text for text, _ in asked)
    shown = [*reader.each(BookView, where=where, order_by=order), *(reader.get(BookView, id) for id in rows)]
    for view in shown:
        row = rows[view.book]
        assert view.price == (row.price if asker in ("ada", "ben", OPERATOR, Service.MATCHING) else None)
        own = asker is OPERATOR or (asker in ("ada", "ben") and asker == row.reader)
        assert view.reader == (row.reader if own else None)


@given(shelves, st.sampled_from(ALL_ASKERS))
def test_a_resource_that_somebody_may_not_know_of_is_not_there_for_them(rows, asker):
    reader = reads(rows, asker)
    own = [id for id, row in rows.items() if asker in ("ada", "ben") and row.reader == asker]
    page = reader.list(OwnBookView)
    assert ([one.book for one in page.items], page.total_size) == (own, len(own))
    for id in set(rows) - set(own):
        with pytest.raises(Refused) as refused:
            reader.get(OwnBookView, id)
        assert refused.value.codes == ("not-found",)


def test_what_not_everyone_sees_can_be_absent():
    for field in BookView.fields_seen_by:
        assert type(None) in get_args(BookView.model_fields[field].annotation)


@given(shelves, books, orders, st.integers(1, 3))
def test_what_comes_between_two_pages_moves_nothing(rows, new, order, size):
    first = reads(rows).list(BookView, page_size=size, order_by=order)
    if not first.next_page_token:
        return
    later = reads(rows | {"b-new": new})
    rest: list[BookView] = []
    token = first.next_page_token
    while token:
        page = later.list(BookView, page_size=size, order_by=order, page_token=token)
        rest, token = rest + list(page.items), page.next_page_token
    told = [one.book for one in (*first.items, *rest) if one.book != "b-new"]
    assert told == [one.book for one in reads(rows).each(BookView, order_by=order)]


def shelf(count=5):
    row: dict[str, Any] = {
        "title": "Of gardens",
        "room": "red",
        "copies": 1,
        "price": Money(minor=250, currency="EUR"),
        "status": "lent",
        "bought": datetime(2026, 1, 1, tzinfo=UTC),
        "day": "2026-01-01",
        "rare": False,
    }
    return {f"b-{number}": Book(**row | {"copies": number}) for number in range(count)}


def codes(**asked):
    with pytest.raises(Malformed) as malformed:
        reads(shelf()).list(BookView, **asked)
    (unmet,) = malformed.value.unmet
    return unmet.field, unmet.code, dict(unmet.values)


@pytest.mark.parametrize(
    ("where", "code", "place"),
    [
        ("copies", "filter-operator-expected", 7),
        ("copies =", "filter-value-expected", 9),
        ("  = 3", "filter-field-expected", 3),
        ("copies = 1 OR copies = 2", "filter-and-expected", 12),
        ("copies = 1 copies = 2", "filter-and-expected", 12),
        ("copies = 1 AND", "filter-and-expected", 12),
        ("NOT copies = 1", "filter-field-unknown", 1),
        ("(copies = 1)", "filter-field-expected", 1),
        ("copies = 1 AND nothing = 2", "filter-field-unknown", 16),
        ("title > x", "filter-operator-unfit", 7),
        ("topics = lost", "filter-operator-unfit", 8),
        ("copies : 1", "filter-operator-unfit", 8),
        ("copies = many", "filter-value-unfit", 10),
        ("copies = ٣", "filter-value-unfit", 10),
        ("price > 1,5", "filter-value-unfit", 9),
        ('bought > "2026-01-01"', "filter-value-unfit", 10),
        ("day = tomorrow", "filter-value-unfit", 7),
        ("rare = yes", "filter-value-unfit", 8),
        ("status = STATUS_BURNT", "filter-value-not-in-list", 10),
        ("status = OTHER_LENT", "filter-value-not-in-list", 10),
        ("topics:red", "filter-value-not-in-list", 8),
        ('title = "open', "filter-value-expected", 9),
        (" AND ".join(["copies = 1"] * 21), "filter-too-many", 297),
    ],
)
def test_a_filter_that_does_not_fit_is_refused_with_the_place(where, code, place):
    field, found, values = codes(where=where)
    assert (field, found, values["place"]) == ("filter", code, place)


def test_what_is_allowed_in_a_filter_is_named():
    assert codes(where="colour = red")[2]["known"][:3] == ("book", "title", "room")
    assert codes(where="title < x")[2]["allowed"] == ("=", "!=", ":")
    assert codes(where="status = x")[2]["allowed"] == ("on_shelf", "lent", "lost")


@pytest.mark.parametrize(
    ("where", "count"),
    [
        ("", 5),
        ("copies >= 2", 3),
        ("copies>=2 AND copies<4", 2),
        ("copies = -1", 0),
        ("status = lent", 5),
        ("status = STATUS_LENT", 5),
        ("status = BOOK_STATUS_LENT AND status != lost", 5),
        ("title:GARDEN", 5),
        ("title:'rivers'", 0),
        ('room = "missions/m/rooms/red"', 5),
        ('room = "missions/other/rooms/red"', 0),
        ('book = "missions/m/books/b-1"', 1),
        ("book = b-1", 1),
        ("bought >= 2026-01-01T01:00:00+01:00", 5),
        ("reader:*", 0),
        ("topics:*", 0),
        ("price:*", 0),
    ],
)
def test_filters_as_people_write_them(where, count):
    assert reads(shelf()).list(BookView, where=where).total_size == count


def test_an_amount_without_a_currency_is_one_of_the_fields():
    for where, count in (("price = 2.5", 5), ('price >= "2.50 EUR"', 5), ('price > "1 JPY"', 0)):
        assert reads(shelf(), "ada").list(BookView, where=where).total_size == count


@pytest.mark.parametrize(
    ("order", "code"),
    [
        ("copies sideways", "order-malformed"),
        ("copies,,title", "order-malformed"),
        ("copies,", "order-malformed"),
        ("colour", "order-field-unknown"),
        ("topics", "order-field-unknown"),
        ("copies, title, copies desc", "order-repeated"),
        ("copies,title,room,price,status,day", "order-too-many"),
        ("x" * 501, "string-too-long"),
    ],
)
def test_an_order_that_does_not_fit_is_refused(order, code):
    assert codes(order_by=order)[:2] == ("order_by", code)


def test_a_token_of_another_list_is_refused():
    token = reads(shelf()).list(BookView, page_size=2).next_page_token
    for other in ({"where": "copies > 0"}, {"order_by": "copies"}):
        assert codes(page_token=token, **other) == ("page_token", "page-token-of-another-list", {})
    with pytest.raises(Malformed, match="another list"):
        reads(shelf(), "ada").list(OwnBookView, page_token=token, where="copies > 1")


def test_a_token_goes_on_with_pages_of_another_size():
    token = reads(shelf()).list(BookView, page_size=2, order_by="copies desc").next_page_token
    page = reads(shelf()).list(BookView, page_size=9, page_token=token, order_by="copies desc")
    assert [one.copies for one in page.items] == [2, 1, 0]


@given(st.text(max_size=80))
def test_what_is_no_token_is_refused(token):
    if token:
        assert codes(page_token=token)[:2] == ("page_token", "page-token-malformed")


@given(st.integers(0, 200), st.sampled_from("aZ09-_+=\0"))
def test_a_token_that_was_changed_is_refused(place, letter):
    token = reads(shelf()).list(BookView, page_size=2, order_by="title").next_page_token
    place %= len(token) - 1  # the last letter has bits that say nothing
    changed = token[:place] + letter + token[place + 1 :]
    if changed != token:
        assert codes(page_token=changed, order_by="title")[:2] == ("page_token", "page-token-malformed")


def test_pages_have_a_size_when_none_is_said_and_at_most():
    rows = shelf(LARGEST_PAGE + 5)
    assert len(reads(rows).list(BookView).items) == 50
    assert len(reads(rows).list(BookView, page_size=10**9).items) == LARGEST_PAGE
    assert codes(page_size=-1) == ("page_size", "page-size-negative", {})
    assert len(list(reads(rows).each(BookView))) == LARGEST_PAGE + 5


def test_the_next_page_is_of_the_list_that_is_held_only_while_its_facts_are():
    listings = Listings()
    assert reads(shelf(5), listings=listings).list(BookView).total_size == 5
    assert reads(shelf(6), listings=listings).list(BookView).total_size == 6


def test_only_who_can_ask_may():
    for asker in (ENGINE, "operator", "Not an id", "engine"):
        with pytest.raises(Malformed):
            reads(shelf(), asker)


def test_every_name_that_a_view_lists_by_is_a_field_of_it():
    assert set(BookView.filters) | {BookView.own_id()} <= set(BookView.model_fields)
    assert BookView.at is BOOK
    assert Viewer.PUBLIC in BookView.seen_by


def forged(token: str, said: Any) -> str:
    """A token of the same list that says something else, with a check that holds."""
    raw = base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))
    body = raw[4:12] + json.dumps(said).encode()
    return base64.urlsafe_b64encode(hashlib.sha256(body).digest()[:4] + body).rstrip(b"=").decode()


@pytest.fixture(scope="module")
def many() -> Scenario:
    """Two missions, and a grant round with two deadlines."""
    town = Scenario()
    town.institution("works", Sector.ADMINISTRATION, speaker="rita")
    town.open_without_gates(Phase.SOLUTIONS, Phase.SUPPORT)
    amount = Money(minor=50_000, currency="EUR")
    town.do(OpenFund(mission="m", fund="f", institution="works", purpose="Shade", amount=amount), by="rita")
    dates: dict[str, Any] = {"applications_until": town.later(days=1), "closes_at": town.later(days=9)}
    town.later(days=-10)
    town.do(OpenGrantRound(mission="m", round="r", fund="f", budget=amount, **dates))
    town.do(CreateMission(mission="n", title="Another one"))
    return town


SAID = (
    "[]",
    "[0]",
    '["x"]',
    '{"a":1}',
    "[0,5]",
    "[0,[null]]",
    '[0,[0,"m"],[null]]',
    "[0,[],[],[]]",
    '[0,["then"],["a"],["b"]]',
    "[0,[0],[1],[2]]",
    '[0,["2026-01-01"],["a"],["b"]]',
    '[null,[0,"x"]]',
)


@pytest.mark.parametrize("said", SAID)
def test_a_token_that_somebody_made_up_is_refused_or_goes_on_somewhere(many, said):
    engine = many.engine
    lists: tuple[Callable[[str], Any], ...] = (
        lambda token: reads(shelf()).list(BookView, page_size=2, order_by="title", page_token=token),
        lambda token: engine.across("m").due(page_size=1, page_token=token),
        lambda token: engine.missions(order_by="title", page_size=1, page_token=token),
    )
    for page in lists:
        codes: tuple[str, ...] = ()
        try:
            page(forged(page("").next_page_token, json.loads(said)))
        except Malformed as malformed:
            codes = malformed.codes
        assert codes in ((), ("page-token-malformed",))


def test_missions_are_paged_as_other_lists_are(many):
    first = many.engine.missions(page_size=1)
    rest = many.engine.missions(page_size=1, page_token=first.next_page_token)
    assert [one.mission for one in (*first.items, *rest.items)] == ["m", "n"]
    assert (first.total_size, rest.next_page_token) == (2, "")
    assert [one.view.title for one in many.engine.missions(where='title:"another"').items] == ["Another one"]
    with pytest.raises(Malformed):
        many.engine.missions(page_size=-1)
