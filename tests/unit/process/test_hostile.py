"""What a hostile or faulty service, network or operator does to a house that is divided: it changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from osi_core.domain import Phase, Recorded, Refused, Role, Service
from osi_core.funding import commands as funding
from osi_core.funding.facts import Fund
from osi_core.hearing.commands import TakeUpMessage
from osi_core.hearing.events import ClosingAnswered
from osi_core.hearing.facts import Parked
from osi_core.log.envelope import Head, chained
from osi_core.log.memory import MemoryStore
from osi_core.mission import chain_commands as chains
from osi_core.mission import commands as mission
from osi_core.mission.events import (
    ClosingAsked,
    ClosingCancelled,
    PhaseClosed,
    PlaybookChanged,
    PlaybookDeclined,
    RoleGranted,
)
from osi_core.mission.facts import Member
from osi_core.money import Money
from osi_core.process import Engine
from osi_core.process.early import CloseMissionEarly, ResumeMission
from osi_core.process.gates import OpenPhase
from osi_core.process.hearing import Heard, Hearing
from osi_core.solutions.events import ErasureFollowed
from osi_core.support import commands as support
from osi_core.support.events import SupportKind
from osi_core.support.facts import Offer
from tests.unit.process.apart import Apart, forged, played, rows_of
from tests.unit.process.journey import M
from tests.unit.process.test_asking import ask_to_close, before_the_close, other_playbook, said
from tests.unit.process.test_hearing import a_mission, late, some_events, told, unreadable
from tests.unit.process.test_replacing import taken_over


@pytest.fixture
def town():
    return a_mission()


@pytest.fixture
def participation(town):
    return town.engine.engines[Service.PARTICIPATION]


@pytest.fixture
def matching(town):
    return town.engine.engines[Service.MATCHING]


def retire(participation: Engine, chain: str) -> None:
    """A chain serves the mission no longer; what was heard of it counts."""
    last = participation.store.heard_heads("m")[chain].position
    participation.handle(chains.RetireChain(**M, chain=chain, last=last, reason="It is given up"))


# Messages


WRONG: dict[str, dict[str, Any]] = {
    "a position that is no number": {"position": "7"},
    "a position that no database holds": {"position": 2**70},
    "a position that JSON does not hold": {"position": 2**60},
    "a position below the first": {"previous": -1},
    "a hash of another length": {"hash": b"\1"},
    "a hash that is text": {"hash": "1" * 32},
    "no bytes": {"raw": b""},
    "text in the place of bytes": {"raw": "{}"},
    "a stream that is no name": {"stream": "missions/m/\0"},
    "a stream without an end": {"stream": "missions/m/" + "x" * 2000},
    "a chain that is no name": {"chain": "a:b"},
    "a mission that is a list": {"mission": ["m"]},
}


@pytest.mark.parametrize("kind", WRONG)
def test_columns_that_no_store_takes_are_no_message_and_harm_no_other(town, matching, kind):
    joined, granted, other = some_events(town)
    assert matching.hear([joined, granted._replace(**WRONG[kind]), granted, other]) == [
        Heard.TAKEN,
        Heard.UNFIT,
        Heard.TAKEN,
        Heard.TAKEN,
    ]


@pytest.mark.parametrize("time", ["yesterday", "2026-13-01T00:00:00.000000Z", "2026-03-01T00:00:00"])
def test_a_message_of_no_time_is_no_message(town, matching, time):
    before = told(town)[-1]
    joined = some_events(town)[0]
    assert matching.hear([forged(joined, before.hash, time=time)]) == [Heard.UNFIT]
    assert matching.hear([joined]) == [Heard.TAKEN]


def test_a_message_without_its_bytes_is_not_passed_over_as_if_there_was_nothing_to_fold(town, matching):
    joined = some_events(town)[0]
    assert matching.hear([joined._replace(raw=b"")]) == [Heard.UNFIT]
    assert matching.hear([joined]) == [Heard.TAKEN]
    assert "ben" in matching.memory("m").rows[Member]


def test_damaged_bytes_convict_no_chain_of_telling_two_stories(town, matching):
    joined, granted, _ = some_events(town)
    matching.hear([joined, granted])
    assert matching.hear([joined._replace(raw=granted.raw, hash=granted.hash)]) == [Heard.UNFIT]
    assert matching.hear([granted]) == [Heard.KNOWN]


def test_no_mission_begins_elsewhere_than_at_participation(town, participation):
    begun = forged(told(town)[0], chain="mallory", mission="other", stream="missions/other")
    assert participation.hear([begun]) == [Heard.UNLISTED]
    assert not participation.memory("other").is_there


def test_a_mission_begins_at_its_first_event(town):
    begun = forged(told(town)[0], position=5)
    assert late(town).hear([begun]) == [Heard.UNLISTED]


def test_one_engine_of_all_shares_hears_nobody(town):
    assert Engine(MemoryStore(), plugins=town.plugins).hear(told(town)) == [Heard.UNLISTED] * len(told(town))


def test_of_missions_and_chains_that_nobody_knows_nothing_stays(town, matching):
    strangers = [forged(told(town)[1], mission=f"m{number}", chain="stranger") for number in range(200)]
    before = matching.store.head("m"), matching.store.heard_missions()
    assert set(matching.hear(strangers)) == {Heard.UNLISTED}
    assert (matching.store.head("m"), matching.store.heard_missions()) == before
    committing = matching._committing
    assert committing._memories.keys() == committing._snapshot_at.keys() == {"m"}


class WrittenMeanwhile(MemoryStore):
    """Another process writes between two questions of a reader, once."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[Callable[[], object]] = []
        """What happens behind each time that the head was read."""

    def head(self, mission: str) -> Head:
        head = super().head(mission)
        if self.writes:
            self.writes.pop(0)()
        return head


