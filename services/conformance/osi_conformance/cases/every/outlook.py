"""The outlook: what the asker may do now, and what gates wait for; of the services that answer reads."""

from __future__ import annotations

from functools import partial

import grpc
from osi.reads.v1 import read_service_pb2 as reads
from osi.type.v1 import annotations_pb2 as notes

from osi_conformance.case import Case, ensure, register
from osi_conformance.cases.every.subjects import SUBJECTS, Check
from osi_conformance.services import SERVICES
from osi_conformance.subject import Subject
from osi_conformance.target import methods_of
from osi_conformance.trial import Trial

_READS = "osi.reads.v1.ReadService"


def _case(name: str, rule: str, check: Check) -> None:
    for subject in SUBJECTS:
        if _READS in SERVICES[subject.service].all:
            run = partial(check, subject=subject)  # type: ignore[call-arg]
            register(Case(f"{subject.service}/{name}", rule, run, "real", f"every.{name.replace('/', '.')}"))


def _asked(trial: Trial) -> reads.GetOutlookRequest:
    return reads.GetOutlookRequest(parent=trial.mission.name)


async def _own_commands(trial: Trial, subject: Subject) -> None:
    told = await trial.mission.read("GetOutlook", _asked(trial), "olga")
    names = [one.command for one in told.commands]
    methods = (one for service in SERVICES[subject.service].all for one in methods_of(service))
    own = {one.GetOptions().Extensions[notes.command] for one in methods} - {""}
    ensure(names, "an organiser may do nothing at all, and is not told what for")
    ensure(len(set(names)) == len(names), "a command is told twice")
    ensure(not (more := set(names) - own), f"no method gives {', '.join(sorted(more))}")
    ensure(any(not one.unmet for one in told.commands), "an organiser may do nothing now")


async def _nobody(trial: Trial, subject: Subject) -> None:
    told = await trial.mission.read("GetOutlook", _asked(trial))
    ensure(not told.commands, "nobody in particular is told what somebody may do")


async def _language(trial: Trial, subject: Subject) -> None:
    said = []
    for language in ("en", "de"):
        beside = [("accept-language", language)]
        told = await trial.mission.read("GetOutlook", _asked(trial), "olga", beside=beside)
        said.append([(one.code, one.sentence) for command in told.commands for one in command.unmet])
    ensure([code for code, _ in said[0]] == [code for code, _ in said[1]], "codes change with the language")
    ensure(said[0] != said[1], "what is unmet is told in one language only")


async def _foreign(trial: Trial, subject: Subject) -> None:
    request = reads.GetOutlookRequest(parent="missions/of-nobody")
    await trial.mission.refused("GetOutlook", request, "olga", status=grpc.StatusCode.NOT_FOUND)


_case("outlook/own-commands", "S10", _own_commands)
_case("outlook/of-nobody", "S10", _nobody)
_case("outlook/in-the-callers-language", "S10", _language)
_case("outlook/foreign-mission", "N1", _foreign)
