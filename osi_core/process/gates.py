"""The gates between the phases, and the two commands that pass them.

One line a phase, as in the table of the README; each phase's own folder says what its gate asks for, and every number
in them comes from the playbook. Gates belong to whoever owns the mission, for they look at all phases.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from osi_core.challenges import gate as challenges
from osi_core.challenges import gate_1 as challenges_1
from osi_core.curation import gate as curation
from osi_core.domain import (
    STAFF,
    Basis,
    Context,
    Fact,
    FactKey,
    Gate,
    Phase,
    PublicText,
    Service,
    Target,
    Unmet,
    judged_by,
    rule,
)
from osi_core.hearing.facts import Answer
from osi_core.mission import gate as mission
from osi_core.mission.commands import OfMission
from osi_core.mission.events import ClosingAsked, PhaseClosed, PhaseOpened
from osi_core.mission.facts import ServingChain, answers_until, others_asked
from osi_core.mission.state import Mission
from osi_core.process import early, hanging
from osi_core.process.installed import Installed
from osi_core.scaling import gate as scaling
from osi_core.solutions import gate as solutions
from osi_core.solutions import gate_1 as solutions_1
from osi_core.support import gate as support
from osi_core.words import Term

GATES_OF_PHASES: dict[Phase, Gate] = {
    Phase.MISSION: mission.GATE,
    Phase.CHALLENGES: challenges.GATE,
    Phase.SOLUTIONS: solutions.GATE,
    Phase.SUPPORT: support.GATE,
    Phase.CURATION: curation.GATE,
    Phase.SCALING: scaling.GATE,
}
"""What each phase asks for itself."""
GATES = {phase: hanging.closes_over_nothing(phase, gate) for phase, gate in GATES_OF_PHASES.items()}
"""The gates: beside what each phase asks for, none closes over what hangs."""
GATES_1 = {**GATES_OF_PHASES, Phase.CHALLENGES: challenges_1.GATE_1, Phase.SOLUTIONS: solutions_1.GATE_1}
"""As the first version of the rules had them."""
FACTS_AT_GATES: tuple[type[Fact], ...] = tuple(dict.fromkeys(fact for gate in GATES.values() for fact in gate.facts))
"""What all gates together look at."""


class OfPhase(OfMission):
    """A command that opens or closes a phase."""

    phase: Phase

    def needs(self, state: object) -> Iterable[FactKey]:
        return (FactKey(kind) for kind in GATES[self.phase].facts)


class OpenPhase(OfPhase):
    """Open a phase when its gate lets it; one that was closed is opened again with a reason."""

    reason: PublicText | None = None

    def needs(self, state: object) -> Iterable[FactKey]:
        return (*super().needs(state), FactKey(ServingChain))


class ClosePhase(OfPhase):
    """Close a phase when its gate lets it."""

    def needs(self, state: object) -> Iterable[FactKey]:
        return (*super().needs(state), FactKey(ServingChain))


def mission_goes_on(command: OfPhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """A mission that was closed early is resumed before its phases open or close."""
    if state.closed_early:
        yield Unmet("mission-closed-early")


def phase_is_not_open(command: OpenPhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """A phase that is open, or only asked to close, cannot be opened; one that was closed says why it opens again."""
    if command.phase in state.open_phases or command.phase in state.closing:
        yield Unmet("phase-open-already", "phase", phase=command.phase)
    elif command.phase in state.closed and command.reason is None:
        yield Unmet("reason-missing", "reason", phase=command.phase)


def gate_lets_in(command: OpenPhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """A phase opens only through its gate, each time."""
    if command.phase not in state.open_phases:
        for condition in GATES[command.phase].opens_when:
            yield from condition(command, state, context)


def gate_lets_in_1(command: OpenPhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """A phase opens only through its gate, as the first version of the rules had it."""
    if command.phase not in state.open_phases:
        for condition in GATES_1[command.phase].opens_when:
            yield from condition(command, state, context)


def phase_is_open(command: ClosePhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """Only what is open can be closed."""
    if command.phase not in state.open_phases:
        yield Unmet(
            "phase-not-open",
            "phase",
            phases=(command.phase,),
            open=tuple(sorted(state.open_phases)) or Term("Phase.none"),
        )


def gate_lets_out(command: ClosePhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """A phase closes only through its gate."""
    if command.phase in state.open_phases:
        for condition in GATES[command.phase].closes_when:
            yield from condition(command, state, context)


def gate_lets_out_1(command: ClosePhase, state: Mission, context: Context) -> Iterator[Unmet]:
    """A phase closes only through its gate, as the first version of the rules had it."""
    if command.phase in state.open_phases:
        for condition in GATES_1[command.phase].closes_when:
            yield from condition(command, state, context)


@judged_by(Basis.INSTALLATION)
def own_gates_agree(command: OfPhase, state: Mission, context: Context, installed: Installed) -> Iterator[Unmet]:
    """The gates of the institution's own that are installed here (hook `osi_phase_gates`) have nothing against it."""
    opening = isinstance(command, OpenPhase)
    for gate in installed.plugins.gates():
        for reason in gate.unmet(state, installed.facts, command.phase, opening):
            yield Unmet("own-gate", gate=gate.name, reason=reason)