def test_a_reader_folds_nothing_that_was_parked_while_it_looked(town, matching):
    """It saw the message, and not yet that it waits."""
    store = town.stores[Service.MATCHING] = WrittenMeanwhile()
    reader, writer = town.engine_of(Service.MATCHING), town.engine_of(Service.MATCHING)
    writer.hear(told(town))
    before = told(town)[-1]
    reader.memory("m")
    joined, granted, _ = some_events(town)
    garbled = forged(joined, before.hash, data={})
    granted = granted._replace(hash=chained(garbled.hash, granted.raw))
    store.writes = [lambda: writer.hear([garbled]), lambda: writer.hear([granted])]
    assert rows_of(reader) == rows_of(writer)
    assert reader.memory("m").rows[Parked]


# What others say is theirs


def test_what_another_service_says_it_destroys_is_not_destroyed_here():
    """Funding ends a box of its own, and names all secrets of participation that stand in public."""
    journey = played()
    participation = journey.engine.engines[Service.PARTICIPATION]
    kept = {text.seal for _, text in participation.store.texts()}
    last = told(journey, Service.FUNDING)[-1]
    (decided,) = [one for one in told(journey, Service.FUNDING) if one.type == "funding.round_decided"]
    data = next(
        one.event
        for one in journey.engine.engines[Service.FUNDING].events("m")
        if one.id.endswith(f":{decided.position}")
    )
    ends = {**data.model_dump(mode="json"), "ended_boxes": sorted(seal for seal in kept if len(seal) == 64)}
    message = forged(decided, position=last.position + 2, previous=last.position, data=ends)
    assert participation.hear([message]) == [Heard.TAKEN]
    assert {text.seal for _, text in participation.store.texts()} == kept


@pytest.mark.parametrize("service", [Service.FUNDING, Service.PARTICIPATION])
def test_whatever_stands_in_the_missions_stream_a_start_from_a_snapshot_finds_the_mission(town, matching, service):
    """A word of a newer version of participation, or of a service that has no business there."""
    last = told(town, service)[-1]
    columns: dict[str, Any] = {"position": last.position + 2, "previous": last.position, "stream": "missions/m"}
    columns |= {"type": "mission.of_a_later_year"} if service is Service.PARTICIPATION else {}
    assert matching.hear([forged(last, **columns, version=99)]) == [Heard.TAKEN]
    matching.snapshot("m")
    again = town.engine_of(Service.MATCHING)
    assert again.memory("m").mission_state(again.store) == matching.memory("m").mission_state(matching.store)


