"""What must hold before something happens in phase 1."""

from __future__ import annotations

from collections.abc import Iterator

from osi_core.domain import Context, Role, Unmet
from osi_core.mission import commands as c
from osi_core.mission.facts import Institution
from osi_core.mission.state import Mission, Participant


def deadline_lies_ahead(command: c.SetGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """A goal whose deadline has passed cannot be reached."""
    deadline = command.indicator.deadline
    if deadline <= context.time.date():
        yield Unmet(
            code="deadline-past",
            field="indicator.deadline",
            en=f"{deadline} is not after today ({context.time.date()})",
            de=f"{deadline} liegt nicht nach dem heutigen Tag ({context.time.date()})",
        )


def target_differs_from_baseline(command: c.SetGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """A target equal to the baseline asks for nothing."""
    if command.indicator.target == command.indicator.baseline:
        yield Unmet(
            code="target-is-baseline",
            field="indicator.target",
            en="the target equals the baseline; say what is to change",
            de="Ziel und Ausgangswert sind gleich; bitte angeben, was sich ändern soll",
        )


def goal_is_not_endorsed(command: c.SetGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """Whoever has endorsed a goal has endorsed this one: it stays as it is."""
    if state.endorsements:
        named = ", ".join(sorted(state.endorsements)[:5])
        yield Unmet(
            code="goal-endorsed",
            en=f"the goal was endorsed (by {named}) and stays as it is",
            de=f"das Ziel wird schon mitgetragen (von {named}) und bleibt, wie es ist",
        )


def goal_is_set(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """An institution endorses a goal, not a blank page."""
    if state.goal is None:
        yield Unmet(
            code="goal-missing",
            en="the mission has no goal yet; it is endorsed after SetGoal",
            de="die Mission hat noch kein Ziel; mitgetragen wird sie nach SetGoal",
        )


def institution_has_not_endorsed(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """An institution endorses once."""
    if context.actor.institution in state.endorsements:
        yield Unmet(
            code="endorsed-already",
            en=f"{context.actor.institution} has endorsed this mission already",
            de=f"{context.actor.institution} trägt diese Mission schon mit",
        )


def participant_is_new(command: c.JoinMission, state: Participant | None, context: Context) -> Iterator[Unmet]:
    """A person joins once; an erased participant's id is never used again, and the operator's own id is nobody's."""
    if command.participant == Role.OPERATOR:
        yield Unmet(
            code="participant-reserved",
            field="participant",
            en=f"{command.participant} stands for whoever runs the software; choose another id",
            de=f"{command.participant} steht für die Betreiber der Software; bitte eine andere Kennung wählen",
        )
    if state is not None and (state.erased or Role.CITIZEN in state.roles):
        yield Unmet(
            code="joined-already",
            field="participant",
            en=f"{command.participant} {'was erased' if state.erased else 'takes part already'}",
            de=f"{command.participant} {'wurde gelöscht' if state.erased else 'nimmt schon teil'}",
        )


def acts_for_oneself(command: c.OfParticipant, state: Participant | None, context: Context) -> Iterator[Unmet]:
    """Nobody but the person, or the operator on the person's behalf, may do this."""
    if not context.actor.is_(Role.OPERATOR) and context.actor.participant != command.participant:
        yield Unmet(
            code="not-oneself",
            field="participant",
            en=f"{context.actor.participant} cannot act for {command.participant}",
            de=f"{context.actor.participant} kann nicht für {command.participant} handeln",
        )


def participant_is_not_erased(command: c.OfParticipant, state: Participant, context: Context) -> Iterator[Unmet]:
    """An erased person can neither be given a role nor be erased again."""
    if state.erased:
        yield Unmet(
            code="participant-erased",
            field="participant",
            en=f"{command.participant} was erased",
            de=f"{command.participant} wurde gelöscht",
        )


def role_fits_institution(command: c.GrantRole, state: Participant, context: Context) -> Iterator[Unmet]:
    """A representative speaks for a registered institution; nobody is made operator or citizen.

    Another role never changes whom a representative speaks for: only a new grant of that role does.

    Guarantees that the institution was registered when the role was given. Race: none, for institutions are only
    ever added; one registered at the same moment may be refused here and found on the next try.
    """
    if command.role in (Role.OPERATOR, Role.CITIZEN):
        yield Unmet(
            code="role-not-granted",
            field="role",
            en=f"{command.role} is not a role that can be granted; use organiser, expert or representative",
            de=f"{command.role} kann nicht vergeben werden; möglich sind organiser, expert und representative",
        )
    if command.role is Role.REPRESENTATIVE and command.institution is None:
        yield Unmet(
            code="institution-missing",
            field="institution",
            en="a representative speaks for an institution; name it",
            de="eine Vertretung spricht für eine Institution; bitte angeben",
        )
    if command.institution is not None and context.fact(Institution, command.institution) is None:
        yield Unmet(
            code="institution-unknown",
            field="institution",
            en=f"{command.institution} is not registered in missions/{command.mission}",
            de=f"{command.institution} ist in missions/{command.mission} nicht eingetragen",
        )
    represented = state.institution if Role.REPRESENTATIVE in state.roles else None
    if command.role is not Role.REPRESENTATIVE and command.institution not in (None, represented) and represented:
        yield Unmet(
            code="represents-another",
            field="institution",
            en=f"{command.participant} represents {represented}; leave the institution out",
            de=f"{command.participant} vertritt {represented}; bitte die Institution weglassen",
        )