def open_phase(command: OpenPhase, state: Mission, context: Context) -> Iterator[PhaseOpened]:
    """The phase is open."""
    yield PhaseOpened(phase=command.phase, reason=command.reason)


def close_phase(command: ClosePhase, state: Mission, context: Context) -> Iterator[PhaseClosed | ClosingAsked]:
    """The phase is closed, or the services that have chains of their own are asked to leave it."""
    asked = others_asked(context)
    if asked:
        yield ClosingAsked(
            phase=command.phase, question=context.position + 1, asked=asked, until=answers_until(context)
        )
    else:
        yield phase_closed(command.phase, state, context)


def phase_closed(
    phase: Phase, state: Mission, context: Context, question: int | None = None, silent: tuple[str, ...] = ()
) -> PhaseClosed:
    """That a phase is closed, and which boxes end with it."""
    ends = GATES[phase].ends
    boxes = tuple(ends(phase, state, context)) if ends else ()
    return PhaseClosed(phase=phase, ended_boxes=boxes, question=question, silent=silent)


@judged_by(Basis.INSTALLATION)
def a_service_takes_it(command: OpenPhase, state: Mission, context: Context, installed: Installed) -> Iterator[Unmet]:
    """Whoever is to run the phase has said that it can follow the playbook: this engine, or a service that is listed.

    Guarantees it at the position the event records. Race: a service that is retired right after leaves the phase to its
    successor.
    """
    if any(part.name == command.phase for part in installed.parts):
        return
    service = Service.PARTICIPATION if command.phase in (Phase.MISSION, Phase.CHALLENGES) else Service.MATCHING
    chains = {
        name: one for name, one in context.all(ServingChain).items() if one.service is service and one.last is None
    }
    answers = installed.facts.get(Answer, {})
    said = {name: answers.get(Answer.key(one.listed_at, name)) for name, one in chains.items()}
    if not any(one.agreed or (said[name] and not said[name].unmet) for name, one in chains.items()):
        yield Unmet("playbook-not-taken" if chains else "service-missing", "phase", service=service)


_OPEN_1 = rule(
    OpenPhase, open_phase, Target.EXISTING, by=STAFF, when=(phase_is_not_open, gate_lets_in_1, own_gates_agree), until=1
)
_CLOSE_1 = rule(
    ClosePhase, close_phase, Target.EXISTING, by=STAFF, when=(phase_is_open, gate_lets_out_1, own_gates_agree), until=1
)
_OPEN = (mission_goes_on, phase_is_not_open, gate_lets_in, own_gates_agree)
_CLOSE = (mission_goes_on, phase_is_open, gate_lets_out, own_gates_agree)
RULES = (
    _OPEN_1,
    replace(_OPEN_1, when=_OPEN, since=2, until=2),
    replace(_OPEN_1, when=(*_OPEN, a_service_takes_it), since=3, until=None),
    _CLOSE_1,
    replace(_CLOSE_1, when=_CLOSE, since=2, until=None),
    *early.RULES,
)
