"""Operations: they tell how far a decision is, and end with its result."""

from __future__ import annotations

import grpc
from google.longrunning import operations_pb2
from google.protobuf.duration_pb2 import Duration
from osi.type.v1 import decision_progress_pb2 as progress_pb

from osi_conformance.case import ensure
from osi_conformance.cases.every.subjects import every
from osi_conformance.subject import Subject
from osi_conformance.target import Refusal
from osi_conformance.trial import Trial

NOT_FOUND = grpc.StatusCode.NOT_FOUND
_MOST_PAGES = 20


@every("operation/get/done-with-its-result", "O1", "simulated")
async def done_with_its_result(trial: Trial, subject: Subject) -> None:
    round_, name = await subject.decides.close(trial)
    begins = f"{trial.mission.name}/operations/"
    ensure(name.startswith(begins), f"the operation is called {name}; expected: {begins}…")
    done = await trial.mission.finished(name)
    decided, progress = subject.decides.result(), progress_pb.DecisionProgress()
    ensure(done.response.Unpack(decided), f"the response is {done.response.type_url or 'missing'}")
    ensure(decided.name == round_, f"the response is {decided.name}; expected: {round_}")
    statuses = decided.DESCRIPTOR.fields_by_name["status"].enum_type.values_by_number
    status = statuses[decided.status].name
    ensure(status.endswith(subject.decides.decided), f"the status of the response is {status}")
    ensure(done.metadata.Unpack(progress), "the metadata is no DecisionProgress")
    ensure(progress.stage == progress_pb.DECISION_STAGE_DECIDED, f"the stage of what is done is {progress.stage}")
    ensure(progress.name == round_, f"the progress is of {progress.name}")


@every("operation/wait/until-done", "O1", "simulated")
async def wait_until_done(trial: Trial, subject: Subject) -> None:
    _, name = await subject.decides.close(trial)
    request = operations_pb2.WaitOperationRequest(name=name, timeout=Duration(seconds=15))
    ensure((await trial.mission.read("WaitOperation", request, "olga")).done, "it was waited for, and is not done")


@every("operation/list/has-all", "O2", "own-simulated")
async def operations_listed(trial: Trial, subject: Subject) -> None:
    names = {(await subject.decides.close(trial))[1] for _ in range(2)}
    for name in names:
        await trial.mission.finished(name)
    request, told = operations_pb2.ListOperationsRequest(name=trial.mission.name), []
    for _ in range(_MOST_PAGES):
        page = await trial.mission.read("ListOperations", request, "olga")
        told += [one.name for one in page.operations]
        request.page_token = page.next_page_token
        if not request.page_token:
            break
    ensure(not request.page_token, "the list of operations does not end")
    ensure(sorted(told) == sorted(names), f"the list has {told}; expected: {sorted(names)}")


@every("operation/cancel/what-is-done-stays", "O3", "simulated")
async def cancelled_when_done(trial: Trial, subject: Subject) -> None:
    _, name = await subject.decides.close(trial)
    await trial.mission.finished(name)
    try:
        await trial.mission.call("CancelOperation", operations_pb2.CancelOperationRequest(name=name), "olga")
    except Refusal as refusal:
        ensure(refusal.code is grpc.StatusCode.FAILED_PRECONDITION, f"{refusal}; expected: OK or FAILED_PRECONDITION")
    after = await trial.mission.finished(name)
    ensure(after.HasField("response"), "a finished operation was cancelled")


@every("operation/get/unknown", "O4", "simulated")
async def operation_unknown(trial: Trial, subject: Subject) -> None:
    for name in (trial.mission.at("operations/999999"), "missions/of-somebody-else/operations/1"):
        request = operations_pb2.GetOperationRequest(name=name)
        await trial.mission.refused("GetOperation", request, "olga", status=NOT_FOUND)
