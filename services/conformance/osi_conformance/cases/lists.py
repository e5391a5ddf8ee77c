"""Lists: each item once, in the order that was asked for, of those that were asked for, and with an end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any, NamedTuple

import grpc
from osi.funding.v1 import funding_service_pb2 as api

from osi_conformance.case import Case, case, ensure, register
from osi_conformance.cases.ready import folder_of
from osi_conformance.target import method_named, new_request
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT
_MOST_PAGES = 40


class Listed(NamedTuple):
    """What a list is of, and how five of it are made: answers the parent, and the names in the order of making."""

    field: str
    make: Callable[[Trial], Awaitable[tuple[str, list[str]]]]
    sorts_by: str
    place: str = "own-real"


async def _funds(trial: Trial) -> tuple[str, list[str]]:
    amounts = (500, 100, 400, 200, 300)
    return trial.mission.name, [(await trial.town.fund(amount)).name for amount in amounts]


async def _rounds(trial: Trial) -> tuple[str, list[str]]:
    fund = (await trial.town.fund(10_000)).name
    budgets = (500, 100, 400, 200, 300)
    return trial.mission.name, [(await trial.town.round(fund, budget)).name for budget in budgets]


async def _applications(trial: Trial) -> tuple[str, list[str]]:
    round_ = (await trial.town.round()).name
    asked = (500, 100, 400, 200, 300)
    made = [(await trial.town.apply(round_, number, cents)).name for number, cents in enumerate(asked, start=1)]
    return trial.mission.name, made


async def _entries(trial: Trial) -> tuple[str, list[str]]:
    fund = (await trial.town.fund(10_000)).name
    for budget in (100, 400, 200, 300):
        await trial.town.round(fund, budget)
    return fund, [f"{fund}/entries/{number}" for number in range(1, 6)]


LISTS = {
    "ListFunds": Listed("funds", _funds, "amount"),
    "ListGrantRounds": Listed("grant_rounds", _rounds, "budget"),
    "ListApplications": Listed("applications", _applications, "asked"),
    "ListLedgerEntries": Listed("entries", _entries, "amount"),
}


def _asked(method: str, parent: str, **fields: Any) -> Any:
    request = new_request(method_named(method))
    request.parent = parent
    for name, value in fields.items():
        setattr(request, name, value)
    return request


async def _page(trial: Trial, method: str, parent: str, **fields: Any) -> tuple[list[Any], str, int]:
    answer = await trial.mission.read(method, _asked(method, parent, **fields))
    return list(getattr(answer, LISTS[method].field)), answer.next_page_token, answer.total_size


async def _all(trial: Trial, method: str, parent: str, **fields: Any) -> list[Any]:
    """All items, page by page."""
    found: list[Any] = []
    token = ""
    for _ in range(_MOST_PAGES):
        items, token, _ = await _page(trial, method, parent, page_token=token, **fields)
        found += items
        if not token:
            return found
    ensure(False, f"{method} has given {_MOST_PAGES} pages and does not end")
    return found


def _names(items: list[Any]) -> list[str]:
    return [one.name for one in items]


Check = Callable[[Trial, str, str, list[str]], Awaitable[None]]


def _each(kind: str, rule: str, check: Check) -> None:
    for method, listed in LISTS.items():

        async def run(trial: Trial, method: str = method, listed: Listed = listed) -> None:
            parent, names = await listed.make(trial)
            await check(trial, method, parent, names)

        name = f"funding/{folder_of(method)}/{kind}"
        register(Case(name, rule, run, "own-real", f"each.{kind}", {"method": method}))


async def _pages(trial: Trial, method: str, parent: str, names: list[str]) -> None:
    for size in (1, 2, 5):
        found = _names(await _all(trial, method, parent, page_size=size))
        ensure(found == names, f"pages of {size} give {found}; expected: {names}")
    items, token, total = await _page(trial, method, parent)
    ensure(_names(items) == names and not token, f"one page has {_names(items)}, and goes on: {bool(token)}")
    ensure(total == len(names), f"total_size is {total}; there are {len(names)}")


async def _order(trial: Trial, method: str, parent: str, names: list[str]) -> None:
    by = LISTS[method].sorts_by
    rising = _names(await _all(trial, method, parent, order_by=by, page_size=2))
    falling = _names(await _all(trial, method, parent, order_by=f"{by} desc", page_size=2))
    ensure(sorted(rising) == sorted(names), f"in order of {by} the list has {rising}")
    items = {one.name: one for one in (await _page(trial, method, parent))[0]}
    values = [(getattr(items[one], by).units, getattr(items[one], by).nanos) for one in rising]
    ensure(values == sorted(values), f"in order of {by} the amounts are {values}")
    ensure(falling == rising[::-1], f"{by} desc gives {falling}; expected: {rising[::-1]}")


async def _of_another(trial: Trial, method: str, parent: str, names: list[str]) -> None:
    _, token, _ = await _page(trial, method, parent, page_size=2)
    ensure(token, "there are five, and behind two nothing follows")
    for other in (
        _asked(method, parent, page_token=token, page_size=2, order_by=f"{LISTS[method].sorts_by} desc"),
        _asked(method, parent, page_token="bm9uZQ", page_size=2),
    ):
        await trial.mission.refused(method, other, status=INVALID, field="page_token")
    for mission in trial.world.missions:
        if mission is not trial.mission and parent == trial.mission.name:
            request = _asked(method, mission.name, page_token=token, page_size=2)
            await trial.mission.refused(method, request, "", status=INVALID, field="page_token")
            break
    wrong = "ListFunds" if method != "ListFunds" else "ListGrantRounds"
    request = _asked(wrong, trial.mission.name, page_token=token, page_size=2)
    await trial.mission.refused(wrong, request, status=INVALID, field="page_token")


async def _unfit(trial: Trial, method: str, parent: str, names: list[str]) -> None:
    for field, value in (
        ("filter", "no_such_field = 1"),
        ("filter", "= ="),
        ("order_by", "no_such_field"),
        ("order_by", "amount sideways"),
        ("page_size", -1),
    ):
        request = _asked(method, parent, **{field: value})
        await trial.mission.refused(method, request, status=INVALID, field=field)


_each("pages-give-each-once", "S1", _pages)
_each("in-order", "S2", _order)
_each("token-of-another-list", "S3", _of_another)
_each("unfit-question", "S4", _unfit)


@case("funding/fund/list/by-filter", "S5", "own-real")
async def by_filter(trial: Trial) -> None:
    parent, names = await _funds(trial)
    institution = trial.mission.at("institutions/town")
    for text, wanted in (
        (f'institution = "{institution}"', names),
        ("free > 3", [names[0], names[2]]),
        ("free >= 3 AND free < 5", [names[2], names[4]]),
        (f'institution = "{trial.mission.at("institutions/works")}"', []),
    ):
        found = await _all(trial, "ListFunds", parent, filter=text, page_size=1)
        ensure(_names(found) == wanted, f"{text} gives {_names(found)}; expected: {wanted}")


@case("funding/grant-round/list/by-filter", "S5", "own-real")
async def rounds_by_filter(trial: Trial) -> None:
    parent, names = await _rounds(trial)
    cancel = api.CancelGrantRoundRequest(name=names[1], reason="nobody came")
    await trial.mission.call("CancelGrantRound", cancel, "olga")
    for text, wanted in (("status = STATUS_CANCELLED", names[1:2]), ("status = STATUS_OPEN", [names[0], *names[2:]])):
        found = await _all(trial, "ListGrantRounds", parent, filter=text)
        ensure(_names(found) == wanted, f"{text} gives {_names(found)}; expected: {wanted}")


@case("funding/application/list/by-filter", "S5", "own-real")
async def applications_by_filter(trial: Trial) -> None:
    parent, names = await _applications(trial)
    other = (await trial.town.apply((await trial.town.round()).name, 1)).name
    round_ = (await trial.mission.read("GetApplication", api.GetApplicationRequest(name=names[0]))).round
    found = await _all(trial, "ListApplications", parent, filter=f'round = "{round_}"', page_size=2)
    ensure(_names(found) == names, f"of one round there are {_names(found)}; expected: {names}, without {other}")


@case("funding/fund/list/what-comes-meanwhile", "S6", "own-real")
async def what_comes_meanwhile(trial: Trial) -> None:
    """Between two pages another fund is opened; none of the first is told twice or left out."""
    parent, names = await _funds(trial)
    items, token, _ = await _page(trial, "ListFunds", parent, page_size=2)
    await trial.town.fund(1)
    found = _names(items)
    for _ in range(_MOST_PAGES):
        if not token:
            break
        items, token, _ = await _page(trial, "ListFunds", parent, page_size=2, page_token=token)
        found += _names(items)
    ensure([one for one in found if one in names] == names, f"the pages give {found}; expected: {names}")


@case("funding/fund/list/largest-page", "S7", "own-real")
async def largest_page(trial: Trial) -> None:
    parent, names = await _funds(trial)
    items, token, _ = await _page(trial, "ListFunds", parent, page_size=2_000_000)
    ensure(_names(items) == names and not token, "a page size beyond the largest is taken for the largest")


@case("funding/fund/list/only-of-its-mission", "N1", "own-real")
async def only_of_its_mission(trial: Trial) -> None:
    fund = (await trial.town.fund()).name
    found = _names(await _all(trial, "ListFunds", trial.mission.name))
    ensure(found == [fund], f"the list of {trial.mission.name} has {found}; expected: {fund} alone")
