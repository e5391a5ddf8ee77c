"""Asking and answering: what one service decides and all have to follow."""

from __future__ import annotations

import pytest

from osi_core.curation import commands as curation
from osi_core.curation.events import FinalOutcome, Score
from osi_core.domain import Event, Phase, Refused, Service
from osi_core.hearing.events import ClosingAnswered
from osi_core.mission import commands as mission
from osi_core.mission.chain_commands import ListChain, RetireChain
from osi_core.mission.events import ClosingAsked, ClosingCancelled, PhaseClosed, PlaybookChanged, PlaybookDeclined
from osi_core.process.asking import AnswerClosing
from osi_core.process.gates import ClosePhase, OpenPhase
from osi_core.process.request import by_engine
from tests.unit.process.apart import JourneyApart, played
from tests.unit.process.journey import CRITERIA, REVIEWERS, STEPS, M


def said(journey: JourneyApart, kind: type[Event], service: Service = Service.PARTICIPATION) -> list:
    """What a service's chain holds of one kind, as recorded."""
    return [record for record in journey.engine.engines[service].events("m") if isinstance(record.event, kind)]


def ask_to_close(journey: JourneyApart, phase: Phase) -> None:
    """Olga closes a phase; nobody has heard of it yet."""
    journey.engine.engines[Service.PARTICIPATION].handle(ClosePhase(**M, phase=phase), actor="olga")


def before_the_close(upto: int, left_open: Phase) -> JourneyApart:
    """The mission up to a step, which would be the next to close a phase, and does not."""
    journey = played(upto=upto - 1)
    journey.close = lambda phase: None if phase is left_open else JourneyApart.close(journey, phase)  # type: ignore[method-assign]
    STEPS[upto - 1](journey)
    journey.engine.carry()
    return journey


@pytest.fixture
def agreed():
    """All that the mission phase asks for is there; it is open."""
    return before_the_close(1, Phase.MISSION)


def test_a_phase_closes_once_all_have_answered_and_everyone_knows_what_it_rests_on(agreed):
    ask_to_close(agreed, Phase.MISSION)
    assert said(agreed, PhaseClosed) == []
    agreed.engine.carry()
    (asked,), (closed,) = said(agreed, ClosingAsked), said(agreed, PhaseClosed)
    assert asked.event.asked == ("matching-1", "funding-1")
    assert (closed.event.question, closed.event.silent) == (asked.position, ())
    answers = {
        one.chain: one.position
        for service in (Service.MATCHING, Service.FUNDING)
        for one in said(agreed, ClosingAnswered, service)
    }
    assert answers.keys() == {"matching-1", "funding-1"}
    assert answers.items() <= closed.facts_at.items()


def test_while_answers_are_awaited_nothing_more_is_taken_in_the_phase(agreed):
    ask_to_close(agreed, Phase.MISSION)
    for command in (ClosePhase(**M, phase=Phase.MISSION), mission.EndorseMission(**M)):
        with pytest.raises(Refused) as refused:
            agreed.engine.engines[Service.PARTICIPATION].handle(command, actor="olga")
        assert "phase-not-open" in refused.value.codes


def test_what_hangs_in_a_service_keeps_the_phase_open_and_all_go_on():
    """Reviews are private: only matching knows that there are enough of them for a result."""
    journey = played(upto=4)
    journey.open(Phase.CURATION)
    journey.do(curation.OpenAssessment(**M, initiative="sails"), by="olga")
    scores = tuple(Score(criterion=name, score=4) for name in CRITERIA)
    for who in REVIEWERS:
        journey.do(curation.SubmitReview(**M, initiative="sails", scores=scores), by=who)
    for name in ("sails", "wells"):
        journey.do(curation.AssessFinally(**M, initiative=name, outcome=FinalOutcome.UNCLEAR), by="olga")
    journey.close(Phase.CURATION)
    journey.engine.carry()
    (cancelled,) = said(journey, ClosingCancelled)
    assert cancelled.event.unmet == ("assessment-hangs",)
    journey.do(curation.CloseAssessment(**M, initiative="sails"), by="olga")
    journey.decide()
    journey.do(curation.AssessFinally(**M, initiative="sails", outcome=FinalOutcome.FIT), by="olga")
    journey.close(Phase.CURATION)
    journey.engine.carry()
    assert said(journey, PhaseClosed)[-1].event.phase is Phase.CURATION


