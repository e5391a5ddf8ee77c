"""What the phase rules refuse of kick-offs and registrations."""

from __future__ import annotations

from typing import Any

from osi_conformance.cases.matching.refused import refuses
from osi_conformance.trial import Trial

Asked = tuple[Any, str]


@refuses("kickoff/create/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    return trial.hall.kickoff_request(7), "rita"


@refuses("kickoff/create/past", "kickoff-past", field="kickoff.starts_on")
async def _(trial: Trial) -> Asked:
    return trial.hall.kickoff_request(-1), "olga"


@refuses("kickoff/create/too-far-ahead", "kickoff-far-ahead", field="kickoff.starts_on")
async def _(trial: Trial) -> Asked:
    """A slip in the year shows."""
    return trial.hall.kickoff_request(3_650), "olga"


@refuses("kickoff/create/tables-without-room", "table-sizes")
async def _(trial: Trial) -> Asked:
    return trial.hall.kickoff_request(7, table_min=9, table_max=3), "olga"


@refuses("kickoff/move/nothing-changes", "nothing-to-change")
async def _(trial: Trial) -> Asked:
    kickoff = await trial.hall.kickoff(7)
    fields = {"starts_on": kickoff.starts_on, "reason": "none"}
    return trial.hall.request("MoveKickoff", name=kickoff.name, **fields), "olga"


@refuses("kickoff/move/people-have-come", "kickoff-begun")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.attended("ada")
    return trial.hall.request("MoveKickoff", name=kickoff, starts_on=trial.hall.day(7), reason="late"), "olga"


@refuses("kickoff/move/cancelled", "kickoff-ended")
async def _(trial: Trial) -> Asked:
    name = await _cancelled(trial)
    return trial.hall.request("MoveKickoff", name=name, starts_on=trial.hall.day(9), reason="late"), "olga"


async def _cancelled(trial: Trial) -> str:
    name: str = (await trial.hall.kickoff(7)).name
    await trial.hall.do("CancelKickoff", "olga", name=name, reason="the hall")
    return name


@refuses("kickoff/cancel/twice", "kickoff-ended")
async def _(trial: Trial) -> Asked:
    return trial.hall.request("CancelKickoff", name=await _cancelled(trial), reason="again"), "olga"


@refuses("kickoff/hold/too-early", "kickoff-not-over")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.allocated("ada", days_ahead=7)
    return trial.hall.request("HoldKickoff", name=kickoff), "olga"


@refuses("kickoff/hold/nobody-came", "nobody-attended")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.allocated("ada")
    return trial.hall.request("HoldKickoff", name=kickoff), "olga"


@refuses("kickoff/hold/without-places", "not-allocated")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.registered("ada")
    return trial.hall.request("HoldKickoff", name=kickoff), "olga"


@refuses("kickoff/hold/role-missing", "role-missing", rule="P2")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.attended("ada")
    return trial.hall.request("HoldKickoff", name=kickoff), "ada"


@refuses("kickoff/close-registration/nobody-registered", "nobody-registered")
async def _(trial: Trial) -> Asked:
    await trial.hall.solution()
    return trial.hall.request("CloseRegistration", name=(await trial.hall.kickoff(7)).name), "olga"


@refuses("kickoff/close-registration/no-solutions", "no-solutions", "own-real")
async def _(trial: Trial) -> Asked:
    kickoff = (await trial.hall.kickoff(7)).name
    await trial.hall.register(kickoff, "ada")
    return trial.hall.request("CloseRegistration", name=kickoff), "olga"


@refuses("kickoff/close-registration/twice", "registration-not-open")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.allocated("ada")
    await trial.hall.do("ReopenAllocation", "olga", name=kickoff, reason="few came")
    return trial.hall.request("CloseRegistration", name=kickoff), "olga"


@refuses("kickoff/reopen/without-places", "not-allocated")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.registered("ada")
    return trial.hall.request("ReopenAllocation", name=kickoff, reason="few came"), "olga"


@refuses("kickoff/close-attendance/nobody-there", "nobody-attends")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.allocated("ada")
    await trial.hall.do("ReopenAllocation", "olga", name=kickoff, reason="few came")
    return trial.hall.request("CloseAttendance", name=kickoff), "olga"


@refuses("kickoff/close-attendance/not-reopened", "allocation-not-reopened")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.registered("ada")
    return trial.hall.request("CloseAttendance", name=kickoff), "olga"


# Registrations


@refuses("registration/register/for-somebody-else", "not-oneself", rule="P2")
async def _(trial: Trial) -> Asked:
    name = trial.hall.registration((await trial.hall.kickoff(7)).name, "ada")
    return trial.hall.request("RegisterForKickoff", name=name), "ben"


@refuses("registration/register/organisers-for-somebody", "not-oneself", rule="P2")
async def _(trial: Trial) -> Asked:
    name = trial.hall.registration((await trial.hall.kickoff(7)).name, "ada")
    return trial.hall.request("RegisterForKickoff", name=name), "olga"


@refuses("registration/register/twice", "registered-already")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.registered("ada")
    return trial.hall.request("RegisterForKickoff", name=trial.hall.registration(kickoff, "ada")), "ada"


@refuses("registration/register/closed", "registration-closed")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.allocated("ada")
    return trial.hall.request("RegisterForKickoff", name=trial.hall.registration(kickoff, "ben")), "ben"


@refuses("registration/register/no-such-kickoff", "kickoff-not-planned")
async def _(trial: Trial) -> Asked:
    name = trial.hall.registration(trial.mission.at("kickoffs/nobodys"), "ada")
    return trial.hall.request("RegisterForKickoff", name=name), "ada"


@refuses("registration/register/too-many-wishes", "too-many-wishes", field="wishes")
async def _(trial: Trial) -> Asked:
    """The playbook lets everybody have two."""
    wishes = [(await trial.hall.solution()).name for _ in range(3)]
    name = trial.hall.registration((await trial.hall.kickoff(7)).name, "ada")
    return trial.hall.request("RegisterForKickoff", name=name, wishes=wishes), "ada"


@refuses("registration/register/wish-unknown", "solution-unknown", field="wishes")
async def _(trial: Trial) -> Asked:
    name = trial.hall.registration((await trial.hall.kickoff(7)).name, "ada")
    wishes = [trial.mission.at("solutions/nobodys")]
    return trial.hall.request("RegisterForKickoff", name=name, wishes=wishes), "ada"


@refuses("registration/change/wish-named-twice", "named-twice", field="wishes")
async def _(trial: Trial) -> Asked:
    kickoff, solution = await trial.hall.registered("ada")
    name = trial.hall.registration(kickoff, "ada")
    return trial.hall.request("ChangeWishes", name=name, wishes=[solution, solution]), "ada"


@refuses("registration/change/closed", "registration-closed")
async def _(trial: Trial) -> Asked:
    kickoff, solution = await trial.hall.allocated("ada")
    name = trial.hall.registration(kickoff, "ada")
    return trial.hall.request("ChangeWishes", name=name, wishes=[solution]), "ada"


@refuses("registration/cancel/of-somebody-else", "not-oneself", rule="P2")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.registered("ada")
    return trial.hall.request("CancelRegistration", name=trial.hall.registration(kickoff, "ada")), "ben"


@refuses("registration/cancel/twice", "not-registered")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.registered("ada")
    name = trial.hall.registration(kickoff, "ada")
    await trial.hall.do("CancelRegistration", "ada", name=name)
    return trial.hall.request("CancelRegistration", name=name), "ada"


@refuses("registration/attend/too-early", "kickoff-not-begun")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.registered("ada", days_ahead=7)
    return trial.hall.request("ConfirmAttendance", name=trial.hall.registration(kickoff, "ada")), "ada"


@refuses("registration/attend/twice", "attended-already")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.attended("ada")
    return trial.hall.request("ConfirmAttendance", name=trial.hall.registration(kickoff, "ada")), "ada"


@refuses("registration/attend/for-somebody-else", "not-oneself", rule="P2")
async def _(trial: Trial) -> Asked:
    kickoff, _ = await trial.hall.allocated("ada", "ben")
    return trial.hall.request("ConfirmAttendance", name=trial.hall.registration(kickoff, "ada")), "ben"
