"""Whatever people of all roles do, with time passing: no mission is reached that can neither go on nor be closed.

`make test` plays as many missions as it takes for every type of event to happen, `make soak` as many steps as
`OSI_SOAK_STEPS` says. A mission is played from one number, and the same from the same number.
"""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from hypothesis import Phase as Generation
from hypothesis import given, settings
from hypothesis import strategies as st

from osi_core.cli.standing import Standing
from osi_core.domain import RULES_VERSION, Event
from osi_core.funding.facts import Fund, Grant, GrantRound
from osi_core.mission.commands import AdoptRules, CorrectClock
from osi_core.money.ledger import Account
from osi_core.plugins import Plugins
from osi_core.process.due import Due
from osi_core.process.early import CloseMissionEarly, ResumeMission
from osi_core.process.export import write_bundle
from osi_core.process.lineage import Lineage
from osi_core.process.memory import MissionMemory
from osi_core.process.owed import contributions
from osi_core.process.playbook import playbook_of
from osi_core.process.share import share_of
from osi_core.process.verifying import verify_export
from osi_core.report.measures import measure, receipts_part
from osi_core.report.page import render
from osi_core.report.source import Source
from osi_core.support.facts import Need, Offer
from osi_core.words import OWN
from tests.unit.process.freeing import frees_all_money
from tests.unit.process.going_on import Organiser
from tests.unit.process.helping import goes_a_way
from tests.unit.process.playing import LEAPS, Player

PLUGINS = Plugins.builtin()
SOAK = int(os.environ.get("OSI_SOAK_STEPS", "0"))
STEPS = 400
"""Of one mission."""
REPORTED = 0.03
"""Of how many missions the report is written, which takes as long as some hundred steps."""
EACH = 100
"""After so many steps, all that must hold at any time is looked at."""
PLAYBOOK: dict[str, Any] = {
    "challenges": {"top": 2, "least_ballots": 0, "round_days": 0, "merge_days": 0},
    "curation": {"min_reviewers": 1, "min_institutions": 1, "fresh_reviewers": 1},
    "scaling": {"min_pilot_institutions": 1, "min_use_days": 1},
    "solutions": {"table_min": 1, "choose_days": 1},
    "support": {"months": 3, "inactive_days": 5, "grace_days": 2},
}
"""Few people are enough, so that a few steps lead far."""
CONSENT = {**PLAYBOOK, "challenges": {**PLAYBOOK["challenges"], "merge_days": 5, "enter_until_close": True}}
PLAYBOOKS = tuple(playbook_of(one) for one in (PLAYBOOK, CONSENT, {}))


class Play:
    """One mission, played from a number; `wanted` are events that it looks for."""

    def __init__(self, seed: int, wanted: frozenset[type[Event]] = frozenset()) -> None:
        self.chance = Random(seed)
        playbook = self.chance.choice([PLAYBOOK, CONSENT])
        rules = RULES_VERSION - (self.chance.random() < 0.2)
        self.mission = Organiser(rules, plugins=PLUGINS, **playbook)
        self.player = Player(self.mission, self.chance, PLAYBOOKS, wanted)

    def goes(self, steps: int) -> None:
        """All of it, and what must be true of every mission that can be reached."""
        for _ in range(self.chance.randrange(6)):  # most steps would else be of the first phases
            self.player.opens_the_next_phase()
        for step in range(1, steps + 1):
            self.takes_a_step()
            if step % EACH == 0:
                always(self.mission)
                self.adopts_the_newest_rules()
        given_up_and_resumed(self.mission)
        self.mission.goes_to_the_end()
        nothing_is_left(self.mission)
        always(self.mission)
        frees_all_money(self.mission)
        no_money_is_stuck(self.mission)
        all_that_is_known_follows_from_the_log(self.mission)
        the_export_verifies(self.mission)
        if self.chance.random() < REPORTED:
            the_report_is_told(self.mission)

    def adopts_the_newest_rules(self) -> None:
        """What began under older rules may go on under the newest."""
        if self.mission.state.rules < RULES_VERSION:
            self.mission.do(AdoptRules(mission="m", rules=RULES_VERSION, reason="They are better"))

    def takes_a_step(self) -> None:
        turn, mission = self.chance.random(), self.mission
        if turn < 0.03:
            mission.later(hours=self.chance.choice(LEAPS))
        elif turn < 0.06:
            mission.decide()
        elif turn < 0.065:
            given_up_and_resumed(mission)
        elif turn < 0.067:
            a_clock_was_wrong(mission)
        elif turn < 0.08:
            self.player.opens_the_next_phase()
        elif turn < 0.1:
            goes_a_way(mission, self.chance)
        else:
            self.player.asks()


def a_clock_was_wrong(mission: Organiser) -> None:
    """It was ahead while somebody did something, and goes right again."""
    right = mission.now
    mission.later(days=40)
    mission.newcomer()
    mission.now = right
    mission.do(CorrectClock(mission="m", reason="The clock was ahead"))


def given_up_and_resumed(mission: Organiser) -> None:
    """Wherever a mission is, it can be closed early, and goes on from there."""
    before = mission.state
    if before.open_phases:
        mission.do(CloseMissionEarly(mission="m", reason="Nobody has time"))
        assert mission.state.open_phases == set()
        mission.decide()
        mission.do(ResumeMission(mission="m", reason="Somebody has"))
        assert mission.state == before


