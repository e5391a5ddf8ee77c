"""The ledger: entries are added, never changed, and add up to what the accounts hold and to what was given."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping

from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import case, ensure, fail
from osi_conformance.town import Grant, balances, euros, minor
from osi_conformance.trial import Trial

_MOST_PAGES = 20
_ACCOUNTS: Mapping[int, str] = {
    res.ACCOUNT_FUND: "free",
    res.ACCOUNT_RESERVED: "reserved",
    res.ACCOUNT_GRANTED: "granted",
    res.ACCOUNT_PAID: "paid",
    res.ACCOUNT_RETURNED: "returned",
    res.ACCOUNT_WRITTEN_OFF: "written_off",
}


async def entries_of(trial: Trial, fund: str) -> list[res.LedgerEntry]:
    """All entries of a fund, in their order."""
    found: list[res.LedgerEntry] = []
    token = ""
    for _ in range(_MOST_PAGES):
        request = api.ListLedgerEntriesRequest(parent=fund, page_token=token, page_size=1000)
        page = await trial.mission.read("ListLedgerEntries", request)
        found += page.entries
        token = page.next_page_token
        if not token:
            return found
    fail(f"the entries of {fund} do not end")


async def adds_up(trial: Trial, fund: str) -> None:
    """Sums of entries are balances, and balances are what was given."""
    held: dict[int, int] = defaultdict(int)
    for entry in await entries_of(trial, fund):
        amount = minor(entry.amount)
        ensure(amount > 0, f"{entry.name} moves {amount}")
        held[entry.credit] -= amount
        held[entry.debit] += amount
    told = await trial.mission.read("GetFund", api.GetFundRequest(name=fund))
    sums = {_ACCOUNTS[account]: cents for account, cents in held.items() if account in _ACCOUNTS and cents}
    ensure(sums == balances(told), f"the entries add up to {sums}, the fund says {balances(told)}")
    given = minor(told.amount)
    ensure(sum(sums.values()) == given, f"{given} cents were given, {sum(sums.values())} are there")
    ensure(-held[res.ACCOUNT_GIVER] == given, "what the giver gave is not what the fund got")


@case("funding/entry/list/adds-up-on-the-whole-way", "L1", "own-simulated")
async def adds_up_on_the_whole_way(trial: Trial) -> None:
    """One grant is paid in two, another comes back in part, a third is written off in part and that undone."""
    one, two, three = await trial.town.grants(3)
    await adds_up(trial, one.fund)
    for grant in (one, two, three):
        await grant.do("AcceptGrant", grant.founder)
        await grant.do("ProposeGrantMove", "olga", amount=euros(3_333))
        await grant.do("PayGrant", "rita", amount=euros(3_333))
        await adds_up(trial, one.fund)
    await one.do("ProposeGrantMove", "otto")
    await one.do("PayGrant", "rosa")
    await two.do("ReturnGrant", two.founder, amount=euros(6_668), reason=terms.STOP_REASON_NOT_NEEDED)
    await three.do("ProposeWriteOff", "olga", amount=euros(1_111), reason="they have ended")
    await three.do("WriteOffGrant", "rita", amount=euros(1_111))
    await adds_up(trial, one.fund)
    await three.do("UndoWriteOff", "olga", amount=euros(111), reason="a mistake")
    await adds_up(trial, one.fund)


@case("funding/entry/list/numbered-without-gaps", "L2", "simulated")
async def numbered_without_gaps(trial: Trial) -> None:
    grant = await trial.grant(accepted=True)
    found = await entries_of(trial, grant.fund)
    names = [one.name for one in found]
    ensure(names == [f"{grant.fund}/entries/{n}" for n in range(1, len(found) + 1)], f"the entries are {names}")
    times = [one.time.ToNanoseconds() for one in found]
    ensure(times == sorted(times), "the entries are not in the order of their times")


@case("funding/entry/list/names-their-events", "L3", "simulated")
async def names_their_events(trial: Trial) -> None:
    grant = await trial.grant(accepted=True)
    kinds = [one.event_type for one in await entries_of(trial, grant.fund)][:4]
    wanted = ["funding.fund_opened", "funding.round_opened"]
    ensure(kinds[:2] == wanted, f"the first entries came of {kinds}; expected: {wanted}")
    ids = {one.event for one in await entries_of(trial, grant.fund)}
    begins = f"{trial.setup.chain}:{trial.mission.id}:"
    ensure(all(one.startswith(begins) for one in ids), f"ids of events begin with {begins}; told: {sorted(ids)[:3]}")


@case("funding/entry/list/never-changed", "L4", "simulated")
async def never_changed(trial: Trial) -> None:
    grant = await trial.grant(accepted=True)
    before = await entries_of(trial, grant.fund)
    await _moves(grant)
    after = await entries_of(trial, grant.fund)
    ensure(after[: len(before)] == before, "entries have changed")
    moved = [(one.credit, one.debit, minor(one.amount)) for one in after[len(before) :]]
    wanted = [(res.ACCOUNT_GRANTED, res.ACCOUNT_PAID, 10_000), (res.ACCOUNT_PAID, res.ACCOUNT_FUND, 1_000)]
    ensure(moved == wanted, f"a payment and a return are told as {moved}; expected: {wanted}")


async def _moves(grant: Grant) -> None:
    await grant.do("ProposeGrantMove", "olga")
    await grant.do("PayGrant", "rita")
    await grant.do("ReturnGrant", grant.founder, amount=euros(1_000), reason=terms.STOP_REASON_NOT_NEEDED)
