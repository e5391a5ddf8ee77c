"""Refusals: codes for programs, fields for forms, sentences for people in their language."""

from __future__ import annotations

import grpc
from google.rpc import error_details_pb2 as details

from osi_conformance.case import ensure
from osi_conformance.cases.every.subjects import every
from osi_conformance.subject import Refuses, Subject
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial


async def _refusal(trial: Trial, wrong: Refuses, language: str) -> Refusal:
    beside = [("accept-language", language)] if language else []
    return await trial.mission.refused(wrong.method, wrong.request, wrong.by, code=wrong.code, beside=beside)


@every("errors/by-language", "Y1")
async def by_language(trial: Trial, subject: Subject) -> None:
    wrong, languages = await subject.refuses(trial), ("de-AT, en;q=0.5", "en", "xx", "")
    told = {language: (await _refusal(trial, wrong, language)).localized for language in languages}
    ensure(told["de-AT, en;q=0.5"][0] == "de", f"German was asked for, and {told['de-AT, en;q=0.5'][0]!r} is told")
    ensure(told["en"][0] == "en", f"English was asked for, and {told['en'][0]!r} is told")
    ensure(told["de-AT, en;q=0.5"][1] != told["en"][1], "both languages say the same sentence")
    for language in ("xx", ""):
        ensure(told[language][0] == "en", f"whoever asks for {language or 'none'} is told {told[language][0]!r}")


@every("errors/code-and-values", "Y2")
async def code_and_values(trial: Trial, subject: Subject) -> None:
    wrong = await subject.refuses(trial)
    refusal = await _refusal(trial, wrong, "en")
    (info,) = refusal.of(details.ErrorInfo)
    ensure(info.reason == wrong.code, f"the reason is {info.reason}")
    ensure(info.domain, "the domain is missing")
    missing = wrong.values - set(info.metadata)
    ensure(not missing, f"the values {sorted(missing)} are missing")


@every("errors/condition-and-field", "Y3")
async def condition_and_field(trial: Trial, subject: Subject) -> None:
    wrong = await subject.refuses(trial)
    refusal = await _refusal(trial, wrong, "en")
    (failed,) = refusal.of(details.PreconditionFailure)
    ensure([one.type for one in failed.violations] == [wrong.code], "the condition is not named")
    ensure(wrong.field in refusal.fields, f"the fields are {sorted(refusal.fields)}; expected: {wrong.field}")
    ensure(refusal.code is grpc.StatusCode.FAILED_PRECONDITION, f"the status is {refusal.code.name}")


@every("errors/nothing-of-the-inside", "Y4")
async def nothing_of_the_inside(trial: Trial, subject: Subject) -> None:
    """No refusal tells a path, a class or a line of the program."""
    wrong = await subject.refuses(trial)
    refusal = await _refusal(trial, wrong, "en")
    said = f"{refusal.text} {refusal.status}"
    for inside in ("Traceback", ".py", "/usr/", "Exception", "sqlite"):
        ensure(inside not in said, f"the refusal says {inside!r}")