def test_no_other_service_says_in_participation_what_the_mission_is(town, participation):
    last = told(town, Service.FUNDING)[-1]
    message = forged(last, position=last.position + 2, previous=last.position, stream="missions/m", version=99)
    assert participation.hear([message]) == [Heard.TAKEN]
    assert participation.memory("m").mission_heard_of is None


def test_no_service_gets_the_name_of_the_missions_own_chain(participation):
    retire(participation, "matching-1")
    with pytest.raises(Refused) as refused:
        participation.handle(chains.ListChain(**M, chain="participation-1", service=Service.MATCHING))
    assert refused.value.codes == ("chain-prefix-taken",)


# An erasure passes what is parked


def test_an_erasure_waits_behind_nothing_and_what_had_waited_is_taken_up_behind_it(monkeypatch):
    journey = played(upto=4)
    participation, matching = (journey.engine.engines[one] for one in (Service.PARTICIPATION, Service.MATCHING))
    stated: dict[str, Any] = {"role": Role.REPRESENTATIVE, "institution": "uni"}
    participation.handle(mission.GrantRole(**M, participant="ada", role=Role.EXPERT))
    participation.handle(mission.GrantRole(**M, participant="ben", **stated))
    participation.handle(mission.RevokeRole(**M, participant="ben", **stated, reason="Left"))
    with monkeypatch.context() as older:
        older.setattr(RoleGranted, "upcasters", ())
        journey.engine.carry()
    assert len(matching.memory("m").rows[Parked]) == 3
    for who in ("ada", "ben"):
        participation.handle(mission.EraseParticipant(**M, participant=who), actor=who)
    journey.engine.carry()
    assert not any(text.author in ("ada", "ben") for _, text in matching.store.texts())
    assert [one.event.participant for one in said(journey, ErasureFollowed, Service.MATCHING)] == ["ada", "ben"]
    waiting = [one for one in matching.memory("m").rows[Parked].values() if isinstance(one, Parked)]
    for one in waiting:
        matching.handle(TakeUpMessage(**M, chain=one.chain, position=one.position))
    members = matching.memory("m").rows[Member]
    assert [who for who, row in members.items() if isinstance(row, Member) and row.erased] == ["ada", "ben"]
    assert rows_of(journey.engine_of(Service.MATCHING)) == rows_of(matching), "also when it is made again"


def test_a_listing_that_cannot_be_read_is_parked(town, matching):
    before = told(town)[-1]
    listing = next(one for one in told(town) if one.type == "mission.chain_listed")
    columns = {"position": before.position + 1, "previous": before.position, "stream": "missions/m/chains/x"}
    assert matching.hear([forged(listing, before.hash, **columns, version=1, schema=99)]) == [Heard.PARKED]


def test_what_could_not_be_parked_was_not_heard(town, matching, monkeypatch):
    """Else it would be known as heard, and folded by nobody."""
    joined = some_events(town)[0]
    before = told(town)[-4]
    garbled = forged(joined, before.hash, data={})
    fold: Any = Hearing._take

    def fails(*_: object) -> Any:
        raise RuntimeError("a fault of the program")

    def fails_the_first_time(hearing, message, said, parked_for):
        return fold(hearing, message, said, parked_for) if parked_for else fails()

    with monkeypatch.context() as broken:
        broken.setattr(Hearing, "_take", fails_the_first_time)
        broken.setattr(type(matching.judge), "case", fails)
        with pytest.raises(RuntimeError):
            matching.hear([garbled])
    assert matching.hear([garbled]) == [Heard.PARKED]


# Questions


@pytest.fixture
def agreed():
    return before_the_close(1, Phase.MISSION)


def let_hear(journey: Apart, *services: Service) -> None:
    """These services hear participation, and it hears them."""
    participation = journey.engine.engines[Service.PARTICIPATION]
    for service in services:
        journey.engine.engines[service].hear(participation.told("m"))
        participation.hear(journey.engine.engines[service].told("m"))


