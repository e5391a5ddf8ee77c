"""Asking and answering: what one service decides and all have to follow.

Closing a phase and a new playbook are *asked* in the chain of whoever runs the mission, and *answered* by every other
chain that serves it, each in its own: done, or what speaks against it. Since the question was heard, nothing more is
taken in a phase that is to close, so where the answer stands in its chain is the cut. Once all have answered, the
question is *settled*: the phase closes, or a refusal, or a gate that no longer holds, cancels it and all go on. Who is
silent for longer than knowledge may be old takes nothing more anyway: the phase closes without them, and says so.
Where one engine owns the whole process there is nobody to ask, and the command is the decision.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from osi_core.domain import Context, FactKey, Phase, Recorded, Role, Service, Target, Unmet, rule
from osi_core.hearing.commands import OfMessage, Reason
from osi_core.hearing.events import Answered, ClosingAnswered, PlaybookAnswered
from osi_core.hearing.facts import Answer, Parked
from osi_core.mission.commands import CorrectClock, OfMission
from osi_core.mission.conditions import playbook_faults
from osi_core.mission.correcting import correct_clock
from osi_core.mission.events import (
    ChainListed,
    ClosingAsked,
    ClosingCancelled,
    PhaseClosed,
    PlaybookAsked,
    PlaybookChanged,
    PlaybookDeclined,
    Question,
)
from osi_core.mission.facts import ServingChain, others_asked
from osi_core.mission.playbook import Playbook
from osi_core.mission.state import Mission
from osi_core.part import Part
from osi_core.plugins import Plugins
from osi_core.process.gates import GATES, ClosePhase, mission_goes_on, phase_closed
from osi_core.process.hanging import HANGING

SILENT = "chain-silent"
"""What speaks against a playbook that a service has not answered to."""

PARKED = "message-parked"
"""What speaks against closing a phase while something waits that may be about it."""
_WAITING = (FactKey(Parked), FactKey(ServingChain))


def something_waits(context: Context) -> bool:
    """Whether a message is parked that may still be taken up in time: one of a retired chain keeps nothing open, or a
    service that says what nobody can read could keep a mission from ever closing a phase.
    """
    chains = context.all(ServingChain)
    return any(one.chain not in chains or chains[one.chain].last is None for one in context.all(Parked).values())


# Answering


class Here(NamedTuple):
    """The service that is asked, and what it is asked about."""

    service: Service
    chain: str | None
    parts: tuple[Part, ...]
    plugins: Plugins
    playbook: Playbook
    """Of the mission, as it stands."""


class AnswerClosing(OfMessage):
    """Leave a phase that is to close, unless something of it hangs here."""

    phase: Phase
    service: Service

    def needs(self, state: object) -> tuple[FactKey, ...]:
        kinds = dict.fromkeys(kind for one in HANGING[self.phase] if one.service is self.service for kind in one.facts)
        return *_WAITING, *(FactKey(kind) for kind in kinds)


class AnswerPlaybook(OfMessage):
    """Say whether the strategies of a playbook that was asked for can run here."""

    service: Service
    unmet: tuple[Reason, ...]


def answer_closing(command: AnswerClosing, state: None, context: Context) -> Iterator[ClosingAnswered]:
    """What is parked may be about the phase, so nothing closes over it."""
    hanging = [one for one in HANGING[command.phase] if one.service is command.service]
    closing = ClosePhase(mission=command.mission, phase=command.phase)
    unmet = [found.code for one in hanging for found in one.condition(closing, None, context)]
    if something_waits(context):
        unmet.append(PARKED)
    yield ClosingAnswered(
        chain=command.chain,
        position=command.position,
        service=command.service,
        unmet=tuple(dict.fromkeys(unmet)),
        phase=command.phase,
    )


def answer_playbook(command: AnswerPlaybook, state: None, context: Context) -> Iterator[PlaybookAnswered]:
    """What is installed here has been looked at by whoever gives the command."""
    yield PlaybookAnswered(chain=command.chain, position=command.position, service=command.service, unmet=command.unmet)


ANSWERS = (
    rule(CorrectClock, correct_clock, Target.EXISTING, by=(Role.OPERATOR,), since=3),
    rule(AnswerClosing, answer_closing, Target.ANY, by=(Role.ENGINE,), since=3),
    rule(AnswerPlaybook, answer_playbook, Target.ANY, by=(Role.ENGINE,), since=3),
)
"""The lines of every service that does not run the mission itself."""


ASKS = (ClosingAsked, PlaybookAsked, ChainListed)
"""What `answer_of` may have an answer to."""


def answer_of(heard: Recorded, here: Here) -> OfMessage | None:
    """What a service has to answer to an event; None where that is no question. A service that is listed says whether
    it can follow the playbook as it stands.
    """
    mission, chain, position = heard.mission, heard.chain, heard.position
    match heard.event:
        case ClosingAsked(phase=phase):
            return AnswerClosing(mission=mission, chain=chain, position=position, phase=phase, service=here.service)
        case PlaybookAsked(playbook=playbook):
            pass
        case ChainListed(chain=listed) if listed == here.chain:
            playbook = here.playbook
        case _:
            return None
    unmet = tuple(dict.fromkeys(one.code for one in playbook_faults(playbook, here.parts, here.plugins)))
    return AnswerPlaybook(mission=mission, chain=chain, position=position, service=here.service, unmet=unmet)


# Settling


class SettleQuestion(OfMission):
    """Do what was asked, or leave it, once all have answered or their time is over."""

    question: int

    def needs(self, state: Mission | None) -> tuple[FactKey, ...]:
        asked = _asked(state, self.question)
        gate = GATES[asked.phase].facts if isinstance(asked, ClosingAsked) else ()
        return FactKey(Answer), *_WAITING, *(FactKey(kind) for kind in gate)


def questions_of(state: Mission | None) -> tuple[Question, ...]:
    """The questions that wait for answers."""
    if state is None:
        return ()
    return (*state.closing.values(), *((state.asked,) if state.asked else ()))


def _asked(state: Mission | None, question: int) -> Question | None:
    """The question that waits at a position."""
    return next((one for one in questions_of(state) if one.question == question), None)


def question_waits(command: SettleQuestion, state: Mission, context: Context) -> Iterator[Unmet]:
    """Only what waits for answers is settled, and once."""
    if _asked(state, command.question) is None:
        yield Unmet("question-not-asked", "question", question=command.question)


def all_have_answered(command: SettleQuestion, state: Mission, context: Context) -> Iterator[Unmet]:
    """Every chain that was asked has answered, or its time is over.

    Guarantees it at the position the event records. Race: an answer that comes behind the settling counts for nothing.
    """
    asked = _asked(state, command.question)
    if asked is not None and context.time < asked.until and (silent := _silent(asked, context)):
        yield Unmet("answers-missing", chains=silent)


def _asked_now(asked: Question, context: Context) -> Iterator[str]:
    """The chains that a question waits for. One that was retired before it answered is waited for no longer; the one
    that took over, where there is one, answers in its place.
    """
    answers, chains = context.all(Answer), context.all(ServingChain)
    for name in asked.asked:
        row = chains.get(name)
        if row is None or row.last is None or Answer.key(asked.question, name) in answers:
            yield name
        else:
            yield from (other for other, one in chains.items() if one.service is row.service and one.last is None)


def _silent(asked: Question, context: Context) -> tuple[str, ...]:
    answers = context.all(Answer)
    return tuple(one for one in _asked_now(asked, context) if Answer.key(asked.question, one) not in answers)


def settle(
    command: SettleQuestion, state: Mission, context: Context
) -> Iterator[PhaseClosed | ClosingCancelled | PlaybookChanged | PlaybookDeclined]:
    """A phase that is to close is no longer open, so its gate is asked as if it were."""
    asked, answers = _asked(state, command.question), context.all(Answer)
    assert asked is not None, "the conditions refuse what was not asked"
    asked_now = tuple(_asked_now(asked, context))
    given = (answers.get(Answer.key(asked.question, chain)) for chain in asked_now)
    unmet = [code for answer in given if answer for code in answer.unmet]
    silent = _silent(asked, context)
    if isinstance(asked, PlaybookAsked):
        unasked = set(others_asked(context)) - set(asked_now)  # listed since, so it would have to follow unasked
        unmet += [SILENT] if silent or unasked else []
        if unmet:
            yield PlaybookDeclined(question=asked.question, unmet=tuple(dict.fromkeys(unmet)))
        else:
            yield PlaybookChanged(playbook=asked.playbook, reason=asked.reason, question=asked.question)
    elif isinstance(asked, ClosingAsked):
        phase, before = asked.phase, state.as_if_open(asked.phase)
        closing = ClosePhase(mission=command.mission, phase=phase)
        conditions = (mission_goes_on, *GATES[phase].closes_when)
        unmet += [found.code for one in conditions for found in one(closing, before, context)]
        unmet += [PARKED] if something_waits(context) else []
        if unmet:
            yield ClosingCancelled(phase=phase, question=asked.question, unmet=tuple(dict.fromkeys(unmet)))
        else:
            yield phase_closed(phase, before, context, asked.question, silent)


RULES = (
    rule(
        SettleQuestion,
        settle,
        Target.EXISTING,
        by=(Role.ENGINE,),
        when=(question_waits, all_have_answered),
        since=3,
    ),
)


def settling_of(heard: Recorded) -> SettleQuestion | None:
    """What may be settled once an answer was heard."""
    if not isinstance(heard.event, Answered):
        return None
    return SettleQuestion(mission=heard.mission, question=heard.event.position)
