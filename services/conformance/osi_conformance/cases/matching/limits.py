"""The contract's limits on fields: what lies beyond them is refused with its field, whatever the phase rules say."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import grpc
from google.type.date_pb2 import Date
from osi.matching.v1 import resources_pb2 as res

from osi_conformance.cases.matching.refused import refuses
from osi_conformance.hall import Hall
from osi_conformance.subject import field_set
from osi_conformance.trial import Trial

Asked = tuple[Any, str]
INVALID = grpc.StatusCode.INVALID_ARGUMENT


class Asks(NamedTuple):
    """A request that is well-formed, about nothing that there is, and who gives it."""

    make: Callable[[Hall, str], Any]
    by: str


ASKED: Mapping[str, Asks] = {
    "solution/create": Asks(lambda hall, about: hall.solution_request(), "founder-01"),
    "kickoff/create": Asks(lambda hall, about: hall.kickoff_request(7), "olga"),
    "offer/create": Asks(lambda hall, about: hall.offer_request(), "eli"),
    "need/create": Asks(lambda hall, about: hall.need_request(about), "founder-01"),
    "bundle/create": Asks(lambda hall, about: hall.bundle_request(about, about), "olga"),
    "pilot/create": Asks(lambda hall, about: hall.pilot_request(about), "anna"),
    "initiative/activity": Asks(lambda hall, about: hall.request("RecordActivity", name=about), "founder-01"),
    "plan/request": Asks(lambda hall, about: hall.request("RequestPlan", name=hall.plan(about)), "olga"),
    "reading/record": Asks(lambda hall, about: hall.reading_request(), "olga"),
    "final-report/publish": Asks(
        lambda hall, about: hall.request("PublishFinalReport", parent=hall.mission.name, summary="It worked"), "olga"
    ),
}


def _beyond(name: str, path: str, value: Any, code: str, place: str = "") -> None:
    """A case: the request is refused for the value of one field, or of one of several."""
    asks = ASKED[name.rpartition("/")[0]]

    @refuses(name, code, rule="V1", field=f"{path}{place}", status=INVALID)
    async def _(trial: Trial) -> Asked:
        request = asks.make(trial.hall, trial.mission.at("initiatives/x"))
        field_set(path, value)(request)
        return request, asks.by


_beyond("solution/create/too-many-challenges", "solution.challenges", ["missions/m/x"] * 21, "repeated.max_items")
_beyond("solution/create/title-too-long", "solution.title", "x" * 301, "string.max_len")
_beyond("solution/create/title-empty", "solution.title", "", "string.min_len")
_beyond("solution/create/skill-too-long", "solution.wanted_skills", ["a", "x" * 61], "string.max_len", "[1]")
_beyond("solution/create/origin-unsaid", "solution.origin", 0, "enum.not_in")
_beyond("solution/create/joining-beyond-its-list", "solution.joining", 77, "enum.defined_only")
_beyond("kickoff/create/too-many-days", "kickoff.days", 32, "int32.gte_lte")
_beyond("kickoff/create/no-day", "kickoff.starts_on", Date(year=2027, month=2, day=30), "day-invalid")
_beyond("offer/create/too-many-needs", "offer.capacity", 301, "int32.gte_lte")
_beyond("need/create/text-too-long", "need.text", "x" * 10_001, "string.max_len")
_beyond("bundle/create/of-one", "bundle.initiatives", ["missions/m/initiatives/x"], "repeated.min_items")
_beyond("pilot/create/no-criteria", "pilot.success_criteria", [], "repeated.min_items")
_beyond("initiative/activity/etag-malformed", "etag", "seven", "string.pattern")
_beyond("plan/request/target-of-nothing", "target", 0, "int32.gte_lte")
_beyond("reading/record/no-number", "value", "seven", "decimal-parsing")
_beyond("final-report/publish/no-digest", "sha256", "abc", "string-pattern-mismatch")


@refuses("review/submit/nothing-scored", "repeated.min_items", rule="V1", field="scores")
async def _(trial: Trial) -> Asked:
    return trial.hall.review_request(trial.mission.at("assessments/x"), scores=[]), "raul"


@refuses("review/submit/score-beyond-all-scales", "int32.gte_lte", rule="V1", field="scores[0].score")
async def _(trial: Trial) -> Asked:
    scores = [res.Score(criterion="fit", score=101)]
    return trial.hall.review_request(trial.mission.at("assessments/x"), scores=scores), "raul"


@refuses("plan/request/institution-twice", "capacity-twice", rule="V1", field="capacities")
async def _(trial: Trial) -> Asked:
    capacity = res.Capacity(institution=trial.mission.at("institutions/town"), units=1)
    return trial.hall.request("RequestPlan", name=trial.mission.at("plans/x"), capacities=[capacity] * 2), "olga"