def test_a_phase_that_is_asked_to_close_is_not_opened_meanwhile(agreed):
    ask_to_close(agreed, Phase.MISSION)
    with pytest.raises(Refused) as refused:
        agreed.engine.engines[Service.PARTICIPATION].handle(OpenPhase(**M, phase=Phase.MISSION), actor="olga")
    assert refused.value.codes == ("phase-open-already",)


def test_a_chain_that_was_retired_is_waited_for_no_longer_and_is_not_silent(agreed):
    ask_to_close(agreed, Phase.MISSION)
    participation = agreed.engine.engines[Service.PARTICIPATION]
    participation.handle(other_playbook(agreed, funding={"accept_days": 7}), actor="olga")
    retire(participation, "matching-1")
    let_hear(agreed, Service.FUNDING)
    (closed,), (changed,) = said(agreed, PhaseClosed), said(agreed, PlaybookChanged)
    assert closed.event.silent == ()
    assert changed.event.playbook.funding.accept_days == 7


def test_who_takes_over_from_a_chain_that_had_not_answered_answers_in_its_place(agreed):
    ask_to_close(agreed, Phase.MISSION)
    let_hear(agreed, Service.FUNDING)
    assert said(agreed, PhaseClosed) == []
    _, after = taken_over(agreed)
    (closed,) = said(agreed, PhaseClosed)
    assert closed.event.silent == ()
    assert [one.chain for one in said(agreed, ClosingAnswered, Service.MATCHING)] == [after.chain]


def test_nothing_closes_over_what_participation_has_parked(agreed):
    participation = agreed.engine.engines[Service.PARTICIPATION]
    assert participation.hear([unreadable(agreed)]) == [Heard.PARKED]
    ask_to_close(agreed, Phase.MISSION)
    agreed.later(minutes=61)
    let_hear(agreed, Service.FUNDING)
    participation.settle("m")
    (cancelled,) = said(agreed, ClosingCancelled)
    assert cancelled.event.unmet == ("message-parked",)


def test_what_a_retired_chain_said_and_nobody_can_read_keeps_no_phase_open(agreed):
    """Nobody will ever take it up: else one service could keep a mission from closing for ever."""
    participation, funding = (agreed.engine.engines[one] for one in (Service.PARTICIPATION, Service.FUNDING))
    message = unreadable(agreed)
    assert participation.hear([message]) == funding.hear([message]) == [Heard.PARKED]
    retire(participation, "matching-1")
    ask_to_close(agreed, Phase.MISSION)
    let_hear(agreed, Service.FUNDING)
    assert [one.event.unmet for one in said(agreed, ClosingAnswered, Service.FUNDING)] == [()]
    assert len(said(agreed, PhaseClosed)) == 1


def test_in_a_mission_that_was_closed_early_no_phase_closes_and_it_goes_on_where_it_was():
    journey = played(upto=2)
    journey.open(Phase.SOLUTIONS)
    journey.engine.carry()
    ask_to_close(journey, Phase.CHALLENGES)
    participation = journey.engine.engines[Service.PARTICIPATION]
    participation.handle(CloseMissionEarly(**M, reason="No money"), actor="olga")
    journey.engine.carry()
    (cancelled,) = said(journey, ClosingCancelled)
    assert cancelled.event.unmet == ("mission-closed-early",)
    participation.handle(ResumeMission(**M, reason="Money"), actor="olga")
    state = participation.memory("m").mission_state(participation.store)
    assert state is not None
    assert state.open_phases == {Phase.CHALLENGES, Phase.SOLUTIONS}


def test_who_listens_to_what_is_recorded_hears_what_the_engine_does_by_itself_too(agreed, monkeypatch):
    heard: list[Recorded] = []
    monkeypatch.setattr(type(agreed.plugins), "events_recorded", lambda _, written: heard.extend(written))
    ask_to_close(agreed, Phase.MISSION)
    agreed.engine.carry()
    kinds = [type(record.event) for record in heard]
    assert kinds == [ClosingAsked, ClosingAnswered, ClosingAnswered, PhaseClosed]


