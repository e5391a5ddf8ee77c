"""Five of each kind that there are lists of."""

from __future__ import annotations

from collections.abc import Mapping

from osi.matching.v1 import resources_pb2 as res

from osi_conformance.hall import id_of
from osi_conformance.subject import Listed
from osi_conformance.town import euros
from osi_conformance.trial import Trial

__all__ = ["LISTS"]

Made = tuple[str, list[str]]
_ORDER = (5, 1, 4, 2, 3)
"""So that the order of making is not that of any field."""


async def _calls(trial: Trial) -> Made:
    hall = trial.hall
    return trial.mission.name, [(await hall.call(closes_on=hall.day(days))).name for days in _ORDER]


async def _solutions(trial: Trial) -> Made:
    """Each with as many versions."""
    names = []
    for count in _ORDER:
        names.append((await trial.hall.solution()).name)
        for number in range(1, count):
            words = {"text": f"Sails, version {number}", "kind": res.UPDATE_KIND_CONTENT}
            await trial.hall.do("UpdateSolution", "founder-01", name=names[-1], **words)
    return trial.mission.name, names


async def _kickoffs(trial: Trial) -> Made:
    return trial.mission.name, [(await trial.hall.kickoff(days)).name for days in _ORDER]


async def _registrations(trial: Trial) -> Made:
    """Each with a place at another table."""
    people = ("ada", "ben", "cem", "dia", "mia")
    solutions = [(await trial.hall.solution()).name for _ in people]
    kickoff = (await trial.hall.kickoff()).name
    for one, place in zip(people, _ORDER, strict=True):
        await trial.hall.register(kickoff, one, solutions[place - 1])
    operation = await trial.hall.do("CloseRegistration", "olga", name=kickoff)
    await trial.hall.outcome(operation.name, res.Kickoff)
    return kickoff, [trial.hall.registration(kickoff, one) for one in people]


async def _programmes(trial: Trial) -> Made:
    hall, names = trial.hall, []
    for days in _ORDER:
        names.append((await hall.programme()).name)
        ends_on = hall.day(400 + days)
        await hall.do("ExtendProgramme", "olga", name=names[-1], ends_on=ends_on, reason="it goes well")
    return trial.mission.name, names


async def _initiatives(trial: Trial) -> Made:
    """Each gave its last sign of life at another time."""
    names = [await trial.hall.initiative() for _ in _ORDER]
    for place in _ORDER:
        await trial.hall.do("RecordActivity", "founder-01", name=names[place - 1])
    return trial.mission.name, names


async def _needs(trial: Trial) -> Made:
    initiative = await trial.hall.initiative()
    names = []
    for amount in _ORDER:
        need = await trial.hall.need(initiative, kind=res.SUPPORT_KIND_STIPEND, amount=euros(100 * amount))
        names.append(need.name)
    return trial.mission.name, names


async def _offers(trial: Trial) -> Made:
    return trial.mission.name, [(await trial.hall.offer(capacity=capacity)).name for capacity in _ORDER]


async def _dossiers(trial: Trial) -> Made:
    """Each was assessed on another day, not in the order in which they were called for."""
    dossiers = [await trial.hall.opened("raul", "ronja") for _ in _ORDER]
    for place in _ORDER:
        trial.mission.later(days=1)
        operation = await trial.hall.do("CloseAssessment", "olga", name=dossiers[place - 1])
        await trial.hall.outcome(operation.name, res.Dossier)
    return trial.mission.name, dossiers


async def _pilots(trial: Trial) -> Made:
    initiative = await trial.hall.initiative()
    return trial.mission.name, [await trial.hall.pilot(initiative, days=days) for days in _ORDER]


async def _adoptions(trial: Trial) -> Made:
    hall, names = trial.hall, []
    for days in _ORDER:
        names.append((await hall.adoption(on=hall.day(-days))).name)
    return trial.mission.name, names


async def _cooperations(trial: Trial) -> Made:
    return trial.mission.name, [await trial.hall.cooperation() for _ in _ORDER]


async def _financings(trial: Trial) -> Made:
    names = []
    for kind in _ORDER:
        name = trial.mission.at(f"financing/{id_of(await trial.hall.initiative())}")
        fields = {"kind": kind, "description": "Who sits, pays"}
        names.append((await trial.hall.do("SetFinancingModel", "founder-01", name=name, **fields)).name)
    return trial.mission.name, names


async def _readings(trial: Trial) -> Made:
    """They are numbered by their days."""
    for days in _ORDER:
        await trial.mission.call("RecordReading", trial.hall.reading_request(-days), "olga")
    return trial.mission.name, [trial.mission.at(f"readings/{number}") for number in range(1, 6)]


LISTS: Mapping[str, Listed] = {
    "ListCalls": Listed("calls", _calls, "closes_on"),
    "ListSolutions": Listed("solutions", _solutions, "version"),
    "ListKickoffs": Listed("kickoffs", _kickoffs, "starts_on"),
    "ListRegistrations": Listed("registrations", _registrations, "solution", by="operator"),
    "ListProgrammes": Listed("programmes", _programmes, "ends_on"),
    "ListInitiatives": Listed("initiatives", _initiatives, "active_time"),
    "ListNeeds": Listed("needs", _needs, "amount"),
    "ListOffers": Listed("offers", _offers, "free"),
    "ListDossiers": Listed("dossiers", _dossiers, "expires_on", "own-simulated"),
    "ListPilots": Listed("pilots", _pilots, "end"),
    "ListAdoptions": Listed("adoptions", _adoptions, "on"),
    "ListCooperations": Listed("cooperations", _cooperations, "initiative"),
    "ListFinancings": Listed("financing", _financings, "kind"),
    "ListReadings": Listed("readings", _readings, "on"),
}
"""Method → what it lists. Of bundles and plans no field tells five apart."""
