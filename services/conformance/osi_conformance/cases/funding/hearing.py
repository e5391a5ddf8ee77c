"""Hearing: what the other services say is taken in once, in order, and answered."""

from __future__ import annotations

import asyncio
from typing import Any

from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res

from osi_conformance.case import case, ensure
from osi_conformance.recorded import spoken
from osi_conformance.town import minor
from osi_conformance.trial import Trial

_ENOUGH = 1.0
"""Seconds in which a service would have done what it must not do."""


@case("funding/hearing/duplicates", "H1", "own-simulated")
async def duplicates(trial: Trial) -> None:
    """A network that doubles: everything from the start comes again, and the money is set aside once."""
    fund = await trial.town.fund(100_000, fund_id="for-stipends")
    for service in ("participation", "matching"):
        trial.world.played.of(service, trial.mission.id).says_all_again = True
    await trial.mission.goes_on("stipends")
    await trial.says("funding.stipends_set_aside", 1)
    told = await trial.mission.read("GetFund", api.GetFundRequest(name=fund.name))
    ensure(minor(told.reserved) == 30_000, f"{minor(told.reserved)} cents are set aside; expected: 30000")


@case("funding/hearing/gap-is-asked-for", "H2", "own-simulated")
async def gap_is_asked_for(trial: Trial) -> None:
    """A network that loses messages: what is missing is asked for, and nothing behind it is taken before."""
    await trial.town.fund(100_000, fund_id="for-stipends")
    matching = trial.world.played.of("matching", trial.mission.id)
    later = spoken("funding", "matching", "simulated", trial.mission.id, "stipends")
    matching.withholds = {later[0].position}
    asked = matching.asked
    await trial.mission.goes_on("stipends")
    (aside,) = await trial.says("funding.stipends_set_aside", 1)
    ensure(aside["offer"] == "small", "what was missing was passed over: money was set aside for what came behind it")
    ensure(matching.asked > asked, "what was missing was never asked for")


@case("funding/hearing/fork-is-not-followed", "H3", "own-simulated")
async def fork_is_not_followed(trial: Trial) -> None:
    """A chain that tells two stories is heard no more."""
    matching = trial.world.played.of("matching", trial.mission.id)
    heard = await trial.mission.heard_of("matching-1")
    forged = matching.forged(previous=matching.entries[-2].previous)
    await matching.say(forged)
    await asyncio.sleep(_ENOUGH)
    ensure(await trial.mission.heard_of("matching-1") == heard, "an event that denies the one before was taken in")
    matching.entries.remove(forged)
    await trial.world.played.go_on(trial.mission.id, "stipends")
    await asyncio.sleep(_ENOUGH)
    ensure(await trial.mission.heard_of("matching-1") == heard, "a chain that has told two stories is still heard")


@case("funding/hearing/answers-the-playbook-as-it-stands", "H4", "own-simulated")
async def answers_as_listed(trial: Trial) -> None:
    """A chain that is listed says whether it can keep to the playbook."""
    (answer,) = await trial.says("hearing.playbook_answered", 1)
    ensure(answer["unmet"] == [] and answer["chain"] == "participation-1", f"the answer is {answer}")


@case("funding/hearing/answers-an-unfit-playbook", "H4", "own-simulated")
async def answers_unfit_playbook(trial: Trial) -> None:
    await trial.mission.goes_on("playbook")
    answer = (await trial.says("hearing.playbook_answered", 2))[-1]
    position = trial.world.played.of("participation", trial.mission.id).last.position
    ensure(answer["position"] == position, f"the answer is to {answer['position']}; asked was at {position}")
    ensure(answer["unmet"], "an allocation rule that nobody has was agreed to")


@case("funding/hearing/closing-is-answered", "H5", "own-simulated")
async def closing_is_answered(trial: Trial) -> None:
    """Asked to close the support phase, with nothing that hangs, the service leaves it."""
    fund = await trial.town.fund()
    await trial.mission.goes_on("closing")
    (answer,) = await trial.says("hearing.closing_answered", 1)
    ensure(answer["unmet"] == [] and answer["phase"] == "support", f"the answer is {answer}")
    trial.mission.later(days=310)
    await trial.mission.refused("CreateGrantRound", trial.town.round_request(fund.name), "olga", code="phase-not-open")


@case("funding/hearing/closing-over-a-round-is-refused", "H5", "own-simulated")
async def closing_over_a_round(trial: Trial) -> None:
    await trial.town.round()
    await trial.mission.goes_on("closing")
    (answer,) = await trial.says("hearing.closing_answered", 1)
    ensure("round-hangs" in answer["unmet"], f"a round is open, and what speaks against closing is {answer['unmet']}")


