"""Money that was set aside and not paid is free again, by what the rules grant."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from osi_core.domain import Phase, Role, StopReason
from osi_core.funding import commands as funding
from osi_core.funding.events import GrantMove
from osi_core.funding.facts import GrantRound
from osi_core.funding.resources import GRANT_ROUND
from osi_core.funding.state import GrantRoundState, GrantState
from osi_core.support import commands as support
from osi_core.support.facts import Need, Offer
from tests.unit.process.going_on import M, Organiser


def frees_all_money(mission: Organiser) -> None:
    """What was set aside and not paid is free again."""
    for name in mission.facts(GrantRound):
        for application, grant in _grants_of(mission, name).items():
            if grant.unpaid.minor:
                _takes_back(mission, {**M, "round": name, "application": application}, grant)
    for name, offer in mission.facts(Offer).items():
        if offer.budget is not None:
            mission.again(Phase.SUPPORT)
            if not offer.withdrawn:
                mission.do(support.WithdrawOffer(**M, offer=name, reason=StopReason.NO_MONEY))
            for need in [one for one, row in mission.facts(Need).items() if row.offer == name and row.status != "met"]:
                mission.do(support.ReleaseMatch(**M, offer=name, need=need, reason=StopReason.NO_MONEY))


def _grants_of(mission: Organiser, grant_round: str) -> Mapping[str, GrantState]:
    stream = GRANT_ROUND.within("m", grant_round)
    state, _ = mission.engine.memory("m").aggregate(mission.engine.store, stream, GrantRoundState)
    return state.grants if isinstance(state, GrantRoundState) else {}


def _takes_back(mission: Organiser, of: dict[str, Any], grant: GrantState) -> None:
    """An award that nobody accepted lapses; another one is taken back by two people."""
    if grant.accept_until is not None:
        mission.waits_until(grant.accept_until)
        mission.do(funding.LapseGrant(**of))
        return
    first, second = mission.newcomer(Role.ORGANISER), mission.newcomer(Role.ORGANISER)
    mission.do(funding.ProposeGrantMove(**of, move=GrantMove.TAKE_BACK, amount=grant.unpaid), by=first)
    mission.do(funding.ReturnGrant(**of, amount=grant.unpaid, reason=StopReason.NO_MONEY), by=second)
