"""What must hold before something happens in phase 1."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from osi_core.domain import OFFICES, STAFF, Basis, Context, Role, Unmet, judged_by
from osi_core.mission import commands as c
from osi_core.mission.facts import Institution, Member
from osi_core.mission.playbook import Playbook
from osi_core.mission.resources import INSTITUTION
from osi_core.mission.state import Mission, Participant
from osi_core.part import Part
from osi_core.plugins import PluginError, Plugins

MINTED = re.compile("p-[0-9a-f]{32}")
"""The form of a participant's id."""


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

    Guarantees that the institution was registered when the role was given. Race: none, for institutions are only
    ever added; one registered at the same moment may be refused here and found on the next try.
    """
    if command.role in (*OFFICES, Role.CITIZEN):
        yield Unmet("role-not-granted", "role", role=command.role)
    if command.role is Role.REPRESENTATIVE and command.institution is None:
        yield Unmet("institution-missing", "institution")
    if command.institution is not None and context.fact(Institution, command.institution) is None:
        yield Unmet("institution-unknown", "institution", institution=INSTITUTION(command.institution))


def represents_no_other(command: c.GrantRole, state: Participant, context: Context) -> Iterator[Unmet]:
    """Under the first rules one was of one institution: another role never changed whom a representative speaks for,
    only a new grant of that role did.
    """
    represented = state.institution if Role.REPRESENTATIVE in state.roles else None
    if command.role is not Role.REPRESENTATIVE and command.institution not in (None, represented) and represented:
        yield Unmet(
            "represents-another", "institution", participant=command.participant, represented=INSTITUTION(represented)
        )


def mandate_is_new(command: c.GrantRole, state: Participant, context: Context) -> Iterator[Unmet]:
    """A mandate that holds is confirmed or revoked, and not stated over.

    Guarantees it at the position of the facts, of the person's own stream. Race: none.
    """
    stated = command.institution if command.role is Role.REPRESENTATIVE else None
    if stated is not None and mandates_of(command, context):
        name = INSTITUTION(stated)
        yield Unmet("mandate-held", "institution", participant=command.participant, institution=name)


def organises_or_represents(command: c.GrantRole, state: Participant, context: Context) -> Iterator[Unmet]:
    """Who organises speaks for no institution, and judges none that they speak for.

    Guarantees it at the position of the facts, of the person's own stream. Race: none.
    """
    member = context.fact(Member, command.participant)
    organises = member is not None and Role.ORGANISER in member.roles
    represents = bool(_held(command, context))
    both = organises if command.role is Role.REPRESENTATIVE else represents and command.role is Role.ORGANISER
    if both:
        yield Unmet("organises-and-represents", "role", participant=command.participant)


def mandate_is_stated(command: c.ConfirmMandate, state: Participant, context: Context) -> Iterator[Unmet]:
    """What is confirmed was stated, and has not ended.

    Guarantees it at the position of the facts, of the person's own stream. Race: none.
    """
    if not mandates_of(command, context):
        name = INSTITUTION(command.institution)
        yield Unmet("mandate-missing", "institution", participant=command.participant, institution=name)


def confirms_for_the_institution(command: c.ConfirmMandate, state: Participant, context: Context) -> Iterator[Unmet]:
    """An institution's confirmed representative confirms, or the operator, who names a document."""
    actor = context.actor
    if actor.is_(Role.OPERATOR):
        if command.document is None:
            yield Unmet("document-missing", "document")
    elif not actor.surely_speaks_for(command.institution):
        name = INSTITUTION(command.institution)
        yield Unmet("no-confirmed-mandate", "actor", actor=actor.participant, institution=name)


def role_is_held(command: c.RevokeRole, state: Participant, context: Context) -> Iterator[Unmet]:
    """Only a role that was granted and is held can be revoked; of a representative, an institution's mandate.

    Guarantees it at the position of the facts, of the person's own stream. Race: none.
    """
    member = context.fact(Member, command.participant)
    if command.role is Role.REPRESENTATIVE:
        if command.institution is None:
            yield Unmet("institution-missing", "institution")
        elif not mandates_of(command, context):
            name = INSTITUTION(command.institution)
            yield Unmet("mandate-missing", "institution", participant=command.participant, institution=name)
    elif command.role is Role.CITIZEN or member is None or command.role not in member.roles:
        yield Unmet("role-not-held", "role", participant=command.participant, role=command.role)


def revokes_rightly(command: c.RevokeRole, state: Participant, context: Context) -> Iterator[Unmet]:
    """The organisers revoke, the institution its own mandates, and everybody may lay down what is theirs."""
    actor = context.actor
    allowed = actor.is_(*STAFF) or actor.participant == command.participant
    if not allowed and not (command.role is Role.REPRESENTATIVE and actor.surely_speaks_for(command.institution)):
        yield Unmet("not-oneself", "participant", actor=actor.participant, participant=command.participant)


def mandates_of(command: c.GrantRole | c.ConfirmMandate | c.RevokeRole, context: Context) -> tuple[str, ...]:
    """The mandates of the command's institution that its person holds: of one entered twice perhaps two, by their ids;
    the one that is named comes first.
    """
    if command.institution is None:
        return ()
    real = context.joined.really(command.institution)
    found = [name for name in _held(command, context) if context.joined.really(name) == real]
    return tuple(sorted(found, key=lambda name: (name != command.institution, name)))


def _held(command: c.GrantRole | c.ConfirmMandate | c.RevokeRole, context: Context) -> Collection[str]:
    """The institutions that the person of the command speaks for now."""
    member = context.fact(Member, command.participant)
    return member.speaks_for(context.time) if member else ()


@judged_by(Basis.INSTALLATION)
def strategies_are_installed(
    command: c.CreateMission | c.ChangePlaybook, state: Mission | None, context: Context, installed: Any
) -> Iterator[Unmet]:
    """A playbook names strategies that are installed here, with options that they take; each installation answers for
    the parts of the process that it runs.
    """
    yield from playbook_faults(command.playbook, installed.parts, installed.plugins)


def playbook_faults(playbook: Playbook, parts: Iterable[Part], plugins: Plugins) -> Iterator[Unmet]:
    """What keeps some parts of the process from running under a playbook in an installation."""
    for part in parts:
        if part.strategy_kind is not None:
            named = getattr(playbook, part.name)
            try:
                plugins.options(part.strategy_kind, named.strategy, named.options)
            except PluginError as error:
                yield Unmet("strategy-unusable", f"playbook.{part.name}", reason=error.message)


def no_playbook_is_asked(command: c.ChangePlaybook, state: Mission, context: Context) -> Iterator[Unmet]:
    """One new playbook at a time is put to the services."""
    if state.asked is not None:
        yield Unmet("playbook-asked", until=state.asked.until)


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