def nothing_is_left(mission: Organiser) -> None:
    """A mission that has come to its end."""
    assert mission.state.open_phases == set()
    mission.decide()
    assert mission.facts(Due) == {}


# ---------------------------------------------------------------------------------------------------------------------
# What holds at any time
# ---------------------------------------------------------------------------------------------------------------------


def always(mission: Organiser) -> None:
    money_is_somewhere(mission)
    status_and_receipts_are_told(mission)


def money_is_somewhere(mission: Organiser) -> None:
    for name, fund in mission.facts(Fund).items():
        held = {account: fund.ledger.balance(account).minor for account in Account}
        assert sum(held.values()) == 0
        assert all(amount >= 0 for account, amount in held.items() if account is not Account.GIVER)
        assert held[Account.RESERVED] == set_aside(mission, name, fund)
        rounds = {name_ for name_, row in mission.facts(GrantRound).items() if row.fund == name}
        grants = [grant for grant in mission.facts(Grant).values() if grant.round in rounds]
        stipends = sum(need.granted.minor for need in met_by(mission, name))
        assert held[Account.PAID] == sum(grant.paid.minor for grant in grants) + stipends
    needs = mission.facts(Need)
    for name, offer in mission.facts(Offer).items():
        taken = [need for need in needs.values() if need.offer == name and need.status != "cancelled"]
        assert len(taken) == offer.taken
        if offer.budget is not None and offer.granted is not None:
            granted = sum(need.granted.minor for need in taken if need.granted)
            assert granted == offer.granted.minor <= offer.budget.minor


def set_aside(mission: Organiser, name: str, fund: Fund) -> int:
    """What rounds that are not decided and offers of stipends hold of a fund."""
    rounds = [
        row for row in mission.facts(GrantRound).values() if row.fund == name and row.status in ("open", "closed")
    ]
    return sum(row.budget.minor for row in rounds) + sum(one.reserved.minor for one in fund.stipends.values())


def met_by(mission: Organiser, fund: str) -> list[Any]:
    """The needs that were met by stipends of a fund."""
    offers = mission.fact(Fund, fund).stipends
    return [need for need in mission.facts(Need).values() if need.offer in offers and need.status == "met"]


def no_money_is_stuck(mission: Organiser) -> None:
    for fund in mission.facts(Fund).values():
        assert fund.ledger.balance(Account.RESERVED).minor == fund.ledger.balance(Account.GRANTED).minor == 0


def all_that_is_known_follows_from_the_log(mission: Organiser) -> None:
    held, engine = mission.engine.memory("m"), mission.engine
    anew = MissionMemory("m", engine.share)
    anew.catch_up(engine.store)
    assert held.rows == anew.rows
    streams = {record.stream for record in mission.records()}
    for resource, kind in {(line.command.at, line.command.state) for line in engine.share.lines if line.command.state}:
        for stream in filter(resource.matches, streams):
            assert held.aggregate(engine.store, stream, kind) == anew.aggregate(engine.store, stream, kind)


def the_report_is_told(mission: Organiser) -> None:
    source = Source(mission.engine, "m")
    render(measure(source), receipts_part(source, mission.receipts[-20:]))


def status_and_receipts_are_told(mission: Organiser) -> None:
    Standing(mission.engine, "m").as_json(partial(OWN.say, language="de"))
    lineage = Lineage(mission.engine, "m")
    for record in mission.records():
        if type(record.event) in contributions():
            for own in (False, True):
                lineage.trail(record, own=own)


def the_export_verifies(mission: Organiser) -> None:
    with TemporaryDirectory() as folder:
        bundle = Path(folder) / "bundle"
        write_bundle(mission.engine.store, "m", bundle)
        report = verify_export(bundle, PLUGINS)
        assert (report.exit_code, report.findings) == (0, ())


# ---------------------------------------------------------------------------------------------------------------------
# Playing
# ---------------------------------------------------------------------------------------------------------------------

_APART = "only services that have chains of their own say this to each other"
UNREACHED = dict.fromkeys(
    (
        "funding.stipends_declined",
        "funding.stipends_set_aside",
        "mission.chain_listed",
        "mission.chain_retired",
        "mission.closing_asked",
        "mission.playbook_asked",
        "solutions.erasure_followed",
    ),
    _APART,
)
"""Types of events that no mission plays → why."""
MOST_MISSIONS = 60


def test_every_type_of_event_happens_and_no_mission_is_reached_that_hangs():
    known = share_of("all")
    missing = {kind for line in known.rules_in(known.newest_rules).values() for kind in line.events}
    for seed in range(MOST_MISSIONS):
        play = Play(seed, frozenset(missing))
        play.goes(STEPS)
        missing -= {type(record.event) for record in play.mission.records()}
        if {kind.type for kind in missing} <= UNREACHED.keys():
            break
    assert {kind.type for kind in missing} == UNREACHED.keys()


@pytest.mark.skipif(not SOAK, reason="make soak plays as long as it is told to")
@pytest.mark.timeout(0)
@settings(max_examples=max(1, SOAK // STEPS), phases=(Generation.generate,))
@given(seed=st.integers(0, 2**62))
def test_no_mission_is_reached_that_can_neither_go_on_nor_be_closed(seed):
    Play(seed).goes(STEPS)