def test_what_a_service_answers_in_other_than_codes_is_not_said_again(agreed):
    """Participation would publish in its own chain whatever somebody calls a reason."""
    ask_to_close(agreed, Phase.MISSION)
    let_hear(agreed, Service.FUNDING)
    before = told(agreed, Service.MATCHING)[-1]
    (answered,) = [one for one in told(agreed, Service.FUNDING) if one.type == ClosingAnswered.type]
    data = said(agreed, ClosingAnswered, Service.FUNDING)[0].event.model_dump(mode="json")
    message = forged(
        answered,
        before.hash,
        chain="matching-1",
        position=before.position + 1,
        previous=before.position,
        data={**data, "unmet": ["Call me, " * 1000]},
    )
    participation = agreed.engine.engines[Service.PARTICIPATION]
    assert participation.hear([message]) == [Heard.PARKED]
    assert said(agreed, ClosingCancelled) == said(agreed, PhaseClosed) == []


def test_a_playbook_does_not_hold_for_a_chain_that_was_listed_since_it_was_asked(agreed):
    participation = agreed.engine.engines[Service.PARTICIPATION]
    participation.handle(other_playbook(agreed, funding={"accept_days": 7}), actor="olga")
    retire(participation, "matching-1")
    participation.handle(chains.ListChain(**M, chain="matching-2", service=Service.MATCHING))
    let_hear(agreed, Service.FUNDING)
    assert said(agreed, PlaybookDeclined) == said(agreed, PlaybookChanged) == [], "its successor may answer"
    agreed.later(minutes=61)
    participation.settle("m")
    (declined,) = said(agreed, PlaybookDeclined)
    assert declined.event.unmet == ("chain-silent",)


def test_a_mission_whose_last_phase_waits_for_answers_can_be_given_up(agreed):
    ask_to_close(agreed, Phase.MISSION)
    participation = agreed.engine.engines[Service.PARTICIPATION]
    participation.handle(CloseMissionEarly(**M, reason="No money"), actor="olga")
    with pytest.raises(Refused) as refused:
        participation.handle(CloseMissionEarly(**M, reason="No money"), actor="olga")
    assert refused.value.codes == ("nothing-is-open",)


# Money


@pytest.fixture
def offered():
    """Aue offers a stipend of its fund, which has set the money aside; an expert offers time."""
    journey = played(upto=4)
    amount = Money(minor=20_000, currency="EUR")
    journey.do(funding.OpenFund(**M, fund="f2", institution="aue", purpose="Time", amount=amount), by="aue-speaker")
    stipend: dict[str, Any] = {"kind": SupportKind.STIPEND, "fund": "f2", "budget": Money(minor=5_000, currency="EUR")}
    journey.do(support.OfferSupport(**M, offer="paid", **stipend), by="aue-speaker")
    journey.do(support.OfferSupport(**M, offer="free", kind=SupportKind.EXPERT, text="An hour"), by="eli")
    journey.engine.carry()
    return journey


def test_money_is_set_aside_once_however_often_an_offer_is_said_to_have_been_made(offered):
    funds = offered.engine.engines[Service.FUNDING]
    before = funds.memory("m").rows[Fund]["f2"]
    last = told(offered, Service.MATCHING)[-1]
    (made,) = [one for one in told(offered, Service.MATCHING) if one.stream == "missions/m/offers/paid"]
    assert funds.hear([forged(made, position=last.position + 2, previous=last.position, version=2)]) == [Heard.TAKEN]
    assert funds.memory("m").rows[Fund]["f2"] == before


@pytest.mark.parametrize("offer", ["paid", "free"])
def test_funding_ends_no_offer_that_waits_for_no_money(offered, offer):
    matching = offered.engine.engines[Service.MATCHING]
    before = matching.memory("m").rows[Offer]
    last = told(offered, Service.FUNDING)[-1]
    columns: dict[str, Any] = {"position": last.position + 2, "previous": last.position, "version": 99}
    data = {"fund": "f2", "offer": offer, "budget": {"minor": 5_000, "currency": "EUR"}}
    declined = forged(last, **columns, type="funding.stipends_declined", schema=1, data=data)
    assert matching.hear([declined]) == [Heard.TAKEN]
    assert matching.memory("m").rows[Offer] == before
