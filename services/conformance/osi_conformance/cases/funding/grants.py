"""A grant's way: from the opening of its round to the money, and what ends it."""

from __future__ import annotations

from typing import Any

from osi.funding.v1 import funding_service_pb2 as api
from osi.funding.v1 import resources_pb2 as res
from osi.type.v1 import terms_pb2 as terms

from osi_conformance.case import case, ensure
from osi_conformance.mission import Mission
from osi_conformance.town import euros, minor
from osi_conformance.trial import Trial

Round, Application = res.GrantRound, res.Application


def _is(found: object, wanted: object, what: str) -> None:
    ensure(found == wanted, f"{what} is {found}; expected: {wanted}")


async def _application(mission: Mission, name: str) -> res.Application:
    found: res.Application = await mission.read("GetApplication", api.GetApplicationRequest(name=name))
    return found


@case("funding/grant-round/way/from-opening-to-payment", "W1", "simulated")
async def from_opening_to_payment(trial: Trial) -> None:
    """Two apply, one is voted for and the budget suffices for one: it accepts, and two people pay it."""
    mission, town = trial.mission, trial.town
    opened = await town.round(budget=10_000)
    _is(opened.status, Round.STATUS_OPEN, "the status of an open round")
    _is(opened.institution, mission.at("institutions/town"), "whose money it is")
    applied = [await town.apply(opened.name, number) for number in (1, 2)]
    _is([one.status for one in applied], [Application.STATUS_APPLIED] * 2, "the status of what applied")
    mission.later(minutes=61)
    await town.cast("ada", opened.name, applied[1].name)
    decided = await town.decide(opened.name)
    _is(decided.status, Round.STATUS_DECIDED, "the status of a decided round")
    _is([(one.application, minor(one.amount)) for one in decided.awards], [(applied[1].name, 10_000)], "the awards")
    declined, awarded = [await _application(mission, one.name) for one in applied]
    _is(declined.status, Application.STATUS_DECLINED, "the status of what was not awarded")
    _is(awarded.status, Application.STATUS_AWARDED, "the status of what was awarded")
    about: dict[str, Any] = {"name": opened.name, "application": awarded.name}
    await mission.call("AcceptGrant", api.AcceptGrantRequest(**about), "founder-02")
    await mission.call("ProposeGrantMove", api.ProposeGrantMoveRequest(**about), "olga")
    paid = (await mission.call("PayGrant", api.PayGrantRequest(**about, note="Transfer 17"), "rita")).message
    _is(paid.status, Application.STATUS_PAID, "the status of what was paid")
    _is(minor(paid.paid), 10_000, "what was paid")
    fund = await mission.read("GetFund", api.GetFundRequest(name=opened.fund))
    _is((minor(fund.paid), minor(fund.free), minor(fund.granted)), (10_000, 0, 0), "what the fund says")


@case("funding/grant-round/create/tells-its-rules", "W2", "simulated")
async def tells_its_rules(trial: Trial) -> None:
    """What the playbook says at the opening is fixed, and told."""
    opened = await trial.town.round()
    found = (opened.max_choices, opened.max_points, opened.max_applications, opened.strategy)
    _is(found, (3, 10, 10, "score-order"), "what holds for the round")
    _is(opened.kind, terms.BALLOT_KIND_APPROVAL, "the kind where nothing is said")
    roles = {terms.ROLE_CITIZEN, terms.ROLE_REPRESENTATIVE, terms.ROLE_EXPERT}
    _is(set(opened.electorate), roles, "the electorate where nothing is said")
    ensure(opened.voters > 0, "nobody may vote")


@case("funding/grant/accept/until-told", "W3", "simulated")
async def until_told(trial: Trial) -> None:
    grant = await trial.grant()
    before = await _application(trial.mission, grant.application)
    ensure(before.HasField("accept_until"), "an award that waits says until when")
    after = await grant.do("AcceptGrant", grant.founder)
    ensure(not after.HasField("accept_until"), "what was accepted still says until when")


@case("funding/grant/lapse/frees-its-money", "W4", "own-simulated")
async def lapsing_frees(trial: Trial) -> None:
    (grant,) = await trial.town.grants(1)
    trial.mission.later(days=22)
    lapsed = await grant.do("LapseGrant", "olga")
    _is(lapsed.status, Application.STATUS_LAPSED, "the status of what lapsed")
    _is(await grant.held(), {"free": 10_000}, "what the fund holds")


@case("funding/grant/return/frees-its-money", "W4", "own-simulated")
async def returning_frees(trial: Trial) -> None:
    (grant,) = await trial.town.grants(1)
    await grant.do("AcceptGrant", grant.founder)
    await grant.do("ProposeGrantMove", "olga")
    await grant.do("PayGrant", "rita")
    returned = await grant.do("ReturnGrant", grant.founder, reason=terms.STOP_REASON_NO_PEOPLE)
    _is(returned.status, Application.STATUS_RETURNED, "the status of what came back")
    _is(returned.reason, terms.STOP_REASON_NO_PEOPLE, "why it came back")
    _is(await grant.held(), {"free": 10_000}, "what the fund holds")


@case("funding/grant/write-off/and-undone", "W5", "own-simulated")
async def written_off_and_undone(trial: Trial) -> None:
    (grant,) = await trial.town.grants(1)
    await grant.do("AcceptGrant", grant.founder)
    await grant.do("ProposeGrantMove", "olga")
    await grant.do("PayGrant", "rita")
    await grant.do("ProposeWriteOff", "olga", reason="they have ended")
    gone = await grant.do("WriteOffGrant", "rita")
    _is(gone.status, Application.STATUS_WRITTEN_OFF, "the status of what is not expected back")
    _is(await grant.held(), {"written_off": 10_000}, "what the fund holds")
    await grant.do("UndoWriteOff", "otto", reason="a mistake")
    _is(await grant.held(), {"paid": 10_000}, "what the fund holds")


@case("funding/grant/pay/small-sums-alone", "W6", "simulated")
async def small_sums_alone(trial: Trial) -> None:
    """Behind the first payment, one person alone pays up to the playbook's limit, all such payments together."""
    grant = await trial.grant(accepted=True)
    await grant.do("ProposeGrantMove", "olga", amount=euros(5_000))
    await grant.do("PayGrant", "rita", amount=euros(5_000))
    await grant.do("PayGrant", "rita", amount=euros(600))
    await grant.do("PayGrant", "rita", amount=euros(400))
    request = grant.of(api.PayGrantRequest, amount=euros(1))
    await trial.mission.refused("PayGrant", request, "rita", code="second-person-missing")


@case("funding/grant/return/taken-back-by-two", "W7", "simulated")
async def taken_back_by_two(trial: Trial) -> None:
    grant = await trial.grant(accepted=True)
    await grant.do("ProposeGrantMove", "olga", move=res.GRANT_MOVE_TAKE_BACK)
    back = await grant.do("ReturnGrant", "rita", reason=terms.STOP_REASON_NO_ANSWER)
    _is(minor(back.returned), 10_000, "what came back")


@case("funding/application/get/purpose", "W8")
async def purpose(trial: Trial) -> None:
    round_ = await trial.town.round()
    applied = await trial.town.apply(round_.name, purpose="Zwölf Segel, ein Mast & “Seile”")
    found = await _application(trial.mission, applied.name)
    _is(found.purpose, "Zwölf Segel, ein Mast & “Seile”", "what it is for")
    _is(applied.applicant, trial.mission.participant("founder-01"), "who applied, to themselves")
