"""Lists: each item once, in the order that was asked for, of those that were asked for, and with an end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import grpc

from osi_conformance.case import Case, ensure, register
from osi_conformance.cases.every.subjects import SUBJECTS, each
from osi_conformance.listing import all_of, asked, names_of, page_of
from osi_conformance.subject import Subject
from osi_conformance.trial import Trial

INVALID = grpc.StatusCode.INVALID_ARGUMENT
Check = Callable[[Trial, Subject, str, str, list[str]], Awaitable[None]]
"""What is asked of a list, its parent, and the five that are in it, in the order of making."""


def _each(kind: str, rule: str, check: Check) -> None:
    async def run(trial: Trial, subject: Subject, method: str) -> None:
        parent, names = await subject.lists[method].make(trial)
        await check(trial, subject, method, parent, names)

    for subject in SUBJECTS:
        for method, listed in subject.lists.items():
            each(subject, method, kind, rule, run, listed.place)


async def _pages(trial: Trial, subject: Subject, method: str, parent: str, names: list[str]) -> None:
    field, who = subject.lists[method].field, subject.lists[method].by
    for size in (1, 2, 5):
        found = names_of(await all_of(trial, method, field, parent, who, page_size=size))
        ensure(found == names, f"pages of {size} give {found}; expected: {names}")
    items, token, total = await page_of(trial, method, field, parent, who)
    ensure(names_of(items) == names and not token, f"one page has {names_of(items)}, and goes on: {bool(token)}")
    ensure(total == len(names), f"total_size is {total}; there are {len(names)}")


async def _order(trial: Trial, subject: Subject, method: str, parent: str, names: list[str]) -> None:
    field, _, by, _, who = subject.lists[method]
    rising = names_of(await all_of(trial, method, field, parent, who, order_by=by, page_size=2))
    falling = names_of(await all_of(trial, method, field, parent, who, order_by=f"{by} desc", page_size=2))
    ensure(sorted(rising) == sorted(names), f"in order of {by} the list has {rising}")
    items = {one.name: one for one in (await page_of(trial, method, field, parent, who))[0]}
    values = [_sortable(getattr(items[one], by)) for one in rising]
    ensure(values == sorted(values), f"in order of {by} the values are {values}")
    ensure(len(set(values)) == len(values), f"{by} does not tell the items apart: {values}")
    ensure(falling == rising[::-1], f"{by} desc gives {falling}; expected: {rising[::-1]}")


def _sortable(value: Any) -> Any:
    """An amount, a time or a day as numbers; texts as they are."""
    for names in (("units", "nanos"), ("seconds", "nanos"), ("year", "month", "day")):
        if hasattr(value, names[0]):
            return tuple(getattr(value, name) for name in names)
    return value


async def _of_another(trial: Trial, subject: Subject, method: str, parent: str, names: list[str]) -> None:
    listed = subject.lists[method]
    _, token, _ = await page_of(trial, method, listed.field, parent, listed.by, page_size=2)
    ensure(token, "there are five, and behind two nothing follows")
    for other in (
        asked(method, parent, page_token=token, page_size=2, order_by=f"{listed.sorts_by} desc"),
        asked(method, parent, page_token="bm9uZQ", page_size=2),
    ):
        await trial.mission.refused(method, other, listed.by or "rita", status=INVALID, field="page_token")
    if parent == trial.mission.name and (mission := trial.world.other_than(trial.mission)) in trial.world.ids:
        request = asked(method, f"missions/{mission}", page_token=token, page_size=2)
        await trial.mission.refused(method, request, "", status=INVALID, field="page_token")
    wrong = next(one for one in subject.lists if one != method)
    request = asked(wrong, trial.mission.name, page_token=token, page_size=2)
    await trial.mission.refused(wrong, request, status=INVALID, field="page_token")


async def _unfit(trial: Trial, subject: Subject, method: str, parent: str, names: list[str]) -> None:
    for field, value in (
        ("filter", "no_such_field = 1"),
        ("filter", "= ="),
        ("order_by", "no_such_field"),
        ("order_by", f"{subject.lists[method].sorts_by} sideways"),
        ("page_size", -1),
    ):
        request = asked(method, parent, **{field: value})
        await trial.mission.refused(method, request, status=INVALID, field=field)


_each("pages-give-each-once", "S1", _pages)
_each("in-order", "S2", _order)
_each("token-of-another-list", "S3", _of_another)
_each("unfit-question", "S4", _unfit)


async def _what_comes_meanwhile(trial: Trial, subject: Subject) -> None:
    """Between two pages another one is created; none of the first is told twice or left out."""
    method, listed = subject.listing, subject.lists[subject.listing]
    parent, names = await listed.make(trial)
    items, token, _ = await page_of(trial, method, listed.field, parent, page_size=2)
    await subject.create(trial)
    found = names_of(items)
    if token:
        found += names_of(await all_of(trial, method, listed.field, parent, page_size=2, page_token=token))
    ensure([one for one in found if one in names] == names, f"the pages give {found}; expected: {names}")


async def _largest_page(trial: Trial, subject: Subject) -> None:
    method, listed = subject.listing, subject.lists[subject.listing]
    parent, names = await listed.make(trial)
    items, token, _ = await page_of(trial, method, listed.field, parent, page_size=2_000_000)
    ensure(names_of(items) == names and not token, "a page size beyond the largest is taken for the largest")


async def _only_of_its_mission(trial: Trial, subject: Subject) -> None:
    method, listed = subject.listing, subject.lists[subject.listing]
    before = names_of(await all_of(trial, method, listed.field, trial.mission.name))
    name = (await subject.create(trial)).message.name
    found = names_of(await all_of(trial, method, listed.field, trial.mission.name))
    ensure(found == [*before, name], f"the list of {trial.mission.name} has {found}; expected: {[*before, name]}")
    foreign = [one for one in found if not one.startswith(f"{trial.mission.name}/")]
    ensure(not foreign, f"the list of {trial.mission.name} has {foreign}")


for _kind, _rule, _check in (
    ("what-comes-meanwhile", "S6", _what_comes_meanwhile),
    ("largest-page", "S7", _largest_page),
    ("only-of-its-mission", "N1", _only_of_its_mission),
):
    for _subject in SUBJECTS:

        async def _run(
            trial: Trial, subject: Subject = _subject, check: Callable[[Trial, Subject], Awaitable[None]] = _check
        ) -> None:
            await check(trial, subject)

        _name = f"{_subject.service}/{_subject.folders[_subject.listing]}/{_kind}"
        register(Case(_name, _rule, _run, "own-real", f"every.list.{_kind}"))