@case("funding/hearing/phase-is-closed", "P5", "own-simulated")
async def phase_is_closed(trial: Trial) -> None:
    """Behind the support phase no round is opened and no application taken; what was awarded is paid all the same."""
    (grant,) = await trial.town.grants(1)
    fund = await trial.town.fund()
    await grant.do("AcceptGrant", grant.founder)
    await trial.mission.goes_on("closed")
    trial.mission.later(days=310)
    await trial.mission.refused("CreateGrantRound", trial.town.round_request(fund.name), "olga", code="phase-not-open")
    request = trial.town.application_request(grant.round, 2)
    await trial.mission.refused("CreateApplication", request, "founder-02", code="phase-not-open")
    await grant.do("ProposeGrantMove", "olga")
    await grant.do("PayGrant", "rita")


@case("funding/hearing/stipends-are-set-aside", "H6", "own-simulated")
async def stipends(trial: Trial) -> None:
    """Of two offers the fund suffices for one: that is set aside, the other declined."""
    fund = await trial.town.fund(100_000, fund_id="for-stipends")
    await trial.mission.goes_on("stipends")
    (aside,) = await trial.says("funding.stipends_set_aside", 1)
    (declined,) = await trial.says("funding.stipends_declined", 1)
    ensure((aside["offer"], declined["offer"]) == ("small", "large"), f"{aside['offer']} was set aside")
    told = await trial.mission.read("GetFund", api.GetFundRequest(name=fund.name))
    ensure((minor(told.free), minor(told.reserved)) == (70_000, 30_000), "free and set aside are not 700 and 300 euros")
    await trial.mission.refused(
        "CreateGrantRound", trial.town.round_request(fund.name, 70_001), "olga", code="fund-too-small"
    )


@case("funding/hearing/erasure-is-followed", "H7", "own-simulated")
async def erasure(trial: Trial) -> None:
    """Who was erased does nothing more."""
    round_, names = await trial.town.voting(100)
    await trial.town.cast("nora", round_, *names)
    await trial.mission.goes_on("people")
    await trial.mission.refused("CastGrantBallot", trial.town.ballot(round_, *names), "nora")
    await trial.town.cast("ada", round_, *names)


@case("funding/hearing/revoked-mandate", "P2", "own-simulated")
async def revoked_mandate(trial: Trial) -> None:
    request = trial.town.fund_request()
    request.fund.institution = trial.mission.at("institutions/works")
    await trial.mission.call("CreateFund", request, "bert")
    await trial.mission.goes_on("people")
    trial.mission.later(days=61)
    request.fund_id = trial.mission.new_id("fund")
    await trial.mission.refused("CreateFund", request, "bert", code="role-missing")


@case("funding/hearing/dropped-out-is-not-awarded", "W9", "own-simulated")
async def dropped_out(trial: Trial) -> None:
    """An initiative that has ended by the close stands for choice no more."""
    round_ = await trial.town.round(budget=20_000)
    one = (await trial.town.apply(round_.name, 10)).name
    gone = (await trial.town.apply(round_.name, 11)).name
    trial.mission.later(minutes=61)
    await trial.town.cast("ada", round_.name, one, gone)
    await trial.mission.goes_on("people")
    trial.mission.later(days=61)
    decided = await trial.town.decide(round_.name)
    awarded = [row.application for row in decided.awards]
    ensure(awarded == [one], f"awarded: {awarded}; {gone} is of an initiative that has dropped out")


@case("funding/hearing/ended-initiative-is-not-paid", "W9", "own-simulated")
async def ended_is_not_paid(trial: Trial) -> None:
    round_ = await trial.town.round(budget=10_000)
    name = (await trial.town.apply(round_.name, 11)).name
    trial.mission.later(minutes=61)
    await trial.town.decide(round_.name)
    about: dict[str, Any] = {"name": round_.name, "application": name}
    await trial.mission.call("AcceptGrant", api.AcceptGrantRequest(**about), "founder-11")
    await trial.mission.goes_on("people")
    trial.mission.later(days=61)
    request = api.ProposeGrantMoveRequest(**about)
    await trial.mission.refused("ProposeGrantMove", request, "olga", code="initiative-ended")
    back = api.ProposeGrantMoveRequest(**about, move=res.GRANT_MOVE_TAKE_BACK)
    await trial.mission.call("ProposeGrantMove", back, "olga")
