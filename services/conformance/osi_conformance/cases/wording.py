"""Refusals: codes for programs, fields for forms, sentences for people in their language."""

from __future__ import annotations

import grpc
from google.rpc import error_details_pb2 as details

from osi_conformance.case import case, ensure
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial


async def _refusal(trial: Trial, language: str) -> Refusal:
    request = trial.town.round_request((await trial.town.fund(100)).name, 101)
    beside = [("accept-language", language)] if language else []
    return await trial.mission.refused("CreateGrantRound", request, "olga", code="fund-too-small", beside=beside)


@case("funding/errors/by-language", "Y1")
async def by_language(trial: Trial) -> None:
    told = {language: (await _refusal(trial, language)).localized for language in ("de-AT, en;q=0.5", "en", "xx", "")}
    ensure(told["de-AT, en;q=0.5"][0] == "de", f"German was asked for, and {told['de-AT, en;q=0.5'][0]!r} is told")
    ensure(told["en"][0] == "en", f"English was asked for, and {told['en'][0]!r} is told")
    ensure(told["de-AT, en;q=0.5"][1] != told["en"][1], "both languages say the same sentence")
    for language in ("xx", ""):
        ensure(told[language][0] == "en", f"whoever asks for {language or 'none'} is told {told[language][0]!r}")


@case("funding/errors/code-and-values", "Y2")
async def code_and_values(trial: Trial) -> None:
    refusal = await _refusal(trial, "en")
    (info,) = refusal.of(details.ErrorInfo)
    ensure(info.reason == "fund-too-small", f"the reason is {info.reason}")
    ensure(info.domain, "the domain is missing")
    missing = {"fund", "free", "budget"} - set(info.metadata)
    ensure(not missing, f"the values {sorted(missing)} are missing")


@case("funding/errors/condition-and-field", "Y3")
async def condition_and_field(trial: Trial) -> None:
    refusal = await _refusal(trial, "en")
    (failed,) = refusal.of(details.PreconditionFailure)
    ensure([one.type for one in failed.violations] == ["fund-too-small"], "the condition is not named")
    ensure("round.budget" in refusal.fields, f"the fields are {sorted(refusal.fields)}; expected: round.budget")
    ensure(refusal.code is grpc.StatusCode.FAILED_PRECONDITION, f"the status is {refusal.code.name}")


@case("funding/errors/nothing-of-the-inside", "Y4")
async def nothing_of_the_inside(trial: Trial) -> None:
    """No refusal tells a path, a class or a line of the program."""
    refusal = await _refusal(trial, "en")
    said = f"{refusal.text} {refusal.status}"
    for inside in ("Traceback", ".py", "/usr/", "Exception", "sqlite"):
        ensure(inside not in said, f"the refusal says {inside!r}")
