"""What happens when a command of phase 1 is granted: one pure function a command."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from osi_core.domain import Context, Role
from osi_core.domain.calendar import months_later
from osi_core.mission import chain_commands as chains
from osi_core.mission import commands as c
from osi_core.mission import events as e
from osi_core.mission.conditions import mandates_of
from osi_core.mission.facts import THE_GOAL, GoalVersions, Institution, Member, answers_until, others_asked
from osi_core.mission.joining_conditions import silent
from osi_core.mission.settings import MissionSettings
from osi_core.mission.state import ChainState, InstitutionState, Mission, Participant


def create(command: c.CreateMission, state: Mission | None, context: Context) -> Iterator[e.MissionCreated]:
    yield e.MissionCreated(
        title=command.title,
        language=command.language,
        sdg=command.sdg,
        playbook=command.playbook,
        origin=command.origin,
        rules=command.rules,
    )


def adopt_rules(command: c.AdoptRules, state: Mission, context: Context) -> Iterator[e.RulesAdopted]:
    yield e.RulesAdopted(rules=command.rules, reason=command.reason)


def set_goal(command: c.SetGoal, state: Mission, context: Context) -> Iterator[e.GoalSet]:
    yield e.GoalSet(**_written(command))


def _written(command: c.WritesGoal) -> dict[str, Any]:
    indicator = command.indicator.model_dump()
    return {"statement": command.statement, "indicator": indicator.pop("name"), **indicator}


def propose_goal(command: c.ProposeGoal, state: Mission, context: Context) -> Iterator[e.GoalProposed]:
    days = context.settings(MissionSettings).goal_days
    yield e.GoalProposed(
        **_written(command),
        version=state.versions + 1,
        proposer=context.actor.participant,
        until=context.time + timedelta(days=days),
        reason=command.reason,
    )


def take_goal_back(command: c.TakeBackGoal, state: Mission, context: Context) -> Iterator[e.GoalTakenBack]:
    assert state.proposed is not None, "the conditions refuse to take back what nobody has proposed"
    yield e.GoalTakenBack(version=state.proposed.goal.version, reason=command.reason)


def comment_goal(command: c.CommentGoal, state: None, context: Context) -> Iterator[e.GoalCommented]:
    known = context.fact(GoalVersions, THE_GOAL)
    assert known is not None, "the conditions refuse to speak about nothing"
    yield e.GoalCommented(
        version=command.version or known.current, author=context.actor.participant, text=context.sealed["text"]
    )


def endorse(command: c.EndorseMission, state: Mission, context: Context) -> Iterator[e.MissionEndorsed]:
    actor = context.actor
    assert actor.institution is not None and actor.sector is not None, "the table lets only representatives endorse"
    yield e.MissionEndorsed(
        institution=actor.institution,
        sector=actor.sector,
        statement=command.statement,
        endorsed_by=actor.participant if context.rules > 1 else None,
        version=None,
    )


def endorse_version(
    command: c.EndorseMission, state: Mission, context: Context
) -> Iterator[e.MissionEndorsed | e.GoalAdopted]:
    assert state.goal is not None, "the conditions refuse to endorse a blank page"
    version, sector = command.version or state.goal.version, context.actor.sector
    for event in endorse(command, state, context):
        yield event.model_copy(update={"version": version})
    proposed = state.proposed
    if proposed is None or version != proposed.goal.version:
        return
    if {sector, *context.joined.sectors_of(proposed.endorsements)} >= set(
        context.settings(MissionSettings).required_sectors
    ):
        yield e.GoalAdopted(**proposed.goal.model_dump())


def change_playbook(
    command: c.ChangePlaybook, state: Mission, context: Context
) -> Iterator[e.PlaybookChanged | e.PlaybookAsked]:
    asked = others_asked(context)
    if asked:
        yield e.PlaybookAsked(
            playbook=command.playbook,
            reason=command.reason,
            question=context.position + 1,
            asked=asked,
            until=answers_until(context),
        )
    else:
        yield e.PlaybookChanged(playbook=command.playbook, reason=command.reason, question=None)


def list_chain(command: chains.ListChain, state: ChainState | None, context: Context) -> Iterator[e.ChainListed]:
    yield e.ChainListed(chain=command.chain, service=command.service, key=command.key, address=command.address)


def retire_chain(command: chains.RetireChain, state: ChainState, context: Context) -> Iterator[e.ChainRetired]:
    yield e.ChainRetired(chain=command.chain, last=command.last, reason=command.reason)


def state_provenance(command: c.StateProvenance, state: Mission, context: Context) -> Iterator[e.ProvenanceStated]:
    yield e.ProvenanceStated(part=command.part, source=command.source, licence=command.licence)


def register_institution(
    command: c.RegisterInstitution, state: None, context: Context
) -> Iterator[e.InstitutionRegistered]:
    yield e.InstitutionRegistered(
        institution=command.institution,
        name=command.name,
        sector=command.sector,
        place=command.place,
        latitude=command.latitude,
        longitude=command.longitude,
    )


def propose_joining(
    command: c.ProposeJoining, state: InstitutionState, context: Context
) -> Iterator[e.JoiningProposed]:
    yield e.JoiningProposed(
        institution=command.institution,
        into=command.into,
        reason=command.reason,
        proposed_by=context.actor.participant,
    )


def join_institutions(
    command: c.JoinInstitutions, state: InstitutionState, context: Context
) -> Iterator[e.JoiningAgreed | e.InstitutionsJoined]:
    """They are one when nobody is left who has to say yes."""
    asked = silent(command, state, context)
    agreed = tuple(name for name in asked if context.actor.surely_speaks_for(name))
    if len(agreed) < len(asked):
        yield e.JoiningAgreed(institution=command.institution, into=command.into, agreed=agreed)
        return
    known = context.fact(Institution, command.into)
    assert known is not None, "the conditions refuse an unknown institution"
    yield e.InstitutionsJoined(institution=command.institution, into=command.into, sector=known.sector)


def part_institutions(
    command: c.PartInstitutions, state: InstitutionState, context: Context
) -> Iterator[e.JoiningDropped | e.InstitutionsParted]:
    if state.joined_into is not None:
        yield e.InstitutionsParted(institution=command.institution, into=state.joined_into, reason=command.reason)
    elif state.proposed is not None:
        yield e.JoiningDropped(institution=command.institution, into=state.proposed.into, reason=command.reason)


def join(command: c.JoinMission, state: Participant | None, context: Context) -> Iterator[e.ParticipantJoined]:
    members = context.all(Member)
    known = members.get(command.participant)
    index = known.index if known else len(members)
    yield e.ParticipantJoined(participant=command.participant, index=index if context.rules > 2 else None)


def grant_role(command: c.GrantRole, state: Participant, context: Context) -> Iterator[e.RoleGranted]:
    institution = context.fact(Institution, command.institution) if command.institution else None
    mandate = command.role is Role.REPRESENTATIVE and context.rules > 1
    days = context.settings(MissionSettings).mandate_confirm_days
    yield e.RoleGranted(
        participant=command.participant,
        role=command.role,
        institution=command.institution,
        sector=institution.sector if institution else None,
        until=_mandate_ends(context) if mandate else None,
        confirm_by=context.time + timedelta(days=days) if mandate else None,
    )


def confirm_mandate(command: c.ConfirmMandate, state: Participant, context: Context) -> Iterator[e.MandateConfirmed]:
    for institution in mandates_of(command, context):
        yield e.MandateConfirmed(
            participant=command.participant,
            institution=institution,
            until=_mandate_ends(context),
            document=command.document,
        )


def revoke_role(command: c.RevokeRole, state: Participant, context: Context) -> Iterator[e.RoleRevoked]:
    representing = command.role is Role.REPRESENTATIVE
    for institution in mandates_of(command, context) if representing else (command.institution,):
        yield e.RoleRevoked(
            participant=command.participant, role=command.role, institution=institution, reason=command.reason
        )


def _mandate_ends(context: Context) -> datetime:
    return months_later(context.time, context.settings(MissionSettings).mandate_months)


def erase(command: c.EraseParticipant, state: Participant, context: Context) -> Iterator[e.ParticipantErased]:
    yield e.ParticipantErased(participant=command.participant)