def test_a_silent_service_is_not_waited_for_for_ever_and_is_named(agreed):
    participation, funding = (agreed.engine.engines[one] for one in (Service.PARTICIPATION, Service.FUNDING))
    ask_to_close(agreed, Phase.MISSION)
    for message in participation.told("m"):
        funding.hear([message])
    for message in funding.told("m"):
        participation.hear([message])
    (waits,) = participation.settle("m")
    assert isinstance(waits, Refused)
    assert waits.codes == ("answers-missing",)
    agreed.later(minutes=60)
    participation.settle("m")
    (closed,) = said(agreed, PhaseClosed)
    assert closed.event.silent == ("matching-1",)
    agreed.engine.carry()
    assert len(said(agreed, ClosingAnswered, Service.MATCHING)) == 1, "it answers late"
    assert len(said(agreed, PhaseClosed)) == 1


def test_an_answer_to_a_question_that_nobody_asked_changes_nothing(agreed):
    participation, funding = (agreed.engine.engines[one] for one in (Service.PARTICIPATION, Service.FUNDING))
    before = participation.head("m")
    answer = AnswerClosing(**M, chain="participation-1", position=4711, phase=Phase.SCALING, service=Service.FUNDING)
    funding.handle_many([by_engine(answer)])
    agreed.engine.carry()
    assert participation.head("m") == before


# A new playbook


def other_playbook(journey: JourneyApart, **sections: dict[str, object]) -> mission.ChangePlaybook:
    """The playbook with other values in some sections."""
    participation = journey.engine.engines[Service.PARTICIPATION]
    playbook = participation.memory("m").playbook(participation.store)
    for name, update in sections.items():
        playbook = playbook.model_copy(update={name: getattr(playbook, name).model_copy(update=update)})
    return mission.ChangePlaybook(**M, playbook=playbook, reason="Another rule")


def test_a_new_playbook_holds_once_every_service_can_follow_it(agreed):
    agreed.do(other_playbook(agreed, funding={"accept_days": 7}), by="olga")
    agreed.engine.carry()
    (changed,) = said(agreed, PlaybookChanged)
    for engine in agreed.engine.engines.values():
        assert engine.memory("m").playbook(engine.store).funding.accept_days == 7
    assert changed.event.question is not None


def test_a_playbook_whose_strategy_a_service_lacks_is_declined_and_the_former_stays(agreed):
    agreed.do(other_playbook(agreed, funding={"strategy": "nobody-has-it"}), by="olga")
    agreed.engine.carry()
    (declined,) = said(agreed, PlaybookDeclined)
    assert declined.event.unmet == ("strategy-unusable",)
    assert said(agreed, PlaybookChanged) == []
    agreed.do(other_playbook(agreed, funding={"accept_days": 7}), by="olga")
    agreed.engine.carry()
    assert len(said(agreed, PlaybookChanged)) == 1


def test_a_playbook_that_a_silent_service_cannot_take_is_declined_in_the_end(agreed):
    participation = agreed.engine.engines[Service.PARTICIPATION]
    participation.handle(other_playbook(agreed, funding={"accept_days": 7}), actor="olga")
    with pytest.raises(Refused) as refused:
        participation.handle(other_playbook(agreed, funding={"accept_days": 8}), actor="olga")
    assert refused.value.codes == ("playbook-asked",)
    agreed.later(minutes=60)
    participation.settle("m")
    (declined,) = said(agreed, PlaybookDeclined)
    assert declined.event.unmet == ("chain-silent",)


def test_a_phase_that_nobody_runs_does_not_open(agreed):
    ask_to_close(agreed, Phase.MISSION)
    agreed.engine.carry()
    participation = agreed.engine.engines[Service.PARTICIPATION]
    last = participation.store.heard_heads("m")["matching-1"].position
    retire = RetireChain(**M, chain="matching-1", last=last, reason="It is given up")
    participation.handle(retire)
    with pytest.raises(Refused) as refused:
        participation.handle(OpenPhase(**M, phase=Phase.SOLUTIONS), actor="olga")
    assert "service-missing" in refused.value.codes
    participation.handle(ListChain(**M, chain="matching-2", service=Service.MATCHING))
    with pytest.raises(Refused) as refused:
        participation.handle(OpenPhase(**M, phase=Phase.SOLUTIONS), actor="olga")
    assert "playbook-not-taken" in refused.value.codes
