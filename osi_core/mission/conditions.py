"""What must hold before something happens in phase 1."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from osi_core.domain import OFFICES, Basis, Context, Role, Unmet, judged_by
from osi_core.mission import commands as c
from osi_core.mission.facts import Institution
from osi_core.mission.resources import INSTITUTION
from osi_core.mission.state import Mission, Participant
from osi_core.plugins import PluginError

MINTED = re.compile("p-[0-9a-f]{32}")
"""The form of a participant's id."""


def deadline_lies_ahead(command: c.SetGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """A goal whose deadline has passed cannot be reached."""
    deadline = command.indicator.deadline
    if deadline <= context.time.date():
        yield Unmet("day-past", "indicator.deadline", day=deadline, today=context.time.date())


def target_differs_from_baseline(command: c.SetGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """A target equal to the baseline asks for nothing."""
    if command.indicator.target == command.indicator.baseline:
        yield Unmet("target-is-baseline", "indicator.target")


def goal_is_not_endorsed(command: c.SetGoal, state: Mission, context: Context) -> Iterator[Unmet]:
    """Whoever has endorsed a goal has endorsed this one: it stays as it is."""
    if state.endorsements:
        yield Unmet("goal-endorsed", institutions=tuple(INSTITUTION(one) for one in sorted(state.endorsements)[:5]))


def goal_is_set(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """An institution endorses a goal, not a blank page."""
    if state.goal is None:
        yield Unmet("goal-missing")


def institution_has_not_endorsed(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[Unmet]:
    """An institution endorses once."""
    institution = context.actor.institution
    if institution is not None and institution in state.endorsements:
        yield Unmet("endorsed-already", institution=INSTITUTION(institution))


def participant_is_new(command: c.JoinMission, state: Participant | None, context: Context) -> Iterator[Unmet]:
    """A person joins once; an erased participant's id is never used again, and no office's name is anybody's."""
    if command.participant in OFFICES:
        yield Unmet("participant-reserved", "participant", participant=command.participant)
    if state is not None and (state.erased or Role.CITIZEN in state.roles):
        code = "participant-erased" if state.erased else "joined-already"
        yield Unmet(code, "participant", participant=command.participant)


@judged_by(Basis.REQUEST)
def id_is_minted(command: c.JoinMission, state: Participant | None, context: Context, asked: Any) -> Iterator[Unmet]:
    """A participant's id is 16 bytes of chance, as `Engine.join` makes it, and no name or address.

    Only the request is judged: the log cannot tell what was chance.
    """
    if MINTED.fullmatch(command.participant) is None:
        yield Unmet("participant-not-minted", "participant")


@judged_by(Basis.REQUEST)
def alias_is_nobody_elses(
    command: c.JoinMission, state: Participant | None, context: Context, asked: Any
) -> Iterator[Unmet]:
    """One user of the embedding system is one participant, and nobody votes twice by being erased in between."""
    if asked.held:
        yield Unmet("alias-held", "alias")
    if asked.tied not in (None, command.participant):
        yield Unmet("alias-tied", "alias")


def acts_for_oneself(command: c.OfParticipant, state: Participant | None, context: Context) -> Iterator[Unmet]:
    """Nobody but the person, or the operator on the person's behalf, may do this."""
    if not context.actor.is_(Role.OPERATOR) and context.actor.participant != command.participant:
        actor = context.actor.participant
        yield Unmet("not-oneself", "participant", actor=actor, participant=command.participant)


def participant_is_not_erased(command: c.OfParticipant, state: Participant, context: Context) -> Iterator[Unmet]:
    """An erased person can neither be given a role nor be erased again."""
    if state.erased:
        yield Unmet("participant-erased", "participant", participant=command.participant)


def role_fits_institution(command: c.GrantRole, state: Participant, context: Context) -> Iterator[Unmet]:
    """A representative speaks for a registered institution; nobody is given an office or made a citizen.

    Another role never changes whom a representative speaks for: only a new grant of that role does.

    Guarantees that the institution was registered when the role was given. Race: none, for institutions are only
    ever added; one registered at the same moment may be refused here and found on the next try.
    """
    if command.role in (*OFFICES, Role.CITIZEN):
        yield Unmet("role-not-granted", "role", role=command.role)
    if command.role is Role.REPRESENTATIVE and command.institution is None:
        yield Unmet("institution-missing", "institution")
    if command.institution is not None and context.fact(Institution, command.institution) is None:
        yield Unmet("institution-unknown", "institution", institution=INSTITUTION(command.institution))
    represented = state.institution if Role.REPRESENTATIVE in state.roles else None
    if command.role is not Role.REPRESENTATIVE and command.institution not in (None, represented) and represented:
        yield Unmet(
            "represents-another", "institution", participant=command.participant, represented=INSTITUTION(represented)
        )


@judged_by(Basis.INSTALLATION)
def strategies_are_installed(
    command: c.CreateMission | c.ChangePlaybook, state: Mission | None, context: Context, installed: Any
) -> Iterator[Unmet]:
    """A playbook names strategies that are installed here, with options that they take; each installation answers for
    the parts of the process that it runs.
    """
    for part in installed.parts:
        if part.strategy_kind is not None:
            named = getattr(command.playbook, part.name)
            try:
                installed.plugins.options(part.strategy_kind, named.strategy, named.options)
            except PluginError as error:
                yield Unmet("strategy-unusable", f"playbook.{part.name}", reason=error.message)


@judged_by(Basis.INSTALLATION)
def rules_are_known(
    command: c.CreateMission | c.AdoptRules, state: Mission | None, context: Context, installed: Any
) -> Iterator[Unmet]:
    """An installation judges by the versions of the rules that it has."""
    if command.rules > installed.newest_rules:
        yield Unmet("rules-unknown", "rules", rules=str(command.rules), newest=str(installed.newest_rules))


def rules_are_newer(command: c.AdoptRules, state: Mission, context: Context) -> Iterator[Unmet]:
    """A mission goes on to newer rules, never back."""
    if command.rules <= state.rules:
        yield Unmet("rules-not-newer", "rules", rules=str(command.rules), held=str(state.rules))
